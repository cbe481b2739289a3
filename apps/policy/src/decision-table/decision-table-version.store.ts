import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import { successorsOf, versionsAt, versionsInEffect, type StoredVersions } from '../policy/effect.store.ts';
import type { DecisionTableVersion } from './decision-table-version.ts';
import { decisionTableVersionTable } from './decision-table.table.ts';

const versions = (manager: EntityManager): SelectQueryBuilder<DecisionTableVersion> =>
  manager.createQueryBuilder(decisionTableVersionTable, 'v');

const stored: StoredVersions<DecisionTableVersion> = {
  rows: ({ db }) => versions(db.manager),
  of: 'decisionTableId',
};

/** Loads versions by id. */
export const decisionTableVersionsById = byId(({ db }) => versions(db.manager));

/** Loads, for each table, the version in effect at an instant: the last to take effect by then, unless it has ended since. */
export const decisionTableVersionsAt = versionsAt(stored);

/** Loads, for each version, when the next one of its table takes effect. */
export const successors = successorsOf(stored);

/** The pages of the versions of tables, latest first. */
export const decisionTableVersionPages = nestedPages<DecisionTableVersion>({
  rows: ({ db }) => versions(db.manager),
  of: 'decisionTableId',
  order: { by: ['number'], direction: 'DESC' },
});

/** A table's version in effect at an instant, read on this connection; null when none was. */
export async function findVersionInForce(
  manager: EntityManager,
  decisionTableId: string,
  at: Date,
): Promise<DecisionTableVersion | null> {
  const [found] = await versionsInEffect(versions(manager), 'decisionTableId', { owners: [decisionTableId], at });
  return found ?? null;
}

/** One version, read on this connection. */
export function findDecisionTableVersion(manager: EntityManager, id: string): Promise<DecisionTableVersion | null> {
  return versions(manager).where({ id }).getOne();
}

/** All versions of a table that the caller has locked, by number. */
export function versionsOf(manager: EntityManager, decisionTableId: string): Promise<DecisionTableVersion[]> {
  return versions(manager).where({ decisionTableId }).orderBy('v.number', 'ASC').getMany();
}

/** Adds a version to a table that the caller has locked. */
export async function addDecisionTableVersion(manager: EntityManager, version: DecisionTableVersion): Promise<void> {
  await insertRows(manager, decisionTableVersionTable, [version]);
}

/** Saves a version of a table that the caller has locked. Its table and number never change. */
export async function saveDecisionTableVersion(manager: EntityManager, version: DecisionTableVersion): Promise<void> {
  const { decisionTableId: _, number: __, draftedAt: ___, ...changes } = version;
  await updateRows(manager, decisionTableVersionTable, [changes]);
}
