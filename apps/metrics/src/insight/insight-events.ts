import type { NewEvent } from '@courtesy/events';
import { statusOf } from '../awaited/awaited.ts';
import type { Insight } from './insight.ts';

/** That a department was asked, or answered. */
export const changedInsight = (insight: Insight, time: Date): NewEvent => {
  const { id, version, decision, causeId, caseIds } = insight;
  return {
    ...{ type: 'courtesy.insight.changed.v1', subject: id, sequence: version, time },
    data: { status: statusOf(insight, time), decision, causeId, caseIds: [...caseIds] },
  };
};

/** That no department answered in time. */
export const unansweredInsight = ({ id, version, causeId, raisedById, answerBy }: Insight, time: Date): NewEvent => ({
  ...{ type: 'courtesy.insight.unanswered.v1', subject: id, sequence: version, time },
  data: { causeId, raisedById, answerBy: answerBy.toISOString() },
});
