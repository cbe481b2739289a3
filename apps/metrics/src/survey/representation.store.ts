import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricDimension, MetricPeriod } from '@courtesy/graph-types/metrics';
import { readMetric } from '../metric/metric.store.ts';
import { represented, type SurveyRepresentation } from './representation.ts';

const groupings: readonly MetricDimension[] = ['CHANNEL', 'TIER'];

/**
 * Who answers a programme, against who was asked: the figures are those of the response rate, read as any figure is. Throws {@link BadInput} for
 * groups that invitations do not have.
 */
export async function representationOf(
  context: Context,
  programmeId: string,
  { period, by }: { readonly period: MetricPeriod; readonly by: MetricDimension },
): Promise<SurveyRepresentation> {
  if (!groupings.includes(by)) throw new BadInput(`Groups are by ${groupings.join(' or ')}.`);
  const where = { programme: { eq: programmeId } };
  const { rows } = await readMetric(context, { key: 'surveys.response_rate', period, grain: 'TOTAL', by, where });
  return represented(
    rows.map(({ key, label, denominator, numerator }) => ({
      ...{ key: key ?? '', label: label ?? key ?? '' },
      ...{ invited: denominator ?? 0, answered: numerator ?? 0 },
    })),
  );
}
