import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * What is told of a version of a bulletin or brief that was published. From `liveFrom` on it takes the place of every version with a lower
 * number, and those with a lower number that were still to come never are; no event follows when it becomes live or ends, its dates say it.
 * It is for everybody whose work is among `roles` and whose site is among `siteIds`; an empty list is everybody.
 */
export const briefPublishedShape = {
  briefVersionId: id,
  number: z.number().int(),
  title: z.string(),
  /** The product or service of a bulletin; null for a promotion. */
  product: z.string().nullable(),
  liveFrom: instant,
  /** Exclusive; null while nothing ends it. */
  liveUntil: instant.nullable(),
  roles: z.array(z.string()),
  siteIds: z.array(id),
  mustReadBeforeShift: z.boolean(),
  /** How many of a hundred points the quiz takes; null without one. */
  passMark: z.number().int().nullable(),
};
