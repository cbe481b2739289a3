import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { openCases } from './bulk.commands.ts';
import {
  assignCase,
  awaitCustomerOn,
  awaitThirdPartyOn,
  cancelCase,
  closeCase,
  openCase,
  prioritiseCase,
  recordDisputeOn,
  reopenCase,
  resolveCase,
  startCase,
} from './case.commands.ts';
import { allowedVerbs, referenceOf, type IllegalCaseTransition } from './case.ts';
import {
  casesById,
  casesOfAssignees,
  casesOfCustomers,
  listCases,
  openCaseCounts,
  queuesOfTeams,
} from './case.store.ts';

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
    case: (_, { id }, context) => context.load(casesById, id, undefined),
    cases: (_, args, { db, actor, now }) => listCases(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    openCase: (_, { input }, context) => openCase(context, input),
    openCases: (_, { input }, context) => openCases(context, input),
    assignCase: (_, { input }, context) => assignCase(context, input),
    startCase: (_, { input }, context) => startCase(context, input),
    awaitCustomer: (_, { input }, context) => awaitCustomerOn(context, input),
    awaitThirdParty: (_, { input }, context) => awaitThirdPartyOn(context, input),
    resolveCase: (_, { input }, context) => resolveCase(context, input),
    closeCase: (_, { input }, context) => closeCase(context, input),
    reopenCase: (_, { input }, context) => reopenCase(context, input),
    cancelCase: (_, { input }, context) => cancelCase(context, input),
    prioritiseCase: (_, { input }, context) => prioritiseCase(context, input),
    recordDispute: (_, { input }, context) => recordDisputeOn(context, input),
  },
  Case: {
    __resolveReference: ({ id }, context) => context.load(casesById, id, undefined),
    reference: referenceOf,
    category: ({ product, subProduct, issue, subIssue }) => ({ product, subProduct, issue, subIssue }),
    customer: ({ customerId }) => ({ id: customerId }),
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
