import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { TargetDirection } from '@courtesy/graph-types/metrics';
import { progressOf } from '../target/target.ts';
import { progressOfTree, type Goal, type GoalNode, type GoalProgress } from './goal.ts';
import { goalTable } from './goal.table.ts';

/** What the organisation wants is for all of its staff to see. */
const goals = (manager: EntityManager) => manager.createQueryBuilder(goalTable, 'g').where('TRUE');

const latestFirst: KeysetOrder<Goal> = { by: ['adoptedAt', 'id'], direction: 'DESC' };
const inOrder: KeysetOrder<Goal> = { by: ['adoptedAt', 'id'], direction: 'ASC' };

/** Loads goals by id. */
export const goalsById = byId(({ db }) => goals(db.manager));

/** The pages of the parts of goals, in the order given, in one statement. */
export const partsOfGoals = nestedPages<Goal>({ rows: ({ db }) => goals(db.manager), of: 'parentId', order: inOrder });

/** A page of the goals that are no part of another, the latest first. */
export const listGoals = (manager: EntityManager, page: PageArgs): Promise<Connection<Goal>> =>
  readPage(goals(manager).andWhere('g.parentId IS NULL'), latestFirst, page);

/** One goal, locked: two who divide it at once divide it once. */
export const lockGoal = (manager: EntityManager, id: string): Promise<Goal | null> =>
  goals(manager).andWhere('g.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Whether a goal has parts. */
export const hasParts = async (manager: EntityManager, id: string): Promise<boolean> =>
  (await goals(manager).andWhere('g.parentId = :id', { id }).limit(1).getMany()).length > 0;

/** Adds goals. */
export async function addGoals(manager: EntityManager, added: readonly Goal[]): Promise<void> {
  await insertRows(manager, goalTable, added);
}

/** Which of these targets are of a team or a site, and count: what a person is to reach is no goal for everybody to see. */
export async function sharedTargets(manager: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const sql = `SELECT id FROM targets WHERE id = ANY ($1) AND person_id IS NULL AND withdrawn_at IS NULL`;
  return new Set((await manager.query<{ id: string }[]>(sql, [ids])).map(({ id }) => id));
}

const TREES = `
  WITH RECURSIVE tree AS (
    SELECT id, parent_id, weight_percent, target_id FROM goals WHERE id = ANY ($1)
    UNION SELECT g.id, g.parent_id, g.weight_percent, g.target_id FROM goals g JOIN tree ON g.parent_id = tree.id
  )
  SELECT tree.id, tree.parent_id AS "parentId", tree.weight_percent AS "weightPercent", t.direction, k.value, k.wanted
  FROM tree LEFT JOIN targets t ON t.id = tree.target_id AND t.withdrawn_at IS NULL
  LEFT JOIN LATERAL (SELECT value, wanted FROM target_checks WHERE target_id = t.id ORDER BY number DESC LIMIT 1) k ON TRUE`;

interface TreeRow extends Omit<GoalNode, 'own'> {
  readonly direction: TargetDirection | null;
  readonly value: number | null;
  readonly wanted: number | null;
}

/** Goals and all that is below them, each with how near its own target is, in one statement. */
export async function goalNodes(manager: EntityManager, ids: readonly string[]): Promise<GoalNode[]> {
  const rows = await manager.query<TreeRow[]>(TREES, [ids]);
  return rows.map(({ direction, value, wanted, ...node }) => ({
    ...node,
    own: direction === null || wanted === null ? null : progressOf({ direction }, { value, wanted }),
  }));
}

/** How far goals have come, with all that is below them. */
export const progressOfGoals: Batch<GoalProgress> = async ({ db }, ids) => {
  const found = progressOfTree(await goalNodes(db.manager, ids));
  return ids.map((id) => found.get(id) ?? null);
};
