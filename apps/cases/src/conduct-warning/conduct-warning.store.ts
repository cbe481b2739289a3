import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, ofFamily, type Actor } from '@courtesy/subgraph';
import type { ConductWarningFilter } from '@courtesy/graph-types/cases';
import { visibleCases } from '../case/case.store.ts';
import { conductWarningTable } from './conduct-warning.table.ts';
import type { ConductWarning } from './conduct-warning.ts';

const nextReviewFirst: KeysetOrder<ConductWarning> = { by: ['reviewBy', 'id'], direction: 'ASC' };

const filterFields: Readonly<Record<Exclude<keyof ConductWarningFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  status: 'w.status',
  customer: ofFamily('w.customerId'),
  reviewBy: 'w.reviewBy',
  supportBy: 'w.supportBy',
  supportedAt: 'w.supportedAt',
};

/** The warnings an actor may see: about customers of whom they may see any case, since whoever meets them is to be warned. */
function visibleWarnings(manager: EntityManager, actor: Actor): SelectQueryBuilder<ConductWarning> {
  const warnings = manager.createQueryBuilder(conductWarningTable, 'w');
  if (actor.reach === 'ALL') return warnings.where('TRUE');
  const cases = visibleCases(manager, actor).andWhere('c.customerId = ANY (customer_family(w.customerId))').select('1');
  return warnings.where(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
}

/** Loads warnings by id, as far as the caller may see them. */
export const conductWarningsById = byId(({ db, actor }) => visibleWarnings(db.manager, actor));

/** The warnings about each customer that stand, the next to be reviewed first. */
export const warningsOfCustomers = nestedPages<ConductWarning>({
  rows: ({ db, actor }) => visibleWarnings(db.manager, actor).andWhere(`w.status = 'ACTIVE'`),
  of: 'customerId',
  members: FAMILY,
  order: nextReviewFirst,
});

/** A page of the warnings the actor may see, the next to be reviewed first. */
export function listConductWarnings(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: ConductWarningFilter | null | undefined; readonly now: Date },
): Promise<Connection<ConductWarning>> {
  const warnings = visibleWarnings(manager, actor);
  applyFilter(warnings, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(warnings, nextReviewFirst, query);
}

/** One warning that the actor may see, locked until the transaction ends. */
export const lockWarning = (manager: EntityManager, actor: Actor, id: string): Promise<ConductWarning | null> =>
  visibleWarnings(manager, actor).andWhere('w.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a warning. */
export async function addWarning(manager: EntityManager, warning: ConductWarning): Promise<void> {
  await insertRows(manager, conductWarningTable, [warning]);
}

/** Overwrites a warning that the caller has locked. */
export const saveWarning = (manager: EntityManager, warning: ConductWarning): Promise<void> =>
  updateRows(manager, conductWarningTable, [warning]);
