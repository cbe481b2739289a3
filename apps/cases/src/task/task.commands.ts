import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Actor, Context } from '@courtesy/subgraph';
import type { AddTaskInput, InputMaybe } from '@courtesy/graph-types/cases';
import { isUnended, MAX_REASON, problemWithText, type Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { CLOSE_OVERRIDE } from '../case/guard.ts';
import { whileChainsHold } from '../case-merge/family.store.ts';
import { LEADS } from '../cover/cover.commands.ts';
import type { Holders } from '../cover/cover.ts';
import { holdersAt } from '../cover/cover.store.ts';
import { addedEvent, movedEvent } from './task-events.ts';
import {
  holderOfTask,
  newTask,
  problemsOfDelegate,
  problemsOfTask,
  takeTaskStep,
  type CaseIsOver,
  type IllegalTaskTransition,
  type PlannedTask,
  type Task,
  type TaskAdded,
  type TaskIsMandatory,
  type TaskMoved,
  type TaskNotYours,
  type TaskStep,
} from './task.ts';
import { addTasks, lockTask, saveTasks, visibleTasks } from './task.store.ts';

/**
 * Puts tasks on a case in the caller's transaction and announces them; the caller holds the case's lock, and found the tasks sound. A way for
 * other parts and reactions to leave work behind, such as a promise that falls due.
 */
export async function addTask(context: Context, tx: Transaction, about: Case, planned: PlannedTask): Promise<Task> {
  const { actor, newId } = context;
  const now = context.now();
  const begun = { id: newId('task'), caseId: about.id, addedBy: actor.subject, addedAt: now };
  const task = newTask(planned, { ...begun, delegatedById: actor.personId ?? null });
  await addTasks(tx.manager, [task]);
  tx.emit(addedEvent(task, about, await holdersAt(tx.manager, now)));
  return task;
}

const plannedOf = (input: AddTaskInput): PlannedTask => ({
  ...{ title: input.title.trim(), details: input.details ?? '', kind: input.kind },
  ...{ isMandatory: input.isMandatory ?? false, dueAt: input.dueAt ?? null, expiresAt: input.expiresAt ?? null },
  ...{ assigneeId: input.assigneeId ?? null, teamId: input.teamId ?? null },
});

/** Adds a task to a case that is not over. */
export async function addTaskTo(
  context: Context,
  input: AddTaskInput,
): Promise<TaskAdded | CaseIsOver | NotFound | InvalidInput | IdempotencyKeyReused> {
  const now = context.now();
  const planned = plannedOf(input);
  const problems = problemsOfTask(planned, now);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor } = context;
  const request = { key: input.idempotencyKey, operation: 'addTask', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const about = await lockCase(tx.manager, actor, input.caseId);
      if (!about) return notFound(input.caseId);
      if (!isUnended(about.status) && about.status !== 'RESOLVED') return { type: 'CaseIsOver' as const, case: about };
      return { type: 'TaskAdded' as const, task: await addTask(context, tx, about, planned) };
    }),
  );
}

/** What a step of a task is asked with. */
interface Request {
  readonly taskId: string;
  readonly expectedVersion?: InputMaybe<number>;
}

/** What can come of a step. */
export type TaskStepOutcome =
  TaskMoved | IllegalTaskTransition | TaskNotYours | NotFound | StaleVersion<Task> | InvalidInput;

/** Whether a task is a caller's to take this step with. Nobody's task is everybody's; who leads may do all but speak for others. */
function isTheirs(actor: Actor, task: Task, { verb }: TaskStep, holders: Holders): boolean {
  const holder = holderOfTask(task, holders);
  const nobodys = holder === null && task.teamId === null;
  const own = holder === null ? task.teamId !== null && task.teamId === actor.teamId : holder === actor.personId;
  if (verb === 'ACCEPT') return (own || nobodys) && actor.personId !== undefined;
  if (verb === 'DECLINE') return own;
  const gaveIt = task.delegatedById !== null && task.delegatedById === actor.personId;
  const leads = actor.scopes.includes(LEADS);
  return verb === 'HAND_BACK' ? own || leads : own || nobodys || gaveIt || leads;
}

/** The one way of a step: see the task, lock its case, decide, save, announce. */
export function moveTask(
  context: Context,
  { taskId, expectedVersion }: Request,
  step: TaskStep,
): Promise<Exclude<TaskStepOutcome, InvalidInput> | TaskIsMandatory> {
  const { db, actor } = context;
  const at = context.now();
  const work = () =>
    db.transaction(async (tx) => {
      const holders = await holdersAt(tx.manager, at);
      const seen = await visibleTasks(tx.manager, actor, holders).andWhere('t.id = :taskId', { taskId }).getOne();
      if (!seen) return notFound(taskId);
      const { task, about } = await lockTask(tx.manager, seen);
      const expected = expectedVersion ?? task.version;
      if (expected !== task.version) return staleVersion(expected, task);
      const moved = takeTaskStep(task, step, { personId: actor.personId ?? null, at }, holders);
      if ('type' in moved) return moved;
      if (!isTheirs(actor, task, step, holders)) return { type: 'TaskNotYours' as const, task };
      if (step.verb === 'CANCEL' && task.isMandatory && !actor.scopes.includes(CLOSE_OVERRIDE))
        return { type: 'TaskIsMandatory' as const, task };
      await saveTasks(tx.manager, [moved]);
      tx.emit(movedEvent(moved, about, holders, { verb: step.verb, at }));
      return { type: 'TaskMoved' as const, task: moved };
    });
  return whileChainsHold(work);
}

/** A step that says why. */
export async function moveTaskFor(
  context: Context,
  input: Request & { readonly reason: string },
  verb: 'DECLINE' | 'HAND_BACK' | 'CANCEL',
): Promise<TaskStepOutcome | TaskIsMandatory> {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  return problem ? invalidInput([problem]) : moveTask(context, input, { verb, reason: input.reason });
}

/** Gives a task to somebody else. */
export async function delegateTask(
  context: Context,
  input: Request & { readonly assigneeId?: InputMaybe<string>; readonly teamId?: InputMaybe<string> },
): Promise<TaskStepOutcome | TaskIsMandatory> {
  const to = { assigneeId: input.assigneeId ?? null, teamId: input.teamId ?? null };
  const problems = problemsOfDelegate(to);
  if (!to.assigneeId && !to.teamId)
    problems.push({ path: 'assigneeId', message: 'is missing; name a person or a team' });
  return problems.length > 0 ? invalidInput(problems) : moveTask(context, input, { verb: 'DELEGATE', ...to });
}
