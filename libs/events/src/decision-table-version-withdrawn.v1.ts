import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A version of a decision table was withdrawn: it ends then, or never takes effect. */
export const decisionTableVersionWithdrawnV1 = z.object({
  decisionTableId: id,
  number: z.number().int(),
  withdrawnAt: instant,
});
