import { z } from 'zod';
import { complaintRules } from './complaint-rules-shape.ts';
import { id, instant } from './shapes.ts';

/**
 * A version of a complaint regime was approved. Carries its rules whole. No event follows when it takes effect or is superseded: its dates say
 * when. One without an end is superseded by the next that takes effect.
 */
export const complaintRegimeApprovedV1 = z.object({
  regimeId: id,
  name: z.string(),
  pack: z.string().nullable(),
  number: z.number().int(),
  approverId: id.nullable(),
  effectiveFrom: instant,
  effectiveUntil: instant.nullable(),
  rules: complaintRules,
});
