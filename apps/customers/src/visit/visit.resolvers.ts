import { nestedPage } from '@courtesy/subgraph';
import { customerOf } from '../customer/belongings.store.ts';
import { contactPointsById } from '../contact-point/contact-point.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  cancelVisit,
  completeVisit,
  confirmVisit,
  planVisit,
  recordNoShow,
  rescheduleVisit,
  startVisit,
} from './visit.commands.ts';
import { allowedVisitVerbs } from './visit.ts';
import { conflictsOfVisits, listVisits, visitsById, visitsOfCases, visitsOfCustomers } from './visit.store.ts';

const words = (name: string) => name.toLowerCase().replaceAll('_', ' ');

/** How the SDL of visits maps to functions. */
export const visitResolvers: Resolvers = {
  Query: {
    visit: (_, { id }, context) => context.load(visitsById, id, undefined),
    visits: (_, args, { db, actor, now }) => listVisits(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    planVisit: (_, { input }, context) => planVisit(context, input),
    confirmVisit: (_, { input }, context) => confirmVisit(context, input),
    rescheduleVisit: (_, { input }, context) => rescheduleVisit(context, input),
    startVisit: (_, { input }, context) => startVisit(context, input),
    completeVisit: (_, { input }, context) => completeVisit(context, input),
    recordNoShow: (_, { input }, context) => recordNoShow(context, input),
    cancelVisit: (_, { input }, context) => cancelVisit(context, input),
  },
  Customer: {
    visits: ({ id }, page, context) => nestedPage(context, visitsOfCustomers, id, page),
  },
  Case: {
    visits: ({ id }, page, context) => nestedPage(context, visitsOfCases, id, page),
  },
  Visit: {
    __resolveReference: ({ id }, context) => context.load(visitsById, id, undefined),
    customer: (visit, _, context) => customerOf(context, visit),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    contactPoint: ({ contactPointId }, _, context) =>
      contactPointId ? context.load(contactPointsById, contactPointId, undefined) : null,
    people: ({ personIds }) => personIds.map((id) => ({ id })),
    attendees: ({ attendees }) => [...attendees],
    allowedVerbs: ({ status }) => allowedVisitVerbs(status),
    // Nothing is in the way of what does not take place, whatever was found before.
    conflicts: async ({ id, status }, _, context) =>
      status === 'CANCELLED' ? [] : ((await context.load(conflictsOfVisits, id, undefined)) ?? []),
  },
  VisitConflict: {
    person: ({ personId }) => ({ id: personId }),
  },
  IllegalVisitTransition: {
    message: ({ visit, verb }) => `The visit is ${words(visit.status)}; it cannot be asked to ${words(verb)}.`,
    status: ({ visit }) => visit.status,
    allowed: ({ visit }) => allowedVisitVerbs(visit.status),
  },
  VisitNotDue: {
    message: ({ visit }) => `The visit begins at ${visit.startsAt.toISOString()}; nobody can have missed it yet.`,
  },
};
