import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { EndCircumstanceInput, RecordCircumstanceInput } from '@courtesy/graph-types/customers';
import { problemWithEnd } from '../contact-point/contact-point.ts';
import { amend, amendUnguarded, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import {
  problemWithCircumstance,
  type Circumstance,
  type CircumstanceAlreadyRecorded,
  type CircumstanceEnded,
  type CircumstanceRecorded,
} from './circumstance.ts';
import { addCircumstances, circumstancesOf, endCircumstanceAt, findCircumstance } from './circumstance.store.ts';

/** What can come of recording a circumstance. */
export type RecordCircumstanceOutcome =
  CircumstanceRecorded | CircumstanceAlreadyRecorded | NotFound | InvalidInput | IdempotencyKeyReused;

async function recordOn(
  tx: Transaction,
  customer: Customer,
  circumstance: Circumstance,
): Promise<Amended<CircumstanceRecorded | CircumstanceAlreadyRecorded>> {
  const all = await circumstancesOf(tx.manager, customer.id);
  const known = all.find((each) => each.endedAt === null && each.name === circumstance.name);
  if (known) return { outcome: { type: 'CircumstanceAlreadyRecorded', circumstance: known }, changed: null };
  await addCircumstances(tx.manager, [circumstance]);
  return { outcome: { type: 'CircumstanceRecorded', circumstance }, changed: moved(customer) };
}

/** Records something to bear in mind about a customer. */
export async function recordCircumstance(
  context: Context,
  input: RecordCircumstanceInput,
): Promise<RecordCircumstanceOutcome> {
  const { actor, db } = context;
  const { customerId, idempotencyKey: key } = input;
  const now = context.now();
  const recordedAt = input.recordedAt ?? now;
  const problem = problemWithCircumstance('name', input.name);
  const early = recordedAt > now ? { path: 'recordedAt', message: 'lies in the future' } : null;
  const problems = [problem, early].filter((each) => each !== null);
  if (problems.length > 0) return invalidInput(problems);
  const name = input.name.trim();
  return db.transaction((tx) =>
    once(tx, { key, operation: 'recordCircumstance', subject: actor.subject, input, now }, () => {
      const id = context.newId('circ');
      const circumstance = { id, name, recordedAt, recordedBy: actor.subject, endedAt: null };
      return amendUnguarded(context, tx, customerId, (customer) =>
        recordOn(tx, customer, { ...circumstance, customerId: customer.id }),
      );
    }),
  );
}

/** What can come of ending a circumstance. */
export type EndCircumstanceOutcome = CircumstanceEnded | NotFound | StaleVersion<Customer> | InvalidInput;

async function endOn(
  tx: Transaction,
  customer: Customer,
  end: { readonly id: string; readonly endedAt: Date; readonly now: Date },
): Promise<Amended<CircumstanceEnded | NotFound | InvalidInput>> {
  const current = (await circumstancesOf(tx.manager, customer.id)).find((each) => each.id === end.id);
  if (!current) return { outcome: notFound(end.id), changed: null };
  if (current.endedAt) return { outcome: { type: 'CircumstanceEnded', circumstance: current }, changed: null };
  const problem = problemWithEnd('endedAt', { from: current.recordedAt, to: end.endedAt, now: end.now });
  if (problem) return { outcome: invalidInput([problem]), changed: null };
  await endCircumstanceAt(tx.manager, end.id, end.endedAt);
  const circumstance = { ...current, endedAt: end.endedAt };
  return { outcome: { type: 'CircumstanceEnded', circumstance }, changed: moved(customer) };
}

/** Ends a circumstance; it stays on record. One that ended before stays as it was. */
export function endCircumstance(context: Context, input: EndCircumstanceInput): Promise<EndCircumstanceOutcome> {
  const { circumstanceId: id, expectedVersion } = input;
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const known = await findCircumstance(tx.manager, context.actor, id);
    if (!known) return notFound(id);
    return amend(context, tx, { customerId: known.customerId, expectedVersion }, (customer) =>
      endOn(tx, customer, { id, endedAt: input.endedAt ?? now, now }),
    );
  });
}
