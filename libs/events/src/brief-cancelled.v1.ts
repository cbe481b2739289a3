import { z } from 'zod';
import { instant } from './shapes.ts';

/** A bulletin or promotion brief, which is the subject, was cancelled: no version of it is live from `cancelledAt` on. */
export const briefCancelledV1 = z.object({
  kind: z.enum(['BULLETIN', 'PROMOTION']),
  reason: z.string(),
  cancelledAt: instant,
});
