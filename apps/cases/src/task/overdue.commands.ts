import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { caseTable } from '../case/case.table.ts';
import { coverTable } from '../cover/cover.table.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { movedEvent, overdueEvent } from './task-events.ts';
import { takeTaskStep } from './task.ts';
import { nextTaskDue, saveTasks, takeDueTasks } from './task.store.ts';
import { taskTable } from './task.table.ts';

/** How many tasks one transaction goes through. */
const BATCH = 200;

/** Announces each task that is overdue by now, once, and ends those that have expired, however many workers there are. Returns how many. */
export function noticeTasks({ database, now }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const taken = await takeDueTasks(tx.manager, at, BATCH);
    if (taken.length === 0) return 0;
    const holders = await holdersAt(tx.manager, at);
    const saved = taken.map(({ task, about }) => {
      const overdue = task.overdueNoticedAt === null && task.dueAt !== null && task.dueAt <= at;
      const noticed = overdue ? { ...task, overdueNoticedAt: at } : task;
      if (overdue) tx.emit(overdueEvent(noticed, about, holders));
      if (task.expiresAt === null || task.expiresAt > at) return noticed;
      const expired = takeTaskStep(noticed, { verb: 'EXPIRE' }, { personId: null, at: task.expiresAt }, holders);
      if ('type' in expired) return noticed;
      tx.emit(movedEvent(expired, about, holders, { verb: 'EXPIRE', at: task.expiresAt }));
      return expired;
    });
    await saveTasks(tx.manager, saved);
    return taken.length;
  });
}

/** Notices overdue and expired tasks within a second. */
export const overdueFinder = dueWorker({
  ...{ name: 'overdue finder', service: 'cases', tables: [caseTable, coverTable, taskTable] },
  ...{ next: nextTaskDue, take: noticeTasks },
});
