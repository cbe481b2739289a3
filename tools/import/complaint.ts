import type { CaseHistoryInput, CaseOutcome, Channel, HistoricInteractionInput } from '@courtesy/graph-types/cases';
import type { RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import type { ColumnName, Columns } from './columns.ts';
import type { UnplacedCase } from './graph-inputs.ts';

/** The name of the Consumer Financial Protection Bureau's database as a source of external references. */
export const SOURCE = 'cfpb';

/** One complaint, ready to be sent. */
export interface Complaint {
  readonly id: string;
  readonly customer: RegisterCustomersItemInput;
  /** The company complained of; null when the file does not say. */
  readonly company: string | null;
  readonly case: UnplacedCase;
}

/** A row that is no complaint, and why. */
export interface NotAComplaint {
  readonly reason: string;
}

/** What a row is read with. */
export interface RowContext {
  readonly columns: Columns;
  /** The instant at which a day, written as 2026-03-28, begins. */
  readonly startOfDay: (day: string) => Date;
  /** The id of a row that has none of its own. */
  readonly ownId: () => string;
}

/**
 * The road by which the complaint came. A file without this column says only that the bureau passed the complaint on to the company, which
 * is what REFERRAL means to whoever answers it; any other channel would be invented.
 */
const channels: Readonly<Record<string, Channel>> = {
  '': 'REFERRAL',
  'n/a': 'REFERRAL',
  web: 'PORTAL',
  referral: 'REFERRAL',
  'web referral': 'REFERRAL',
  phone: 'PHONE',
  'postal mail': 'LETTER',
  fax: 'FAX',
  email: 'EMAIL',
};

/** How the company answered; null while it has not. */
const outcomes: Readonly<Record<string, CaseOutcome | null>> = {
  '': null,
  'n/a': null,
  none: null,
  'in progress': null,
  'closed with explanation': 'EXPLANATION',
  'closed with monetary relief': 'MONETARY_RELIEF',
  'closed with non-monetary relief': 'NON_MONETARY_RELIEF',
  'closed with relief': 'RELIEF',
  'closed without relief': 'NO_RELIEF',
  closed: 'UNSPECIFIED',
  'untimely response': 'UNTIMELY',
};

const answers: Readonly<Record<string, boolean | null>> = { '': null, 'n/a': null, yes: true, no: false };

/** The longest subject the graph takes, in characters. */
const MAX_SUBJECT = 500;

class BadField extends Error {}

type Read = (name: ColumnName) => string;

/** Reads one row as a complaint. The same row gives the same complaint. */
export function complaintOf(fields: readonly string[], context: RowContext): Complaint | NotAComplaint {
  const read: Read = (name) => {
    const index = context.columns[name];
    return index === undefined ? '' : (fields[index] ?? '').trim();
  };
  try {
    return complaintFrom(read, context);
  } catch (error) {
    if (error instanceof BadField) return { reason: error.message };
    throw error;
  }
}

function complaintFrom(read: Read, context: RowContext): Complaint {
  const id = idOf(read('id')) ?? context.ownId();
  const received = dayOf('Date received', read('received'));
  if (received === null) throw new BadField('Date received is blank');
  const sent = dayOf('Date sent to company', read('sent'));
  const openedAt = context.startOfDay(received);
  const { issue, product } = { issue: read('issue'), product: read('product') };
  const subject = issue || product;
  if (subject === '') throw new BadField('Issue is blank');
  return {
    id,
    customer: customerOf(read, id, openedAt),
    company: read('company') || null,
    case: {
      type: 'COMPLAINT',
      channel: oneOf('Submitted via', channels, read('channel')),
      subject: subject.slice(0, MAX_SUBJECT),
      category: withoutBlanks({ product, subProduct: read('subProduct'), issue, subIssue: read('subIssue') }),
      openedAt,
      externalReference: { source: SOURCE, id },
      history: historyOf(read, { id, received, sent, startOfDay: context.startOfDay }),
    },
  };
}

function customerOf(read: Read, id: string, registeredAt: Date): RegisterCustomersItemInput {
  const address = withoutBlanks({ territory: read('state'), postcode: read('zip') });
  const circumstances = read('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => !isNothing(tag));
  return {
    // The bureau publishes no names: without one the graph calls them by this id.
    kind: 'PERSON',
    externalIdentity: { source: SOURCE, id },
    contactPoints: Object.keys(address).length > 0 ? [{ kind: 'POSTAL', address: { ...address, country: 'US' } }] : [],
    circumstances: [...new Set(circumstances)],
    registeredAt,
  };
}

interface Dates {
  readonly id: string;
  readonly received: string;
  readonly sent: string | null;
  readonly startOfDay: (day: string) => Date;
}

function historyOf(read: Read, { id, received, sent, startOfDay }: Dates): CaseHistoryInput {
  const outcome = oneOf('Company response', outcomes, read('response'));
  const disputed = oneOf('Consumer disputed?', answers, read('disputed'));
  if (disputed === true && outcome === null)
    throw new BadField(`Consumer disputed? is "Yes" although there is no answer ("${read('response')}")`);
  const timely = oneOf('Timely response?', answers, read('timely'));
  // The files do not say when the company answered: the first day on which it can have is the best there is.
  const resolvedAt = outcome === null ? null : startOfDay(sent !== null && sent > received ? sent : received);
  const interactions = contactsOf(read, { id, receivedAt: startOfDay(received), resolvedAt });
  return {
    ...(sent !== null && { assignedAt: startOfDay(sent) }),
    ...(outcome !== null && resolvedAt !== null && { outcome, resolvedAt }),
    ...(timely !== null && { respondedInTime: timely }),
    ...(disputed !== null && outcome !== null && { disputed }),
    ...(interactions.length > 0 && { interactions }),
  };
}

/** What the consumer wrote and what the company answered. A file without the column has the company's answer in one word only. */
function contactsOf(
  read: Read,
  { id, receivedAt, resolvedAt }: { id: string; receivedAt: Date; resolvedAt: Date | null },
): HistoricInteractionInput[] {
  const channel = oneOf('Submitted via', channels, read('channel'));
  const narrative = read('narrative');
  const contacts: HistoricInteractionInput[] = [];
  if (narrative !== '')
    contacts.push({
      externalId: `${id}/narrative`,
      channel,
      direction: 'INBOUND',
      occurredAt: receivedAt,
      body: narrative,
    });
  const words = read('publicResponse');
  const body = isNothing(words) ? read('response') : words;
  if (resolvedAt !== null)
    contacts.push({
      externalId: `${id}/response`,
      // Companies answer through the bureau's portal, whichever way the complaint came.
      channel: 'PORTAL',
      direction: 'OUTBOUND',
      occurredAt: resolvedAt,
      body,
    });
  return contacts;
}

/** Whether a row has no id of its own. */
export function lacksId(fields: readonly string[], { id }: Columns): boolean {
  return id === undefined || isNothing((fields[id] ?? '').trim());
}

const isNothing = (text: string) => text === '' || text.toLowerCase() === 'n/a';

/** A complaint's own id, or null when the row has none. */
function idOf(text: string): string | null {
  if (isNothing(text)) return null;
  if (!/^\d{1,20}$/.test(text)) throw new BadField(`Complaint ID "${text}" is not a number`);
  return text;
}

/** A day written as 2026-03-28 or 3/28/2026, in the first form; null when blank. */
function dayOf(title: string, text: string): string | null {
  if (isNothing(text)) return null;
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const [year = '', month = '', date = ''] = iso?.slice(1) ?? (american ? [american[3], american[1], american[2]] : []);
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDay(day)) throw new BadField(`${title} "${text}" is not a day such as 2026-03-28 or 3/28/2026`);
  return day;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

function oneOf<T>(title: string, known: Readonly<Record<string, T>>, text: string): T {
  const key = text.toLowerCase();
  const found = Object.hasOwn(known, key) ? known[key] : undefined;
  if (found === undefined) throw new BadField(`${title} "${text}" is not known`);
  return found;
}

function withoutBlanks<K extends string>(texts: Readonly<Record<K, string>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as Partial<Record<K, string>>;
}
