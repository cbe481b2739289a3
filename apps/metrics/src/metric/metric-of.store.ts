import type { Batch, Context } from '@courtesy/subgraph';
import { sitesOfRegions } from '../fact/dimension.store.ts';
import { takeMeasure, type Measurement } from './measure.store.ts';
import { MAX_ROWS, type Metric } from './metric.ts';
import type { MetricQuery } from './metric-query.ts';
import { metricOf, questionOf, readMetric } from './metric.store.ts';
import { bucketsOf } from './period.ts';

/** By which field and dimension figures are those of one place or person. */
const ways = { SITE: 'site', TEAM: 'team', AGENT: 'agent' } as const;

const narrowed = (
  query: MetricQuery,
  field: (typeof ways)[keyof typeof ways],
  ids: readonly string[],
): MetricQuery => ({
  ...query,
  where: { and: [{ [field]: { in: [...ids] } }, ...(query.where ? [query.where] : [])] },
});

/** Of what was measured of many, broken down by what they are, the part of one: `ofPeriod` tells of the whole period, `ofBuckets` of its buckets. */
function partOf(id: string, ofBuckets: Measurement, ofPeriod: Measurement): Measurement {
  const one = <T extends { readonly value: string | null }>(cells: readonly T[]) =>
    cells.filter(({ value }) => value === id).map((cell) => ({ ...cell, value: null }));
  if (ofBuckets.isLevel) return { ...ofBuckets, cells: one(ofBuckets.cells) };
  const whole = ofPeriod.isLevel ? [] : one(ofPeriod.cells).map((cell) => ({ ...cell, whole: true }));
  return { ...ofBuckets, cells: [...one(ofBuckets.cells), ...whole] };
}

/** The metric of each of some, in two statements for them all: one measures the buckets, one the whole period. */
async function together(
  context: Context,
  by: keyof typeof ways,
  ids: readonly string[],
  query: MetricQuery,
): Promise<Metric[]> {
  const { definition, question } = await questionOf(context, { ...narrowed(query, ways[by], ids), by });
  const ofBuckets = await takeMeasure(context.db.manager, question);
  const ofPeriod =
    question.grain === 'TOTAL' || ofBuckets.isLevel
      ? ofBuckets
      : await takeMeasure(context.db.manager, { ...question, grain: 'TOTAL' });
  const alone = { definition, question: { ...question, by: null } };
  return Promise.all(
    ids.map((id) => metricOf(context, narrowed(query, ways[by], [id]), alone, partOf(id, ofBuckets, ofPeriod))),
  );
}

/**
 * A metric of each site, team or person, as it is told of one that is asked for alone. Broken down by something else, each is a question of its own.
 */
const metricsOf =
  (by: keyof typeof ways): Batch<Metric, MetricQuery> =>
  async (context, ids, query) => {
    if (query.by) return Promise.all(ids.map((id) => readMetric(context, narrowed(query, ways[by], [id]))));
    const { question } = await questionOf(context, query);
    const buckets = bucketsOf(question.period, question.grain, question.zone).length;
    const atOnce = Math.max(1, Math.floor(MAX_ROWS / (buckets + 1)));
    const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, i) =>
      ids.slice(i * atOnce, (i + 1) * atOnce),
    );
    return (await Promise.all(parts.map((part) => together(context, by, part, query)))).flat();
  };

/** A metric of each site. */
export const metricsOfSites: Batch<Metric, MetricQuery> = metricsOf('SITE');
/** A metric of each team. */
export const metricsOfTeams: Batch<Metric, MetricQuery> = metricsOf('TEAM');
/** A metric of each person. */
export const metricsOfPeople: Batch<Metric, MetricQuery> = metricsOf('AGENT');

/** The metric of all sites of each region together. */
export const metricsOfRegions: Batch<Metric, MetricQuery> = async (context, ids, query) => {
  const sites = await sitesOfRegions(context.db.manager, ids);
  return Promise.all(ids.map((id) => readMetric(context, narrowed(query, 'site', sites.get(id) ?? []))));
};
