import { countOf } from '../directory/addition.ts';
import { present } from '../directory/present.ts';
import { referenceOf } from '../directory/reference.ts';
import { peopleOfSites } from '../person/person.store.ts';
import { regionsById } from '../region/region.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { teamsOfSites } from '../team/team.store.ts';
import { changeSite, openSite, openSites } from './site.commands.ts';
import { listSites, sitesById } from './site.store.ts';

/** How the SDL of sites maps to functions. */
export const siteResolvers: Resolvers = {
  Query: {
    site: (_, { id }, context) => context.load(sitesById, id, undefined),
    sites: (_, args, { db, now }) => listSites(db.manager, { ...args, now: now() }),
  },
  Mutation: {
    openSite: (_, { input }, context) => openSite(context, input),
    openSites: (_, { input }, context) => openSites(context, input),
    changeSite: (_, { input }, context) => changeSite(context, input),
  },
  Site: {
    __resolveReference: ({ id }, context) => context.load(sitesById, id, undefined),
    region: ({ regionId }, _, context) => present(context.load(regionsById, regionId, undefined), regionId),
    teams: ({ id }, args, context) => present(context.load(teamsOfSites, id, args), id),
    people: ({ id }, args, context) => present(context.load(peopleOfSites, id, args), id),
    externalReference: referenceOf,
  },
  SitesOpened: {
    opened: ({ sites }) => countOf(sites, 'ADDED'),
    unchanged: ({ sites }) => countOf(sites, 'UNCHANGED'),
  },
};
