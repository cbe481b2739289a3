import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { saveRoots, type Context } from '@courtesy/subgraph';
import type { MergeCustomersInput } from '@courtesy/graph-types/customers';
import { statesAt } from '../consent/consent.ts';
import { consentsOf } from '../consent/consent.store.ts';
import { homeOf } from '../contact-point/contact-point.ts';
import { contactPointsByCustomer } from '../contact-point/contact-point.store.ts';
import { belongingsOf } from '../customer/family.store.ts';
import { saveCustomers } from '../customer/customer.store.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { externalIdentityTable } from '../external-identity/external-identity.table.ts';
import type {
  BelongingCount,
  CannotMergeCustomers,
  CustomerIsErased,
  CustomerMerge,
  CustomerMergePredicted,
  CustomersMerged,
  ExternalIdsConflict,
} from './customer-merge.ts';
import { addMerge } from './customer-merge.store.ts';
import { familyEvent, tellChanged } from './merge-events.commands.ts';
import { chooseFields, conflictOf, problemsOfMerge, refusalOfPair, type MergedRecord } from './plan.ts';
import { countBelongings, familiesOf, lockFamilies, type LockedFamilies } from './standing-family.store.ts';

type Refusal = CannotMergeCustomers | CustomerIsErased | ExternalIdsConflict | NotFound | StaleVersion<Customer>;

/** What can come of merging customers. */
export type MergeCustomersOutcome =
  CustomersMerged | CustomerMergePredicted | Refusal | InvalidInput | IdempotencyKeyReused;

/** Who is to be merged into whom, each record locked. */
interface Pairing {
  readonly type: 'Pairing';
  readonly survivor: Customer;
  readonly merged: readonly Customer[];
}

/** Finds everybody who is named, or the first thing that keeps them from being one. */
function pair({ roots, records }: LockedFamilies, input: MergeCustomersInput): Pairing | Refusal {
  const named = [input.survivorId, ...input.mergedIds];
  const missing = named.find((id) => !records.has(id));
  const rootOf = (id: string) => records.get(roots.get(id) ?? id);
  const survivor = rootOf(input.survivorId);
  if (missing !== undefined || !survivor) return notFound(missing ?? input.survivorId);
  const merged: Customer[] = [];
  for (const id of input.mergedIds) {
    const [record, root] = [records.get(id), rootOf(id)];
    if (!record || !root) return notFound(id);
    const refused = refusalOfPair(survivor, record, root);
    if (refused) return refused;
    merged.push(record);
  }
  for (const { customerId, version } of input.expectedVersions ?? []) {
    const current = rootOf(customerId);
    if (current && current.version !== version) return staleVersion(version, current);
  }
  return { type: 'Pairing', survivor, merged };
}

/** All that a merge does, before it is done. */
interface Plan extends MergedRecord {
  readonly type: 'Plan';
  readonly merged: readonly Customer[];
  readonly counts: readonly BelongingCount[];
  /** The survivor and everybody for whom they stand already. */
  readonly own: readonly string[];
  /** Everybody whom the survivor comes to stand for. */
  readonly followers: readonly string[];
}

/** Works a merge out: what is predicted and what is done are the same. Everybody named is locked from here on. */
async function plan({ actor }: Context, { manager }: Transaction, input: MergeCustomersInput): Promise<Plan | Refusal> {
  const paired = pair(await lockFamilies(manager, actor, [input.survivorId, ...input.mergedIds]), input);
  if (paired.type !== 'Pairing') return paired;
  const { survivor, merged } = paired;
  const rootIds = [survivor, ...merged].map(({ id }) => id);
  const identities = await belongingsOf(manager, externalIdentityTable, rootIds);
  const conflict = conflictOf(rootIds.map((id) => identities.get(id) ?? []));
  if (conflict) return conflict;
  const [own = [], ...others] = await familiesOf(manager, rootIds);
  const points = await contactPointsByCustomer(manager, rootIds);
  const chosen = new Map(
    (input.fields ?? []).map(({ field, fromId }) => [field, fromId === input.survivorId ? survivor.id : fromId]),
  );
  const record = chooseFields(survivor, merged, chosen);
  return {
    ...{ type: 'Plan', merged, own, followers: others.flat(), fields: record.fields },
    survivor: { ...record.survivor, ...homeOf([...points.values()].flat()) },
    counts: await countBelongings(manager, own, others.flat()),
  };
}

async function carryOut(context: Context, tx: Transaction, input: MergeCustomersInput): Promise<MergeCustomersOutcome> {
  const { manager } = tx;
  const planned = await plan(context, tx, input);
  if (planned.type !== 'Plan') return planned;
  const { survivor, merged, fields, counts, followers } = planned;
  if (input.dryRun) {
    const everybody = [...planned.own, ...followers];
    const consents = statesAt(everybody, await consentsOf(manager, everybody), context.now());
    return { type: 'CustomerMergePredicted', survivor, fields, counts, consents };
  }
  const { actor } = context;
  const at = context.now();
  const merge: CustomerMerge = {
    ...{ id: context.newId('cumg'), survivorId: survivor.id, mergedIds: merged.map(({ id }) => id), fields, counts },
    ...{ reason: input.reason.trim(), mergedBy: actor.subject, personId: actor.personId ?? null, at, reverted: null },
  };
  await addMerge(manager, merge);
  const roots = followers.map((customerId) => ({ customerId, survivorId: survivor.id }));
  await saveRoots(manager, roots);
  await saveCustomers(manager, [survivor, ...merged.map((each) => moved(each, { status: 'MERGED' }))]);
  await tellChanged(tx, [survivor], at);
  tx.emit(familyEvent('courtesy.customer.merged.v1', { merge, roots, at, subject: survivor }));
  return { type: 'CustomersMerged', merge, survivor };
}

/**
 * Makes customers one: the survivor takes the chosen values and stands for the others from now on, until that is taken back. As a dry run it
 * says what would come of it, and does nothing.
 */
export async function mergeCustomers(context: Context, input: MergeCustomersInput): Promise<MergeCustomersOutcome> {
  const problems = problemsOfMerge(input);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor } = context;
  const key = input.dryRun ? null : input.idempotencyKey;
  const request = { key, operation: 'mergeCustomers', subject: actor.subject, input, now: context.now() };
  return db.transaction((tx) => once<MergeCustomersOutcome>(tx, request, () => carryOut(context, tx, input)));
}
