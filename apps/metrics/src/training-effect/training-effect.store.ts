import { addDays } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { MetricPeriod } from '@courtesy/graph-types/metrics';
import { memberOf, compositionOf } from '../driver/metric-drivers.ts';
import { UNATTRIBUTED, type Metric } from '../metric/metric.ts';
import { definitionAndMeasure, readMetric } from '../metric/metric.store.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import { nearest, over } from '../statistics/fraction.ts';
import { coursePassTable } from './course-pass.table.ts';
import { effectOf, noEffect, type Trained, type TrainingEffect } from './training-effect.ts';

const [FEWEST_DAYS, MOST_DAYS, MOST_PASS_DAYS] = [7, 365, 40];

/** What is asked of a course. */
export interface EffectQuery {
  readonly metric: string;
  readonly days: number;
  readonly period?: MetricPeriod | null | undefined;
}

/** Who passed what, by day, the first time first. */
interface Pass {
  readonly personId: string;
  readonly courseId: string;
  readonly on: string;
}

async function passesOf({ db, config }: Context): Promise<readonly Pass[]> {
  const zone = reportingZone(config);
  const passes = await db.manager.createQueryBuilder(coursePassTable, 'p').orderBy('p.passedAt', 'ASC').getMany();
  return passes.map(({ personId, courseId, passedAt }) => ({ personId, courseId, on: reportingDay(passedAt, zone) }));
}

/** On which day everybody passed a course for the first time. */
const firstPasses = (passes: readonly Pass[], courseId: string): Map<string, string> =>
  new Map(
    passes.flatMap((pass) => (pass.courseId === courseId ? [[pass.personId, pass.on] as const] : [])).toReversed(),
  );

/** The figures of people over some days. */
type ByPerson = ReadonlyMap<string, number>;

function byPerson({ rows, unit }: Metric): ByPerson {
  const told = rows.flatMap((row) => {
    const member = row.key === UNATTRIBUTED || row.isHidden ? null : memberOf(unit, 'RATIO', row);
    return member && member.weight.above !== 0n
      ? [[member.key, nearest(over(member.amount, member.weight))] as const]
      : [];
  });
  return new Map(told);
}

/** The days that are looked at around one on which people passed. */
interface Around {
  readonly from: string;
  readonly day: string;
  readonly until: string;
}

/** Those who passed on a day, beside everybody who never passed the course by the end of the days after it, nor any other on the days looked at. */
function trainedOn(
  { from, day, until }: Around,
  passes: readonly Pass[],
  courseId: string,
  figures: readonly [ByPerson, ByPerson],
) {
  const [before, after] = figures;
  const scores = (personId: string) => ({
    ...{ personId, before: before.get(personId) ?? null, after: after.get(personId) ?? null },
  });
  const isTaught = ({ on, courseId: which }: Pass) => on < until && (which === courseId || on >= from);
  const taught = new Set(passes.filter(isTaught).map(({ personId }) => personId));
  const others = [...before.keys()].filter((personId) => !taught.has(personId)).map(scores);
  const own = [...firstPasses(passes, courseId)].filter(([, on]) => on === day).map(([personId]) => scores(personId));
  return own.map((each): Trained => ({ own: each, others }));
}

/**
 * Reads what a course did to a figure. As far as the actor sees, and as whoever leads would: of at least five pairs together, it tells of no single person.
 */
export async function readEffect(context: Context, courseId: string, query: EffectQuery): Promise<TrainingEffect> {
  const { metric: key, days, period } = query;
  if (days < FEWEST_DAYS || days > MOST_DAYS)
    throw new BadInput(`days must lie between ${FEWEST_DAYS} and ${MOST_DAYS}, not be ${days}.`);
  const zone = reportingZone(context.config);
  const { definition, measure } = await definitionAndMeasure(context, key, zone);
  const form = { metricKey: key, days };
  const isMean = compositionOf({ definition, unit: definition.unit }, measure) === 'RATIO';
  if (!isMean || !definition.dimensions.includes('AGENT'))
    return noEffect(form, { trained: 0, matched: 0 }, 'FIGURE_IS_NO_MEAN');
  const asLeader: Context = { ...context, actor: { ...context.actor, role: 'SERVICE' } };
  const figures = async (from: string, to: string) =>
    byPerson(await readMetric(asLeader, { key, period: { from, to }, grain: 'TOTAL', by: 'AGENT' }));
  const today = reportingDay(context.now(), zone);
  const passes = await passesOf(context);
  const isAsked = (day: string) => !period || (day >= period.from && day < period.to);
  // Whoever passed on a day whose days after it are not over yet has no figure to compare.
  const told = [...new Set(firstPasses(passes, courseId).values())]
    .filter((day) => isAsked(day) && addDays(day, days + 1) <= today)
    .toSorted();
  if (told.length > MOST_PASS_DAYS)
    throw new BadInput(`People passed on ${told.length} days. Ask for a period with at most ${MOST_PASS_DAYS}.`);
  const trained: Trained[] = [];
  for (const day of told) {
    const around = { from: addDays(day, -days), day, until: addDays(day, days + 1) };
    const both = [await figures(around.from, day), await figures(addDays(day, 1), around.until)] as const;
    trained.push(...trainedOn(around, passes, courseId, both));
  }
  return effectOf(trained, form);
}
