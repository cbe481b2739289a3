import { z } from 'zod';
import { id } from './shapes.ts';

/** No department answered an insight by the instant its answer was due. The subject is the insight, the sequence its version. */
export const insightUnansweredV1 = z.object({
  causeId: id.nullable(),
  raisedById: id.nullable(),
  answerBy: z.iso.datetime(),
});
