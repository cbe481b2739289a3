import { loadAsOf, nestedPage, survivorOf } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { openCases } from './bulk.commands.ts';
import { openCase } from './case.commands.ts';
import { allowedVerbs, referenceOf, type IllegalCaseTransition } from './case.ts';
import {
  casesAsOf,
  casesById,
  casesOfAssignees,
  casesOfCustomers,
  listCases,
  openCaseCounts,
  queuesOfTeams,
} from './case.store.ts';
import { moveCase } from './move.commands.ts';

const wordsOf = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');

/** The sentence for a refused transition. */
export function explainTransition({ from, verb }: IllegalCaseTransition): string {
  const allowed = allowedVerbs(from).map(wordsOf);
  const instead =
    allowed.length === 0 ? 'Nothing more can be done with it.' : `What can be done: ${allowed.join(', ')}.`;
  return `A case that is ${wordsOf(from)} cannot ${wordsOf(verb)}. ${instead}`;
}

/** How the SDL of cases maps to functions. */
export const caseResolvers: Resolvers = {
  Query: {
    case: (_, { id, asOf }, context) => loadAsOf(context, casesAsOf, { id, at: asOf ?? null }),
    cases: (_, args, { db, actor, now }) => listCases(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    openCase: (_, { input }, context) => openCase(context, input),
    openCases: (_, { input }, context) => openCases(context, input),
    assignCase: (_, { input: { siteId, teamId, assigneeId, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'ASSIGN', siteId, teamId, assigneeId } }),
    startCase: (_, { input }, context) => moveCase(context, { ...input, step: { verb: 'START' } }),
    awaitCustomer: (_, { input: { reason, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'AWAIT_CUSTOMER', reason } }),
    awaitThirdParty: (_, { input: { reason, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'AWAIT_THIRD_PARTY', reason } }),
    resolveCase: (_, { input: { outcome, respondedInTime, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'RESOLVE', outcome, respondedInTime } }),
    closeCase: (_, { input }, context) => moveCase(context, { ...input, step: { verb: 'CLOSE' } }),
    reopenCase: (_, { input: { reason, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'REOPEN', reason } }),
    cancelCase: (_, { input: { reason, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'CANCEL', reason } }),
    prioritiseCase: (_, { input: { reason, priority, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'PRIORITISE', priority, reason } }),
    recordDispute: (_, { input: { disputed, ...move } }, context) =>
      moveCase(context, { ...move, step: { verb: 'DISPUTE', disputed } }),
  },
  Case: {
    __resolveReference: ({ id }, context) => context.load(casesById, id, undefined),
    reference: referenceOf,
    category: ({ product, subProduct, issue, subIssue }) => ({ product, subProduct, issue, subIssue }),
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    assignee: ({ assigneeId }) => (assigneeId ? { id: assigneeId } : null),
    timeliness: ({ respondedInTime }) => (respondedInTime === null ? null : respondedInTime ? 'TIMELY' : 'LATE'),
    dispute: ({ disputed }) => (disputed === null ? null : disputed ? 'DISPUTED' : 'ACCEPTED'),
    externalReference: ({ source, sourceId }) => (source && sourceId ? { source, id: sourceId } : null),
  },
  Customer: {
    cases: ({ id }, page, context) => nestedPage(context, casesOfCustomers, id, page),
    openCaseCount: ({ id }, _, context) => context.load(openCaseCounts, id, undefined),
  },
  Person: {
    assignedCases: ({ id }, page, context) => nestedPage(context, casesOfAssignees, id, page),
  },
  Team: {
    queue: ({ id }, page, context) => nestedPage(context, queuesOfTeams, id, page),
  },
  IllegalCaseTransition: {
    message: explainTransition,
    allowed: ({ from }) => allowedVerbs(from),
  },
  CaseAlreadyOpen: {
    message: ({ case: known }) => `${known ? referenceOf(known) : 'Another case'} already has this external reference.`,
  },
  CasesOpened: {
    opened: ({ cases }) => cases.filter((item) => item.disposition === 'OPENED').length,
    broughtForward: ({ cases }) => cases.filter((item) => item.disposition === 'BROUGHT_FORWARD').length,
    unchanged: ({ cases }) => cases.filter((item) => item.disposition === 'UNCHANGED').length,
  },
};
