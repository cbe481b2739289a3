import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A contact record was superseded by a corrected one; both stay readable. */
export const interactionCorrectedV1 = z.object({
  supersedes: id,
  caseId: id.nullable(),
  customerId: id,
  channel: z.string(),
  direction: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  reason: z.string(),
});
