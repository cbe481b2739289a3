import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * Somebody has a skill at a level, from now on or anew. The subject is the person. Readers let it lapse by themselves at `validUntil`, without
 * waiting for the event that follows: a skill must not outlast its certificate by the time a feed takes.
 */
export const skillGainedV1 = z.object({
  personId: id,
  skillId: id,
  /** 1 to 5. */
  level: z.number().int().min(1).max(5),
  since: instant,
  /** Exclusive; null while nothing ends it. */
  validUntil: instant.nullable(),
});
