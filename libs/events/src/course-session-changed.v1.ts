import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A session of a course is planned, or was called off. The subject is the session. */
export const courseSessionChangedV1 = z.object({
  courseId: id,
  /** Null: online. */
  siteId: id.nullable(),
  trainerId: id.nullable(),
  startsAt: instant,
  endsAt: instant,
  places: z.number().int().min(1),
  status: z.enum(['PLANNED', 'CANCELLED']),
});
