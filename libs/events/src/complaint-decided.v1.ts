import { z } from 'zod';
import { complaintPlace } from './complaint-shape.ts';

/** A complaint was decided in its stage. `decider` is the person, or the caller's subject where it was none. */
export const complaintDecidedV1 = complaintPlace.extend({
  outcome: z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD']),
  decider: z.string(),
  /** Whether a second person is to confirm it before the customer is told. */
  awaitsCheck: z.boolean(),
});
