import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { PriorityMatrixVersion } from './priority-matrix.ts';
import { priorityMatrixTable } from './priority-matrix.table.ts';
import { MATRIX_ID, shippedVersion } from './shipped-matrix.ts';

const latestFirst: KeysetOrder<PriorityMatrixVersion> = { by: ['number'], direction: 'DESC' };

const versions = (manager: EntityManager): SelectQueryBuilder<PriorityMatrixVersion> =>
  manager.createQueryBuilder(priorityMatrixTable, 'm');

const published: Batch<PriorityMatrixVersion> = byId(({ db }) => versions(db.manager));

/** Loads versions by id, the one that comes with the service too. */
export const matrixVersionsById: Batch<PriorityMatrixVersion> = async (context, ids) => {
  const found = await published(context, ids, undefined);
  return ids.map((id, index) => (id === shippedVersion.id ? shippedVersion : (found[index] ?? null)));
};

/** Every version that was published, beside the one that comes with the service: there are few, and they are read whole. */
export async function everyVersion(manager: EntityManager): Promise<PriorityMatrixVersion[]> {
  return [shippedVersion, ...(await versions(manager).orderBy('m.number').getMany())];
}

/** Loads every version, once for a request however many ask; keyed by the matrix. */
export const versionsOfMatrix: Batch<readonly PriorityMatrixVersion[]> = async ({ db }, ids) => {
  const every = await everyVersion(db.manager);
  return ids.map((id) => (id === MATRIX_ID ? every : null));
};

/** A page of the versions that were published, latest first. */
export function listVersions(manager: EntityManager, page: PageArgs): Promise<Connection<PriorityMatrixVersion>> {
  return readPage(versions(manager), latestFirst, page);
}

/** Keeps everyone else from publishing until the transaction ends; there may be no row yet that could be locked. */
export async function lockMatrix(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('priority-matrix', 0))`);
}

/** Adds a version to the matrix that the caller has locked. */
export async function addMatrixVersion(manager: EntityManager, version: PriorityMatrixVersion): Promise<void> {
  await insertRows(manager, priorityMatrixTable, [version]);
}
