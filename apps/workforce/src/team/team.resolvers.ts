import { countOf } from '../directory/addition.ts';
import { present } from '../directory/present.ts';
import { referenceOf } from '../directory/reference.ts';
import { membersOfTeams, peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { appointLead, formTeam, formTeams } from './team.commands.ts';
import { listTeams, teamsById } from './team.store.ts';

/** How the SDL of teams maps to functions. */
export const teamResolvers: Resolvers = {
  Query: {
    team: (_, { id }, context) => context.load(teamsById, id, undefined),
    teams: (_, args, { db, now }) => listTeams(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    formTeam: (_, { input }, context) => formTeam(context, input),
    formTeams: (_, { input }, context) => formTeams(context, input),
    appointLead: (_, { input }, context) => appointLead(context, input),
  },
  Team: {
    __resolveReference: ({ id }, context) => context.load(teamsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    lead: ({ leadId }, _, context) => (leadId ? context.load(peopleById, leadId, undefined) : null),
    members: ({ id }, args, context) => present(context.load(membersOfTeams, id, args), id),
    externalReference: referenceOf,
  },
  TeamsFormed: {
    formed: ({ teams }) => countOf(teams, 'ADDED'),
    unchanged: ({ teams }) => countOf(teams, 'UNCHANGED'),
  },
};
