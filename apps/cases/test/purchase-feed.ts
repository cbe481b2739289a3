import { applyPage, type Database } from '@courtesy/persistence';
import type { CloudEvent } from '@courtesy/events';
import { customerReaction } from '../src/reactions/customer.reaction.ts';
import { clock, someId } from './cases-world.ts';

/** A line of a purchase, as the customers service tells of it. */
export const boughtLine = (more: Record<string, unknown> = {}) => ({
  id: someId('purl'),
  productId: null,
  sku: 'KETTLE-1',
  name: 'Kettle',
  category: 'GENERAL',
  quantity: 1,
  paidMinor: '10000',
  ...more,
});

/** A purchase, as the customers service tells of it: by default one kettle, paid 100.00 by card. */
export const purchase = (more: Record<string, unknown> = {}) => ({
  customerId: 'cust_1',
  orderNumber: 'A-1',
  purchasedAt: '2026-02-01T10:00:00.000Z',
  channel: 'IN_STORE',
  siteId: null,
  currency: 'GBP',
  lines: [boughtLine()],
  tenders: [{ id: someId('tend'), kind: 'CREDIT_CARD', amountMinor: '10000', reference: 'card-1' }],
  ...more,
});

/** Lets the service read next in the feed of customers that something happened. */
async function tell(database: Database, told: readonly Pick<CloudEvent, 'type' | 'subject' | 'data'>[]): Promise<void> {
  const [cursor] = await database.manager.query<{ place: string }[]>(
    `SELECT place FROM feed_cursor WHERE feed = 'customers'`,
  );
  const from = cursor?.place ?? '0.0';
  const last = Number(from.split('.')[1]);
  const events = told.map((each, i): CloudEvent => ({
    ...each,
    specversion: '1.0',
    id: `1.${last + i + 1}`,
    source: '/courtesy/customers',
    time: clock().toISOString(),
    datacontenttype: 'application/json',
    sequence: 1,
  }));
  const next = events.at(-1)?.id ?? from;
  if (!(await applyPage(database, customerReaction, { from, next, events, now: clock() }))) throw new Error('Not read');
}

/** Lets the service read that these purchases were recorded, by their ids. */
export const customersTell = (database: Database, told: Readonly<Record<string, object>>): Promise<void> =>
  tell(
    database,
    Object.entries(told).map(([subject, data]) => ({ type: 'courtesy.purchase.recorded.v1', subject, data })),
  );

/** Lets the service read that one customer stands for another from now on, or that they stand for themself again; `times` the same. */
export const familyTold = (
  database: Database,
  { customerId, survivorId }: { readonly customerId: string; readonly survivorId: string },
  times = 1,
): Promise<void> =>
  tell(
    database,
    Array.from({ length: times }, () => ({
      type: customerId === survivorId ? 'courtesy.customer.unmerged.v1' : 'courtesy.customer.merged.v1',
      subject: survivorId,
      data: {
        ...{ mergeId: 'cumg_1', survivorId, mergedIds: [customerId], at: clock().toISOString() },
        roots: [{ customerId, survivorId }],
      },
    })),
  );
