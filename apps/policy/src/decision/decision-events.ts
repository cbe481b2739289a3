import type { NewEvent } from '@courtesy/events';
import type { Decision } from './decision.ts';

/** What other services are told of a decision. */
export function madeEvent(decision: Decision): NewEvent {
  return {
    type: 'courtesy.decision.made.v1',
    subject: decision.id,
    sequence: 1,
    time: decision.decidedAt,
    data: {
      outcome: decision.outcome,
      decisionTableId: decision.decisionTableId,
      decisionTableVersionId: decision.decisionTableVersionId,
      at: decision.at.toISOString(),
      factsHash: decision.factsHash,
      caseId: decision.caseId,
      customerId: decision.customerId,
      handlerId: decision.handlerId,
      clauseIds: [...decision.clauseIds],
      policyVersionIds: [...decision.policyVersionIds],
    },
  };
}
