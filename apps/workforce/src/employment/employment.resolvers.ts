import { durationOf, money } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { agreeEmployment } from './employment.commands.ts';
import { holdingOn, type Employment } from './employment.ts';
import { employmentsById, employmentsOfPeople } from './employment.store.ts';

const MINUTE_MS = 60_000;
const hours = (minutes: number) => durationOf(minutes * MINUTE_MS);

const agreedWith = async (personId: string, context: Context): Promise<readonly Employment[]> =>
  (await context.load(employmentsOfPeople, personId, undefined)) ?? [];

/** How the SDL of employments maps to functions. */
export const employmentResolvers: Resolvers = {
  Mutation: {
    agreeEmployment: (_, { input }, context) => agreeEmployment(context, input),
  },
  Employment: {
    __resolveReference: ({ id }, context) => context.load(employmentsById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    weeklyHours: ({ weeklyMinutes }) => hours(weeklyMinutes),
    leastWeeklyHours: ({ leastMinutes }) => hours(leastMinutes),
    mostWeeklyHours: ({ mostMinutes }) => hours(mostMinutes),
    fullTimeShare: ({ weeklyMinutes, fullTimeMinutes }) => weeklyMinutes / fullTimeMinutes,
    days: ({ days }) => [...days],
    costRate: ({ costMinor, currency }) =>
      costMinor === null || currency === null ? null : money(costMinor, currency),
  },
  Person: {
    employment: async ({ id }, { asOf }, context) => {
      const standing = (await agreedWith(id, context)).filter(({ supersededAt }) => supersededAt === null);
      return holdingOn(standing, asOf ?? context.now().toISOString().slice(0, 10));
    },
    employments: async ({ id }, _, context) => [...(await agreedWith(id, context))],
  },
};
