import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import type { Opening } from './opening.ts';
import { openingTable } from './opening.table.ts';

const latestFirst: KeysetOrder<Opening> = { by: ['openedAt', 'id'], direction: 'DESC' };

/** Openings are for all staff: whoever works here may apply. */
const openings = (manager: EntityManager) => manager.createQueryBuilder(openingTable, 'o').where('TRUE');

/** Loads openings by id. */
export const openingsById = byId(({ db }) => openings(db.manager));

/** The openings of each requisition, the latest first. */
export const openingsOfRequisitions = nestedPages<Opening>({
  rows: ({ db }) => openings(db.manager),
  of: 'requisitionId',
  order: latestFirst,
});

/** A page of openings, the latest first. */
export function listOpenings(
  manager: EntityManager,
  query: PageArgs & { readonly openOnly: boolean },
): Promise<Connection<Opening>> {
  const listed = openings(manager);
  if (query.openOnly) listed.andWhere('o.closedAt IS NULL');
  return readPage(listed, latestFirst, query);
}

/** One opening, locked until the transaction ends. */
export function lockOpening(manager: EntityManager, id: string): Promise<Opening | null> {
  return openings(manager).andWhere('o.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds an opening. */
export async function addOpening(manager: EntityManager, opening: Opening): Promise<void> {
  await insertRows(manager, openingTable, [opening]);
}

/** Overwrites an opening that the caller has locked. */
export const saveOpening = (manager: EntityManager, opening: Opening): Promise<void> =>
  updateRows(manager, openingTable, [opening]);
