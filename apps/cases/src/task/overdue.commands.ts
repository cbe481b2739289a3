import type { EntityManager } from 'typeorm';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { expireApproval } from '../approval/approval.commands.ts';
import { nextApprovalDue } from '../approval/approval.store.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { movedEvent, overdueEvent } from './task-events.ts';
import { takeTaskStep } from './task.ts';
import { nextTaskDue, saveTasks, takeDueTasks } from './task.store.ts';

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

/** The next instant at which the time of a task or an approval passes; null when none ever does. */
async function nextDue(manager: EntityManager): Promise<Date | null> {
  const [task, approval] = [await nextTaskDue(manager), await nextApprovalDue(manager)];
  return task && approval ? (task < approval ? task : approval) : (task ?? approval);
}

/** Notices overdue and expired tasks, and approvals that nobody decided in time, within a second. */
export const overdueFinder: Resource<DueWorker> = {
  name: 'overdue finder',
  open: (host) =>
    dueWorker({
      ...{ name: 'overdue finder', service: 'cases', tables: host.tables, next: nextDue },
      take: async (parts) => (await noticeTasks(parts)) + (await expireApproval({ ...host, database: parts.database })),
    }).open(host),
  close: (worker) => worker.stop(),
};
