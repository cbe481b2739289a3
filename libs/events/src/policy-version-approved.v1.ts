import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A version of a policy was approved. No event follows when it takes effect or is superseded: its dates say when. One without an end is
 * superseded by the next that takes effect.
 */
export const policyVersionApprovedV1 = z.object({
  policyId: id,
  title: z.string(),
  kind: z.string(),
  number: z.number().int(),
  approverId: id.nullable(),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
});
