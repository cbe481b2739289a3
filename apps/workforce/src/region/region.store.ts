import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { RegionFilter } from '@courtesy/graph-types/workforce';
import { batchById, lockById } from '../directory/directory.store.ts';
import type { Region } from './region.ts';
import { regionTable } from './region.table.ts';

const byName: KeysetOrder<Region> = { by: ['name', 'id'], direction: 'ASC' };
const filterFields: Readonly<Record<Exclude<keyof RegionFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 't.name',
  externalId: 't.sourceId',
};

/** Loads regions by id. */
export const regionsById = batchById(regionTable);

/** A page of regions. */
export function listRegions(
  manager: EntityManager,
  query: PageArgs & { readonly where?: RegionFilter | null | undefined; readonly now: Date },
): Promise<Connection<Region>> {
  const regions = manager.createQueryBuilder(regionTable, 't');
  applyFilter(regions, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(regions, byName, query);
}

/** One region as it stands, locked until the transaction ends. */
export const lockRegion = (manager: EntityManager, id: string): Promise<Region | null> =>
  lockById(manager, regionTable, id);

/** Overwrites a region that the caller has locked. */
export const saveRegion = (manager: EntityManager, region: Region): Promise<void> =>
  updateRows(manager, regionTable, [region]);
