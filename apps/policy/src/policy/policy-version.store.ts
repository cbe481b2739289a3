import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { Clause } from './clause.ts';
import { successorsOf, versionsAt, type StoredVersions } from './effect.store.ts';
import type { PolicyVersion } from './policy-version.ts';
import { clauseTable, policyVersionTable } from './policy.table.ts';

const versions = (manager: EntityManager): SelectQueryBuilder<PolicyVersion> =>
  manager.createQueryBuilder(policyVersionTable, 'v');

/** Loads versions by id. */
export const policyVersionsById = byId(({ db }) => versions(db.manager));

/** Loads, for each policy, its version of a number. */
export const policyVersionsByNumber: Batch<PolicyVersion, { readonly number: number }> = async (
  { db },
  policyIds,
  { number },
) => {
  const found = await versions(db.manager)
    .where('v.policyId = ANY (:policyIds) AND v.number = :number', { policyIds, number })
    .getMany();
  const byPolicy = new Map(found.map((each) => [each.policyId, each]));
  return policyIds.map((id) => byPolicy.get(id) ?? null);
};

const stored: StoredVersions<PolicyVersion> = { rows: ({ db }) => versions(db.manager), of: 'policyId' };

/** Loads, for each policy, the version in effect at an instant: the last to take effect by then, unless it has ended since. */
export const policyVersionsAt = versionsAt(stored);

/** Loads, for each version, when the next one of its policy takes effect. */
export const successors = successorsOf(stored);

/** Loads clauses by id. */
export const clausesById: Batch<Clause> = async ({ db }, ids) => {
  const found = await findClauses(db.manager, ids);
  const byId = new Map(found.map((each) => [each.id, each]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** The clauses with these ids, in no order. */
export function findClauses(manager: EntityManager, ids: readonly string[]): Promise<Clause[]> {
  return manager.createQueryBuilder(clauseTable, 'c').where('c.id = ANY (:ids)', { ids }).getMany();
}

/** The pages of the versions of policies, latest first. */
export const policyVersionPages = nestedPages<PolicyVersion>({
  rows: ({ db }) => versions(db.manager),
  of: 'policyId',
  order: { by: ['number'], direction: 'DESC' },
});

/** One version, read on this connection. */
export function findPolicyVersion(manager: EntityManager, id: string): Promise<PolicyVersion | null> {
  return versions(manager).where({ id }).getOne();
}

/** All versions of a policy that the caller has locked, by number. */
export function versionsOf(manager: EntityManager, policyId: string): Promise<PolicyVersion[]> {
  return versions(manager).where({ policyId }).orderBy('v.number', 'ASC').getMany();
}

/** Adds a version to a policy that the caller has locked, and the clauses it needs that are not kept yet. */
export async function addPolicyVersion(
  manager: EntityManager,
  version: PolicyVersion,
  clauses: readonly Clause[],
): Promise<void> {
  await insertRows(manager, policyVersionTable, [version]);
  await insertRows(manager, clauseTable, clauses, '(id) DO NOTHING');
}

/** Saves a version of a policy that the caller has locked. Its policy and number never change. */
export async function savePolicyVersion(manager: EntityManager, version: PolicyVersion): Promise<void> {
  const { policyId: _, number: __, draftedAt: ___, ...changes } = version;
  await updateRows(manager, policyVersionTable, [changes]);
}

/** Keeps clauses; those kept before stay as they are. */
export async function keepClauses(manager: EntityManager, clauses: readonly Clause[]): Promise<void> {
  await insertRows(manager, clauseTable, clauses, '(id) DO NOTHING');
}
