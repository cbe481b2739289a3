import { nestedPage } from '@courtesy/subgraph';
import type { TaskStatus } from '@courtesy/graph-types/cases';
import { casesById } from '../case/case.store.ts';
import { referenceOf } from '../case/case.ts';
import { holdersNow } from '../cover/cover.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { addTaskTo, delegateTask, moveTask, moveTaskFor } from './task.commands.ts';
import { allowedTaskVerbs, holderOfTask, isOverdue, originalOf } from './task.ts';
import { tasksById, tasksOfCases, tasksOfPersons, tasksOfTeams } from './task.store.ts';

const asReference = (id: string | null) => (id ? { id } : null);
const wordOf = (status: TaskStatus) => status.toLowerCase();

/** How the SDL of tasks maps to functions. */
export const taskResolvers: Resolvers = {
  Query: {
    task: (_, { id }, context) => context.load(tasksById, id, undefined),
  },
  Mutation: {
    addTask: (_, { input }, context) => addTaskTo(context, input),
    delegateTask: (_, { input }, context) => delegateTask(context, input),
    acceptTask: (_, { input }, context) => moveTask(context, input, { verb: 'ACCEPT' }),
    declineTask: (_, { input }, context) => moveTaskFor(context, input, 'DECLINE'),
    handBackTask: (_, { input }, context) => moveTaskFor(context, input, 'HAND_BACK'),
    completeTask: (_, { input }, context) => moveTask(context, input, { verb: 'COMPLETE' }),
    cancelTask: (_, { input }, context) => moveTaskFor(context, input, 'CANCEL'),
  },
  Case: { tasks: ({ id }, page, context) => nestedPage(context, tasksOfCases, id, page) },
  Person: { tasks: ({ id }, page, context) => nestedPage(context, tasksOfPersons, id, page) },
  Team: { tasks: ({ id }, page, context) => nestedPage(context, tasksOfTeams, id, page) },
  Task: {
    __resolveReference: ({ id }, context) => context.load(tasksById, id, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    assignee: async (task, _, context) => asReference(holderOfTask(task, await holdersNow(context))),
    delegateOf: async (task, _, context) => asReference(originalOf(task, await holdersNow(context))),
    team: ({ teamId }) => asReference(teamId),
    delegatedBy: ({ delegatedById }) => asReference(delegatedById),
    endedBy: ({ endedById }) => asReference(endedById),
    isOverdue: (task, _, { now }) => isOverdue(task, now()),
  },
  IllegalTaskTransition: {
    message: ({ task, verb }) =>
      `A task that is ${wordOf(task.status)} cannot ${verb.toLowerCase().replaceAll('_', ' ')}.`,
    allowed: ({ task }) => allowedTaskVerbs(task.status),
  },
  TaskNotYours: { message: () => 'This task is for somebody else; ask them, or whoever leads them.' },
  TaskIsMandatory: {
    message: () =>
      'The case must not end without this task; only who may override that (scope case:close_override) cancels it.',
  },
  CaseIsOver: { message: ({ case: over }) => `${referenceOf(over)} is over; nothing more can be asked of it.` },
};
