import { isIdOf, type Problem } from '@courtesy/kernel';
import type { TaskKind, TaskStatus, TaskVerb } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithNote, problemWithText, type Case } from '../case/case.ts';
import { holderOf, type Holders } from '../cover/cover.ts';

/** Something to be done about a case, by one person or team. */
export interface Task {
  readonly id: string;
  readonly caseId: string;
  readonly title: string;
  readonly details: string;
  readonly kind: TaskKind;
  readonly status: TaskStatus;
  /** Whether the case may not be answered before it is done. */
  readonly isMandatory: boolean;
  readonly dueAt: Date | null;
  /** After this it is not worth doing any more; never of a mandatory task. */
  readonly expiresAt: Date | null;
  /** Whom it was given to; while they are away, their cover holds it. */
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  /** Who took it from whom: the person whose cover accepted it. */
  readonly delegateOfId: string | null;
  /** Who gave it to its assignee; null when that was no person. */
  readonly delegatedById: string | null;
  /** Why it was declined, handed back or cancelled. */
  readonly statusReason: string | null;
  /** The subject of whoever added it. */
  readonly addedBy: string;
  readonly addedAt: Date;
  readonly endedAt: Date | null;
  readonly endedById: string | null;
  /** When it was noticed that the task is overdue; null while it was not. */
  readonly overdueNoticedAt: Date | null;
  readonly version: number;
}

/** What each verb can be asked of, and where it leads. A task that is declined waits for whoever delegates it anew. */
export const taskTransitions: Readonly<Record<TaskVerb, Readonly<Partial<Record<TaskStatus, TaskStatus>>>>> = {
  DELEGATE: { OPEN: 'OPEN', ACCEPTED: 'OPEN', DECLINED: 'OPEN' },
  ACCEPT: { OPEN: 'ACCEPTED' },
  DECLINE: { OPEN: 'DECLINED' },
  HAND_BACK: { ACCEPTED: 'OPEN' },
  COMPLETE: { OPEN: 'DONE', ACCEPTED: 'DONE' },
  CANCEL: { OPEN: 'CANCELLED', ACCEPTED: 'CANCELLED', DECLINED: 'CANCELLED' },
  EXPIRE: { OPEN: 'EXPIRED', ACCEPTED: 'EXPIRED', DECLINED: 'EXPIRED' },
};

/** The states in which a task is still to be done. */
export const undoneStatuses = ['OPEN', 'ACCEPTED', 'DECLINED'] as const satisfies readonly TaskStatus[];

/** Whether a task is still to be done. */
export const isUndone = ({ status }: Pick<Task, 'status'>): boolean =>
  (undoneStatuses as readonly TaskStatus[]).includes(status);

/** Whether a task should have been done by now. */
export const isOverdue = (task: Pick<Task, 'status' | 'dueAt'>, at: Date): boolean =>
  isUndone(task) && task.dueAt !== null && task.dueAt <= at;

/** A task was asked for what it cannot do from where it stands. */
export interface IllegalTaskTransition {
  readonly type: 'IllegalTaskTransition';
  readonly task: Task;
  readonly verb: TaskVerb;
}

/** The task is for somebody else to say this of. */
export interface TaskNotYours {
  readonly type: 'TaskNotYours';
  readonly task: Task;
}

/** A mandatory task is cancelled only by those who may end a case over its obstacles. */
export interface TaskIsMandatory {
  readonly type: 'TaskIsMandatory';
  readonly task: Task;
}

/** A case that is over takes no new work. */
export interface CaseIsOver {
  readonly type: 'CaseIsOver';
  readonly case: Case;
}

/** A task was added. */
export interface TaskAdded {
  readonly type: 'TaskAdded';
  readonly task: Task;
}

/** A task moved, whichever way. */
export interface TaskMoved {
  readonly type: 'TaskMoved';
  readonly task: Task;
}

/** To whom a task goes: a person or a team, or nobody yet. */
export interface Delegate {
  readonly assigneeId: string | null;
  readonly teamId: string | null;
}

/** One step asked of a task. */
export type TaskStep =
  | ({ readonly verb: 'DELEGATE' } & Delegate)
  | { readonly verb: 'ACCEPT' | 'COMPLETE' | 'EXPIRE' }
  | { readonly verb: 'DECLINE' | 'HAND_BACK' | 'CANCEL'; readonly reason: string };

/** Who takes a step, and when. */
export interface Taker {
  readonly personId: string | null;
  readonly at: Date;
}

/** Who holds a task: its assignee, or whoever covers for them; null when no person does. */
export const holderOfTask = ({ assigneeId }: Task, holders: Holders): string | null =>
  assigneeId === null ? null : holderOf(holders, assigneeId);

/** In whose place a task is held: the person who is away, or was when their cover accepted it; null when nobody's. */
export function originalOf(task: Task, holders: Holders): string | null {
  if (task.delegateOfId !== null) return task.delegateOfId;
  return holderOfTask(task, holders) === task.assigneeId ? null : task.assigneeId;
}

function changesBy(task: Task, step: TaskStep, by: Taker, holders: Holders): Partial<Task> {
  const ended = { endedAt: by.at, endedById: by.personId };
  switch (step.verb) {
    case 'DELEGATE': {
      const { assigneeId, teamId } = step;
      return { assigneeId, teamId, delegateOfId: null, delegatedById: by.personId, statusReason: null };
    }
    case 'ACCEPT': {
      // Accepting settles who does it: a cover keeps what they accepted when the absence is over.
      const delegateOfId = originalOf(task, holders);
      return {
        assigneeId: by.personId ?? task.assigneeId,
        delegateOfId: delegateOfId === by.personId ? null : delegateOfId,
      };
    }
    case 'DECLINE':
      return { statusReason: step.reason };
    case 'HAND_BACK':
      return { assigneeId: task.delegatedById, delegateOfId: null, statusReason: step.reason };
    case 'CANCEL':
      return { ...ended, statusReason: step.reason };
    case 'COMPLETE':
    case 'EXPIRE':
      return ended;
  }
}

/** Takes one step with a task. */
export function takeTaskStep(task: Task, step: TaskStep, by: Taker, holders: Holders): Task | IllegalTaskTransition {
  const status = taskTransitions[step.verb][task.status];
  if (!status) return { type: 'IllegalTaskTransition', task, verb: step.verb };
  return { ...task, ...changesBy(task, step, by, holders), status, version: task.version + 1 };
}

/** What can be done with a task that stands at `status` by a person. */
export const allowedTaskVerbs = (status: TaskStatus): TaskVerb[] =>
  (Object.keys(taskTransitions) as TaskVerb[]).filter(
    (verb) => verb !== 'EXPIRE' && taskTransitions[verb][status] !== undefined,
  );

/** What is to be done, as somebody or something plans it. */
export interface PlannedTask extends Delegate {
  readonly title: string;
  readonly details: string;
  readonly kind: TaskKind;
  readonly isMandatory: boolean;
  readonly dueAt: Date | null;
  readonly expiresAt: Date | null;
}

/** The longest title of a task, in characters. */
export const MAX_TASK_TITLE = 200;

/** What is wrong with whom a task is to go to; empty when nothing is. */
export function problemsOfDelegate({ assigneeId, teamId }: Delegate): Problem[] {
  const problems: Problem[] = [];
  if (assigneeId !== null && !isIdOf('pers', assigneeId))
    problems.push({ path: 'assigneeId', message: `"${assigneeId}" is not the id of a person` });
  if (teamId !== null && !isIdOf('team', teamId))
    problems.push({ path: 'teamId', message: `"${teamId}" is not the id of a team` });
  return problems;
}

/** What is wrong with a planned task in itself; empty when nothing is. */
export function problemsOfTask(planned: PlannedTask, now: Date): Problem[] {
  const { title, details, expiresAt, isMandatory } = planned;
  const texts = [problemWithText('title', title, MAX_TASK_TITLE), problemWithNote('details', details, MAX_REASON)];
  const problems = [...texts.flatMap((problem) => problem ?? []), ...problemsOfDelegate(planned)];
  if (expiresAt && isMandatory)
    problems.push({ path: 'expiresAt', message: 'is nothing for a mandatory task, which is done or cancelled' });
  if (expiresAt && expiresAt <= now) problems.push({ path: 'expiresAt', message: 'has passed' });
  return problems;
}

/** A planned task as it begins. */
export const newTask = (
  planned: PlannedTask,
  begun: Pick<Task, 'id' | 'caseId' | 'addedBy' | 'addedAt' | 'delegatedById'>,
): Task => ({
  ...begun,
  ...{ title: planned.title, details: planned.details, kind: planned.kind, isMandatory: planned.isMandatory },
  ...{ dueAt: planned.dueAt, expiresAt: planned.expiresAt, assigneeId: planned.assigneeId, teamId: planned.teamId },
  ...{ status: 'OPEN', delegateOfId: null, statusReason: null, endedAt: null, endedById: null },
  ...{ overdueNoticedAt: null, version: 1 },
});
