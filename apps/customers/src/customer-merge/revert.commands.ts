import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { saveRoots, type Context, type CustomerRoot } from '@courtesy/subgraph';
import type { RevertMergeInput } from '@courtesy/graph-types/customers';
import { lastStandings } from '../customer-status/customer-status.store.ts';
import { contactPointsByCustomer } from '../contact-point/contact-point.store.ts';
import { homeOf } from '../contact-point/contact-point.ts';
import { saveCustomers } from '../customer/customer.store.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { problemWithText } from '../customer/wording.ts';
import {
  MAX_REASON,
  type CustomerIsErased,
  type CustomerMerge,
  type CustomerMergeAlreadyReverted,
  type CustomerMergeReverted,
  type FieldReversal,
  type CustomerMergeReversal,
} from './customer-merge.ts';
import { addReversal, findMerge } from './customer-merge.store.ts';
import { rootsBy } from './family-tree.ts';
import { peel } from './layers.ts';
import { familyEvent, tellChanged } from './merge-events.commands.ts';
import { jointsOf, layersOf, lockFamily, saveLayers } from './standing-family.store.ts';

/** What can come of taking back a merge. */
export type RevertMergeOutcome =
  | CustomerMergeReverted
  | CustomerMergeAlreadyReverted
  | CustomerIsErased
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

/** A merge that holds, and everybody in the family that it made, each record locked. */
interface Family {
  readonly type: 'Family';
  readonly merge: CustomerMerge;
  readonly rootId: string;
  readonly records: ReadonlyMap<string, Customer>;
}

/** Finds and locks the family of a merge, or says why it cannot be parted. */
async function familyOf(
  { actor }: Context,
  { manager }: Transaction,
  mergeId: string,
): Promise<Family | CustomerMergeAlreadyReverted | CustomerIsErased | NotFound> {
  const known = await findMerge(manager, mergeId);
  if (!known) return notFound(mergeId);
  const { rootId, records } = await lockFamily(manager, actor, known.survivorId);
  if (!records.has(known.survivorId)) return notFound(mergeId);
  // Read again under the lock: another may have taken it back in the meantime.
  const merge = (await findMerge(manager, mergeId)) ?? known;
  if (merge.reverted) return { type: 'CustomerMergeAlreadyReverted', merge };
  const erased = [...records.values()].find(({ status }) => status === 'ERASED');
  if (erased) return { type: 'CustomerIsErased', customer: erased };
  return { type: 'Family', merge, rootId, records };
}

/** Who stands for whom otherwise, once a merge is taken back. */
async function rootsAfter({ manager }: Transaction, { merge, rootId, records }: Family): Promise<CustomerRoot[]> {
  const ids = [...records.keys()];
  const joints = (await jointsOf(manager, ids)).filter(({ mergeId }) => mergeId !== merge.id);
  return [...rootsBy(joints, ids)]
    .filter(([, survivorId]) => survivorId !== rootId)
    .map(([customerId, survivorId]) => ({ customerId, survivorId }));
}

interface Parted {
  readonly customers: ReadonlyMap<string, Customer>;
  readonly fields: readonly FieldReversal[];
}

/** Gives the fields back, and each family the home that its own addresses tell; saves whoever is otherwise than before. */
async function part(tx: Transaction, family: Family, partedIds: readonly string[]): Promise<Parted> {
  const { manager } = tx;
  const { merge, rootId, records } = family;
  const layers = await layersOf(manager, [...records.keys()]);
  const peeled = peel({ customers: records, layers }, merge.id);
  await saveLayers(
    manager,
    peeled.layers.filter((each) => !layers.includes(each)),
  );
  const heads = [rootId, ...partedIds];
  const points = await contactPointsByCustomer(manager, heads);
  const customers = new Map(peeled.customers);
  const standings = await lastStandings(manager, partedIds);
  for (const id of heads) {
    const customer = customers.get(id);
    const status = partedIds.includes(id) ? (standings.get(id) ?? 'ACTIVE') : undefined;
    if (customer) customers.set(id, { ...customer, ...homeOf(points.get(id) ?? []), ...(status && { status }) });
  }
  const changed = [...customers.values()].filter((each) => each !== records.get(each.id)).map((each) => moved(each));
  await saveCustomers(manager, changed);
  return {
    customers: new Map([...customers, ...changed.map((each) => [each.id, each] as const)]),
    fields: peeled.fields,
  };
}

async function carryOut(context: Context, tx: Transaction, input: RevertMergeInput): Promise<RevertMergeOutcome> {
  const { actor } = context;
  const family = await familyOf(context, tx, input.mergeId);
  if (family.type !== 'Family') return family;
  const { merge, rootId } = family;
  const at = context.now();
  const reverted: CustomerMergeReversal = {
    ...{ reason: input.reason.trim(), by: actor.subject, personId: actor.personId ?? null, at },
  };
  const roots = await rootsAfter(tx, family);
  await saveRoots(tx.manager, roots);
  const { customers, fields } = await part(tx, family, merge.mergedIds);
  await addReversal(tx.manager, merge.id, reverted);
  const known = (id: string): Customer => {
    const customer = customers.get(id);
    if (!customer) throw new Error(`${id} was merged by ${merge.id}, and is not in its family`);
    return customer;
  };
  const alone = merge.mergedIds.map(known);
  await tellChanged(tx, [known(rootId), ...alone], at);
  tx.emit(familyEvent('courtesy.customer.unmerged.v1', { merge, roots, at, subject: known(rootId) }));
  const outcome = { merge: { ...merge, reverted }, survivor: known(merge.survivorId), customers: alone, fields };
  return { type: 'CustomerMergeReverted', ...outcome };
}

/**
 * Lets the customers of a merge stand for themselves again, each with those who were merged into them, whatever was merged before or since. The
 * fields go back to what they were, except where somebody edited them.
 */
export async function revertMerge(context: Context, input: RevertMergeInput): Promise<RevertMergeOutcome> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const { db, actor } = context;
  const request = {
    ...{ key: input.idempotencyKey, operation: 'revertMerge', subject: actor.subject, input, now: context.now() },
  };
  return db.transaction((tx) => once<RevertMergeOutcome>(tx, request, () => carryOut(context, tx, input)));
}
