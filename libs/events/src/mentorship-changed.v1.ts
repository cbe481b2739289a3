import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody guides another, or no longer. In what is not told. The subject is the mentorship. */
export const mentorshipChangedV1 = z.object({
  mentorId: id,
  menteeId: id,
  beganAt: instant,
  endedAt: instant.nullable(),
});
