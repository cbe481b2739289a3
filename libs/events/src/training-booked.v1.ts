import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Training takes time of somebody, or gives it back. The subject is the booking. */
export const trainingBookedV1 = z.object({
  personId: id,
  courseId: id,
  sessionId: id,
  startsAt: instant,
  /** Exclusive. */
  endsAt: instant,
  isTrainer: z.boolean(),
  isGivenBack: z.boolean(),
});
