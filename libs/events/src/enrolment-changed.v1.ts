import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody is enrolled in a course, tried, passed, is locked or was withdrawn. The subject is the enrolment. */
export const enrolmentChangedV1 = z.object({
  courseId: id,
  personId: id,
  state: z.enum(['ENROLLED', 'ATTENDED', 'PASSED', 'FAILED', 'LOCKED', 'WITHDRAWN']),
  attemptsUsed: z.number().int().nonnegative(),
  attemptsAllowed: z.number().int().min(1),
  /** Until before when what the course gave holds; null while it was not passed, and for what has no end. */
  validUntil: instant.nullable(),
});
