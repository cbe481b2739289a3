import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import { successorsOf, versionsAt, type StoredVersions } from '../policy/effect.store.ts';
import type { ComplaintRegimeVersion } from './complaint-regime-version.ts';
import type { ComplaintRegime } from './complaint-regime.ts';
import { complaintRegimeTable, complaintRegimeVersionTable } from './complaint-regime.table.ts';

const regimes = (manager: EntityManager): SelectQueryBuilder<ComplaintRegime> =>
  manager.createQueryBuilder(complaintRegimeTable, 'r');
const versions = (manager: EntityManager): SelectQueryBuilder<ComplaintRegimeVersion> =>
  manager.createQueryBuilder(complaintRegimeVersionTable, 'v');
const stored: StoredVersions<ComplaintRegimeVersion> = { rows: ({ db }) => versions(db.manager), of: 'regimeId' };

/** Loads regimes by id. */
export const regimesById = byId(({ db }) => regimes(db.manager));
/** Loads versions by id. */
export const regimeVersionsById = byId(({ db }) => versions(db.manager));
/** Loads, for each regime, the version in effect at an instant. */
export const regimeVersionsAt = versionsAt(stored);
/** Loads, for each version, when the next one of its regime takes effect. */
export const regimeSuccessors = successorsOf(stored);
/** The pages of the versions of regimes, latest first. */
export const regimeVersionPages = nestedPages<ComplaintRegimeVersion>({
  rows: stored.rows,
  of: 'regimeId',
  order: { by: ['number'], direction: 'DESC' },
});

/** Loads, for each pack, the regime that was installed from it. */
export const regimesByPack: Batch<ComplaintRegime> = async ({ db }, packs) => {
  const found = await regimes(db.manager).where('r.pack = ANY (:packs)', { packs }).getMany();
  const byPack = new Map(found.map((each) => [each.pack, each]));
  return packs.map((pack) => byPack.get(pack) ?? null);
};

/** A page of the regimes, by name. They are for all staff: nothing narrows them beyond `policy:read`. */
export const listRegimes = (manager: EntityManager, page: PageArgs): Promise<Connection<ComplaintRegime>> =>
  readPage(regimes(manager), { by: ['name', 'id'], direction: 'ASC' }, page);

/** One regime as it stands, locked until the transaction ends: its versions change only under this lock. */
export const lockRegime = (manager: EntityManager, id: string): Promise<ComplaintRegime | null> =>
  regimes(manager).where({ id }).setLock('pessimistic_write').getOne();

/** The same for the regime that was installed from a pack. */
export const lockRegimeOfPack = (manager: EntityManager, pack: string): Promise<ComplaintRegime | null> =>
  regimes(manager).where({ pack }).setLock('pessimistic_write').getOne();

/** The regime of a name. */
export const findRegimeNamed = (manager: EntityManager, name: string): Promise<ComplaintRegime | null> =>
  regimes(manager).where({ name }).getOne();

/** Adds a regime, unless one of its name or pack is there; says whether it did. */
export async function addRegime(manager: EntityManager, regime: ComplaintRegime): Promise<boolean> {
  return (await insertRows(manager, complaintRegimeTable, [regime], 'DO NOTHING')).length > 0;
}

/** Overwrites a regime that the caller has locked. */
export const saveRegime = (manager: EntityManager, regime: ComplaintRegime): Promise<void> =>
  updateRows(manager, complaintRegimeTable, [regime]);

/** One version, read on this connection. */
export const findRegimeVersion = (manager: EntityManager, id: string): Promise<ComplaintRegimeVersion | null> =>
  versions(manager).where({ id }).getOne();

/** All versions of a regime that the caller has locked, by number. */
export const versionsOfRegime = (manager: EntityManager, regimeId: string): Promise<ComplaintRegimeVersion[]> =>
  versions(manager).where({ regimeId }).orderBy('v.number', 'ASC').getMany();

/** Adds a version to a regime that the caller has locked. */
export async function addRegimeVersion(manager: EntityManager, version: ComplaintRegimeVersion): Promise<void> {
  await insertRows(manager, complaintRegimeVersionTable, [version]);
}

/** Saves that a version was approved or withdrawn; its regime is locked. What it says never changes. */
export async function saveRegimeVersion(manager: EntityManager, version: ComplaintRegimeVersion): Promise<void> {
  const { regimeId: _, number: __, summary: ___, rules: ____, author: _____, draftedAt: ______, ...changes } = version;
  await updateRows(manager, complaintRegimeVersionTable, [changes]);
}
