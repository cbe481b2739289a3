import { problemWithPeriod } from '../metric/period.ts';
import { readMetric } from '../metric/metric.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { compared, otherPeriod } from './comparison.ts';

/** How the SDL of comparisons maps to functions. */
export const comparisonResolvers: Resolvers = {
  Metric: {
    comparedWith: async (metric, { period: comparison }, context) => {
      const period = otherPeriod(metric.period, comparison);
      if (problemWithPeriod(period, metric.grain, metric.reportingTimeZone)) return null;
      return compared(metric, await readMetric(context, { ...metric.query, period }));
    },
    asKnownNow: ({ query }, _, context) => (query.asOf ? readMetric(context, { ...query, asOf: null }) : null),
  },
};
