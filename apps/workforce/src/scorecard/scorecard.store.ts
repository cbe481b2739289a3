import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { Criterion, Scorecard, ScorecardVersion } from './scorecard.ts';
import { criterionTable, scorecardTable, scorecardVersionTable } from './scorecard.table.ts';

const byName: KeysetOrder<Scorecard> = { by: ['name', 'id'], direction: 'ASC' };

/** By what people are reviewed is for all staff to know. */
const scorecards = (manager: EntityManager) => manager.createQueryBuilder(scorecardTable, 's').where('TRUE');

/** Loads scorecards by id. */
export const scorecardsById = byId(({ db }) => scorecards(db.manager));
/** Loads versions by id. */
export const scorecardVersionsById = byId(({ db }) =>
  db.manager.createQueryBuilder(scorecardVersionTable, 'v').where('TRUE'),
);
/** Loads criteria by id. */
export const criteriaById = byId(({ db }) => db.manager.createQueryBuilder(criterionTable, 'c').where('TRUE'));

/** A page of scorecards, by name. */
export const listScorecards = (manager: EntityManager, page: PageArgs): Promise<Connection<Scorecard>> =>
  readPage(scorecards(manager), byName, page);

/** The versions of each scorecard, the first one first. */
export const versionsOfScorecards: Batch<readonly ScorecardVersion[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(scorecardVersionTable, 'v')
    .where('v.scorecardId = ANY (:ids)', { ids })
    .orderBy('v.number')
    .getMany();
  const known = Map.groupBy(found, ({ scorecardId }) => scorecardId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The criteria of these versions, in order. */
export const findCriteria = (manager: EntityManager, versionIds: readonly string[]): Promise<Criterion[]> =>
  manager
    .createQueryBuilder(criterionTable, 'c')
    .where('c.versionId = ANY (:versionIds)', { versionIds })
    .orderBy('c.position')
    .getMany();

/** The same, by version. */
export const criteriaOfVersions: Batch<readonly Criterion[]> = async ({ db }, ids) => {
  const known = Map.groupBy(await findCriteria(db.manager, ids), ({ versionId }) => versionId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One scorecard, locked until the transaction ends. */
export const lockScorecard = (manager: EntityManager, id: string): Promise<Scorecard | null> =>
  scorecards(manager).andWhere('s.id = :id', { id }).setLock('pessimistic_write').getOne();

/** The version by which reviews that begin now are made; null when there is no such scorecard. */
export const currentVersion = (manager: EntityManager, scorecardId: string): Promise<ScorecardVersion | null> =>
  manager
    .createQueryBuilder(scorecardVersionTable, 'v')
    .where('v.scorecardId = :scorecardId', { scorecardId })
    .andWhere('v.number = (SELECT s.version_number FROM scorecards s WHERE s.id = v.scorecardId)')
    .getOne();

/** Adds a scorecard. */
export async function addScorecard(manager: EntityManager, scorecard: Scorecard): Promise<void> {
  await insertRows(manager, scorecardTable, [scorecard]);
}

/** Overwrites a scorecard that the caller has locked. */
export const saveScorecard = (manager: EntityManager, scorecard: Scorecard): Promise<void> =>
  updateRows(manager, scorecardTable, [scorecard]);

/** Adds a version with its criteria. */
export async function addVersion(
  manager: EntityManager,
  version: ScorecardVersion,
  criteria: readonly Criterion[],
): Promise<void> {
  await insertRows(manager, scorecardVersionTable, [version]);
  await insertRows(manager, criterionTable, criteria);
}
