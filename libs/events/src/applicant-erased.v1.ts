import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Who an applicant was is not kept any more. The subject is the applicant. */
export const applicantErasedV1 = z.object({ openingId: id, at: instant });
