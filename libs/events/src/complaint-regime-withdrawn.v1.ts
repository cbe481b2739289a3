import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** An approved version of a complaint regime counts no more from `withdrawnAt`, or never will. */
export const complaintRegimeWithdrawnV1 = z.object({
  regimeId: id,
  number: z.number().int(),
  withdrawnAt: instant,
});
