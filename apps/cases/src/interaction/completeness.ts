import type { AuthorityEvidence, ContactField } from '@courtesy/graph-types/cases';
import type { Interaction } from './interaction.ts';

/** How complete a contact record is, by what its channel asks for. */
export interface ContactCompleteness {
  /** Whole percent of the required fields that are filled in, rounded down; 100 when none is required. */
  readonly score: number;
  readonly required: readonly ContactField[];
  /** Those of the required fields that are empty. */
  readonly missing: readonly ContactField[];
}

/** Evidence that is a paper: somebody must be able to find it again. */
const onPaper: ReadonlySet<AuthorityEvidence> = new Set([
  'LETTER_OF_AUTHORITY',
  'POWER_OF_ATTORNEY',
  'COURT_APPOINTMENT',
  'GRANT_OF_PROBATE',
]);

/** Whether it is on record that whoever spoke for the customer may do so. */
const isAuthorityShown = ({ authority, authorityReference }: Interaction): boolean =>
  authority !== null && authority !== 'NONE_SHOWN' && (!onPaper.has(authority) || authorityReference !== null);

const filledIn: Readonly<Record<ContactField, (contact: Interaction) => boolean>> = {
  PERSON: ({ personId }) => personId !== null,
  HANDLE_TIME: ({ handleMs }) => handleMs !== null,
  POSTED_AT: ({ postedAt }) => postedAt !== null,
  RECEIVED_AT: ({ receivedAt }) => receivedAt !== null,
  POSTAL_REFERENCE: ({ postalReference }) => postalReference !== null,
  SITE: ({ siteId }) => siteId !== null,
  DESK: ({ desk }) => desk !== null,
  WAIT_TIME: ({ waitMs }) => waitMs !== null,
  AUTHORITY: isAuthorityShown,
};

/** What the channel of a contact asks for beside who spoke and how long it took. */
function requiredByChannel({ channel, direction }: Interaction): readonly ContactField[] {
  if (channel === 'LETTER')
    return direction === 'INBOUND' ? ['POSTED_AT', 'RECEIVED_AT'] : ['POSTED_AT', 'POSTAL_REFERENCE'];
  return channel === 'FACE_TO_FACE' ? ['SITE', 'DESK', 'WAIT_TIME'] : [];
}

/** What must be on record of a contact: nothing of one that a machine made, or of a call that nobody answered. */
function requiredOf(contact: Interaction): readonly ContactField[] {
  const isUnanswered = contact.callOutcome !== null && contact.callOutcome !== 'ANSWERED';
  if (contact.isAutomatic || isUnanswered) return [];
  const forAnother: readonly ContactField[] = contact.representativeName === null ? [] : ['AUTHORITY'];
  return [...requiredByChannel(contact), 'PERSON', 'HANDLE_TIME', ...forAnother];
}

/** Says how complete a contact record is, and what it lacks. */
export function completenessOf(contact: Interaction): ContactCompleteness {
  const required = requiredOf(contact);
  const missing = required.filter((field) => !filledIn[field](contact));
  const score = required.length === 0 ? 100 : Math.floor((100 * (required.length - missing.length)) / required.length);
  return { score, required, missing };
}
