import type { EntityManager } from 'typeorm';
import { applyFilter, insertRows, readPage, type Connection, type Filter, type PageArgs } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { DecisionTableFilter } from '@courtesy/graph-types/policy';
import type { DecisionTable } from './decision-table.ts';
import { decisionTableTable } from './decision-table.table.ts';

const filterFields: Readonly<Record<Exclude<keyof DecisionTableFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 't.name',
  policy: 't.policyId',
};

/** A page of the tables by name. */
export function listDecisionTables(
  manager: EntityManager,
  query: PageArgs & { readonly where?: DecisionTableFilter | null | undefined; readonly now: Date },
): Promise<Connection<DecisionTable>> {
  const tables = manager.createQueryBuilder(decisionTableTable, 't');
  applyFilter(tables, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(tables, { by: ['name'], direction: 'ASC' }, query);
}

/** Loads tables by id. They are for all staff: nothing narrows them beyond `policy:read`. */
export const decisionTablesById = byId(({ db }) => db.manager.createQueryBuilder(decisionTableTable, 't'));

/** One table, read on this connection. */
export function findDecisionTable(manager: EntityManager, id: string): Promise<DecisionTable | null> {
  return manager.createQueryBuilder(decisionTableTable, 't').where({ id }).getOne();
}

/** The table that goes by a name. */
export function findDecisionTableByName(manager: EntityManager, name: string): Promise<DecisionTable | null> {
  return manager.createQueryBuilder(decisionTableTable, 't').where({ name }).getOne();
}

/** One table as it stands, locked until the transaction ends: its versions change only under this lock. */
export function lockDecisionTable(manager: EntityManager, id: string): Promise<DecisionTable | null> {
  return manager.createQueryBuilder(decisionTableTable, 't').where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a table; false when its name was taken meanwhile. */
export async function addDecisionTable(manager: EntityManager, decisionTable: DecisionTable): Promise<boolean> {
  return (await insertRows(manager, decisionTableTable, [decisionTable], '(name) DO NOTHING')).length === 1;
}
