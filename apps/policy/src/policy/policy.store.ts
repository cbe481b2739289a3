import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { PolicyFilter, PolicyOrder } from '@courtesy/graph-types/policy';
import type { Policy } from './policy.ts';
import { policyTable } from './policy.table.ts';

const orders: Readonly<Record<PolicyOrder, KeysetOrder<Policy>>> = {
  TITLE: { by: ['title', 'id'], direction: 'ASC' },
  REVIEW_DUE_FIRST: { by: ['reviewDueAt', 'id'], direction: 'ASC' },
};

const filterFields: Readonly<Record<Exclude<keyof PolicyFilter, 'and' | 'or' | 'not'>, string>> = {
  title: 'p.title',
  kind: 'p.kind',
  owner: 'p.ownerId',
  reviewDueAt: 'p.reviewDueAt',
};

/** A page of the policies. They are for all staff: nothing narrows them beyond `policy:read`. */
export function listPolicies(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: PolicyFilter | null | undefined;
    readonly orderBy?: PolicyOrder | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<Policy>> {
  const policies = manager.createQueryBuilder(policyTable, 'p');
  applyFilter(policies, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(policies, orders[query.orderBy ?? 'TITLE'], query);
}

/** Loads policies by id. */
export const policiesById = byId(({ db }) => db.manager.createQueryBuilder(policyTable, 'p'));

/** One policy, read on this connection. */
export function findPolicy(manager: EntityManager, id: string): Promise<Policy | null> {
  return manager.createQueryBuilder(policyTable, 'p').where({ id }).getOne();
}

/** One policy as it stands, locked until the transaction ends: its versions change only under this lock. */
export function lockPolicy(manager: EntityManager, id: string): Promise<Policy | null> {
  return manager.createQueryBuilder(policyTable, 'p').where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a policy. */
export async function addPolicy(manager: EntityManager, policy: Policy): Promise<void> {
  await insertRows(manager, policyTable, [policy]);
}

/** Overwrites a policy that the caller has locked. */
export async function savePolicy(manager: EntityManager, policy: Policy): Promise<void> {
  await updateRows(manager, policyTable, [policy]);
}
