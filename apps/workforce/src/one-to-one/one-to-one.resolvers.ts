import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { noteOneToOne, recordOneToOne, reportsToTalkTo } from './one-to-one.commands.ts';
import { notesOfOneToOnes, oneToOnesById, oneToOnesOfPeople } from './one-to-one.store.ts';

/** How the SDL of one-to-ones maps to functions. */
export const oneToOneResolvers: Resolvers = {
  Mutation: {
    recordOneToOne: (_, { input }, context) => recordOneToOne(context, input),
    noteOneToOne: (_, { input }, context) => noteOneToOne(context, input),
  },
  Person: {
    oneToOnes: ({ id }, args, context) => present(context.load(oneToOnesOfPeople, id, args), id),
    reportsToTalkTo: (person, { days }, context) => reportsToTalkTo(context, person, days),
  },
  OneToOne: {
    __resolveReference: ({ id }, context) => context.load(oneToOnesById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    lead: ({ leadId }, _, context) => present(context.load(peopleById, leadId, undefined), leadId),
    notes: async ({ id }, _, context) => [...((await context.load(notesOfOneToOnes, id, undefined)) ?? [])],
  },
  OneToOneNote: { by: ({ byId }, _, context) => present(context.load(peopleById, byId, undefined), byId) },
  NotYourReport: { message: () => 'They do not report to you; whoever they report to records it.' },
};
