import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody no longer has a skill. The subject is the person. */
export const skillExpiredV1 = z.object({
  personId: id,
  skillId: id,
  at: instant,
  because: z.enum(['EXPIRED', 'REVOKED', 'LEFT']),
});
