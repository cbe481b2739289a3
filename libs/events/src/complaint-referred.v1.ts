import { z } from 'zod';
import { complaintPlace } from './complaint-shape.ts';

/** A complaint is with a body outside the organisation. */
export const complaintReferredV1 = complaintPlace.extend({
  /** What the body is called. */
  to: z.string(),
});
