import type { Problem } from '@courtesy/kernel';
import type { CustomerField, MergeCustomersInput } from '@courtesy/graph-types/customers';
import { moved, type Customer } from '../customer/customer.ts';
import { problemWithText } from '../customer/wording.ts';
import { idsAreAddresses, type ExternalIdentity } from '../external-identity/external-identity.ts';
import {
  fieldWords,
  MAX_MERGED,
  MAX_REASON,
  mergedFields,
  type CannotMergeCustomers,
  type CustomerIsErased,
  type ExternalIdsConflict,
  type CustomerFieldChoice,
} from './customer-merge.ts';

/** Everything that is wrong with a merge as asked for, before anybody is looked up; empty when nothing is. */
export function problemsOfMerge({ survivorId, mergedIds, fields, reason, ...input }: MergeCustomersInput): Problem[] {
  const problems = [problemWithText('reason', reason, MAX_REASON)].filter((each) => each !== null);
  if (mergedIds.length === 0 || mergedIds.length > MAX_MERGED)
    problems.push({ path: 'mergedIds', message: `has ${mergedIds.length} customers; name 1 to ${MAX_MERGED}` });
  if (new Set(mergedIds).size < mergedIds.length)
    problems.push({ path: 'mergedIds', message: 'names a customer twice; name them once' });
  const named = new Set([survivorId, ...mergedIds]);
  const chosen = new Set<CustomerField>();
  for (const [i, { field, fromId }] of (fields ?? []).entries()) {
    if (!named.has(fromId))
      problems.push({ path: `fields[${i}].fromId`, message: 'is neither the survivor nor one of those to be merged' });
    if (chosen.has(field)) problems.push({ path: `fields[${i}].field`, message: 'stands here twice; choose once' });
    chosen.add(field);
  }
  for (const [i, { customerId }] of (input.expectedVersions ?? []).entries())
    if (!named.has(customerId))
      problems.push({ path: `expectedVersions[${i}].customerId`, message: 'is none of the customers of this merge' });
  return problems;
}

/** Whether two records can be one customer, as far as each of them alone tells; null when they can. */
export function refusalOfPair(
  survivor: Customer,
  merged: Customer,
  rootOfMerged: Customer,
): CannotMergeCustomers | CustomerIsErased | null {
  const refused = (reason: CannotMergeCustomers['reason'], by: Customer): CannotMergeCustomers => ({
    ...{ type: 'CannotMergeCustomers', reason, customer: merged, survivor: by },
  });
  if (rootOfMerged.id === survivor.id) return refused('SAME_CUSTOMER', survivor);
  if (rootOfMerged.id !== merged.id) return refused('ALREADY_MERGED', rootOfMerged);
  for (const customer of [survivor, merged])
    if (customer.status === 'ERASED') return { type: 'CustomerIsErased', customer };
  return merged.kind === survivor.kind ? null : refused('DIFFERENT_KINDS', survivor);
}

/** The refusal that names every system which knows more than one of these customers by an account there; null when none does. */
export function conflictOf(families: readonly (readonly ExternalIdentity[])[]): ExternalIdsConflict | null {
  const holders = new Map<string, Set<number>>();
  for (const [place, identities] of families.entries())
    for (const { source } of identities) holders.set(source, (holders.get(source) ?? new Set()).add(place));
  const conflicts = [...holders]
    .filter(([source, places]) => places.size > 1 && !idsAreAddresses(source))
    .map(([source]) => ({ source, identities: families.flat().filter((each) => each.source === source) }));
  return conflicts.length > 0 ? { type: 'ExternalIdsConflict', conflicts } : null;
}

/** What a merge makes of the fields of the survivor, and of the survivor. */
export interface MergedRecord {
  readonly fields: readonly CustomerFieldChoice[];
  readonly survivor: Customer;
}

/**
 * Chooses whose value wins in each field: as asked, else the survivor's, else that of the first who has one. `chosen` names members by the
 * id of their record.
 */
export function chooseFields(
  survivor: Customer,
  merged: readonly Customer[],
  chosen: ReadonlyMap<CustomerField, string>,
): MergedRecord {
  const members = [survivor, ...merged];
  const fields = fieldWords.map((field): CustomerFieldChoice => {
    const property = mergedFields[field];
    const asked = members.find(({ id }) => id === chosen.get(field));
    const from = asked ?? members.find((each) => each[property] !== null) ?? survivor;
    return { field, fromId: from.id, before: survivor[property], after: from[property] };
  });
  const values = Object.fromEntries(fields.map(({ field, after }) => [mergedFields[field], after]));
  return { fields, survivor: moved(survivor, values) };
}
