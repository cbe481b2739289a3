import { z } from 'zod';
import { id, instant } from './shapes.ts';

/**
 * A decision was made by a version of a decision table. `at` is the instant whose rules were asked; `policyVersionIds` are the versions of
 * policies, in effect then, whose clauses it rests on.
 */
export const decisionMadeV1 = z.object({
  outcome: z.enum(['ALLOW', 'DENY', 'NEEDS_APPROVAL', 'INSUFFICIENT_FACTS', 'DECIDED', 'NO_RULE']),
  decisionTableId: id,
  decisionTableVersionId: id,
  at: instant,
  factsHash: z.string(),
  caseId: id.nullable(),
  customerId: id.nullable(),
  handlerId: id.nullable(),
  clauseIds: z.array(id),
  policyVersionIds: z.array(id),
});
