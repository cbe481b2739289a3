import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { dayOf } from '../contract/contract.ts';
import { IN_FORCE, visibleContracts } from '../contract/contract.store.ts';
import type { Entitlement, EntitlementUse } from './entitlement.ts';
import { entitlementTable, useTable } from './entitlement.table.ts';

/** The entitlements of the contracts an actor may see, of those in force on a day when one is given. */
function visibleEntitlements(
  manager: EntityManager,
  actor: Actor,
  inForceOn?: string,
): SelectQueryBuilder<Entitlement> {
  const contracts = visibleContracts(manager, actor).select('c.id');
  if (inForceOn) contracts.andWhere(IN_FORCE, { today: inForceOn });
  return manager
    .createQueryBuilder(entitlementTable, 'e')
    .where(`e.contractId IN (${contracts.getQuery()})`, contracts.getParameters());
}

/** Loads entitlements by id, as far as the caller may see their contracts. */
export const entitlementsById = byId(({ db, actor }) => visibleEntitlements(db.manager, actor));

/** The pages of what customers are entitled to today, the newest first. */
export const entitlementPages = nestedPages<Entitlement>({
  rows: ({ db, actor, now }) => visibleEntitlements(db.manager, actor, dayOf(now())),
  of: 'customerId',
  members: FAMILY,
  order: { by: ['id'], direction: 'DESC' },
});

/** The pages of ledgers, the latest row first. */
export const usePages = nestedPages<EntitlementUse>({
  rows: ({ db }) => db.manager.createQueryBuilder(useTable, 'u'),
  of: 'entitlementId',
  order: { by: ['number'], direction: 'DESC' },
});

/** Loads rows of ledgers by id, as far as the caller may see their contracts. */
export const usesById = byId(({ db, actor }) => {
  const owners = visibleEntitlements(db.manager, actor).select('e.id');
  return db.manager
    .createQueryBuilder(useTable, 'u')
    .where(`u.entitlementId IN (${owners.getQuery()})`, owners.getParameters());
});

/** The entitlements of a contract on this connection, in the order of its lines' own. */
export function findEntitlements(manager: EntityManager, contractId: string): Promise<Entitlement[]> {
  return manager
    .createQueryBuilder(entitlementTable, 'e')
    .where('e.contractId = :contractId', { contractId })
    .orderBy('e.lineId')
    .addOrderBy('e.position')
    .getMany();
}

/** Loads the entitlements of lines that the caller was shown, in order. */
export const entitlementsOfLines: Batch<readonly Entitlement[]> = async ({ db }, lineIds) => {
  const found = await db.manager
    .createQueryBuilder(entitlementTable, 'e')
    .where('e.lineId = ANY (:lineIds)', { lineIds })
    .orderBy('e.position')
    .getMany();
  const byLine = Map.groupBy(found, (each) => each.lineId);
  return lineIds.map((id) => byLine.get(id) ?? []);
};

/** One entitlement, read on this connection; null when the actor may not see it. */
export function findEntitlement(manager: EntityManager, actor: Actor, id: string): Promise<Entitlement | null> {
  return visibleEntitlements(manager, actor).andWhere('e.id = :id', { id }).getOne();
}

/** One entitlement as it stands, locked until the transaction ends. */
export async function lockEntitlement(manager: EntityManager, id: string): Promise<Entitlement> {
  const locked = await manager
    .createQueryBuilder(entitlementTable, 'e')
    .where({ id })
    .setLock('pessimistic_write')
    .getOne();
  if (!locked) throw new Error(`The entitlement ${id} was there a moment ago`);
  return locked;
}

/** One row of a ledger, read on this connection. */
export function findUse(manager: EntityManager, id: string): Promise<EntitlementUse | null> {
  return manager.createQueryBuilder(useTable, 'u').where({ id }).getOne();
}

/** Whether a use was given back. */
export function isReturned(manager: EntityManager, useId: string): Promise<boolean> {
  return manager.createQueryBuilder(useTable, 'u').where({ returnsId: useId }).getExists();
}

/** The use of an entitlement for a case that was not given back. */
export function findStandingUse(
  manager: EntityManager,
  entitlementId: string,
  caseId: string,
): Promise<EntitlementUse | null> {
  return manager
    .createQueryBuilder(useTable, 'u')
    .where(`u.entitlementId = :entitlementId AND u.caseId = :caseId AND u.kind = 'USE'`, { entitlementId, caseId })
    .andWhere('NOT EXISTS (SELECT FROM entitlement_uses r WHERE r.returns_id = u.id)')
    .orderBy('u.number', 'DESC')
    .limit(1)
    .getOne();
}

/** Adds entitlements. */
export async function addEntitlements(manager: EntityManager, entitlements: readonly Entitlement[]): Promise<void> {
  await insertRows(manager, entitlementTable, entitlements);
}

/** Adds a row to the ledger of an entitlement that the caller has locked, and saves what is left. */
export async function writeLedger(
  manager: EntityManager,
  entitlement: Entitlement,
  use: EntitlementUse,
): Promise<void> {
  const { id, remaining, version } = entitlement;
  await insertRows(manager, useTable, [use]);
  await updateRows(manager, entitlementTable, [{ id, remaining, version }]);
}
