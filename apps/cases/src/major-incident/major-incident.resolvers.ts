import { durationOf } from '@courtesy/kernel';
import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { issueStatusUpdate, linkAffectedCustomers, resolveIncident } from './affected.commands.ts';
import { childCountsOfIncidents, childrenOfIncidents, incidentsOfCases } from './incident-child.store.ts';
import {
  assignIncidentRole,
  containIncident,
  declareIncident,
  flagIncidentForRegulator,
  noteOnIncident,
  planCommunications,
  proposeIncident,
  rejectIncident,
  reviewIncident,
  tellRegulatorOfIncident,
} from './major-incident.commands.ts';
import type { IncidentChildOutcome } from './affected.ts';
import { allowedIncidentVerbs, type MajorIncident } from './major-incident.ts';
import {
  lastUpdatesOfIncidents,
  listMajorIncidents,
  majorIncidentsById,
  rolesOfIncidents,
  timelinesOfIncidents,
} from './major-incident.store.ts';
import { regulatorRuleOf } from './regulator-clock.ts';

const asReference = (id: string | null) => (id ? { id } : null);
const wordsOf = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');

/** By when a regulator must be told of an incident; null while nobody said that one must. */
function regulatorClockOf({ regulatorGround, awareAt, regulatorDueAt, ...told }: MajorIncident, now: Date) {
  if (!regulatorGround || !awareAt || !regulatorDueAt) return null;
  const { body, source } = regulatorRuleOf(regulatorGround);
  return {
    ...{ ground: regulatorGround, body, source, since: awareAt, dueAt: regulatorDueAt },
    ...{ reference: told.regulatorReference, reportedAt: told.regulatorReportedAt },
    overdue: (told.regulatorReportedAt ?? now) > regulatorDueAt,
  };
}

const countOf = (
  children: readonly IncidentChildOutcome[],
  ...dispositions: readonly IncidentChildOutcome['disposition'][]
) => children.filter(({ disposition }) => dispositions.includes(disposition)).length;

/** How the SDL of major incidents maps to functions. */
export const majorIncidentResolvers: Resolvers = {
  Query: {
    majorIncident: (_, { id }, context) => context.load(majorIncidentsById, id, undefined),
    majorIncidents: (_, args, { db, actor, now }) => listMajorIncidents(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    proposeIncident: (_, { input }, context) => proposeIncident(context, input),
    declareIncident: (_, { input }, context) => declareIncident(context, input),
    rejectIncident: (_, { input }, context) => rejectIncident(context, input),
    containIncident: (_, { input }, context) => containIncident(context, input),
    resolveIncident: (_, { input }, context) => resolveIncident(context, input),
    reviewIncident: (_, { input }, context) => reviewIncident(context, input),
    noteOnIncident: (_, { input }, context) => noteOnIncident(context, input),
    assignIncidentRole: (_, { input }, context) => assignIncidentRole(context, input),
    planCommunications: (_, { input }, context) => planCommunications(context, input),
    flagIncidentForRegulator: (_, { input }, context) => flagIncidentForRegulator(context, input),
    tellRegulatorOfIncident: (_, { input }, context) => tellRegulatorOfIncident(context, input),
    linkAffectedCustomers: (_, { input }, context) => linkAffectedCustomers(context, input),
    issueStatusUpdate: (_, { input }, context) => issueStatusUpdate(context, input),
  },
  Case: {
    incident: ({ id }, _, context) => context.load(incidentsOfCases, id, undefined),
  },
  MajorIncident: {
    __resolveReference: ({ id }, context) => context.load(majorIncidentsById, id, undefined),
    sites: ({ siteIds }) => siteIds.map((id) => ({ id })),
    proposer: ({ proposerId }) => asReference(proposerId),
    regulatorClock: (incident, _, { now }) => regulatorClockOf(incident, now()),
    nextUpdateDueAt: async ({ id, status, communicationsPlan, declaredAt }, _, context) => {
      const every = communicationsPlan?.updateEveryMs;
      if (!every || !declaredAt || (status !== 'DECLARED' && status !== 'CONTAINED')) return null;
      const last = (await context.load(lastUpdatesOfIncidents, id, undefined)) ?? declaredAt;
      return new Date(last.getTime() + every);
    },
    roles: async ({ id }, _, context) => (await context.load(rolesOfIncidents, id, undefined)) ?? [],
    timeline: ({ id }, page, context) => nestedPage(context, timelinesOfIncidents, id, page),
    children: ({ id }, { openOnly, ...page }, context) =>
      nestedPage(context, openOnly ? childrenOfIncidents.open : childrenOfIncidents.all, id, page),
    childCounts: async ({ id }, _, context) => (await context.load(childCountsOfIncidents, id, undefined)) ?? [],
  },
  CommunicationsPlan: {
    updateEvery: ({ updateEveryMs }) => (updateEveryMs === null ? null : durationOf(updateEveryMs)),
  },
  MajorIncidentEntry: {
    person: ({ personId }) => asReference(personId),
    roleHolder: ({ roleHolderId }) => asReference(roleHolderId),
  },
  IncidentRoleHolder: {
    person: ({ personId }) => ({ id: personId }),
  },
  ReviewAction: {
    owner: ({ ownerId }) => ({ id: ownerId }),
  },
  StatusUpdateIssued: {
    reachedCount: ({ reached }) => reached.length,
  },
  IncidentResolved: {
    resolved: ({ children }) => countOf(children, 'RESOLVED', 'CLOSED'),
    leftAlone: ({ children }) => countOf(children, 'LEFT_ALONE'),
    hindered: ({ children }) => countOf(children, 'HINDERED'),
  },
  IllegalIncidentStep: {
    message: ({ incident, verb }) => {
      const allowed = allowedIncidentVerbs(incident.status).map(wordsOf);
      const instead =
        allowed.length > 0 ? `What can be done: ${allowed.join(', ')}.` : 'Nothing more can be done with it.';
      return `An incident that is ${wordsOf(incident.status)} cannot ${wordsOf(verb)}. ${instead}`;
    },
    allowed: ({ incident }) => allowedIncidentVerbs(incident.status),
  },
};
