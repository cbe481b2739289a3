import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { defineScorecard, reviseScorecard } from './scorecard.commands.ts';
import { categoriesOf, pointsOf, type Criterion, type ScorecardVersion } from './scorecard.ts';
import {
  criteriaById,
  criteriaOfVersions,
  listScorecards,
  scorecardsById,
  scorecardVersionsById,
  versionsOfScorecards,
} from './scorecard.store.ts';

const versionsOf = async (scorecardId: string, context: Context): Promise<readonly ScorecardVersion[]> =>
  (await context.load(versionsOfScorecards, scorecardId, undefined)) ?? [];

/** The criteria of a version, in order. */
export const criteriaFor = async (versionId: string, context: Context): Promise<readonly Criterion[]> =>
  (await context.load(criteriaOfVersions, versionId, undefined)) ?? [];

/** How the SDL of scorecards maps to functions. */
export const scorecardResolvers: Resolvers = {
  Query: {
    scorecard: (_, { id }, context) => context.load(scorecardsById, id, undefined),
    scorecards: (_, page, { db }) => listScorecards(db.manager, page),
  },
  Mutation: {
    defineScorecard: (_, { input }, context) => defineScorecard(context, input),
    reviseScorecard: (_, { input }, context) => reviseScorecard(context, input),
  },
  Scorecard: {
    __resolveReference: ({ id }, context) => context.load(scorecardsById, id, undefined),
    site: ({ siteId }, _, context) => (siteId ? context.load(sitesById, siteId, undefined) : null),
    current: ({ id, versionNumber }, _, context) =>
      present(
        versionsOf(id, context).then((all) => all.find(({ number }) => number === versionNumber) ?? null),
        `${id}/${versionNumber}`,
      ),
    versions: async ({ id }, _, context) => [...(await versionsOf(id, context))],
  },
  ScorecardVersion: {
    __resolveReference: ({ id }, context) => context.load(scorecardVersionsById, id, undefined),
    scorecard: ({ scorecardId }, _, context) =>
      present(context.load(scorecardsById, scorecardId, undefined), scorecardId),
    categories: async ({ id }, _, context) => categoriesOf(await criteriaFor(id, context)),
  },
  ScorecardCategory: {
    weight: ({ criteria }) => criteria.reduce((sum, { weight }) => sum + weight, 0),
    criteria: ({ criteria }) => [...criteria],
  },
  Criterion: {
    __resolveReference: ({ id }, context) => context.load(criteriaById, id, undefined),
    points: ({ scale }) => pointsOf(scale),
    rootCauses: ({ rootCauses }) => [...rootCauses],
    clause: ({ clauseId }) => (clauseId ? { id: clauseId } : null),
    version: ({ versionId }, _, context) =>
      present(context.load(scorecardVersionsById, versionId, undefined), versionId),
  },
  CriteriaNotWhole: {
    message: ({ total }) => `The weights of the criteria come to ${total}; make them 100.`,
  },
};
