import { GraphQLError } from 'graphql';
import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Context } from '@courtesy/subgraph';
import type { GiveFeedbackInput } from '@courtesy/graph-types/metrics';
import {
  answeredAt as answerOf,
  attributed,
  problemsOfFeedback,
  type CaseNotAnswered,
  type Feedback,
  type FeedbackAlreadyGiven,
  type FeedbackGiven,
} from './feedback.ts';
import { addFeedback, feedbackOnAnswer, hasFeedback, ownCase } from './feedback.store.ts';

const givenEvent = ({ id, givenAt, customerId, caseId, score, siteId, teamId, personId }: Feedback): NewEvent => ({
  ...{ type: 'courtesy.feedback.given.v1', subject: id, sequence: 1, time: givenAt },
  data: { customerId, caseId, score, siteId, teamId, personId, givenAt: givenAt.toISOString() },
});

/** What can come of giving feedback. */
export type GiveFeedbackOutcome = FeedbackGiven | FeedbackAlreadyGiven | CaseNotAnswered | NotFound | InvalidInput;

/**
 * Records what a customer says of the answer to a case of theirs, once an answer.
 * @throws a FORBIDDEN error for a caller whose token names no customer.
 */
export async function giveFeedback(context: Context, input: GiveFeedbackInput): Promise<GiveFeedbackOutcome> {
  const { db, actor, newId } = context;
  if (!actor.customerId)
    throw new GraphQLError('Your token names no customer who could give feedback.', {
      extensions: { code: 'FORBIDDEN' },
    });
  const problems = problemsOfFeedback(input);
  if (problems.length > 0) return invalidInput(problems);
  const fact = await ownCase(db.manager, actor.customerId, input.caseId);
  if (!fact) return notFound(input.caseId);
  const answeredAt = answerOf(fact);
  if (!answeredAt) return { type: 'CaseNotAnswered', caseId: fact.caseId };
  const known = () => feedbackOnAnswer(db.manager, fact.caseId, answeredAt);
  const earlier = await known();
  if (earlier) return { type: 'FeedbackAlreadyGiven', feedback: earlier };
  const words = input.words?.trim() || null;
  const given = { id: newId('fdbk'), score: input.score, words, givenAt: context.now(), answeredAt };
  const feedback = attributed(fact, given);
  try {
    await db.transaction(async (tx) => {
      await addFeedback(tx.manager, feedback);
      tx.emit(givenEvent(feedback));
    });
  } catch (error) {
    const winner = hasFeedback(error) && (await known());
    if (winner) return { type: 'FeedbackAlreadyGiven', feedback: winner };
    throw error;
  }
  return { type: 'FeedbackGiven', feedback };
}
