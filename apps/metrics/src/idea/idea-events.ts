import type { NewEvent } from '@courtesy/events';
import { statusOf } from '../awaited/awaited.ts';
import type { Idea } from './idea.ts';

/** That somebody suggested something, or somebody decided about it. */
export const changedIdea = (idea: Idea, time: Date): NewEvent => {
  const { id, version, decision, causeId } = idea;
  return {
    ...{ type: 'courtesy.idea.changed.v1', subject: id, sequence: version, time },
    data: { status: statusOf(idea, time), decision, causeId },
  };
};

/** That nobody answered in time. */
export const unansweredIdea = ({ id, version, suggestedById, answerBy }: Idea, time: Date): NewEvent => ({
  ...{ type: 'courtesy.idea.unanswered.v1', subject: id, sequence: version, time },
  data: { suggestedById, answerBy: answerBy.toISOString() },
});
