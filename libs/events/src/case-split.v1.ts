import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A case (the subject) was made of contacts of another one. */
export const caseSplitV1 = z.object({
  splitId: id,
  /** The case it was made from. */
  originId: id,
  customerId: id,
  contactIds: z.array(id),
  at: instant,
  reason: z.string(),
});
