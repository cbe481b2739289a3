import { isIdOf, type Problem } from '@courtesy/kernel';
import { problemWithText } from '../case/case.ts';
import type { Channel, InteractionDirection } from '@courtesy/graph-types/cases';
import { detailsOf, happenedAt, type ContactDetails, type DetailsGiven } from './details.ts';

/** One contact on record. Never changed: a correction is a record of its own that supersedes this one. */
export interface Interaction extends ContactDetails {
  readonly id: string;
  /** Null for a logged call that belongs to no case. */
  readonly caseId: string | null;
  /** Null for a call of somebody nobody knows; never of a contact that belongs to a case. */
  readonly customerId: string | null;
  readonly channel: Channel;
  readonly direction: InteractionDirection;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
  readonly personId: string | null;
  /** Whole milliseconds. */
  readonly handleMs: number | null;
  readonly body: string;
  /** Sent by a machine without a person having read it, such as a confirmation of receipt: no answer, and no question. */
  readonly isAutomatic: boolean;
  readonly supersedesId: string | null;
  readonly correctionReason: string | null;
  readonly source: string | null;
  readonly sourceId: string | null;
}

/** A contact was put on record. */
export interface InteractionLogged {
  readonly type: 'InteractionLogged';
  readonly interaction: Interaction;
}

/** A record was superseded by a corrected one. */
export interface InteractionCorrected {
  readonly type: 'InteractionCorrected';
  readonly interaction: Interaction;
}

/** The record was corrected before; `current` is the one to correct. */
export interface InteractionSuperseded {
  readonly type: 'InteractionSuperseded';
  readonly current: Interaction;
}

/** The longest text of a contact record, in characters. */
export const MAX_BODY = 100_000;

/** What a record should have said; undefined and null leave it as it was, but for details, which null takes away. */
export type Correction = DetailsGiven & {
  readonly [K in 'channel' | 'direction' | 'occurredAt' | 'personId' | 'handleMs' | 'body']?:
    Interaction[K] | null | undefined;
};

/** When it happened, as corrected: a letter's own date goes along when that is what the record went by. */
function occurrence(earlier: Interaction, corrected: Interaction, given: Correction): Date {
  if (given.occurredAt) return given.occurredAt;
  const wentByLetter = happenedAt(earlier)?.getTime() === earlier.occurredAt.getTime();
  return (wentByLetter ? happenedAt(corrected) : null) ?? earlier.occurredAt;
}

/** The record as corrected: a new one, by a new hand, that says why. */
export function correct(
  earlier: Interaction,
  correction: Correction,
  record: { readonly id: string; readonly at: Date; readonly by: string; readonly reason: string },
): Interaction {
  const channel = correction.channel ?? earlier.channel;
  const corrected: Interaction = {
    ...earlier,
    ...detailsOf(earlier, correction, channel),
    channel,
    direction: correction.direction ?? earlier.direction,
    personId: correction.personId ?? earlier.personId,
    handleMs: correction.handleMs ?? earlier.handleMs,
    body: correction.body ?? earlier.body,
    id: record.id,
    recordedAt: record.at,
    recordedBy: record.by,
    supersedesId: earlier.id,
    correctionReason: record.reason,
    source: null,
    sourceId: null,
  };
  return { ...corrected, occurredAt: occurrence(earlier, corrected, correction) };
}

/** What a correction may not make of a call that a switch logged: another channel, or one that somebody answered who did not. */
export function problemsOfLogged(earlier: Interaction, corrected: Interaction): Problem[] {
  const { callOutcome } = earlier;
  if (callOutcome === null) return [];
  const problems: Problem[] = [];
  if (corrected.channel !== 'PHONE')
    problems.push({ path: 'channel', message: 'a switch logged this as a telephone call, and it stays one' });
  if (callOutcome === 'ANSWERED') return problems;
  const message = `is for answered calls; this one is ${callOutcome}`;
  if (corrected.personId !== null) problems.push({ path: 'personId', message });
  if (corrected.handleMs !== null) problems.push({ path: 'handleTime', message });
  return problems;
}

/** What is wrong with a contact as given; empty when nothing is. */
export function problemsOfContact(
  contact: {
    readonly body?: string | null | undefined;
    readonly occurredAt?: Date | null | undefined;
    readonly handleMs?: number | null | undefined;
    readonly personId?: string | null | undefined;
  },
  now: Date,
): Problem[] {
  const problems: Problem[] = [];
  const body = typeof contact.body === 'string' && problemWithText('body', contact.body, MAX_BODY);
  if (body) problems.push(body);
  if (contact.occurredAt && contact.occurredAt > now)
    problems.push({ path: 'occurredAt', message: 'lies in the future' });
  if ((contact.handleMs ?? 0) < 0) problems.push({ path: 'handleTime', message: 'is negative' });
  if (typeof contact.personId === 'string' && !isIdOf('pers', contact.personId))
    problems.push({ path: 'personId', message: `"${contact.personId}" is not the id of a person` });
  return problems;
}
