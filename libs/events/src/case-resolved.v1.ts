import { z } from 'zod';
import { instant } from './shapes.ts';

/** A case was answered, with its outcome and whether the answer came in time (null when nobody said). */
export const caseResolvedV1 = z.object({
  resolvedAt: instant,
  outcome: z.string(),
  respondedInTime: z.boolean().nullable(),
});
