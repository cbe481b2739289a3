import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** A customer said how an answer was for them. The subject is the feedback; who had answered is as it was then. */
export const feedbackGivenV1 = z.object({
  customerId: id,
  caseId: id,
  /** 1 to 5. */
  score: z.number().int().min(1).max(5),
  siteId: id.nullable(),
  teamId: id.nullable(),
  personId: id.nullable(),
  givenAt: instant,
});
