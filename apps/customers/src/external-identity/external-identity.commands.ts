import type { EntityManager } from 'typeorm';
import { invalidInput, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LinkExternalIdentityInput } from '@courtesy/graph-types/customers';
import { amendUnguarded, type Amended } from '../customer/amending.commands.ts';
import { findCustomer } from '../customer/customer.store.ts';
import { moved, type Customer } from '../customer/customer.ts';
import {
  problemsOfIdentity,
  type ExternalIdentity,
  type ExternalIdentityLinked,
  type ExternalIdentityTaken,
  type IdentityName,
} from './external-identity.ts';
import { addIdentities, findIdentity, isTakenIdentity } from './external-identity.store.ts';

async function takenFrom(manager: EntityManager, externalIdentity: ExternalIdentity): Promise<ExternalIdentityTaken> {
  const customer = await findCustomer(manager, externalIdentity.customerId);
  if (!customer) throw new Error(`The customer of ${externalIdentity.id} is not there`);
  return { type: 'ExternalIdentityTaken', customer, externalIdentity };
}

/** The refusal that names who has an identity; null when nobody has it. */
export async function takenBy(manager: EntityManager, identity: IdentityName): Promise<ExternalIdentityTaken | null> {
  const known = await findIdentity(manager, identity);
  return known && takenFrom(manager, known);
}

/** Does `work`, and answers with the refusal when somebody else takes the identity at the same moment. */
export async function ifTaken<O>(
  context: Context,
  identity: IdentityName | null | undefined,
  work: () => Promise<O>,
): Promise<O | ExternalIdentityTaken> {
  try {
    return await work();
  } catch (error) {
    const taken = identity && isTakenIdentity(error) ? await takenBy(context.db.manager, identity) : null;
    if (taken) return taken;
    throw error;
  }
}

/** What can come of linking an external identity. */
export type LinkExternalIdentityOutcome =
  ExternalIdentityLinked | ExternalIdentityTaken | NotFound | InvalidInput | IdempotencyKeyReused;

async function link(
  context: Context,
  tx: Transaction,
  owner: { readonly customer: Customer; readonly identity: IdentityName },
): Promise<Amended<ExternalIdentityLinked | ExternalIdentityTaken>> {
  const { customer, identity } = owner;
  const known = await findIdentity(tx.manager, identity);
  const taken = known && (await takenFrom(tx.manager, known));
  if (taken && taken.customer.id !== customer.id) return { outcome: taken, changed: null };
  if (known) return { outcome: { type: 'ExternalIdentityLinked', externalIdentity: known }, changed: null };
  const externalIdentity: ExternalIdentity = {
    id: context.newId('xid'),
    customerId: customer.id,
    source: identity.source,
    externalId: identity.id,
    linkedAt: context.now(),
  };
  await addIdentities(tx.manager, [externalIdentity]);
  return { outcome: { type: 'ExternalIdentityLinked', externalIdentity }, changed: moved(customer) };
}

/** Records the id by which another system knows a customer. Linked to the same customer again, it changes nothing. */
export async function linkExternalIdentity(
  context: Context,
  input: LinkExternalIdentityInput,
): Promise<LinkExternalIdentityOutcome> {
  const { externalIdentity: identity, customerId, idempotencyKey: key } = input;
  const problems = problemsOfIdentity(identity);
  if (problems.length > 0) return invalidInput(problems);
  const { actor } = context;
  const request = { key, operation: 'linkExternalIdentity', subject: actor.subject, input, now: context.now() };
  return ifTaken(context, identity, () =>
    context.db.transaction((tx) =>
      once(tx, request, () =>
        amendUnguarded(context, tx, customerId, (customer) => link(context, tx, { customer, identity })),
      ),
    ),
  );
}
