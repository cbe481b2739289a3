import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { meetingsById } from '../meeting/meeting.store.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  agreeActionItem,
  completeActionItem,
  dropActionItem,
  passOnActionItem,
  putOffActionItem,
} from './action-item.commands.ts';
import { actionItemsById, actionItemsOfPeople, actionItemsOfTeams, turnsOfItems } from './action-item.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);
const maybePerson = (id: string | null, context: Context) => (id === null ? null : personOf(id, context));

/** How the SDL of action items maps to functions. */
export const actionItemResolvers: Resolvers = {
  Query: { actionItem: (_, { id }, context) => context.load(actionItemsById, id, undefined) },
  Mutation: {
    agreeActionItem: (_, { input }, context) => agreeActionItem(context, input),
    completeActionItem: (_, { input }, context) => completeActionItem(context, input),
    dropActionItem: (_, { input }, context) => dropActionItem(context, input),
    passOnActionItem: (_, { input }, context) => passOnActionItem(context, input),
    putOffActionItem: (_, { input }, context) => putOffActionItem(context, input),
  },
  Person: {
    actionItems: ({ id }, { only, ...page }, context) =>
      present(context.load(actionItemsOfPeople[only ?? 'ALL'], id, page), id),
  },
  Team: {
    actionItems: ({ id }, { only, ...page }, context) =>
      present(context.load(actionItemsOfTeams[only ?? 'ALL'], id, page), id),
  },
  ActionItem: {
    __resolveReference: ({ id }, context) => context.load(actionItemsById, id, undefined),
    meeting: ({ meetingId }, _, context) => context.load(meetingsById, meetingId, undefined),
    owner: ({ ownerId }, _, context) => personOf(ownerId, context),
    isOverdue: ({ status, overdueAt }, _, { now }) => status === 'OPEN' && overdueAt <= now(),
    escalatedTo: ({ escalatedToId }, _, context) => maybePerson(escalatedToId, context),
    history: async ({ id }, _, context) => [...((await context.load(turnsOfItems, id, undefined)) ?? [])],
  },
  ActionItemTurn: {
    owner: ({ ownerId }, _, context) => personOf(ownerId, context),
    by: ({ byId }, _, context) => maybePerson(byId, context),
  },
  ActionItemIsClosed: {
    message: ({ actionItem }) => `It was closed at ${actionItem.closedAt?.toISOString() ?? ''}.`,
  },
  NotYourActionItem: {
    message: () => 'This is for its owner to do, for whoever it was escalated to, or for who may keep meetings.',
  },
};
