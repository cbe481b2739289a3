import type { KnownEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { isUnended } from '../case/case.ts';
import { caseTable } from '../case/case.table.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { addedEvent } from './task-events.ts';
import { newTask } from './task.ts';
import { addTasks } from './task.store.ts';

const FOLLOW_UP = 'Do what is to follow the visit of ';
const NO_SHOW = 'Arrange another visit: nobody was met on ';

/**
 * Leaves a task behind on the case of a visit, for the first who went: what is to follow a visit that took place, or another visit when nobody was
 * met. What is to follow stands with the visit. A case that was answered meanwhile gets it too, and is not closed before it is done; one that is over gets
 * none. The task is the visit's own, by its id, so no visit leaves two.
 */
export async function takeUpVisit(
  tx: Transaction,
  { type, subject, data, time }: KnownEvent<'courtesy.visit.completed.v1' | 'courtesy.visit.no-show.v1'>,
): Promise<void> {
  const { caseId, personIds, hasFollowUp, startsAt, followUpDueAt } = data;
  const met = type === 'courtesy.visit.completed.v1';
  if (caseId === null || (met && !hasFollowUp)) return;
  const about = await tx.manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id = :caseId', { caseId })
    .setLock('pessimistic_write')
    .getOne();
  if (!about || !(isUnended(about.status) || about.status === 'RESOLVED')) return;
  const at = new Date(time);
  const planned = {
    ...{ title: `${met ? FOLLOW_UP : NO_SHOW}${startsAt.slice(0, 10)}`, details: `The visit ${subject}` },
    ...{ kind: 'CALL_BACK' as const, isMandatory: true, expiresAt: null },
    ...{ dueAt: followUpDueAt === null ? null : new Date(followUpDueAt) },
    ...{ assigneeId: personIds[0] ?? null, teamId: null },
  };
  const id = subject.replace(/^visi_/, 'task_');
  const begun = { id, caseId, addedBy: 'service:customers', addedAt: at, delegatedById: null };
  const task = newTask(planned, begun);
  await addTasks(tx.manager, [task]);
  tx.emit(addedEvent(task, about, await holdersAt(tx.manager, at)));
}
