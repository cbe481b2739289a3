import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A version of an article was approved. No event follows when it is published or archived: its dates say when. One without an end is archived
 * when the next version in its language is published.
 */
export const articleScheduledV1 = z.object({
  articleId: id,
  category: z.string().nullable(),
  language: z.string(),
  number: z.number().int(),
  title: z.string(),
  readers: z.enum(['STAFF', 'CUSTOMERS', 'PUBLIC']),
  internalAt: instant,
  publishedAt: instant,
  archivedAt: instant.nullable(),
});
