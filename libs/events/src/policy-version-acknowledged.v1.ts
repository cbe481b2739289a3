import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** Somebody has taken note of a version of a policy. The subject is the acknowledgement. */
export const policyVersionAcknowledgedV1 = z.object({
  personId: id,
  policyId: id,
  policyVersionId: id,
  number: z.number().int(),
  method: z.string(),
  quizScore: z.number().int().nullable(),
  acknowledgedAt: instant,
});
