import type { FactKind } from './fact-source.ts';
import type { Rule, Tally } from './measure.ts';

const tally = (kind: FactKind, at: Tally['at'], more: Omit<Tally, 'kind' | 'at'> = {}): Tally => ({
  kind,
  at,
  ...more,
});

const BY_PEOPLE: Rule = { sql: 'NOT f.is_automatic', words: 'Nothing that a machine sent or answered.' };
const INBOUND: Rule = { sql: `f.direction = 'INBOUND'`, words: 'Contacts from customers.' };
const OF_SOMEBODY: Rule = { sql: 'f.customer_id IS NOT NULL', words: 'Only where it is known which customer it was.' };
const HANDLED: Rule = { sql: 'f.handle_ms > 0', words: 'Only where it was measured how long it took.' };
const FROM_CUSTOMERS = [INBOUND, BY_PEOPLE];

/** The same customer, by whichever record of them, came within so many days before. */
const cameWithin = (
  days: number,
) => `EXISTS (SELECT 1 FROM {activity_fact} b WHERE b.kind = 'CONTACT' AND NOT b.is_automatic
  AND b.direction = 'INBOUND' AND b.customer_id = ANY (customer_family(f.customer_id)) AND b.id <> f.id
  AND (b.at, b.id) < (f.at, f.id) AND b.at >= f.at - interval '${days} days')`;
const BOUGHT_AGAIN = `EXISTS (SELECT 1 FROM {activity_fact} n WHERE n.kind = 'PURCHASE' AND n.at > f.at
  AND n.customer_id = ANY (customer_family(f.customer_id)) AND n.at <= f.at + interval '365 days')`;

const PROMISED: Rule = {
  sql: `f.outcome IN ('MET', 'BREACHED')`,
  words: 'Clocks that had a target and met or missed it.',
};
const ANSWERED: Rule = { sql: 'f.outcome IS NOT NULL', words: 'Complaints that were answered.' };
const SETTLED: Rule = { sql: `f.outcome = 'SETTLED'`, words: 'Only what was paid and not taken back.' };
const IN_CURRENCY: Rule = { sql: 'f.currency = :currency', words: 'Only amounts in the currency asked for.' };
const PAID = { counted: [SETTLED, IN_CURRENCY], quantity: { of: 'f.amount', as: 'SUM' } } as const;
const SCORED: Rule = { sql: 'f.amount IS NOT NULL', words: 'Reviews of which something was applicable.' };

/** Whoever decided had taken note of every version that the decision rests on, before deciding. */
const HAD_READ_ALL = `f.policy_version_ids <@ ARRAY(SELECT unnest(r.policy_version_ids) FROM {activity_fact} r
  WHERE r.kind = 'ACKNOWLEDGEMENT' AND r.person_id = f.person_id AND r.at <= f.at)`;

const seconds = (from: string, to: string) => `floor(extract(epoch FROM ${to} - ${from}))`;
const OVER: Rule = { sql: 'f.ended_at <= :now::timestamptz', words: 'Only what is over.' };
/** The seconds of a shift in which its person was at work by what they said of themselves. */
const AT_WORK = `(SELECT coalesce(sum(${seconds('GREATEST(s.at, f.at)', 'LEAST(coalesce(s.ended_at, f.ended_at), f.ended_at)')}), 0)
  FROM {activity_fact} s WHERE s.kind = 'PRESENCE' AND s.person_id = f.person_id AND s.topic NOT IN ('OFFLINE', 'AWAY')
  AND s.at < f.ended_at AND coalesce(s.ended_at, f.ended_at) > f.at)`;
const SPELL = seconds('f.at', 'f.ended_at');
const READY: Rule = {
  sql: `f.topic IN ('AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT')`,
  words: 'Spells in which somebody waited for a contact, was on one, or finished one.',
};

/** How each version of each metric of contacts, clocks, complaints, decisions, payouts, quality, promises and work is worked out. */
export const activityMeasures: Readonly<Record<string, Tally>> = {
  'contacts.received@1': tally('CONTACTS', 'f.at', { counted: FROM_CUSTOMERS }),
  'contacts.handle_time.mean@1': tally('CONTACTS', 'f.at', {
    counted: [BY_PEOPLE, HANDLED],
    quantity: { of: 'f.handle_ms / 1000.0', as: 'MEAN' },
  }),
  'contacts.handle_time.total@1': tally('CONTACTS', 'f.at', {
    counted: [BY_PEOPLE, HANDLED],
    quantity: { of: 'f.handle_ms / 1000.0', as: 'SUM' },
  }),
  'contacts.repeat_share@1': tally('CONTACTS', 'f.at', {
    counted: [...FROM_CUSTOMERS, OF_SOMEBODY],
    above: cameWithin(7),
    restsOn: 'OTHER_FACTS',
  }),
  'clocks.attainment@1': tally('CLOCKS', 'f.ended_at', { counted: [PROMISED], above: `f.outcome = 'MET'` }),
  'clocks.breached@1': tally('CLOCKS', 'f.ended_at', {
    counted: [{ sql: `f.outcome = 'BREACHED'`, words: 'Clocks that missed their target.' }],
  }),
  'complaints.received@1': tally('COMPLAINTS', 'f.at'),
  'complaints.upheld_share@1': tally('COMPLAINTS', 'f.ended_at', {
    counted: [ANSWERED],
    above: `f.outcome IN ('UPHELD', 'PARTLY_UPHELD')`,
  }),
  'complaints.late_share@1': tally('COMPLAINTS', 'f.ended_at', { counted: [ANSWERED], above: 'f.is_failed' }),
  'decisions.made@1': tally('DECISIONS', 'f.at'),
  'decisions.approval_share@1': tally('DECISIONS', 'f.at', { above: `f.outcome = 'NEEDS_APPROVAL'` }),
  'decisions.acknowledged_share@1': tally('DECISIONS', 'f.at', {
    counted: [
      { sql: 'f.person_id IS NOT NULL', words: 'Decisions of which it is known who made them.' },
      { sql: `f.policy_version_ids <> '{}'`, words: 'Decisions that rest on a version of a policy.' },
    ],
    above: HAD_READ_ALL,
    restsOn: 'OTHER_FACTS',
  }),
  'refunds.settled@1': tally('REFUNDS', 'f.ended_at', { counted: [SETTLED] }),
  'refunds.paid@1': tally('REFUNDS', 'f.ended_at', PAID),
  'awards.settled@1': tally('AWARDS', 'f.ended_at', { counted: [SETTLED] }),
  'awards.paid@1': tally('AWARDS', 'f.ended_at', PAID),
  'quality.reviews@1': tally('REVIEWS', 'f.at'),
  'quality.score.mean@1': tally('REVIEWS', 'f.at', {
    counted: [SCORED],
    quantity: { of: 'f.amount / 100.0', as: 'MEAN' },
  }),
  'quality.critical_share@1': tally('REVIEWS', 'f.at', { counted: [SCORED], above: 'f.is_failed' }),
  'promises.made@1': tally('PROMISES', 'f.at'),
  'promises.kept_share@1': tally('PROMISES', 'f.due_at', {
    counted: [
      { sql: `f.outcome IN ('KEPT', 'BROKEN')`, words: 'Promises that were kept or broken; not those waived.' },
    ],
    above: `f.outcome = 'KEPT'`,
  }),
  'customers.retention_share@1': tally('PURCHASES', 'f.at', {
    counted: [
      OF_SOMEBODY,
      { sql: `f.at + interval '365 days' <= :now::timestamptz`, words: 'Purchases that are at least 365 days old.' },
    ],
    above: BOUGHT_AGAIN,
    restsOn: 'TIME',
  }),
  'shifts.adherence@1': tally('SHIFTS', 'f.at', {
    counted: [OVER],
    weighed: { above: AT_WORK, below: SPELL },
    restsOn: 'OTHER_FACTS',
  }),
  'presence.occupancy@1': tally('PRESENCE', 'f.at', {
    counted: [READY, OVER],
    restsOn: 'TIME',
    weighed: { above: `CASE WHEN f.topic = 'AVAILABLE' THEN 0 ELSE ${SPELL} END`, below: SPELL },
  }),
  'acknowledgements.given@1': tally('ACKNOWLEDGEMENTS', 'f.at'),
};
