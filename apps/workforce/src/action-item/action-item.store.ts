import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import type { ActionItemView } from '@courtesy/graph-types/workforce';
import { meetingSight } from '../meeting/meeting.store.ts';
import type { ActionItem, ActionItemTurn } from './action-item.ts';
import { actionItemTable, actionItemTurnTable } from './action-item.table.ts';

/** What an actor may see of what was agreed: what they own or what was escalated to them, and what meetings agreed that they see. */
function visibleItems(manager: EntityManager, actor: Actor): SelectQueryBuilder<ActionItem> {
  const [sight, parameters] = meetingSight(actor);
  return manager
    .createQueryBuilder(actionItemTable, 'a')
    .where(
      `(a.ownerId = :viewer OR a.escalatedToId = :viewer OR EXISTS (SELECT FROM meetings m WHERE m.id = a.meetingId AND ${sight}))`,
      parameters,
    );
}

/** Loads items by id, as far as the caller may see them. */
export const actionItemsById = byId(({ db, actor }) => visibleItems(db.manager, actor));

const byDueDay: KeysetOrder<ActionItem> = { by: ['dueOn', 'id'], direction: 'ASC' };
const views: Readonly<Record<ActionItemView | 'ALL', string>> = {
  ALL: 'TRUE',
  OPEN: `a.status = 'OPEN'`,
  OVERDUE: `a.status = 'OPEN' AND a.overdueAt <= :now`,
  CLOSED: `a.status <> 'OPEN'`,
};
type Pages = Batch<Connection<ActionItem>, PageArgs>;

const pagesOf = (of: 'ownerId' | ((owner: string) => string)): Readonly<Record<ActionItemView | 'ALL', Pages>> => {
  const page = (view: string) =>
    nestedPages<ActionItem>({
      rows: ({ db, actor, now }: Context) => visibleItems(db.manager, actor).andWhere(view, { now: now() }),
      ...{ of, order: byDueDay },
    });
  return { ALL: page(views.ALL), OPEN: page(views.OPEN), OVERDUE: page(views.OVERDUE), CLOSED: page(views.CLOSED) };
};

/** What each person is to do and did, by the day it is due. */
export const actionItemsOfPeople = pagesOf('ownerId');
/** What the meetings of each team agreed, by the day it is due. */
export const actionItemsOfTeams = pagesOf(
  (owner) => `EXISTS (SELECT FROM meetings t WHERE t.id = a.meetingId AND t.team_id = ${owner})`,
);

/** What each meeting agreed, the first first. The caller has seen the meeting. */
export const actionItemsOfMeetings: Batch<readonly ActionItem[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(actionItemTable, 'a')
    .where('a.meetingId = ANY (:ids)', { ids })
    .orderBy('a.agreedAt')
    .addOrderBy('a.id')
    .getMany();
  const known = Map.groupBy(found, ({ meetingId }) => meetingId);
  return ids.map((id) => known.get(id) ?? []);
};

const MAX_CARRIED = 100;

/** What earlier meetings of the same team or site agreed and what was open when each of these began, or is now when it has not begun. */
export const carriedOverTo: Batch<readonly ActionItem[]> = ({ db, actor, now }, ids) =>
  Promise.all(
    ids.map((id) =>
      visibleItems(db.manager, actor)
        .innerJoin('meetings', 'mine', 'mine.id = :id', { id })
        .innerJoin(
          'meetings',
          'theirs',
          `theirs.id = a.meetingId AND theirs.id <> mine.id AND theirs.starts_at <= mine.starts_at
           AND theirs.site_id = mine.site_id AND theirs.team_id IS NOT DISTINCT FROM mine.team_id`,
        )
        .andWhere('(a.closedAt IS NULL OR a.closedAt > least(mine.starts_at, :now))', { now: now() })
        .orderBy('a.dueOn')
        .addOrderBy('a.id')
        .limit(MAX_CARRIED)
        .getMany(),
    ),
  );

/** What became of each item, the first first. The caller has seen the item. */
export const turnsOfItems: Batch<readonly ActionItemTurn[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(actionItemTurnTable, 'h')
    .where('h.actionItemId = ANY (:ids)', { ids })
    .orderBy('h.number')
    .getMany();
  const known = Map.groupBy(found, ({ actionItemId }) => actionItemId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One item that the actor may see, locked until the transaction ends. */
export const lockActionItem = (manager: EntityManager, actor: Actor, id: string): Promise<ActionItem | null> =>
  visibleItems(manager, actor).andWhere('a.id = :id', { id }).setLock('pessimistic_write').getOne();

/** What somebody is still to do, locked until the transaction ends. */
export const lockOpenOf = (manager: EntityManager, ownerId: string): Promise<ActionItem[]> =>
  manager
    .createQueryBuilder(actionItemTable, 'a')
    .where(`a.ownerId = :ownerId AND a.status = 'OPEN'`, { ownerId })
    .orderBy('a.id')
    .setLock('pessimistic_write')
    .getMany();

/** Adds an item, or overwrites one that the caller has locked, with the line of its history. */
export async function keepActionItem(manager: EntityManager, item: ActionItem, turn: ActionItemTurn): Promise<void> {
  if (item.version === 1) await insertRows(manager, actionItemTable, [item]);
  else await updateRows(manager, actionItemTable, [item]);
  await insertRows(manager, actionItemTurnTable, [turn]);
}

/** When the next item is overdue that nobody was told of. */
export async function nextOverdue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(overdue_at) AS at FROM action_items WHERE status = 'OPEN' AND escalated_at IS NULL`,
  );
  return row?.at ?? null;
}

/** Some items that are overdue and that were not escalated, locked; others who look at the same time are given others. */
export const lockOverdue = (manager: EntityManager, at: Date, atMost: number): Promise<ActionItem[]> =>
  manager
    .createQueryBuilder(actionItemTable, 'a')
    .where(`a.status = 'OPEN' AND a.escalatedAt IS NULL AND a.overdueAt <= least(:at, clock_timestamp())`, { at })
    .orderBy('a.overdueAt')
    .limit(atMost)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
