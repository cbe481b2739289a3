import { grainOf, inclusionRulesOf } from '../metric/measure.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import type { Resolvers } from '../resolver-types.ts';
import { definitionOn } from './metric-definition.ts';
import { listMetricDefinitions, metricDefinitionsById, versionsOf } from './metric-definition.store.ts';

/** How the SDL of metric definitions maps to functions. */
export const metricDefinitionResolvers: Resolvers = {
  Query: {
    metricDefinition: async (_, { key, version }, { db, config, now }) => {
      const versions = await versionsOf(db.manager, key);
      if (version === null || version === undefined) {
        return definitionOn(versions, reportingDay(now(), reportingZone(config))) ?? null;
      }
      return versions.find((each) => each.version === version) ?? null;
    },
    metricDefinitions: (_, page, { db }) => listMetricDefinitions(db.manager, page),
  },
  MetricDefinition: {
    grain: ({ key, version }) => grainOf(key, version),
    inclusionRules: ({ key, version }) => inclusionRulesOf(key, version),
    __resolveReference: ({ id }, context) => context.load(metricDefinitionsById, id, undefined),
  },
};
