import { readMetric } from '../metric/metric.store.ts';
import type { Resolvers } from '../resolver-types.ts';

/** What the metrics service adds to the agenda of a meeting. */
export const agendaResolvers: Resolvers = {
  AgendaItem: {
    figure: ({ metricKey, figureFrom, figureTo, team, site }, _, context) => {
      const place = team ? { team: { eq: team.id } } : site && { site: { eq: site.id } };
      if (!metricKey || !figureFrom || !figureTo || !place) return null;
      return readMetric(context, {
        key: metricKey,
        period: { from: figureFrom, to: figureTo },
        grain: 'TOTAL',
        where: place,
      });
    },
  },
};
