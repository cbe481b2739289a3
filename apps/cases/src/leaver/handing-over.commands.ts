import type { Transaction } from '@courtesy/persistence';
import {
  contextOfWork,
  dueWorker,
  scopesOf,
  type Context,
  type DueWorker,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import { moveCases } from '../case/move.commands.ts';
import { whileChainsHold } from '../case-merge/family.store.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { movedEvent } from '../task/task-events.ts';
import { takeTaskStep } from '../task/task.ts';
import { lockTask, saveTasks } from '../task/task.store.ts';
import { nextHandover, openCasesOf, saveHandedOver, takeLeaver, undoneTasksOf, type Leaver } from './leaver.store.ts';

/** How many cases, and how many tasks, one transaction goes through. */
const BATCH = 200;

/** Gives cases of a leaver back to their team: nobody handles them, and they are as old as they were. Returns how many. */
async function handCases(context: Context, tx: Transaction, leaver: Leaver): Promise<number> {
  const open = await openCasesOf(tx.manager, leaver.personId, BATCH);
  const outcomes = await moveCases(
    context,
    tx,
    open.map(({ id, teamId, siteId }) => {
      // A case that only named the person would otherwise be in nobody's queue.
      const to = { teamId: teamId ?? leaver.teamId, siteId: siteId ?? leaver.siteId, assigneeId: null };
      return { caseId: id, step: { verb: 'ASSIGN' as const, ...to } };
    }),
  );
  return outcomes.length;
}

/** Gives tasks of a leaver to their team, for whoever accepts them. Returns how many. */
async function handTasks(context: Context, tx: Transaction, leaver: Leaver): Promise<number> {
  const undone = await undoneTasksOf(tx.manager, leaver.personId, BATCH);
  if (undone.length === 0) return 0;
  const at = context.now();
  const holders = await holdersAt(tx.manager, at);
  for (const seen of undone) {
    const { task, about } = await lockTask(tx.manager, seen);
    const step = { verb: 'DELEGATE' as const, assigneeId: null, teamId: task.teamId ?? leaver.teamId };
    const moved = takeTaskStep(task, step, { personId: null, at }, holders);
    if ('type' in moved || task.assigneeId !== leaver.personId) continue;
    await saveTasks(tx.manager, [moved]);
    tx.emit(movedEvent(moved, about, holders, { verb: step.verb, at }));
  }
  return undone.length;
}

/** Hands over a part of the open work of one leaver. Returns how much there was to do: 0 when nobody's is left. */
export function handOver(host: ResourceHost): Promise<number> {
  const actor = {
    ...{ subject: 'service:cases', role: 'SERVICE' as const, reach: 'ALL' as const },
    scopes: scopesOf('AGENT'),
  };
  const context = contextOfWork(host, actor, 'the work of a leaver');
  const work = () =>
    host.database.transaction(async (tx) => {
      const leaver = await takeLeaver(tx.manager, context.now());
      if (!leaver) return 0;
      const handed = (await handCases(context, tx, leaver)) + (await handTasks(context, tx, leaver));
      if (handed === 0) await saveHandedOver(tx.manager, leaver.personId, context.now());
      return handed + 1;
    });
  return whileChainsHold(work);
}

/** Gives the open cases and tasks of people who left back to their teams, within a second of hearing of it. */
export const leaverKeeper: Resource<DueWorker> = {
  name: 'leaver keeper',
  open: (host) =>
    dueWorker({
      ...{ name: 'leaver keeper', service: 'cases', tables: host.tables, next: nextHandover },
      take: ({ database }) => handOver({ ...host, database }),
    }).open(host),
  close: (worker) => worker.stop(),
};
