import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { ProcedureVersion } from './procedure.ts';
import { procedureTable } from './procedure.table.ts';

/** How cases are to go is for everybody to see who reads figures. */
const procedures = (manager: EntityManager) => manager.createQueryBuilder(procedureTable, 'p').where('TRUE');

const latestFirst: KeysetOrder<ProcedureVersion> = { by: ['declaredAt', 'id'], direction: 'DESC' };

/** Loads versions of procedures by id. */
export const proceduresById = byId<ProcedureVersion>(({ db }) => procedures(db.manager));

/** A page of the versions of procedures, the latest first; of one name when given. */
export const listProcedures = (
  manager: EntityManager,
  page: PageArgs & { readonly name?: string | null | undefined },
): Promise<Connection<ProcedureVersion>> =>
  readPage(
    page.name == null ? procedures(manager) : procedures(manager).andWhere('p.name = :name', { name: page.name }),
    latestFirst,
    page,
  );

/** The latest version of a name; whoever asks declares the next one alone. */
export async function latestOf(manager: EntityManager, name: string): Promise<ProcedureVersion | null> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('procedure ' || $1, 0))`, [name]);
  return procedures(manager).andWhere('p.name = :name', { name }).orderBy('p.number', 'DESC').limit(1).getOne();
}

/** Adds a version. */
export async function addProcedure(manager: EntityManager, procedure: ProcedureVersion): Promise<void> {
  await insertRows(manager, procedureTable, [procedure]);
}

/** Whether a version of a policy was approved, as far as is known here. */
export async function isApproved(manager: EntityManager, policyVersionId: string): Promise<boolean> {
  const sql = `SELECT 1 FROM day_reading WHERE id = $1 AND kind = 'POLICY'`;
  return (await manager.query<object[]>(sql, [policyVersionId])).length > 0;
}
