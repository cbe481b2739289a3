import type { EntityManager, SelectQueryBuilder } from 'typeorm';
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
import type { ServiceStandardFilter } from '@courtesy/graph-types/policy';
import type { Matter } from './service-level.ts';
import type { ServiceStandard, StandardSeries } from './standard.ts';
import { standardTable } from './standard.table.ts';

const latestFirst: KeysetOrder<ServiceStandard> = { by: ['effectiveFrom', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof ServiceStandardFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 's.name',
  caseType: 's.caseType',
  priority: 's.priority',
  tier: 's.tier',
  contract: 's.contractId',
  calendar: 's.calendarId',
  effectiveFrom: 's.effectiveFrom',
  effectiveUntil: 's.effectiveUntil',
};

/** Standards are for all staff: nothing narrows them beyond `policy:read`. */
const standards = (manager: EntityManager): SelectQueryBuilder<ServiceStandard> =>
  manager.createQueryBuilder(standardTable, 's');

const IN_FORCE = 's.effectiveFrom <= :at AND (s.effectiveUntil IS NULL OR s.effectiveUntil > :at)';

/** A page of the standards, latest in force first. */
export function listStandards(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: ServiceStandardFilter | null | undefined;
    readonly inForceAt?: Date | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<ServiceStandard>> {
  const listed = standards(manager);
  applyFilter(listed, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  if (query.inForceAt) listed.andWhere(IN_FORCE, { at: query.inForceAt });
  return readPage(listed, latestFirst, query);
}

/** Loads standards by id. */
export const standardsById = byId(({ db }) => standards(db.manager));

/** The standards that were in force for a case, in any band that may be its own. */
export function standardsForMatter(manager: EntityManager, matter: Matter): Promise<ServiceStandard[]> {
  return standards(manager)
    .where('s.caseType = :caseType AND (s.priority IS NULL OR s.priority = :priority)', matter)
    .andWhere('(s.tier IS NULL OR s.tier = :tier) AND (s.contractId IS NULL OR s.contractId = :contractId)', matter)
    .andWhere(IN_FORCE, { at: matter.at })
    .getMany();
}

/** Keeps everyone else from changing a series until the transaction ends; a series may have no row yet that could be locked. */
export async function lockSeries(manager: EntityManager, series: StandardSeries): Promise<void> {
  const { caseType, priority, tier, contractId } = series;
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `service-standard:${caseType}:${priority ?? 'ANY'}:${tier ?? ''}:${contractId ?? ''}`,
  ]);
}

/** One standard, read on this connection. */
export function findStandard(manager: EntityManager, id: string): Promise<ServiceStandard | null> {
  return standards(manager).where({ id }).getOne();
}

/** The standard of a series that takes effect last, those left out that were withdrawn before they ever did. */
export function latestOfSeries(manager: EntityManager, series: StandardSeries): Promise<ServiceStandard | null> {
  return standards(manager)
    .where('s.caseType = :caseType AND s.priority IS NOT DISTINCT FROM :priority', series)
    .andWhere('s.tier IS NOT DISTINCT FROM :tier AND s.contractId IS NOT DISTINCT FROM :contractId', series)
    .andWhere('(s.effectiveUntil IS NULL OR s.effectiveUntil > s.effectiveFrom)')
    .orderBy('s.effectiveFrom', 'DESC')
    .limit(1)
    .getOne();
}

/** Adds a standard to a series that the caller has locked. */
export async function addStandard(manager: EntityManager, standard: ServiceStandard): Promise<void> {
  await insertRows(manager, standardTable, [standard]);
}

/** Saves when a standard ends, in a series that the caller has locked. Nothing else of a standard ever changes. */
export async function saveEnd(manager: EntityManager, standard: ServiceStandard): Promise<void> {
  const { id, effectiveUntil, version } = standard;
  await updateRows(manager, standardTable, [{ id, effectiveUntil, version }]);
}
