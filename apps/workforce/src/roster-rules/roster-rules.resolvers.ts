import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { dateAt } from '../shift-template/local-time.ts';
import { workingTimeRegulations } from './law.ts';
import { adoptRosterRules, recordYoungWorker } from './roster-rules.commands.ts';
import {
  currentRulesOfSites,
  overridesOfShifts,
  rosterRulesById,
  rulesOfSites,
  youngWorkersById,
} from './roster-rules.store.ts';
import { lengthOf } from './roster-rules.ts';

const lengthOrNull = (minutes: number | null) => (minutes === null ? null : lengthOf(minutes));

/** How the SDL of roster rules maps to functions. */
export const rosterRulesResolvers: Resolvers = {
  Query: {
    workRulesByLaw: () => workingTimeRegulations,
  },
  Mutation: {
    adoptRosterRules: (_, { input }, context) => adoptRosterRules(context, input),
    recordYoungWorker: (_, { input }, context) => recordYoungWorker(context, input),
  },
  Site: {
    rosterRules: ({ id }, _, context) => context.load(currentRulesOfSites, id, undefined),
    rosterRulesHistory: ({ id }, args, context) => present(context.load(rulesOfSites, id, args), id),
  },
  Person: {
    turns18On: async ({ id }, _, context) => {
      const day = (await context.load(youngWorkersById, id, undefined))?.turns18On ?? null;
      return day !== null && day > dateAt(context.now(), 'UTC') ? day : null;
    },
  },
  Shift: {
    overrides: ({ id }, _, context) => context.load(overridesOfShifts, id, undefined),
  },
  ShiftOverride: {
    madeBy: ({ madeById }, _, context) => (madeById ? context.load(peopleById, madeById, undefined) : null),
  },
  RosterRules: {
    __resolveReference: ({ id }, context) => context.load(rosterRulesById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    cover: ({ cover }) => [...cover],
    adoptedBy: ({ adoptedById }, _, context) => (adoptedById ? context.load(peopleById, adoptedById, undefined) : null),
  },
  MinimumCover: {
    days: ({ days }) => [...days],
  },
  WorkRules: {
    dailyRest: ({ minRest }) => lengthOf(minRest),
    dailyRestOfMinors: ({ minRestOfMinors }) => lengthOf(minRestOfMinors),
    weeklyRest: ({ weeklyRest }) => lengthOrNull(weeklyRest),
    weeklyRestOfMinors: ({ weeklyRestOfMinors }) => lengthOrNull(weeklyRestOfMinors),
    mostPaidPerWeek: ({ maxPaidPerWeek }) => lengthOrNull(maxPaidPerWeek),
    mostPaidPerWeekOfMinors: ({ maxPaidPerWeekOfMinors }) => lengthOrNull(maxPaidPerWeekOfMinors),
    longestShiftOfMinors: ({ maxShiftOfMinors }) => lengthOrNull(maxShiftOfMinors),
    nightOfMinorsFrom: ({ nightOfMinors }) => nightOfMinors?.from ?? null,
    nightOfMinorsUntil: ({ nightOfMinors }) => nightOfMinors?.to ?? null,
    mostConsecutiveDays: ({ maxConsecutiveDays }) => maxConsecutiveDays,
    mostWeekends: ({ maxWeekends }) => maxWeekends,
  },
  RuleBreach: {
    rule: ({ ruleId }) => ruleId,
    person: ({ personId }, _, context) => (personId ? context.load(peopleById, personId, undefined) : null),
  },
  RosterRulesBroken: {
    message: ({ breaches }) =>
      `This breaks ${[...new Set(breaches.map(({ ruleId }) => ruleId))].join(', ')}; nothing was done.`,
    breaches: ({ breaches }) => [...breaches],
  },
};
