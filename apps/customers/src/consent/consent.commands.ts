import { invalidInput, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ConsentChannel,
  ConsentPurpose,
  RecordConsentInput,
  WithdrawConsentInput,
} from '@courtesy/graph-types/customers';
import { amendUnguarded, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { kept } from '../customer/wording.ts';
import {
  canWithdraw,
  CHANNELS,
  familyStateAt,
  problemsOfConsent,
  type BasisNotWithdrawable,
  type Consent,
  type ConsentGiven,
  type ConsentRecorded,
  type ConsentWithdrawn,
} from './consent.ts';
import { addConsents, consentsOf, familiesOf } from './consent.store.ts';

/** What other services are told of a line of the ledger: what may be done with the customer's data, and none of what was said. */
const changedConsentEvent = (line: Consent): NewEvent => ({
  ...{ type: 'courtesy.consent.changed.v1', subject: line.id, sequence: 1, time: line.recordedAt },
  data: {
    ...{ customerId: line.customerId, countsFor: [...line.countsFor], purpose: line.purpose, channel: line.channel },
    ...{ change: line.change, basis: line.basis },
    ...{ from: line.from.toISOString(), until: line.until?.toISOString() ?? null },
  },
});

type Line = ConsentGiven & {
  readonly customerId: string;
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel | null;
};

const lineOf = (context: Context, line: Line, customerId: string, countsFor: readonly string[]): Consent => ({
  ...{ id: context.newId('cons'), customerId, countsFor, purpose: line.purpose, channel: line.channel },
  ...{ change: line.basis === null ? 'WITHDRAWN' : 'GIVEN', basis: line.basis },
  ...{ how: line.evidence.how, wordingVersion: kept(line.evidence.wordingVersion), place: kept(line.evidence.place) },
  ...{ from: line.from, until: line.until ?? null },
  ...{ recordedAt: context.now(), recordedBy: context.actor.subject, byCustomer: isCustomer(context) },
});

const isCustomer = ({ actor }: Context) => actor.role === 'CUSTOMER';

const membersOf = async (tx: Transaction, { id }: Customer): Promise<readonly string[]> =>
  (await familiesOf(tx.manager, [id])).get(id) ?? [id];

async function keepLines(tx: Transaction, lines: readonly Consent[]): Promise<void> {
  await addConsents(tx.manager, lines);
  tx.emit(...lines.map(changedConsentEvent));
}

async function recordFor(
  context: Context,
  tx: Transaction,
  line: Line,
  customer: Customer,
): Promise<Amended<ConsentRecorded>> {
  const consent = lineOf(context, line, customer.id, await membersOf(tx, customer));
  await keepLines(tx, [consent]);
  const changed = moved(customer);
  return { outcome: { type: 'ConsentRecorded', consent, customer: changed }, changed };
}

/** A no of customers who are one is each one's own, so that it outlasts the undoing of their merge. */
async function withdrawFor(
  context: Context,
  tx: Transaction,
  line: Line,
  customer: Customer,
): Promise<Amended<ConsentWithdrawn | BasisNotWithdrawable>> {
  const members = await membersOf(tx, customer);
  const ledger = await consentsOf(tx.manager, members);
  const channels = line.channel ? [line.channel] : CHANNELS;
  const states = channels.map((channel) =>
    familyStateAt(members, ledger, { purpose: line.purpose, channel }, line.from),
  );
  if (!canWithdraw(states)) return { outcome: { type: 'BasisNotWithdrawable', states }, changed: null };
  const consent = lineOf(context, line, customer.id, [customer.id]);
  const others = members.filter((id) => id !== customer.id).map((id) => lineOf(context, line, id, [id]));
  await keepLines(tx, [consent, ...others]);
  const changed = moved(customer);
  return { outcome: { type: 'ConsentWithdrawn', consent, customer: changed }, changed };
}

/** What can come of recording a consent. */
export type RecordConsentOutcome = ConsentRecorded | NotFound | InvalidInput | IdempotencyKeyReused;

/** Records what a customer agreed to, or what is lawful on another basis. */
export async function recordConsent(context: Context, input: RecordConsentInput): Promise<RecordConsentOutcome> {
  const now = context.now();
  const { customerId, idempotencyKey: key } = input;
  const { basis = 'CONSENT', channel = null } = input;
  const line: Line = { ...input, basis, channel, from: input.from ?? now };
  const problems = problemsOfConsent(line, { now, byCustomer: isCustomer(context) });
  if (problems.length > 0) return invalidInput(problems);
  const request = { key, operation: 'recordConsent', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, () =>
      amendUnguarded(context, tx, customerId, (customer) => recordFor(context, tx, line, customer)),
    ),
  );
}

/** What can come of withdrawing a consent. */
export type WithdrawConsentOutcome =
  ConsentWithdrawn | BasisNotWithdrawable | NotFound | InvalidInput | IdempotencyKeyReused;

/** Records that a customer does not agree, or not any more. */
export async function withdrawConsent(context: Context, input: WithdrawConsentInput): Promise<WithdrawConsentOutcome> {
  const now = context.now();
  const { customerId, idempotencyKey: key } = input;
  const line: Line = { ...input, channel: input.channel ?? null, basis: null, from: input.from ?? now };
  const problems = problemsOfConsent(line, { now, byCustomer: isCustomer(context) });
  if (problems.length > 0) return invalidInput(problems);
  const request = { key, operation: 'withdrawConsent', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, () =>
      amendUnguarded(context, tx, customerId, (customer) => withdrawFor(context, tx, line, customer)),
    ),
  );
}
