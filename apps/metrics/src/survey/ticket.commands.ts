import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidInput, notFound, type InvalidInput } from '@courtesy/kernel';
import type { Context, ResourceHost } from '@courtesy/subgraph';
import type { DrawSurveyLinkInput } from '@courtesy/graph-types/metrics';
import { answerInvitation, correctResponse } from './answering.commands.ts';
import { isOpen, type SurveyInvitation, type SurveyInvitationClosed } from './invitation.ts';
import { invitationOfTicket, lockByTicket, lockInvitation, saveInvitation } from './invitation.store.ts';
import type { SurveyProgrammeVersion } from './programme.ts';
import { termsOf } from './programme.store.ts';
import {
  problemsOfSaid,
  type SurveyAnswerCorrected,
  type SurveyAnswered,
  type SurveyResponse,
  type SurveySaid,
  type TooLateToCorrect,
} from './response.ts';
import { lockResponseTo, responseTo } from './response.store.ts';

/** What the service reads of links from its environment. */
export const surveyConfig = z.object({
  /** Where customers reach this process for links, when that is not the port it listens on. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const publicUrl = ({ PUBLIC_URL: url, PORT: port }: Context['config']): string =>
  typeof url === 'string' ? url.replace(/\/$/, '') : `http://127.0.0.1:${String(port)}`;

/**
 * Draws the link of an invitation that stands. Its ticket is of as much chance as two ids; what is kept is the ticket's digest alone. The ticket that
 * was drawn before opens nothing any more.
 */
export async function drawSurveyLink(context: Context, { invitationId }: DrawSurveyLinkInput) {
  const { db, actor, newId, now, config } = context;
  return db.transaction(async (tx) => {
    const current = await lockInvitation(tx.manager, actor, invitationId);
    if (!current) return notFound(invitationId);
    const { expiresAt } = current;
    if (!isOpen(current, now()) || expiresAt === null)
      return { type: 'SurveyInvitationClosed' as const, invitation: current };
    const ticket = digestOf(`${newId('srvt')} ${newId('srvt')}`);
    const invitation = { ...current, ticketHash: digestOf(ticket), version: current.version + 1 };
    await saveInvitation(tx.manager, invitation);
    return { type: 'SurveyLinkDrawn' as const, url: `${publicUrl(config)}/surveys/${ticket}`, expiresAt, invitation };
  });
}

/** What a ticket opens. */
export interface OpenedTicket {
  readonly invitation: SurveyInvitation;
  readonly terms: SurveyProgrammeVersion;
  readonly response: SurveyResponse | null;
}

/** What a ticket opens; null for one that was not drawn here, was drawn again, or whose invitation nobody answered in time. */
export async function openTicket({ database }: ResourceHost, ticket: string): Promise<OpenedTicket | null> {
  const { manager } = database;
  const invitation = await invitationOfTicket(manager, digestOf(ticket));
  if (!invitation) return null;
  const [terms, response] = [await termsOf(manager, invitation), await responseTo(manager, invitation.id)];
  return { invitation, terms, response };
}

/** What can come of answering by a ticket. */
export type TicketOutcome =
  SurveyAnswered | SurveyAnswerCorrected | TooLateToCorrect | SurveyInvitationClosed | InvalidInput;

/** Answers by a ticket, or corrects the answer that was given by it; null for a ticket that opens nothing. */
export function answerByTicket(host: ResourceHost, ticket: string, said: SurveySaid): Promise<TicketOutcome | null> {
  return host.database.transaction(async (tx) => {
    const invitation = await lockByTicket(tx.manager, digestOf(ticket));
    if (!invitation) return null;
    const problems = problemsOfSaid(invitation.kind, said);
    if (problems.length > 0) return invalidInput(problems);
    const current = await lockResponseTo(tx.manager, invitation.id);
    if (current) return correctResponse(host, tx, { current, said });
    const outcome = await answerInvitation(host, tx, { invitation, said });
    // They said so of their own accord meanwhile, which cannot be corrected.
    return outcome.type === 'SurveyAlreadyAnswered'
      ? { type: 'TooLateToCorrect', response: outcome.response }
      : outcome;
  });
}
