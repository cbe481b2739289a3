import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { EventData } from '@courtesy/events';
import { announced, caseOpened, type Announced } from './metrics-world.ts';

const channels: Readonly<Record<string, string>> = {
  Web: 'PORTAL',
  Referral: 'REFERRAL',
  'Web Referral': 'REFERRAL',
  Phone: 'PHONE',
  'Postal mail': 'LETTER',
  Fax: 'FAX',
  Email: 'EMAIL',
};

const outcomes: Readonly<Record<string, string | null>> = {
  'Closed with explanation': 'EXPLANATION',
  'Closed with monetary relief': 'MONETARY_RELIEF',
  'Closed with non-monetary relief': 'NON_MONETARY_RELIEF',
  'Closed with relief': 'RELIEF',
  'Closed without relief': 'NO_RELIEF',
  Closed: 'UNSPECIFIED',
  'Untimely response': 'UNTIMELY',
  'In progress': null,
};

/** The channel of a complaint in our words. */
export function channelOf(text: string): string {
  const channel = channels[text];
  if (!channel) throw new Error(`No channel is known for "${text}"`);
  return channel;
}

/** The outcome of a complaint in our words; null while the answer is still to come. */
export function outcomeOf(text: string): string | null {
  const outcome = outcomes[text];
  if (outcome === undefined) throw new Error(`No outcome is known for "${text}"`);
  return outcome;
}

const known = (text: string | undefined): string | null => (text && text !== 'N/A' ? text : null);
const yesOrNo = (text: string | undefined): boolean | null => (text === 'Yes' ? true : text === 'No' ? false : null);
const instant = (day: string) => `${day}T00:00:00.000Z`;

/** What two feeds say of complaints. */
export interface ComplaintFeeds {
  readonly customers: readonly Announced[];
  readonly cases: readonly Announced[];
}

type Row = Readonly<Record<string, string>>;

const registered = (row: Row, customerId: string): Announced =>
  announced('courtesy.customer.registered.v1', customerId, {
    kind: 'PERSON',
    territory: known(row['State']),
    country: 'US',
    circumstances: [],
    registeredAt: instant(row['Date received'] ?? ''),
  });

function openedBy(row: Row, id: string, customerId: string): Announced {
  const category: EventData<'courtesy.case.opened.v1'>['category'] = {
    product: known(row['Product']),
    subProduct: known(row['Sub-product']),
    issue: known(row['Issue']),
    subIssue: known(row['Sub-issue']),
  };
  return caseOpened(id, {
    channel: channelOf(row['Submitted via'] ?? ''),
    category,
    customerId,
    siteId: known(row['Company']),
    openedAt: instant(row['Date received'] ?? ''),
    respondedInTime: yesOrNo(row['Timely response?']),
  });
}

/** The complaints of a file with all 18 columns, as the feeds of customers and cases would tell of them. */
export function complaintsIn(file: URL): ComplaintFeeds {
  const rows = parse<Row>(gunzipSync(readFileSync(file)), { columns: true });
  const cases = rows.flatMap((row) => {
    const id = `case_${row['Complaint ID']}`;
    const sentAt = instant(row['Date sent to company'] ?? '');
    const siteId = known(row['Company']);
    const outcome = outcomeOf(row['Company response to consumer'] ?? '');
    const disputed = yesOrNo(row['Consumer disputed?']);
    return [
      openedBy(row, id, `cust_${row['Complaint ID']}`),
      announced('courtesy.case.assigned.v1', id, { siteId, teamId: null, assigneeId: null, assignedAt: sentAt }),
      ...(outcome
        ? [announced('courtesy.case.resolved.v1', id, { resolvedAt: sentAt, outcome, respondedInTime: null })]
        : []),
      ...(disputed === null ? [] : [announced('courtesy.case.disputed.v1', id, { disputed, at: sentAt })]),
    ];
  });
  return { customers: rows.map((row) => registered(row, `cust_${row['Complaint ID']}`)), cases };
}
