import { z } from 'zod';
import { instant } from './shapes.ts';

/** A case is to be handled with another urgency. */
export const casePrioritisedV1 = z.object({
  from: z.string(),
  to: z.string(),
  at: instant,
  reason: z.string(),
});
