import type { Problem } from '@courtesy/kernel';
import { problemWithText } from '../case/case.ts';
import type { Channel, InteractionDirection } from '@courtesy/graph-types/cases';

/** One contact on record. Never changed: a correction is a record of its own that supersedes this one. */
export interface Interaction {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
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

/** What a record should have said; undefined and null leave it as it was. */
export type Correction = {
  readonly [K in 'channel' | 'direction' | 'occurredAt' | 'handleMs' | 'body']?: Interaction[K] | null | undefined;
};

/** The record as corrected: a new one, by a new hand, that says why. */
export function correct(
  earlier: Interaction,
  correction: Correction,
  record: { readonly id: string; readonly at: Date; readonly by: string; readonly reason: string },
): Interaction {
  return {
    ...earlier,
    channel: correction.channel ?? earlier.channel,
    direction: correction.direction ?? earlier.direction,
    occurredAt: correction.occurredAt ?? earlier.occurredAt,
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
}

/** What is wrong with a contact as given; empty when nothing is. */
export function problemsOfContact(
  contact: {
    readonly body?: string | null | undefined;
    readonly occurredAt?: Date | null | undefined;
    readonly handleMs?: number | null | undefined;
  },
  now: Date,
): Problem[] {
  const problems: Problem[] = [];
  const body = typeof contact.body === 'string' && problemWithText('body', contact.body, MAX_BODY);
  if (body) problems.push(body);
  if (contact.occurredAt && contact.occurredAt > now)
    problems.push({ path: 'occurredAt', message: 'lies in the future' });
  if ((contact.handleMs ?? 0) < 0) problems.push({ path: 'handleTime', message: 'is negative' });
  return problems;
}
