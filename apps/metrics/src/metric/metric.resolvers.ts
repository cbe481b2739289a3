import type { Resolvers } from '../resolver-types.ts';
import { readMetric } from './metric.store.ts';
import { reportingZone } from './reporting-day.ts';

/** How the SDL of metrics maps to functions. */
export const metricResolvers: Resolvers = {
  Query: {
    metric: (_, query, context) => readMetric(context, query),
    reportingTimeZone: (_, __, { config }) => reportingZone(config),
  },
};
