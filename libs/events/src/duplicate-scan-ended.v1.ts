import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A look through all customers for duplicates ended, or was given up. The subject is the run. */
export const duplicateScanEndedV1 = z.object({
  ruleId: id,
  failed: z.boolean(),
  /** How many pairs it found. */
  found: z.int().nonnegative(),
  at: instant,
});
