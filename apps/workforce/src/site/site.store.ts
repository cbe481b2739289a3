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
import type { SiteFilter } from '@courtesy/graph-types/workforce';
import { batchById, findByIds, lockById, directoryPages } from '../directory/directory.store.ts';
import type { Site } from './site.ts';
import { siteTable } from './site.table.ts';

const byName: KeysetOrder<Site> = { by: ['name', 'id'], direction: 'ASC' };
const filterFields: Readonly<Record<Exclude<keyof SiteFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 't.name',
  region: 't.regionId',
  timeZone: 't.timeZone',
  externalId: 't.sourceId',
};

/** Loads sites by id. */
export const sitesById = batchById(siteTable);

/** The sites of each region, by name. */
export const sitesOfRegions = directoryPages({ table: siteTable, owner: 'regionId', order: byName });

/** A page of sites. */
export function listSites(
  manager: EntityManager,
  query: PageArgs & { readonly where?: SiteFilter | null | undefined; readonly now: Date },
): Promise<Connection<Site>> {
  const sites = manager.createQueryBuilder(siteTable, 't');
  applyFilter(sites, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(sites, byName, query);
}

/** The sites with these ids, by id. */
export const findSites = (manager: EntityManager, ids: readonly string[]): Promise<Map<string, Site>> =>
  findByIds(manager, siteTable, ids);

/** One site as it stands, locked until the transaction ends. */
export const lockSite = (manager: EntityManager, id: string): Promise<Site | null> => lockById(manager, siteTable, id);

/** Overwrites a site that the caller has locked. */
export const saveSite = (manager: EntityManager, site: Site): Promise<void> => updateRows(manager, siteTable, [site]);
