import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, type Actor } from '@courtesy/subgraph';
import type { SavedView } from './saved-view.ts';
import { savedViewTable } from './saved-view.table.ts';

/** The views an actor may see: their own, those of their team, and those for everyone. Which cases a view shows is another matter. */
const visibleViews = (manager: EntityManager, actor: Actor): SelectQueryBuilder<SavedView> =>
  manager
    .createQueryBuilder(savedViewTable, 's')
    .where(`(s.savedBy = :me OR s.audience = 'EVERYONE' OR (s.audience = 'TEAM' AND s.teamId = :team))`, {
      ...{ me: actor.subject, team: actor.teamId ?? null },
    })
    .andWhere('s.removedAt IS NULL');

/** A page of the views that the actor may see, by name. */
export const listViews = (manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<SavedView>> =>
  readPage(visibleViews(manager, actor), { by: ['name', 'id'], direction: 'ASC' }, page);

/** Loads views by id, as far as the caller may see them. */
export const savedViewsById = byId(({ db, actor }) => visibleViews(db.manager, actor));

/** One view of the actor's own as it stands, locked until the transaction ends. */
export const lockOwnView = (manager: EntityManager, actor: Actor, id: string): Promise<SavedView | null> =>
  visibleViews(manager, actor)
    .andWhere('s.id = :id AND s.savedBy = :me', { id, me: actor.subject })
    .setLock('pessimistic_write')
    .getOne();

/** Adds a view. */
export async function addView(manager: EntityManager, view: SavedView): Promise<void> {
  await insertRows(manager, savedViewTable, [view]);
}

/** Overwrites a view that the caller has locked. */
export async function saveView(manager: EntityManager, view: SavedView): Promise<void> {
  await updateRows(manager, savedViewTable, [view]);
}
