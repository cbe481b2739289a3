import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A version of a decision table was approved. No event follows when it takes effect or is superseded: its dates say when. One without an end
 * is superseded by the next that takes effect.
 */
export const decisionTableVersionApprovedV1 = z.object({
  decisionTableId: id,
  name: z.string(),
  policyId: id,
  number: z.number().int(),
  approverId: id.nullable(),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
});
