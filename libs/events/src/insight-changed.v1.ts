import { z } from 'zod';
import { id } from './shapes.ts';

/** A department was asked to decide, or answered. The subject is the insight, the sequence its version. */
export const insightChangedV1 = z.object({
  status: z.enum(['WAITING', 'UNANSWERED', 'ANSWERED']),
  decision: z.enum(['ACCEPTED', 'DECLINED', 'ALREADY_DONE']).nullable(),
  causeId: id.nullable(),
  caseIds: z.array(id),
});
