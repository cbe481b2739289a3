import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { GiveFeedbackInput } from '@courtesy/graph-types/metrics';
import type { CaseFact } from '../fact/case-fact.ts';
import { answerInvitation, putOnRecord, requireCustomer } from '../survey/answering.commands.ts';
import { lockStandingOf } from '../survey/invitation.store.ts';
import { ofOwnAccord, type SurveyResponse } from '../survey/response.ts';
import { isAnsweredAlready, responseOnAnswer, tierOf } from '../survey/response.store.ts';
import {
  answeredAt as answerOf,
  problemsOfFeedback,
  type CaseNotAnswered,
  type FeedbackAlreadyGiven,
  type FeedbackGiven,
} from './feedback.ts';
import { answererOf, ownCase } from './feedback.store.ts';

/** What can come of giving feedback. */
export type GiveFeedbackOutcome = FeedbackGiven | FeedbackAlreadyGiven | CaseNotAnswered | NotFound | InvalidInput;

/** What is said of an answer of the customer's own accord, credited to whoever had the case when it was given. */
async function unasked(
  context: Context,
  { manager }: Transaction,
  {
    fact,
    answeredAt,
    input,
  }: { readonly fact: CaseFact; readonly answeredAt: Date; readonly input: GiveFeedbackInput },
): Promise<SurveyResponse> {
  const { caseId, customerId, channel } = fact;
  const { assigneeId: personId, ...place } = await answererOf(manager, caseId, answeredAt);
  const about = {
    ...{ happenedAt: answeredAt, answeredAt, caseId, interactionId: null, customerId, ...place, personId, channel },
    tier: await tierOf(manager, customerId),
  };
  return ofOwnAccord(about, { ...input, id: context.newId('srvr'), at: context.now() });
}

/**
 * Records what a customer says of the answer to a case of theirs, once an answer: by the invitation that asks of it where one stands, and of their own
 * accord otherwise.
 * @throws a FORBIDDEN error for a caller whose token names no customer.
 */
export async function giveFeedback(context: Context, input: GiveFeedbackInput): Promise<GiveFeedbackOutcome> {
  const { db, now } = context;
  const customerId = requireCustomer(context);
  const problems = problemsOfFeedback(input);
  if (problems.length > 0) return invalidInput(problems);
  const fact = await ownCase(db.manager, customerId, input.caseId);
  if (!fact) return notFound(input.caseId);
  const answeredAt = answerOf(fact);
  if (!answeredAt) return { type: 'CaseNotAnswered', caseId: fact.caseId };
  const known = () => responseOnAnswer(db.manager, fact.caseId, answeredAt);
  const earlier = await known();
  if (earlier) return { type: 'FeedbackAlreadyGiven', feedback: earlier };
  try {
    return await db.transaction(async (tx): Promise<GiveFeedbackOutcome> => {
      const invitation = await lockStandingOf(tx.manager, { caseId: fact.caseId, answeredAt, at: now() });
      const outcome = invitation && (await answerInvitation(context, tx, { invitation, said: input }));
      if (outcome?.type === 'SurveyAnswered') return { type: 'FeedbackGiven', feedback: outcome.response };
      if (outcome?.type === 'SurveyAlreadyAnswered')
        return { type: 'FeedbackAlreadyGiven', feedback: outcome.response };
      const feedback = await unasked(context, tx, { fact, answeredAt, input });
      await putOnRecord(context, tx, feedback);
      return { type: 'FeedbackGiven', feedback };
    });
  } catch (error) {
    const winner = isAnsweredAlready(error) && (await known());
    if (winner) return { type: 'FeedbackAlreadyGiven', feedback: winner };
    throw error;
  }
}
