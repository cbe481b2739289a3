import { durationOf } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { skillsById } from '../skill/skill.store.ts';
import { logCpd, withdrawCpd } from './cpd.commands.ts';
import { minutesOf, type CpdEntry } from './cpd.ts';
import { entriesById, entriesOfPeople } from './cpd.store.ts';

const MINUTE_MS = 60_000;

const entriesOf = async (
  context: Context,
  personId: string,
  period: { readonly from: string; readonly until: string },
): Promise<readonly CpdEntry[]> => (await context.load(entriesOfPeople, personId, period)) ?? [];

/** How the SDL of CPD maps to functions. */
export const cpdResolvers: Resolvers = {
  Mutation: {
    logCpd: (_, { input }, context) => logCpd(context, input),
    withdrawCpd: (_, { input }, context) => withdrawCpd(context, input),
  },
  CpdEntry: {
    __resolveReference: ({ id }, context) => context.load(entriesById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    spent: ({ minutes }) => durationOf(minutes * MINUTE_MS),
    skill: ({ skillId }, _, context) => (skillId ? context.load(skillsById, skillId, undefined) : null),
  },
  Person: {
    cpd: async ({ id }, { from, until }, context) => {
      const entries = await entriesOf(context, id, { from, until });
      return { total: durationOf(minutesOf(entries) * MINUTE_MS), entries: [...entries] };
    },
  },
};
