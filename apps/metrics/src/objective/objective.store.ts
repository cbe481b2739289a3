import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { TargetDirection } from '@courtesy/graph-types/metrics';
import { goalNodes, sharedTargets } from '../goal/goal.store.ts';
import { progressOfTree, type GoalProgress } from '../goal/goal.ts';
import type { InitiativeStatus } from '../initiative/initiative.ts';
import { progressOf } from '../target/target.ts';
import { nodesOfObjectives, type Objective, type ObjectiveLinks, type ObjectiveNode } from './objective.ts';
import { objectiveTable } from './objective.table.ts';

/** What the organisation is led to is for all of its staff to see. */
const objectives = (manager: EntityManager) => manager.createQueryBuilder(objectiveTable, 'o').where('TRUE');

const latestFirst: KeysetOrder<Objective> = { by: ['adoptedAt', 'id'], direction: 'DESC' };
const inOrder: KeysetOrder<Objective> = { by: ['adoptedAt', 'id'], direction: 'ASC' };

/** Loads objectives by id. */
export const objectivesById = byId(({ db }) => objectives(db.manager));

/** The pages of what serves objectives, in the order adopted, in one statement. */
export const partsOfObjectives = nestedPages<Objective>({
  ...{ rows: ({ db }) => objectives(db.manager), of: 'parentId', order: inOrder },
});

/** A page of the objectives that serve no other, the latest first; of those that count on a day, when one is given. */
export function listObjectives(
  manager: EntityManager,
  on: string | null,
  page: PageArgs,
): Promise<Connection<Objective>> {
  const whole = objectives(manager).andWhere('o.parentId IS NULL');
  if (on !== null) whole.andWhere('o.from <= :on AND o.to > :on', { on });
  return readPage(whole, latestFirst, page);
}

/** One objective. */
export const objectiveOf = (manager: EntityManager, id: string): Promise<Objective | null> =>
  objectives(manager).andWhere('o.id = :id', { id }).getOne();

/** One objective, locked. */
export const lockObjective = (manager: EntityManager, id: string): Promise<Objective | null> =>
  objectives(manager).andWhere('o.id = :id', { id }).setLock('pessimistic_write').getOne();

/** All objectives by id, locked in one order: two who move them at once make no circle between them. */
export async function lockAllObjectives(manager: EntityManager): Promise<ReadonlyMap<string, Objective>> {
  const all = await objectives(manager).orderBy('o.id').setLock('pessimistic_write').getMany();
  return new Map(all.map((objective) => [objective.id, objective]));
}

/** Adds an objective. */
export async function addObjective(manager: EntityManager, objective: Objective): Promise<void> {
  await insertRows(manager, objectiveTable, [objective]);
}

/** Overwrites what may change of an objective; the caller has locked it. */
export function saveObjective(manager: EntityManager, objective: Objective): Promise<void> {
  const { id, parentId, targetIds, goalIds, initiativeIds, version } = objective;
  return updateRows(manager, objectiveTable, [{ id, parentId, targetIds, goalIds, initiativeIds, version }]);
}

/** Which of what is linked is there: targets of teams and sites that count, goals, and initiatives. */
export async function knownLinks(
  manager: EntityManager,
  { targetIds, goalIds, initiativeIds }: ObjectiveLinks,
): Promise<ReadonlySet<string>> {
  const sql = `SELECT id FROM goals WHERE id = ANY ($1) UNION ALL SELECT id FROM initiatives WHERE id = ANY ($2)`;
  const rows = await manager.query<{ id: string }[]>(sql, [goalIds, initiativeIds]);
  return new Set([...(await sharedTargets(manager, targetIds)), ...rows.map(({ id }) => id)]);
}

const TREES = `
  WITH RECURSIVE tree AS (
    SELECT id, parent_id, target_ids, goal_ids, initiative_ids FROM objectives WHERE id = ANY ($1)
    UNION SELECT o.id, o.parent_id, o.target_ids, o.goal_ids, o.initiative_ids FROM objectives o JOIN tree ON o.parent_id = tree.id
  )
  SELECT id, parent_id AS "parentId", target_ids AS "targetIds", goal_ids AS "goalIds", initiative_ids AS "initiativeIds" FROM tree`;

const STANDINGS = `
  SELECT t.id, t.direction, k.value, k.wanted FROM targets t
  JOIN LATERAL (SELECT value, wanted FROM target_checks WHERE target_id = t.id ORDER BY number DESC LIMIT 1) k ON TRUE
  WHERE t.id = ANY ($1) AND t.withdrawn_at IS NULL`;

interface StandingRow {
  readonly id: string;
  readonly direction: TargetDirection;
  readonly value: number | null;
  readonly wanted: number;
}

async function standings(manager: EntityManager, ids: readonly string[]): Promise<Map<string, number | null>> {
  const rows = await manager.query<StandingRow[]>(STANDINGS, [ids]);
  return new Map(rows.map(({ id, direction, ...standing }) => [id, progressOf({ direction }, standing)]));
}

async function statuses(manager: EntityManager, ids: readonly string[]): Promise<Map<string, InitiativeStatus>> {
  const sql = `SELECT id, status FROM initiatives WHERE id = ANY ($1)`;
  const rows = await manager.query<{ id: string; status: InitiativeStatus }[]>(sql, [ids]);
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** How far objectives have come, with all that is below them: four statements, however many there are. */
export const progressOfObjectives: Batch<GoalProgress> = async ({ db: { manager } }, ids) => {
  const trees = await manager.query<ObjectiveNode[]>(TREES, [ids]);
  const linked = {
    targets: await standings(
      manager,
      trees.flatMap(({ targetIds }) => targetIds),
    ),
    initiatives: await statuses(
      manager,
      trees.flatMap(({ initiativeIds }) => initiativeIds),
    ),
    goals: await goalNodes(
      manager,
      trees.flatMap(({ goalIds }) => goalIds),
    ),
  };
  const found = progressOfTree(nodesOfObjectives(trees, linked));
  return ids.map((id) => found.get(id) ?? null);
};
