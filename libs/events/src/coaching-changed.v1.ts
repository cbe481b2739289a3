import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Coaching was proposed, agreed, done or followed up. What was said stays with the workforce service. The subject is the session. */
export const coachingChangedV1 = z.object({
  personId: id,
  coachId: id,
  gapId: id.nullable(),
  status: z.enum(['PROPOSED', 'AGREED', 'DONE', 'FOLLOWED_UP']),
  followUpOn: z.iso.date(),
  doneAt: instant.nullable(),
});
