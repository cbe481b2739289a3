import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody confirmed that they read a version of a bulletin or promotion brief. The subject is the receipt. */
export const briefReadV1 = z.object({
  kind: z.enum(['BULLETIN', 'PROMOTION']),
  briefId: id,
  briefVersionId: id,
  number: z.number().int(),
  personId: id,
  method: z.enum(['READ', 'QUIZ']),
  score: z.number().int().nullable(),
  readAt: instant,
});
