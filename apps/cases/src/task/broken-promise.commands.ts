import type { KnownEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { isUnended } from '../case/case.ts';
import { caseTable } from '../case/case.table.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { addedEvent } from './task-events.ts';
import { MAX_TASK_TITLE, newTask } from './task.ts';
import { addTasks } from './task.store.ts';

const TITLE = 'Keep a broken promise: ';

/**
 * Leaves a task behind on the case that a broken promise was about, for whoever promised: to keep it after all, and to say so to the customer. A
 * case that has ended gets none. The task is the promise's own, by its id, so no promise leaves two.
 */
export async function takeUpBrokenPromise(
  tx: Transaction,
  { subject, data, time }: KnownEvent<'courtesy.promise.broken.v1'>,
): Promise<void> {
  const { caseId, personId, teamId, text } = data;
  if (caseId === null) return;
  const about = await tx.manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id = :caseId', { caseId })
    .setLock('pessimistic_write')
    .getOne();
  if (!about || !isUnended(about.status)) return;
  const at = new Date(time);
  const planned = {
    ...{ title: `${TITLE}${text}`.slice(0, MAX_TASK_TITLE), details: text, kind: 'CALL_BACK' as const },
    ...{ isMandatory: true, dueAt: null, expiresAt: null, assigneeId: personId, teamId: personId ? null : teamId },
  };
  const id = subject.replace(/^prom_/, 'task_');
  const begun = { id, caseId, addedBy: 'service:customers', addedAt: at, delegatedById: null };
  const task = newTask(planned, begun);
  await addTasks(tx.manager, [task]);
  tx.emit(addedEvent(task, about, await holdersAt(tx.manager, at)));
}
