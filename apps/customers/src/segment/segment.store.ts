import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, type Actor } from '@courtesy/subgraph';
import { segmentTable } from './segment.table.ts';
import type { Segment } from './segment.ts';

/** The segments an actor may see: their own, and those for everyone. Which customers are in one is another matter. */
const visibleSegments = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Segment> =>
  manager
    .createQueryBuilder(segmentTable, 's')
    .where(`(s.savedBy = :me OR s.audience = 'EVERYONE')`, { me: actor.subject })
    .andWhere('s.removedAt IS NULL');

/** A page of the segments that the actor may see, by name. */
export const listSegments = (manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<Segment>> =>
  readPage(visibleSegments(manager, actor), { by: ['name', 'id'], direction: 'ASC' }, page);

/** Loads segments by id, as far as the caller may see them. */
export const segmentsById = byId(({ db, actor }) => visibleSegments(db.manager, actor));

/** One segment of the actor's own as it stands, locked until the transaction ends. */
export const lockOwnSegment = (manager: EntityManager, actor: Actor, id: string): Promise<Segment | null> =>
  visibleSegments(manager, actor)
    .andWhere('s.id = :id AND s.savedBy = :me', { id, me: actor.subject })
    .setLock('pessimistic_write')
    .getOne();

/** Adds a segment. */
export async function addSegment(manager: EntityManager, segment: Segment): Promise<void> {
  await insertRows(manager, segmentTable, [segment]);
}

/** Overwrites a segment that the caller has locked. */
export async function saveSegmentRow(manager: EntityManager, segment: Segment): Promise<void> {
  await updateRows(manager, segmentTable, [segment]);
}
