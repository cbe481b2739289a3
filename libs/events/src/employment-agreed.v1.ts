import { z } from 'zod';
import { id } from './shapes.ts';

/** It was agreed how much somebody works from a day on; what was agreed for that day or later holds no longer. What they cost is not told. The subject is the person. */
export const employmentAgreedV1 = z.object({
  personId: id,
  /** `YYYY-MM-DD`. */
  from: z.string(),
  pattern: z.enum(['FULL_TIME', 'PART_TIME', 'VARIABLE']),
  weeklyMinutes: z.number().int().nonnegative(),
  fullTimeMinutes: z.number().int().positive(),
});
