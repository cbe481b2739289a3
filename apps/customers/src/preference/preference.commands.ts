import { invalidInput, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RecordPreferencesInput } from '@courtesy/graph-types/customers';
import { amend, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { counting, endHolding, holdingNow, replaceHolding } from '../customer/effective.store.ts';
import { preferencesTable } from './preference.table.ts';
import {
  noWishes,
  problemsOfSaid,
  problemsOfWishes,
  sameWishes,
  strictly,
  wishing,
  type CustomerPreferences,
  type PreferencesRecorded,
} from './preference.ts';

/** What can come of recording preferences. */
export type RecordPreferencesOutcome = PreferencesRecorded | NotFound | StaleVersion<Customer> | InvalidInput;

async function recordFor(
  context: Context,
  tx: Transaction,
  said: RecordPreferencesInput,
  customer: Customer,
): Promise<Amended<PreferencesRecorded | InvalidInput>> {
  const holding = await holdingNow(tx.manager, preferencesTable, customer.id);
  const held = strictly(counting(holding, customer.id), holding);
  const wishes = wishing(held ?? noWishes, said);
  const problems = problemsOfWishes(wishes);
  if (problems.length > 0) return { outcome: invalidInput(problems), changed: null };
  if (held && sameWishes(held, wishes))
    return { outcome: { type: 'PreferencesRecorded', preferences: held, customer }, changed: null };
  const preferences: CustomerPreferences = {
    ...{ id: context.newId('cprf'), customerId: customer.id, ...wishes },
    ...{ validFrom: context.now(), validTo: null, recordedBy: context.actor.subject },
  };
  // What came with those merged into them is said anew by who stands for them: otherwise no yes could follow a no.
  const others = holding.filter(({ customerId }) => customerId !== customer.id).map(({ id }) => id);
  await endHolding(tx.manager, preferencesTable, { ids: others, at: context.now() });
  await replaceHolding(tx.manager, preferencesTable, preferences);
  const changed = moved(customer);
  return { outcome: { type: 'PreferencesRecorded', preferences, customer: changed }, changed };
}

/** Records how a customer wants to be served. Asked for what holds already, it changes and announces nothing. */
export async function recordPreferences(
  context: Context,
  input: RecordPreferencesInput,
): Promise<RecordPreferencesOutcome> {
  const problems = problemsOfSaid(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    amend(context, tx, input, (customer) => recordFor(context, tx, input, customer)),
  );
}
