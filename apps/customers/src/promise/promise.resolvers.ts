import { nestedPage } from '@courtesy/subgraph';
import { customerOf } from '../customer/belongings.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { keepPromise, makePromise, waivePromise } from './promise.commands.ts';
import { keptRate } from './promise.ts';
import {
  promiseKeepingOfTeams,
  promisesById,
  promisesDue,
  promisesOfCases,
  promisesOfCustomers,
} from './promise.store.ts';

/** How the SDL of promises maps to functions. */
export const promiseResolvers: Resolvers = {
  Query: {
    promise: (_, { id }, context) => context.load(promisesById, id, undefined),
    promisesDue: (_, { within, ...query }, { db, actor, now }) =>
      promisesDue(db.manager, actor, { ...query, until: new Date(now().getTime() + within) }),
  },
  Mutation: {
    makePromise: (_, { input }, context) => makePromise(context, input),
    keepPromise: (_, { input }, context) => keepPromise(context, input),
    waivePromise: (_, { input }, context) => waivePromise(context, input),
  },
  Customer: {
    promises: ({ id }, page, context) => nestedPage(context, promisesOfCustomers, id, page),
  },
  Case: {
    promises: ({ id }, page, context) => nestedPage(context, promisesOfCases, id, page),
  },
  Team: {
    promiseKeeping: ({ id }, { from, to }, context) =>
      context.load(promiseKeepingOfTeams, id, { from: from.toISOString(), to: to.toISOString() }),
  },
  CustomerPromise: {
    __resolveReference: ({ id }, context) => context.load(promisesById, id, undefined),
    customer: (promise, _, context) => customerOf(context, promise),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    person: ({ personId }) => (personId ? { id: personId } : null),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
  },
  PromiseKeeping: { keptRate },
  PromiseEnded: {
    message: ({ promise: { status, keptAt } }) =>
      keptAt
        ? 'The promise was kept before.'
        : `The promise is ${status.toLowerCase()}; it can no longer be changed so.`,
  },
};
