import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RegisterCustomersInput } from '@courtesy/graph-types/customers';
import { addCircumstances, circumstancesByCustomer } from '../circumstance/circumstance.store.ts';
import { holdingOf } from '../circumstance/circumstance.ts';
import { addContactPoints, contactPointsByCustomer } from '../contact-point/contact-point.store.ts';
import { isTakenIdentity, ownersOf } from '../external-identity/external-identity.store.ts';
import {
  MAX_BULK,
  sift,
  tiersIn,
  type BulkCustomer,
  type CustomersRegistered,
  type Item,
  type RefusedCustomer,
} from './bulk.ts';
import { tiersNamed } from '../tier/tier.store.ts';
import type { CustomerTier } from '../tier/tier.ts';
import { defaultCountry } from '../settings.ts';
import { storeRegistered } from './customer.commands.ts';
import { changedEvent } from './customer-events.ts';
import { lockCustomers, saveCustomers } from './customer.store.ts';
import {
  bringForward,
  problemsOfBringingForward,
  register,
  type BroughtForward,
  type CustomerRecord,
} from './registration.ts';

/** What is recorded about these customers, by their id, each customer locked. Nothing is asked when there are none. */
async function lockRecords(tx: Transaction, ids: readonly string[]): Promise<Map<string, CustomerRecord>> {
  if (ids.length === 0) return new Map();
  const customers = await lockCustomers(tx.manager, ids);
  const points = await contactPointsByCustomer(tx.manager, ids);
  const circumstances = await circumstancesByCustomer(tx.manager, ids);
  return new Map(
    customers.map((customer) => [
      customer.id,
      {
        customer,
        ...{ identities: [], standings: [], tiers: [] },
        contactPoints: points.get(customer.id) ?? [],
        circumstances: circumstances.get(customer.id) ?? [],
      },
    ]),
  );
}

interface Taking {
  readonly registered: CustomerRecord[];
  /** What was new about known customers, with the circumstances that hold after it. */
  readonly forward: (BroughtForward & { readonly holding: readonly string[] })[];
  readonly customers: BulkCustomer[];
  readonly refused: RefusedCustomer[];
}

const holdingAfter = (known: CustomerRecord, added: BroughtForward): string[] =>
  holdingOf([...known.circumstances, ...added.circumstances]);

/** Items, and the tiers they name. */
interface Named {
  readonly items: readonly Item[];
  readonly tiers: ReadonlyMap<string, CustomerTier>;
}

/** Decides each item: a new customer, something new about a known one, nothing new, or a refusal. */
function decide(context: Context, { items, tiers }: Named, known: (item: Item) => CustomerRecord | undefined): Taking {
  const recording = {
    newId: context.newId,
    now: context.now(),
    by: context.actor.subject,
    country: defaultCountry(context),
  };
  const taking: Taking = { registered: [], forward: [], customers: [], refused: [] };
  for (const item of items) {
    const { index, registration } = item;
    const record = known(item);
    const problems = record ? problemsOfBringingForward(record.customer, registration) : [];
    if (problems.length > 0) taking.refused.push({ index, problems });
    else if (!record) {
      const firstTier = registration.tier ? tiers.get(registration.tier) : null;
      const added = register({ ...registration, firstTier }, recording);
      taking.registered.push(added);
      taking.customers.push({ index, disposition: 'REGISTERED', customer: added.customer });
    } else {
      const added = bringForward(record, registration, recording);
      const changed = added.customer !== record.customer;
      if (changed) taking.forward.push({ ...added, holding: holdingAfter(record, added) });
      taking.customers.push({ index, disposition: changed ? 'CHANGED' : 'UNCHANGED', customer: added.customer });
    }
  }
  return taking;
}

/** Somebody was merged or parted while a bulk waited for them: it has to begin again. */
class FamilyMoved extends Error {}

/** Whom these items are about, by the item's key, each locked. Throws {@link FamilyMoved}. */
async function lockOwners(tx: Transaction, items: readonly Item[]): Promise<Map<string, CustomerRecord | undefined>> {
  const identities = items.map((item) => item.registration.externalIdentity);
  const owners = await ownersOf(tx.manager, identities);
  if (owners.size === 0) return new Map();
  const records = await lockRecords(tx, [...new Set(owners.values())]);
  for (const [key, id] of await ownersOf(tx.manager, identities))
    if (owners.get(key) !== id) throw new FamilyMoved(`${id} has come to stand for another customer, or no more`);
  return new Map([...owners].map(([key, id]) => [key, records.get(id)]));
}

async function takeItems(context: Context, tx: Transaction, { items, tiers }: Named): Promise<Taking> {
  const records = await lockOwners(tx, items);
  const taking = decide(context, { items, tiers }, (item) => records.get(item.key));
  await storeRegistered(tx, taking.registered);
  const { forward } = taking;
  await saveCustomers(
    tx.manager,
    forward.map((each) => each.customer),
  );
  await addContactPoints(
    tx.manager,
    forward.flatMap((each) => each.contactPoints),
  );
  await addCircumstances(
    tx.manager,
    forward.flatMap((each) => each.circumstances),
  );
  tx.emit(...forward.map((each): NewEvent => changedEvent(each.customer, each.holding, context.now())));
  return taking;
}

/** How often a bulk is tried when somebody else registers, merges or parts the same customers at the same time. */
const MAX_TRIES = 5;

/**
 * Records many customers from another system in one transaction. An item that cannot be right is refused alone. Items whose identity
 * is known are brought forward, so the same bulk sent again changes nothing.
 */
export async function registerCustomers(
  context: Context,
  input: RegisterCustomersInput,
): Promise<CustomersRegistered | InvalidInput> {
  const count = input.customers.length;
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'customers', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  const tiers = await tiersNamed(context.db.manager, tiersIn(input));
  const { taken, refused } = sift(input, { now: context.now(), country: defaultCountry(context), tiers });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const taking = await context.db.transaction((tx) => takeItems(context, tx, { items: taken, tiers }));
      const all = [...refused, ...taking.refused].toSorted((a, b) => a.index - b.index);
      return { type: 'CustomersRegistered', customers: taking.customers, refused: all };
    } catch (error) {
      const isOvertaken = isTakenIdentity(error) || error instanceof FamilyMoved;
      if (!isOvertaken || attempt === MAX_TRIES) throw error;
    }
  }
}
