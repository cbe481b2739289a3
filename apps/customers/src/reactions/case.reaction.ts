import type { KnownEvent } from '@courtesy/events';
import type { Reaction, Transaction } from '@courtesy/persistence';
import { copyCases } from '../case-copy/case-copy.store.ts';
import { caseCopyEvents } from '../case-copy/case-copy.ts';
import { countAnew } from '../health/health.store.ts';

const MARK = `
  UPDATE contact_points p SET bounced_at = b.at, bounce_reason = b.reason
  FROM json_to_recordset($1::json) AS b (address text, at timestamptz(3), reason text)
  WHERE p.kind = 'EMAIL' AND p.normalised = b.address AND p.valid_to IS NULL AND p.bounced_at IS NULL AND p.valid_from <= b.at
  RETURNING p.id, p.customer_id AS "customerId", b.at, b.reason`;

interface Marked {
  readonly id: string;
  readonly customerId: string;
  readonly at: Date;
  readonly reason: string;
}

/** Marks the address of mail that came back, with whomever it reaches, until it is put on record anew. */
async function markBounces(tx: Transaction, events: readonly KnownEvent[]): Promise<void> {
  const bounces = events.flatMap((event) =>
    event.type === 'courtesy.mail.bounced.v1'
      ? [[event.data.address.toLowerCase(), { at: event.time, reason: event.data.diagnostic }] as const]
      : [],
  );
  if (bounces.length === 0) return;
  // One row may be touched once in a statement: the first bounce of an address is the one that counts.
  const first = new Map([...bounces].reverse());
  const rows = [...first].map(([address, bounce]) => ({ address, ...bounce }));
  const [marked] = await tx.manager.query<[Marked[], number]>(MARK, [JSON.stringify(rows)]);
  tx.emit(
    ...marked.map(({ id, customerId, at, reason }) => ({
      ...{ type: 'courtesy.contact-point.bounced.v1' as const, subject: id, sequence: 2, time: at },
      data: { customerId, at: at.toISOString(), reason },
    })),
  );
}

/** How long the lists of health wait after something happened, so that a customer about whom much happens is counted once. */
const SETTLING_MS = 60_000;

/** Keeps how cases of customers stand, lets the lists of health be counted anew, and marks addresses from which mail came back. */
export const caseReaction: Reaction = {
  feed: 'cases',
  types: ['courtesy.mail.bounced.v1', ...caseCopyEvents],
  apply: async (tx, events) => {
    await markBounces(tx, events);
    const latest = Math.max(...events.map(({ time }) => Date.parse(time)));
    await countAnew(tx.manager, await copyCases(tx.manager, events), new Date(latest + SETTLING_MS));
  },
};
