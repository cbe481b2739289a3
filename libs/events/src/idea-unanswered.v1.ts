import { z } from 'zod';
import { id } from './shapes.ts';

/** Nobody answered an idea by the instant an answer was due. The subject is the idea, the sequence its version. */
export const ideaUnansweredV1 = z.object({
  suggestedById: id,
  answerBy: z.iso.datetime(),
});
