import { nestedPage } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { checkTarget, giveTarget, reviseTarget, withdrawTarget } from './target.commands.ts';
import type { TargetCheck } from './target.ts';
import {
  checksOfTargets,
  latestCheckOfTarget,
  targetsById,
  targetsOfPeople,
  targetsOfSites,
  targetsOfTeams,
} from './target.store.ts';

const inWords = (value: number): string => String(Math.round(value * 100) / 100);

/** How a forecast came about, in words. */
function explain({ basis, value, wanted, forecast, workedDays, workedSoFar }: TargetCheck): string {
  const goal = `${inWords(wanted)} is wanted`;
  if (value === null) return `Nothing was measured; ${goal}.`;
  if (basis === 'FINAL') return `The period is over with ${inWords(value)}; ${goal}.`;
  if (basis === 'LEVEL') return `So far it is ${inWords(value)}, and is reckoned to stay so; ${goal}.`;
  const days = `${inWords(workedSoFar)} of ${inWords(workedDays)} working days`;
  if (forecast === null) return `None of the working days is over yet; ${goal}.`;
  return `${inWords(value)} in ${days} comes to ${inWords(forecast)} at the same pace; ${goal}.`;
}

/** How the SDL of targets maps to functions. */
export const targetResolvers: Resolvers = {
  Query: { target: (_, { id }, context) => context.load(targetsById, id, undefined) },
  Mutation: {
    giveTarget: (_, { input }, context) => giveTarget(context, input),
    reviseTarget: (_, { input }, context) => reviseTarget(context, input),
    withdrawTarget: (_, { input }, context) => withdrawTarget(context, input),
    checkTarget: (_, { input }, context) => checkTarget(context, input),
  },
  Target: {
    __resolveReference: ({ id }, context) => context.load(targetsById, id, undefined),
    person: ({ personId }) => (personId ? { id: personId } : null),
    team: ({ teamId }) => (teamId ? { id: teamId } : null),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    standing: ({ id }, _, context) => context.load(latestCheckOfTarget, id, undefined),
    checks: ({ id }, page, context) => nestedPage(context, checksOfTargets, id, page),
    givenBy: ({ givenById }) => (givenById ? { id: givenById } : null),
  },
  TargetCheck: { explanation: explain },
  TargetIsWithdrawn: { message: () => 'This target was withdrawn: give another one instead.' },
  Person: { targets: ({ id }, page, context) => nestedPage(context, targetsOfPeople, id, page) },
  Team: { targets: ({ id }, page, context) => nestedPage(context, targetsOfTeams, id, page) },
  Site: { targets: ({ id }, page, context) => nestedPage(context, targetsOfSites, id, page) },
};
