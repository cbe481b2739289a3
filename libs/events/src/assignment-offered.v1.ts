import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A case is offered to somebody by a version of a routing queue. The subject is the offer. `waitedMs` is how long the case had waited. */
export const assignmentOfferedV1 = z.object({
  caseId: id,
  personId: id,
  queueId: id,
  waitedMs: z.number().int().min(0),
  offeredAt: instant,
  expiresAt: instant,
});
