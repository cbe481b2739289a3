import { invalidInput, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ChangeCustomerInput, RegisterCustomerInput } from '@courtesy/graph-types/customers';
import { addCircumstances } from '../circumstance/circumstance.store.ts';
import { addStatusChanges } from '../customer-status/customer-status.store.ts';
import { addContactPoints } from '../contact-point/contact-point.store.ts';
import { ifTaken, takenBy } from '../external-identity/external-identity.commands.ts';
import type { ExternalIdentityTaken } from '../external-identity/external-identity.ts';
import { addIdentities } from '../external-identity/external-identity.store.ts';
import { defaultCountry } from '../settings.ts';
import { tierChangedEvent } from '../tier/tier-events.ts';
import { addTierAssignments } from '../tier/tier.store.ts';
import { amend, type Amended } from './amending.commands.ts';
import { registeredEvent } from './customer-events.ts';
import {
  moved,
  problemsOfNames,
  problemsOfNaming,
  renamed,
  sameNames,
  type Customer,
  type CustomerChanged,
  type CustomerRegistered,
} from './customer.ts';
import { addCustomers } from './customer.store.ts';
import { problemsOfRegistration, register, type CustomerRecord, type Registration } from './registration.ts';

/** Stores new customers with everything recorded about them, and announces them. At most seven inserts, however many there are. */
export async function storeRegistered(tx: Transaction, records: readonly CustomerRecord[]): Promise<void> {
  await addCustomers(
    tx.manager,
    records.map((record) => record.customer),
  );
  await addIdentities(
    tx.manager,
    records.flatMap((record) => record.identities),
  );
  await addContactPoints(
    tx.manager,
    records.flatMap((record) => record.contactPoints),
  );
  await addCircumstances(
    tx.manager,
    records.flatMap((record) => record.circumstances),
  );
  await addStatusChanges(
    tx.manager,
    records.flatMap((record) => record.standings),
  );
  const tiers = records.flatMap((record) => record.tiers);
  await addTierAssignments(
    tx.manager,
    tiers.map(({ assignment }) => assignment),
  );
  const names = (record: CustomerRecord) => record.circumstances.map((each) => each.name);
  tx.emit(...records.map((record) => registeredEvent(record.customer, names(record))));
  tx.emit(...tiers.map(({ assignment, tier }) => tierChangedEvent(assignment, tier, assignment.validFrom)));
}

/** What can come of registering a customer. */
export type RegisterCustomerOutcome = CustomerRegistered | ExternalIdentityTaken | InvalidInput | IdempotencyKeyReused;

/** Makes a customer known. */
export async function registerCustomer(
  context: Context,
  input: RegisterCustomerInput,
): Promise<RegisterCustomerOutcome> {
  const { db, actor, newId } = context;
  const now = context.now();
  const registration: Registration = { ...input, registeredAt: input.registeredAt ?? now };
  const country = defaultCountry(context);
  const problems = problemsOfRegistration(registration, now, country);
  if (problems.length > 0) return invalidInput(problems);
  const { idempotencyKey: key, externalIdentity } = input;
  const work = (tx: Transaction) => async (): Promise<RegisterCustomerOutcome> => {
    const taken = externalIdentity && (await takenBy(tx.manager, externalIdentity));
    if (taken) return taken;
    const record = register(registration, { newId, now, by: actor.subject, country });
    await storeRegistered(tx, [record]);
    return { type: 'CustomerRegistered', customer: record.customer };
  };
  return ifTaken(context, externalIdentity, () =>
    db.transaction((tx) =>
      once(tx, { key, operation: 'registerCustomer', subject: actor.subject, input, now }, work(tx)),
    ),
  );
}

/** What can come of changing a customer. */
export type ChangeCustomerOutcome = CustomerChanged | NotFound | StaleVersion<Customer> | InvalidInput;

function rename(current: Customer, input: ChangeCustomerInput): Amended<CustomerChanged | InvalidInput> {
  const names = renamed(current, input);
  const problems = problemsOfNames(current.kind, names);
  if (problems.length > 0) return { outcome: invalidInput(problems), changed: null };
  if (sameNames(current, names)) return { outcome: { type: 'CustomerChanged', customer: current }, changed: null };
  const changed = moved(current, names);
  return { outcome: { type: 'CustomerChanged', customer: changed }, changed };
}

/** Changes a customer's names or language. Asked for what is recorded already, it changes and announces nothing. */
export async function changeCustomer(context: Context, input: ChangeCustomerInput): Promise<ChangeCustomerOutcome> {
  const problems = problemsOfNaming(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) => amend(context, tx, input, async (current) => rename(current, input)));
}
