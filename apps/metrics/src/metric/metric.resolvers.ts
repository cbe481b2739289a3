import type { Resolvers } from '../resolver-types.ts';
import { metricsOfPeople, metricsOfRegions, metricsOfSites, metricsOfTeams } from './metric-of.store.ts';
import { readMetric } from './metric.store.ts';
import { reportingZone } from './reporting-day.ts';

/** How the SDL of metrics maps to functions. */
export const metricResolvers: Resolvers = {
  Query: {
    metric: (_, query, context) => readMetric(context, query),
    reportingTimeZone: (_, __, { config }) => reportingZone(config),
  },
  Region: { metric: ({ id }, query, context) => context.load(metricsOfRegions, id, query) },
  Site: { metric: ({ id }, query, context) => context.load(metricsOfSites, id, query) },
  Team: { metric: ({ id }, query, context) => context.load(metricsOfTeams, id, query) },
  Person: { metric: ({ id }, query, context) => context.load(metricsOfPeople, id, query) },
};
