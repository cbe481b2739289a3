import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** The plan by which somebody new grows into their work began, went on, or their probation was passed. The subject is the plan. */
export const onboardingChangedV1 = z.object({
  personId: id,
  buddyId: id.nullable(),
  /** Days at the site of the person, `YYYY-MM-DD`. */
  startsOn: z.string(),
  probationEndsOn: z.string(),
  passedAt: instant.nullable(),
  activities: z.object({ all: z.number().int(), done: z.number().int() }),
});
