import type { NewEvent } from '@courtesy/events';
import type { TaskVerb } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import type { Holders } from '../cover/cover.ts';
import { holderOfTask, originalOf, type Task } from './task.ts';

const aboutTask = (task: Task, about: Case, holders: Holders) => ({
  ...{ caseId: about.id, customerId: about.customerId, siteId: about.siteId },
  ...{ title: task.title, kind: task.kind, status: task.status, isMandatory: task.isMandatory },
  ...{ teamId: task.teamId, assigneeId: holderOfTask(task, holders), delegateOfId: originalOf(task, holders) },
  dueAt: task.dueAt?.toISOString() ?? null,
});

const headOf = (task: Task, time: Date) => ({ subject: task.id, sequence: task.version, time });

/** What other services are told of a new task. */
export const addedEvent = (task: Task, about: Case, holders: Holders): NewEvent => ({
  ...{ type: 'courtesy.task.added.v1', ...headOf(task, task.addedAt) },
  data: aboutTask(task, about, holders),
});

/** What other services are told of a step. */
export const movedEvent = (
  task: Task,
  about: Case,
  holders: Holders,
  { verb, at }: { readonly verb: TaskVerb; readonly at: Date },
): NewEvent => ({
  ...{ type: 'courtesy.task.moved.v1', ...headOf(task, at) },
  data: { ...aboutTask(task, about, holders), verb, reason: task.statusReason },
});

/** What other services are told of a task that should have been done. */
export const overdueEvent = (task: Task, about: Case, holders: Holders): NewEvent => ({
  ...{ type: 'courtesy.task.overdue.v1', ...headOf(task, task.dueAt ?? task.addedAt) },
  data: aboutTask(task, about, holders),
});
