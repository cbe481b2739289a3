import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import type { Recognition } from './recognition.ts';
import { recognitionTable } from './recognition.table.ts';

/** Recognition is for all staff to see; what was taken back, for who gave it. */
const visibleRecognitions = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Recognition> =>
  manager
    .createQueryBuilder(recognitionTable, 'r')
    .where('(r.withdrawnAt IS NULL OR r.giverId = :viewer)', { viewer: actor.personId ?? '' });

/** Loads recognitions by id, as far as the caller may see them. */
export const recognitionsById = byId(({ db, actor }) => visibleRecognitions(db.manager, actor));

/** The recognitions of each person, the latest first. */
export const recognitionsOfPeople = nestedPages<Recognition>({
  rows: ({ db, actor }) => visibleRecognitions(db.manager, actor),
  of: 'personId',
  order: { by: ['givenAt', 'id'], direction: 'DESC' },
});

/** One recognition that somebody gave, locked until the transaction ends. */
export const lockGivenBy = (manager: EntityManager, giverId: string, id: string): Promise<Recognition | null> =>
  manager
    .createQueryBuilder(recognitionTable, 'r')
    .where('r.id = :id AND r.giverId = :giverId', { id, giverId })
    .setLock('pessimistic_write')
    .getOne();

/** Adds a recognition. */
export async function addRecognition(manager: EntityManager, recognition: Recognition): Promise<void> {
  await insertRows(manager, recognitionTable, [recognition]);
}

/** Keeps that a recognition, which the caller has locked, was taken back. */
export const saveWithdrawal = (manager: EntityManager, { id, withdrawnAt }: Recognition): Promise<void> =>
  updateRows(manager, recognitionTable, [{ id, withdrawnAt }]);
