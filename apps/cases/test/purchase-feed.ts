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

/** Lets the service read next in the feed of customers that these purchases were recorded, by their ids. */
export async function customersTell(database: Database, told: Readonly<Record<string, object>>): Promise<void> {
  const [cursor] = await database.manager.query<{ place: string }[]>(
    `SELECT place FROM feed_cursor WHERE feed = 'customers'`,
  );
  const from = cursor?.place ?? '0.0';
  const last = Number(from.split('.')[1]);
  const events = Object.entries(told).map(([subject, data], i): CloudEvent => ({
    specversion: '1.0',
    id: `1.${last + i + 1}`,
    source: '/courtesy/customers',
    type: 'courtesy.purchase.recorded.v1',
    subject,
    time: clock().toISOString(),
    datacontenttype: 'application/json',
    sequence: 1,
    data,
  }));
  const next = events.at(-1)?.id ?? from;
  if (!(await applyPage(database, customerReaction, { from, next, events, now: clock() }))) throw new Error('Not read');
}
