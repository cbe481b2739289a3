import { type Context, forbidden } from '@courtesy/subgraph';
import { countOf } from '../directory/addition.ts';
import { present } from '../directory/present.ts';
import { referenceOf } from '../directory/reference.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { teamsById } from '../team/team.store.ts';
import { emailFor } from './email.ts';
import { movePerson, recordDeparture } from './moving.commands.ts';
import { joinPeople, joinPerson } from './person.commands.ts';
import type { Person } from './person.ts';
import { linesOfPeople, listPeople, peopleById, reportsOfPeople } from './person.store.ts';

/** The sentence for a refused reporting line. */
const explainCycle = (person: Person, line: readonly Person[]): string =>
  line.length === 1
    ? `${person.displayName} cannot report to themselves.`
    : `${person.displayName} cannot report to ${line[0]?.displayName ?? ''}, who reports to them: ${line.map((each) => each.displayName).join(', then ')}.`;

async function emailOf(person: Person, context: Context): Promise<string | null> {
  const { actor } = context;
  const site = actor.reach === 'REGION' ? await context.load(sitesById, person.siteId, undefined) : null;
  const answer = emailFor(actor, person, site?.regionId ?? null);
  if (answer === 'FORBIDDEN') throw forbidden('You may not see Person.email of anybody but yourself.');
  return answer === 'SHOWN' ? person.email : null;
}

/** How the SDL of people maps to functions. */
export const personResolvers: Resolvers = {
  Query: {
    person: (_, { id }, context) => context.load(peopleById, id, undefined),
    people: (_, args, { db, now }) => listPeople(db.manager, { ...args, now: now() }),
    me: (_, __, context) => {
      const { personId } = context.actor;
      return personId ? context.load(peopleById, personId, undefined) : null;
    },
  },
  Mutation: {
    joinPerson: (_, { input }, context) => joinPerson(context, input),
    joinPeople: (_, { input }, context) => joinPeople(context, input),
    movePerson: (_, { input }, context) => movePerson(context, input),
    recordDeparture: (_, { input }, context) => recordDeparture(context, input),
  },
  Person: {
    __resolveReference: ({ id }, context) => context.load(peopleById, id, undefined),
    email: (person, _, context) => emailOf(person, context),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    manager: ({ managerId }, _, context) => (managerId ? context.load(peopleById, managerId, undefined) : null),
    reports: ({ id }, args, context) => present(context.load(reportsOfPeople, id, args), id),
    reportingLines: ({ id }, args, context) => present(context.load(linesOfPeople, id, args), id),
    externalReference: referenceOf,
  },
  ReportingLine: {
    manager: ({ managerId }, _, context) => present(context.load(peopleById, managerId, undefined), managerId),
  },
  ReportingCycle: {
    message: ({ person, line }) => explainCycle(person, line),
  },
  PersonHasLeft: {
    message: ({ person }) => `${person.displayName} left on ${person.leftAt?.toISOString().slice(0, 10) ?? ''}.`,
  },
  PeopleJoined: {
    joined: ({ people }) => countOf(people, 'ADDED'),
    unchanged: ({ people }) => countOf(people, 'UNCHANGED'),
  },
};
