import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import {
  customerCopyTable,
  personCopyTable,
  regionCopyTable,
  siteCopyTable,
  teamCopyTable,
  type CustomerCopy,
  type PersonCopy,
  type RegionCopy,
  type SiteCopy,
  type TeamCopy,
} from './dimension.table.ts';

/** The last word on each id: one statement cannot write the same row twice. */
const newest = <T extends { readonly id: string }>(copies: readonly T[]): T[] => [
  ...new Map(copies.map((copy) => [copy.id, copy])).values(),
];

/** Keeps what is known of customers, in feed order. */
export async function saveCustomers(manager: EntityManager, copies: readonly CustomerCopy[]): Promise<void> {
  await insertRows(
    manager,
    customerCopyTable,
    newest(copies),
    '(id) DO UPDATE SET territory = excluded.territory WHERE customer_copy.territory IS DISTINCT FROM excluded.territory',
  );
}

/** Keeps what is known of regions, in feed order. */
export async function saveRegions(manager: EntityManager, copies: readonly RegionCopy[]): Promise<void> {
  await insertRows(manager, regionCopyTable, newest(copies), '(id) DO UPDATE SET name = excluded.name');
}

/** Keeps what is known of sites, in feed order. */
export async function saveSites(manager: EntityManager, copies: readonly SiteCopy[]): Promise<void> {
  const update = '(id) DO UPDATE SET name = excluded.name, region_id = excluded.region_id';
  await insertRows(manager, siteCopyTable, newest(copies), update);
}

/** Keeps what is known of teams, in feed order. */
export async function saveTeams(manager: EntityManager, copies: readonly TeamCopy[]): Promise<void> {
  const update = '(id) DO UPDATE SET name = excluded.name, site_id = excluded.site_id';
  await insertRows(manager, teamCopyTable, newest(copies), update);
}

/** Keeps what is known of people, in feed order. Who left keeps their name: what they did stays theirs. */
export async function savePeople(manager: EntityManager, copies: readonly PersonCopy[]): Promise<void> {
  const update = '(id) DO UPDATE SET name = excluded.name, site_id = excluded.site_id, team_id = excluded.team_id';
  await insertRows(manager, personCopyTable, newest(copies), update);
}

/** Which copies have names to show. */
export type NamedCopy = 'site' | 'team' | 'person';

/** The names of sites, teams or people, by id; one that is not known yet is left out. */
export async function namesOf(
  manager: EntityManager,
  copy: NamedCopy,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await manager.query<{ id: string; name: string }[]>(
    `SELECT id, name FROM ${copy}_copy WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The sites of each of these regions, by region; one that has none is left out. */
export async function sitesOfRegions(
  manager: EntityManager,
  regionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await manager.query<{ region: string; sites: string[] }[]>(
    `SELECT region_id AS region, array_agg(id ORDER BY id) AS sites FROM site_copy WHERE region_id = ANY ($1) GROUP BY region_id`,
    [regionIds],
  );
  return new Map(rows.map(({ region, sites }) => [region, sites]));
}
