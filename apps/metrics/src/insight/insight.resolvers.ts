import { statusOf } from '../awaited/awaited.ts';
import { readMetric } from '../metric/metric.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { causesById } from '../root-cause/root-cause.store.ts';
import { answerInsight, raiseInsight } from './insight.commands.ts';
import { casesOfInsights, insightsById, insightsOfCases, listInsights } from './insight.store.ts';

/** How the SDL of insights maps to functions. */
export const insightResolvers: Resolvers = {
  Query: {
    insight: (_, { id }, context) => context.load(insightsById, id, undefined),
    insights: (_, { isUnanswered, ...page }, { db, now }) =>
      listInsights(db.manager, isUnanswered ? now() : null, page),
  },
  Mutation: {
    raiseInsight: (_, { input }, context) => raiseInsight(context, input),
    answerInsight: (_, { input }, context) => answerInsight(context, input),
  },
  Insight: {
    __resolveReference: ({ id }, context) => context.load(insightsById, id, undefined),
    status: (insight, _, { now }) => statusOf(insight, now()),
    cause: ({ causeId }, _, context) => (causeId ? context.load(causesById, causeId, undefined) : null),
    cases: async ({ id }, _, context) =>
      ((await context.load(casesOfInsights, id, undefined)) ?? []).map((caseId) => ({ id: caseId })),
    figure: ({ metricKey, figureFrom, figureTo, raisedAt }, _, context) =>
      metricKey && figureFrom && figureTo
        ? readMetric(context, {
            ...{ key: metricKey, period: { from: figureFrom, to: figureTo }, grain: 'TOTAL', asOf: raisedAt },
          })
        : null,
    raisedBy: ({ raisedById }) => (raisedById === null ? null : { id: raisedById }),
    answeredBy: ({ answeredById }) => (answeredById === null ? null : { id: answeredById }),
  },
  Case: {
    improvements: async ({ id }, _, context) => [...((await context.load(insightsOfCases, id, undefined)) ?? [])],
  },
  InsightIsAnswered: {
    message: ({ insight }) => `${insight.department} has answered already: ${String(insight.decision)}.`,
  },
};
