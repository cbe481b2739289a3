import type { NewEvent } from '@courtesy/events';
import type { Case } from '../case/case.ts';
import type { Interaction } from './interaction.ts';

/** Where a contact is counted: at the site and team of the contact itself, else at those of its case. */
type Owners = Pick<Case, 'siteId' | 'teamId'>;

const callOf = (contact: Interaction) =>
  contact.callOutcome && {
    service: contact.callService,
    priority: contact.callPriority,
    outcome: contact.callOutcome,
    queuedAt: contact.queuedAt?.toISOString() ?? null,
    answeredAt: contact.answeredAt?.toISOString() ?? null,
    endedAt: contact.endedAt?.toISOString() ?? null,
  };

const letterOf = ({ channel, postedAt, receivedAt }: Interaction) =>
  channel === 'LETTER'
    ? { postedAt: postedAt?.toISOString() ?? null, receivedAt: receivedAt?.toISOString() ?? null }
    : null;

const dataOf = (contact: Interaction, owners: Owners | null) => ({
  caseId: contact.caseId,
  customerId: contact.customerId,
  siteId: contact.siteId ?? owners?.siteId ?? null,
  teamId: contact.teamId ?? owners?.teamId ?? null,
  channel: contact.channel,
  direction: contact.direction,
  isAutomatic: contact.isAutomatic,
  occurredAt: contact.occurredAt.toISOString(),
  recordedAt: contact.recordedAt.toISOString(),
  handleMs: contact.handleMs,
  waitMs: contact.waitMs,
  personId: contact.personId,
  call: callOf(contact),
  letter: letterOf(contact),
});

/** Announces a contact that was put on record, for the case that it was recorded for; null for one that belongs to none. */
export const recordedEvent = (contact: Interaction, about: Owners | null): NewEvent => ({
  type: 'courtesy.interaction.recorded.v2',
  subject: contact.id,
  sequence: 1,
  time: contact.recordedAt,
  data: dataOf(contact, about),
});

/** Announces a record that takes the place of an earlier one. */
export const correctedEvent = (
  contact: Interaction & { readonly supersedesId: string },
  about: Owners | null,
): NewEvent => ({
  type: 'courtesy.interaction.corrected.v2',
  subject: contact.id,
  sequence: 1,
  time: contact.recordedAt,
  data: { ...dataOf(contact, about), supersedes: contact.supersedesId },
});
