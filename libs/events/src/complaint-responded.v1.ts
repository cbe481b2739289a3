import { z } from 'zod';
import { complaintPlace } from './complaint-shape.ts';

/** The customer has the answer of a stage. */
export const complaintRespondedV1 = complaintPlace.extend({
  outcome: z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD']),
  letter: z.string(),
  /** The keys of the deadlines of the stage that it came too late for. */
  late: z.array(z.string()),
});
