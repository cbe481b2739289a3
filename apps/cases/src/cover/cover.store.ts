import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Context } from '@courtesy/subgraph';
import { holdersOf, isInForce, type Cover, type Holders } from './cover.ts';
import { coverTable } from './cover.table.ts';

const covers = (manager: EntityManager) => manager.createQueryBuilder(coverTable, 'v').where('TRUE');

/** Loads covers by id. Who handles cases sees them all: they must know to whom work goes. */
export const coversById = byId(({ db }) => covers(db.manager));

/** The pages of the covers of people, those that begin last first. */
export const coversOfPersons = nestedPages<Cover>({
  rows: ({ db }) => covers(db.manager),
  of: 'personId',
  order: { by: ['from', 'id'], direction: 'DESC' },
});

/** Who sees to whose work at an instant. */
export async function holdersAt(manager: EntityManager, at: Date): Promise<Holders> {
  const near = await covers(manager).andWhere('v.until > :at', { at }).getMany();
  return holdersOf(near.filter((cover) => isInForce(cover, at)));
}

/** The same for this request, read once. */
export const holdersNow = async (context: Context): Promise<Holders> =>
  (await context.load(holdersBatch, 'now', undefined)) ?? new Map<string, string>();

const holdersBatch = async ({ db, now }: Context, keys: readonly string[]): Promise<Holders[]> => {
  const holders = await holdersAt(db.manager, now());
  return keys.map(() => holders);
};

/** Waits until nobody else arranges cover for this person, until the transaction ends. */
export async function lockCoverOf(manager: EntityManager, personId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('cover ' || $1, 0))`, [personId]);
}

/** A cover of a person that overlaps a time; null when there is none. */
export const overlapping = (
  manager: EntityManager,
  { personId, from, until }: Pick<Cover, 'personId' | 'from' | 'until'>,
): Promise<Cover | null> =>
  covers(manager)
    .andWhere('v.personId = :personId AND v.from < :until AND :from < v.until', { personId, from, until })
    .orderBy('v.from')
    .limit(1)
    .getOne();

/** One cover as it stands, locked until the transaction ends. */
export const lockCover = (manager: EntityManager, id: string): Promise<Cover | null> =>
  covers(manager).andWhere('v.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a cover. */
export async function addCover(manager: EntityManager, cover: Cover): Promise<void> {
  await insertRows(manager, coverTable, [cover]);
}

/** Overwrites a cover that the caller has locked. */
export async function saveCover(manager: EntityManager, cover: Cover): Promise<void> {
  await updateRows(manager, coverTable, [cover]);
}
