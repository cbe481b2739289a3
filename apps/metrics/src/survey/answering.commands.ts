import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type { AnswerSurveyInput, CorrectSurveyAnswerInput } from '@courtesy/graph-types/metrics';
import { answered, isOpen, type SurveyInvitation, type SurveyInvitationClosed } from './invitation.ts';
import { lockInvitation, saveInvitation } from './invitation.store.ts';
import { termsOf } from './programme.store.ts';
import {
  answerTo,
  correct,
  problemsOfSaid,
  type SurveyAlreadyAnswered,
  type SurveyAnswerCorrected,
  type SurveyAnswered,
  type SurveyResponse,
  type SurveySaid,
  type TooLateToCorrect,
} from './response.ts';
import { addResponse, lockResponse, responseOnAnswer, responseTo, saveResponse } from './response.store.ts';
import { invitationEvent, responseEvents } from './survey-events.ts';

/** What answering needs of the process. */
export type Answering = Pick<Context, 'newId' | 'now'>;

/** Puts a response on record, and announces it. */
export async function putOnRecord({ newId }: Answering, tx: Transaction, response: SurveyResponse): Promise<void> {
  await addResponse(tx.manager, response, newId('srvv'));
  tx.emit(...responseEvents(null, response));
}

/** Answers an invitation that the caller has locked and that the answer fits. */
export async function answerInvitation(
  answering: Answering,
  tx: Transaction,
  { invitation, said }: { readonly invitation: SurveyInvitation; readonly said: SurveySaid },
): Promise<SurveyAnswered | SurveyAlreadyAnswered | SurveyInvitationClosed> {
  const { newId, now } = answering;
  const known =
    (await responseTo(tx.manager, invitation.id)) ??
    (invitation.kind === 'CSAT' && invitation.caseId !== null && invitation.answeredAt !== null
      ? await responseOnAnswer(tx.manager, invitation.caseId, invitation.answeredAt)
      : null);
  if (known) return { type: 'SurveyAlreadyAnswered', response: known };
  const at = now();
  if (!isOpen(invitation, at)) return { type: 'SurveyInvitationClosed', invitation };
  const response = answerTo(invitation, await termsOf(tx.manager, invitation), { ...said, id: newId('srvr'), at });
  const closed = answered(invitation, at);
  await saveInvitation(tx.manager, closed);
  tx.emit(invitationEvent(closed, at));
  await putOnRecord(answering, tx, response);
  return { type: 'SurveyAnswered', response };
}

/** Says something else in a response that the caller has locked. */
export async function correctResponse(
  { newId, now }: Answering,
  tx: Transaction,
  { current, said }: { readonly current: SurveyResponse; readonly said: SurveySaid },
): Promise<SurveyAnswerCorrected | TooLateToCorrect> {
  const { programmeId, versionNumber } = current;
  const terms =
    programmeId === null || versionNumber === null ? null : await termsOf(tx.manager, { programmeId, versionNumber });
  const outcome = correct(current, terms, { ...said, at: now() });
  if (outcome.type === 'TooLateToCorrect') return outcome;
  await saveResponse(tx.manager, outcome.response, newId('srvv'));
  tx.emit(...responseEvents(current, outcome.response));
  return outcome;
}

/** @throws a FORBIDDEN error for a caller whose token names no customer: nobody says in a customer's stead how it was. */
export function requireCustomer({ actor }: Context): string {
  if (actor.customerId) return actor.customerId;
  throw forbidden('Your token names no customer who could say how it was.');
}

/** Answers an invitation of the customer's own. @throws a FORBIDDEN error for a caller whose token names no customer. */
export async function answerSurvey(context: Context, input: AnswerSurveyInput) {
  requireCustomer(context);
  return context.db.transaction(async (tx) => {
    const invitation = await lockInvitation(tx.manager, context.actor, input.invitationId);
    if (!invitation) return notFound(input.invitationId);
    const problems = problemsOfSaid(invitation.kind, input);
    if (problems.length > 0) return invalidInput(problems);
    return answerInvitation(context, tx, { invitation, said: input });
  });
}

/** Says something else instead, while there is time. @throws a FORBIDDEN error for a caller whose token names no customer. */
export async function correctSurveyAnswer(context: Context, input: CorrectSurveyAnswerInput) {
  requireCustomer(context);
  return context.db.transaction(async (tx) => {
    const current = await lockResponse(tx.manager, context.actor, input.responseId);
    if (!current) return notFound(input.responseId);
    const problems = problemsOfSaid(current.kind, input);
    if (problems.length > 0) return invalidInput(problems);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    return correctResponse(context, tx, { current, said: input });
  });
}
