import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** An offer of a case was answered, has passed or was taken back. The subject is the offer. `because` says why it was declined or taken back. */
export const assignmentEndedV1 = z.object({
  caseId: id,
  personId: id,
  queueId: id,
  outcome: z.enum(['ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN']),
  because: z.string().nullable(),
  at: instant,
});
