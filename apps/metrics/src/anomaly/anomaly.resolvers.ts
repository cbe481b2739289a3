import type { Resolvers } from '../resolver-types.ts';
import { readAnomalies, readControlChart } from './anomaly.store.ts';

/** How the SDL of control charts and anomalies maps to functions. */
export const anomalyResolvers: Resolvers = {
  ControlChart: {
    baselineFrom: ({ baseline }) => baseline.from,
    baselineTo: ({ baseline }) => baseline.to,
  },
  Query: {
    anomalies: (_, query, context) => readAnomalies(context, query),
    controlChart: (_, query, context) => readControlChart(context, query),
  },
};
