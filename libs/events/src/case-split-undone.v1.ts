import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A case (the subject) that had been made of contacts of another one was merged into that, and its contacts stand with it again. */
export const caseSplitUndoneV1 = z.object({
  splitId: id,
  originId: id,
  customerId: id,
  mergeId: id,
  at: instant,
  reason: z.string(),
});
