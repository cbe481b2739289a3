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
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import type { EscalationFilter } from '@courtesy/graph-types/cases';
import { visibleCases } from '../case/case.store.ts';
import { escalationTable } from './escalation.table.ts';
import type { Escalation } from './escalation.ts';

const latestFirst: KeysetOrder<Escalation> = { by: ['raisedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof EscalationFilter, 'and' | 'or' | 'not'>, string>> = {
  status: 'e.status',
  level: 'e.level',
  person: 'e.toPersonId',
  raisedAt: 'e.raisedAt',
};

/** The escalations an actor may see: those of the cases they may see, and those by which they are asked to take over one that they may not see yet. */
function visibleEscalations(manager: EntityManager, actor: Actor): SelectQueryBuilder<Escalation> {
  const escalations = manager.createQueryBuilder(escalationTable, 'e');
  if (actor.reach === 'ALL') return escalations.where('TRUE');
  const cases = visibleCases(manager, actor).andWhere('c.id = e.caseId').select('1');
  return escalations
    .where(`(EXISTS (${cases.getQuery()}) OR e.toPersonId = :askedOf)`)
    .setParameters({ ...cases.getParameters(), askedOf: actor.personId ?? null });
}

/** Loads escalations by id, as far as the caller may see them. */
export const escalationsById = byId(({ db, actor }) => visibleEscalations(db.manager, actor));

/** The escalations of each case that the caller has been allowed to see, the latest first. */
export const escalationsOfCases = nestedPages<Escalation>({
  rows: ({ db }) => db.manager.createQueryBuilder(escalationTable, 'e').where('TRUE'),
  of: 'caseId',
  order: latestFirst,
});

/** A page of the escalations the actor may see, the latest first. */
export function listEscalations(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: EscalationFilter | null | undefined; readonly now: Date },
): Promise<Connection<Escalation>> {
  const escalations = visibleEscalations(manager, actor);
  applyFilter(escalations, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(escalations, latestFirst, query);
}

/** One escalation as far as the actor may see it. */
export const findEscalation = (manager: EntityManager, actor: Actor, id: string): Promise<Escalation | null> =>
  visibleEscalations(manager, actor).andWhere('e.id = :id', { id }).getOne();

/** The escalations of cases that the caller has locked, by case, the earliest first. */
export async function escalationsOf(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<Map<string, Escalation[]>> {
  const found = await manager
    .createQueryBuilder(escalationTable, 'e')
    .where('e.caseId = ANY (:caseIds)', { caseIds })
    .orderBy('e.raisedAt')
    .addOrderBy('e.id')
    .getMany();
  return Map.groupBy(found, ({ caseId }) => caseId);
}

/** Adds an escalation of a case that the caller has locked. */
export async function addEscalation(manager: EntityManager, escalation: Escalation): Promise<void> {
  await insertRows(manager, escalationTable, [escalation]);
}

/** Overwrites an escalation of a case that the caller has locked. */
export const saveEscalation = (manager: EntityManager, escalation: Escalation): Promise<void> =>
  updateRows(manager, escalationTable, [escalation]);
