import { z } from 'zod';
import { instant } from './shapes.ts';

/** It became known, after opening, whether the first answer to a case came in time. */
export const caseTimelinessRecordedV1 = z.object({ respondedInTime: z.boolean(), at: instant });
