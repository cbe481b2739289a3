import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { Calibration, KeptCalibrationRating } from './calibration.ts';
import { calibrationRatingTable, calibrationTable } from './calibration.table.ts';

const latestFirst: KeysetOrder<Calibration> = { by: ['openedAt', 'id'], direction: 'DESC' };

/** The calibrations an actor may see: those they rate in or opened; with quality:write and a reach of all, every one. */
function visibleCalibrations(manager: EntityManager, actor: Actor): SelectQueryBuilder<Calibration> {
  const all = actor.scopes.includes('quality:write') && actor.reach === 'ALL';
  return manager
    .createQueryBuilder(calibrationTable, 'c')
    .where(`(:all OR c.openedById = :viewer OR c.raterIds @> to_jsonb(CAST(:viewer AS text)))`, {
      all,
      viewer: actor.personId ?? '',
    });
}

/** Loads calibrations by id, as far as the caller may see them. */
export const calibrationsById = byId(({ db, actor }) => visibleCalibrations(db.manager, actor));

/** A page of calibrations, the latest first. */
export const listCalibrations = (
  manager: EntityManager,
  actor: Actor,
  page: PageArgs,
): Promise<Connection<Calibration>> => readPage(visibleCalibrations(manager, actor), latestFirst, page);

/** One calibration that the actor may see, locked until the transaction ends. */
export const lockCalibration = (manager: EntityManager, actor: Actor, id: string): Promise<Calibration | null> =>
  visibleCalibrations(manager, actor).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a calibration. */
export async function addCalibration(manager: EntityManager, calibration: Calibration): Promise<void> {
  await insertRows(manager, calibrationTable, [calibration]);
}

/** Overwrites a calibration that the caller has locked. */
export const saveCalibration = (manager: EntityManager, calibration: Calibration): Promise<void> =>
  updateRows(manager, calibrationTable, [calibration]);

/** Adds ratings; false when this person rated this contact before. */
export const addCalibrationRating = async (manager: EntityManager, rating: KeptCalibrationRating): Promise<boolean> =>
  (await insertRows(manager, calibrationRatingTable, [rating], 'DO NOTHING')).length > 0;

/**
 * The ratings of each calibration that a caller may see, in the order in which they were given: their own alone until it is closed. What others
 * find is not even read before.
 */
export const ratingsOfCalibrations: Batch<readonly KeptCalibrationRating[]> = async ({ db, actor }, ids) => {
  const found = await db.manager
    .createQueryBuilder(calibrationRatingTable, 'r')
    .where('r.calibrationId = ANY (:ids)', { ids })
    .andWhere(
      `(r.raterId = :viewer OR EXISTS (SELECT 1 FROM calibrations c WHERE c.id = r.calibrationId AND c.status = 'CLOSED'))`,
      { viewer: actor.personId ?? '' },
    )
    .orderBy('r.givenAt')
    .addOrderBy('r.id')
    .getMany();
  const known = Map.groupBy(found, ({ calibrationId }) => calibrationId);
  return ids.map((id) => known.get(id) ?? []);
};
