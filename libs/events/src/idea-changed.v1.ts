import { z } from 'zod';
import { id } from './shapes.ts';

/** Somebody suggested something, or somebody decided about it. The subject is the idea, the sequence its version. */
export const ideaChangedV1 = z.object({
  status: z.enum(['WAITING', 'UNANSWERED', 'ANSWERED']),
  decision: z.enum(['TRIED', 'ADOPTED', 'DECLINED']).nullable(),
  causeId: id.nullable(),
});
