import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { visibleCases } from '../case/case.store.ts';
import { caseTable } from '../case/case.table.ts';
import { familyOf, lockChains } from '../case-merge/family.store.ts';
import type { Holders } from '../cover/cover.ts';
import { holdersNow } from '../cover/cover.store.ts';
import { undoneStatuses, type Task } from './task.ts';
import { taskTable } from './task.table.ts';

const tasks = (manager: EntityManager) => manager.createQueryBuilder(taskTable, 't').where('TRUE');

/** Adds the tasks that fall to a person by the covers in force, as an SQL condition with the parameters `covered` and `covering`. */
const heldBy = (person: string) =>
  `t.assigneeId = ANY (ARRAY(
     SELECT h.covered FROM unnest(:covered::text[], :covering::text[]) AS h (covered, covering) WHERE h.covering = ${person}
     UNION ALL SELECT ${person} WHERE NOT ${person} = ANY (:covered::text[])))`;

const byHolders = (holders: Holders) => ({ covered: [...holders.keys()], covering: [...holders.values()] });

/**
 * The tasks an actor may see: those of the cases they may see, and those given to them, to their team or to somebody they cover for, whatever
 * the case.
 */
export function visibleTasks(manager: EntityManager, actor: Actor, holders: Holders): SelectQueryBuilder<Task> {
  if (actor.reach === 'ALL') return tasks(manager);
  const cases = visibleCases(manager, actor).andWhere('c.id = t.caseId').select('1');
  const parameters = { ...cases.getParameters(), ...byHolders(holders) };
  return tasks(manager)
    .andWhere(
      `(EXISTS (${cases.getQuery()}) OR t.teamId = :taskTeam OR t.assigneeId = :taskPerson OR ${heldBy(':taskPerson::text')})`,
    )
    .setParameters({ ...parameters, taskTeam: actor.teamId ?? null, taskPerson: actor.personId ?? null });
}

/** Loads tasks by id, as far as the caller may see them. */
export const tasksById: Batch<Task> = async (context, ids) => {
  const holders = await holdersNow(context);
  return byId<Task>(({ db, actor }) => visibleTasks(db.manager, actor, holders))(context, ids, undefined);
};

const earliestFirst: KeysetOrder<Task> = { by: ['addedAt', 'id'], direction: 'ASC' };

/** The pages of the tasks of cases, and of what was merged into those, the earliest first. Who sees the case sees them. */
export const tasksOfCases = nestedPages<Task>({
  rows: ({ db }) => tasks(db.manager),
  of: (owner) => `t.caseId = ANY (${familyOf(owner)})`,
  order: earliestFirst,
});

const undone = `t.status = ANY (:undone) AND NOT EXISTS (SELECT 1 FROM cases ended WHERE ended.id = t.caseId AND ended.status IN ('CLOSED', 'CANCELLED'))`;

/** The pages of the tasks that people hold and have not done, the earliest first: their own and those of whom they cover for. */
export const tasksOfPersons: Batch<Connection<Task>, PageArgs> = async (context, persons, page) => {
  const holders = await holdersNow(context);
  const pages = nestedPages<Task>({
    rows: ({ db, actor }) =>
      visibleTasks(db.manager, actor, holders)
        .andWhere(undone, { undone: undoneStatuses })
        .setParameters(byHolders(holders)),
    of: heldBy,
    order: earliestFirst,
  });
  return pages(context, persons, page);
};

/** The pages of the tasks of teams that are not done, the earliest first. */
export const tasksOfTeams: Batch<Connection<Task>, PageArgs> = async (context, teams, page) => {
  const holders = await holdersNow(context);
  const pages = nestedPages<Task>({
    rows: ({ db, actor }) => visibleTasks(db.manager, actor, holders).andWhere(undone, { undone: undoneStatuses }),
    of: 'teamId',
    order: earliestFirst,
  });
  return pages(context, teams, page);
};

/**
 * One task as it stands, under the lock of its case and of what that is continued in: whoever ends one of these waits, so that none ends
 * while work on it is opened anew.
 */
export async function lockTask(
  manager: EntityManager,
  { caseId, id }: Pick<Task, 'caseId' | 'id'>,
): Promise<{ readonly task: Task; readonly about: Case }> {
  const about = await lockAnyCase(manager, caseId);
  return { task: await tasks(manager).andWhere('t.id = :id', { id }).getOneOrFail(), about };
}

/** A case under its lock and that of what it is continued in, whoever may see it. */
export async function lockAnyCase(manager: EntityManager, caseId: string): Promise<Case> {
  await lockChains(manager, [caseId]);
  return manager.createQueryBuilder(caseTable, 'c').where('c.id = :caseId', { caseId }).getOneOrFail();
}

/** At most so many of the tasks that somebody has and has not done, those of one case together. */
export const undoneTasksOf = (manager: EntityManager, personId: string, atMost: number): Promise<Task[]> =>
  tasks(manager)
    .andWhere('t.assigneeId = :personId AND t.status = ANY (:undone)', { personId, undone: undoneStatuses })
    .orderBy('t.caseId')
    .addOrderBy('t.id')
    .limit(atMost)
    .getMany();

/** Adds tasks. */
export async function addTasks(manager: EntityManager, added: readonly Task[]): Promise<void> {
  await insertRows(manager, taskTable, added);
}

/** Overwrites tasks whose cases the caller has locked. */
export async function saveTasks(manager: EntityManager, saved: readonly Task[]): Promise<void> {
  await updateRows(manager, taskTable, saved);
}

/** Mandatory tasks that are not done, as obstacles. */
export const openTasksSql = `
  SELECT c.id AS case_id, 'TASK_OPEN' AS kind, t.title AS what, t.id
  FROM cases c JOIN tasks t ON t.case_id = ANY (${familyOf('c.id')})
  WHERE c.id = ANY ($1) AND t.is_mandatory AND t.status IN ('OPEN', 'ACCEPTED', 'DECLINED')`;

/** The next instant at which a task is overdue or expires; null when none ever is. */
export async function nextTaskDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(at) AS at FROM (
       (SELECT due_at AS at FROM tasks WHERE overdue_noticed_at IS NULL AND ended_at IS NULL AND due_at IS NOT NULL ORDER BY due_at LIMIT 1)
       UNION ALL
       (SELECT expires_at FROM tasks WHERE ended_at IS NULL AND expires_at IS NOT NULL ORDER BY expires_at LIMIT 1)) AS next`,
  );
  return row?.at ?? null;
}

/** Takes up to `limit` tasks that are overdue or expire, with the lock of their cases; what another has is passed over. */
export async function takeDueTasks(
  manager: EntityManager,
  now: Date,
  limit: number,
): Promise<{ readonly task: Task; readonly about: Case }[]> {
  const taken = await manager.query<{ id: string }[]>(
    `SELECT t.id FROM tasks t JOIN cases c ON c.id = t.case_id
     WHERE t.ended_at IS NULL
       AND ((t.overdue_noticed_at IS NULL AND t.due_at <= LEAST($1::timestamptz, now())) OR t.expires_at <= LEAST($1::timestamptz, now()))
     ORDER BY LEAST(t.due_at, t.expires_at), t.id LIMIT $2 FOR UPDATE OF t, c SKIP LOCKED`,
    [now, limit],
  );
  const rows = await tasks(manager)
    .andWhere('t.id = ANY (:ids)', { ids: taken.map(({ id }) => id) })
    .getMany();
  const cases = await manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id = ANY (:ids)', { ids: rows.map(({ caseId }) => caseId) })
    .getMany();
  const abouts = new Map(cases.map((each) => [each.id, each]));
  return rows.flatMap((task) => {
    const about = abouts.get(task.caseId);
    return about ? [{ task, about }] : [];
  });
}
