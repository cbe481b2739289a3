import { z } from 'zod';
import { instant } from './shapes.ts';

/** A resolved case was ended for good. */
export const caseClosedV1 = z.object({ closedAt: instant });
