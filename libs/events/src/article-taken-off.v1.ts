import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A version of an article is archived by decision at `archivedAt`, or was recalled before it was published when that is null. */
export const articleTakenOffV1 = z.object({
  articleId: id,
  language: z.string(),
  number: z.number().int(),
  archivedAt: instant.nullable(),
});
