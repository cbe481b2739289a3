import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import { successorsOf, versionsAt, type StoredVersions } from '../policy/effect.store.ts';
import type { CompensationBand, CompensationScheme, CompensationSchemeVersion } from './compensation-scheme.ts';
import {
  compensationBandTable,
  compensationSchemeTable,
  compensationSchemeVersionTable,
} from './compensation-scheme.table.ts';

const byName: KeysetOrder<CompensationScheme> = { by: ['name', 'id'], direction: 'ASC' };

/** Schemes are for all staff: whoever decides on an award must know what is usual. */
const schemes = (manager: EntityManager) => manager.createQueryBuilder(compensationSchemeTable, 's');
const versions = (manager: EntityManager) => manager.createQueryBuilder(compensationSchemeVersionTable, 'v');
const bands = (manager: EntityManager) => manager.createQueryBuilder(compensationBandTable, 'c');

/** A page of the schemes by name. */
export function listSchemes(manager: EntityManager, page: PageArgs): Promise<Connection<CompensationScheme>> {
  return readPage(schemes(manager), byName, page);
}

/** Loads schemes by id. */
export const schemesById = byId(({ db }) => schemes(db.manager));

/** Loads versions of schemes by id. */
export const schemeVersionsById = byId(({ db }) => versions(db.manager));

/** Loads bands by id. */
export const bandsById = byId(({ db }) => bands(db.manager));

/** Pages of the versions of schemes, latest first. */
export const schemeVersionPages = nestedPages<CompensationSchemeVersion>({
  rows: ({ db }) => versions(db.manager),
  of: 'schemeId',
  order: { by: ['number'], direction: 'DESC' },
});

const stored: StoredVersions<CompensationSchemeVersion> = { rows: ({ db }) => versions(db.manager), of: 'schemeId' };

/** Loads, for each scheme, the version in effect at an instant. */
export const schemeVersionsAt = versionsAt(stored);

/** Loads, for each version, when the next one of its scheme takes effect. */
export const schemeSuccessors = successorsOf(stored);

/** Loads the bands of each version in order. */
export const bandsOfVersions: Batch<readonly CompensationBand[]> = async ({ db }, versionIds) => {
  const found = await bands(db.manager)
    .where('c.schemeVersionId = ANY (:versionIds)', { versionIds })
    .orderBy('c.position')
    .getMany();
  const byVersion = Map.groupBy(found, ({ schemeVersionId }) => schemeVersionId);
  return versionIds.map((id) => byVersion.get(id) ?? []);
};

/** One scheme, read on this connection. */
export function findScheme(manager: EntityManager, id: string): Promise<CompensationScheme | null> {
  return schemes(manager).where('s.id = :id', { id }).getOne();
}

/** Keeps everyone else from changing the versions of a scheme until the transaction ends. The scheme itself never changes. */
export async function lockSchemeVersions(manager: EntityManager, schemeId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`compensation-scheme:${schemeId}`]);
}

/** All versions of a scheme by number, read on this connection. */
export function versionsOfScheme(manager: EntityManager, schemeId: string): Promise<CompensationSchemeVersion[]> {
  return versions(manager).where('v.schemeId = :schemeId', { schemeId }).orderBy('v.number').getMany();
}

/** One version of a scheme, read on this connection. */
export function findSchemeVersion(manager: EntityManager, id: string): Promise<CompensationSchemeVersion | null> {
  return versions(manager).where('v.id = :id', { id }).getOne();
}

/** The bands of a version in order, read on this connection. */
export function bandsOf(manager: EntityManager, schemeVersionId: string): Promise<CompensationBand[]> {
  return bands(manager)
    .where('c.schemeVersionId = :schemeVersionId', { schemeVersionId })
    .orderBy('c.position')
    .getMany();
}

/** Adds a scheme. */
export async function addScheme(manager: EntityManager, scheme: CompensationScheme): Promise<void> {
  await insertRows(manager, compensationSchemeTable, [scheme]);
}

/** Adds a version to a scheme, with its bands. */
export async function addSchemeVersion(
  manager: EntityManager,
  version: CompensationSchemeVersion,
  itsBands: readonly CompensationBand[],
): Promise<void> {
  await insertRows(manager, compensationSchemeVersionTable, [version]);
  await insertRows(manager, compensationBandTable, itsBands);
}

/** Saves that a version was approved or withdrawn, in a scheme whose versions the caller has locked. */
export async function saveSchemeVersion(manager: EntityManager, version: CompensationSchemeVersion): Promise<void> {
  const { id, status, approver, approvedAt, effectiveFrom, endsAt, withdrawnAt, withdrawalReason } = version;
  const changed = { id, status, approver, approvedAt, effectiveFrom, endsAt, withdrawnAt, withdrawalReason };
  await updateRows(manager, compensationSchemeVersionTable, [{ ...changed, version: version.version }]);
}
