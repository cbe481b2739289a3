import { nestedPage, type Context } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { searchesOfEscalations } from './cover-search.store.ts';
import { acceptEscalation, escalateCase, returnEscalation } from './escalation.commands.ts';
import { escalationsById, escalationsOfCases, listEscalations } from './escalation.store.ts';
import { handOversOfCases } from './hand-over.store.ts';
import { publishEscalationLadder } from './ladder.commands.ts';
import { laddersById, listLadders } from './ladder.store.ts';

const reference = (id: string | null) => (id ? { id } : null);

const searchesOf = async (context: Context, id: string) =>
  (await context.load(searchesOfEscalations, id, undefined)) ?? [];

/** How the SDL of escalations maps to functions. */
export const escalationResolvers: Resolvers = {
  Query: {
    escalation: (_, { id }, context) => context.load(escalationsById, id, undefined),
    escalations: (_, args, { db, actor, now }) => listEscalations(db.manager, actor, { ...args, now: now() }),
    escalationLadders: (_, page, { db }) => listLadders(db.manager, page),
  },
  Mutation: {
    publishEscalationLadder: (_, { input }, context) => publishEscalationLadder(context, input),
    escalateCase: (_, { input }, context) => escalateCase(context, input),
    acceptEscalation: (_, { input }, context) => acceptEscalation(context, input),
    returnEscalation: (_, { input }, context) => returnEscalation(context, input),
  },
  Case: {
    escalations: ({ id }, page, context) => nestedPage(context, escalationsOfCases, id, page),
    handOver: ({ id }, _, context) => context.load(handOversOfCases, id, undefined),
  },
  EscalationLadder: {
    __resolveReference: ({ id }, context) => context.load(laddersById, id, undefined),
  },
  Escalation: {
    __resolveReference: ({ id }, context) => context.load(escalationsById, id, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    handOver: ({ asked, done, promised, open }) => ({ asked, done, promised, open }),
    requestedBy: ({ requesterId }) => reference(requesterId),
    from: ({ fromPersonId }) => reference(fromPersonId),
    to: ({ toPersonId }) => reference(toPersonId),
    ladder: ({ ladderId }, _, context) => (ladderId ? context.load(laddersById, ladderId, undefined) : null),
    searches: ({ id }, _, context) => searchesOf(context, id),
  },
  CoverSearch: {
    site: ({ siteId }) => reference(siteId),
    person: ({ personId }) => reference(personId),
  },
  ConsideredPerson: {
    person: ({ personId }) => reference(personId),
  },
  EscalationIsOpen: {
    message: ({ escalation }) =>
      `The case waits for a ${escalation.level.toLowerCase()} already; name a higher level, or wait until it expires.`,
  },
  EscalationIsSettled: {
    message: ({ escalation }) =>
      `This escalation is ${escalation.status.toLowerCase()}, or its time to accept is over.`,
  },
  EscalationIsForAnother: {
    message: () => 'Somebody else is asked; only they can answer.',
  },
  NothingToEscalate: {
    message: ({ case: about }) => `A case that is ${about.status.toLowerCase()} has nothing to take over.`,
  },
};
