import type { MetricDimension, MetricFilter } from '@courtesy/graph-types/metrics';
import { backlogMoves } from '../metric/backlog.ts';
import { sources } from '../metric/fact-kinds.ts';
import { fieldOf, type FactKind, type FactSource, type Field } from '../metric/fact-source.ts';
import { measures, type Rule, type Tally } from '../metric/measure.ts';
import type { Question } from '../metric/question.ts';

/** What marks that an hour must be counted again: a kind of fact that changed, or what cases rest on beside themselves. */
export type Topic = FactKind | 'ANSWERS';

/**
 * Figures that are counted together: of the same kind of fact, by the same instant. Kept of every day and every month that is over, in cells by the
 * dimensions that dashboards ask for, so that a figure of a year is a sum of few.
 */
export interface Rollup {
  /** What it is called where it is kept. */
  readonly name: string;
  readonly topic: Topic;
  readonly kind: FactKind;
  readonly at: Tally['at'];
  /** The versions of metrics it holds, in the order in which a cell holds them. All of one sketch share it. */
  readonly figures: readonly string[];
  /** Whether cells are the bins of a sketch, for percentiles. */
  readonly isSketch: boolean;
}

/** A set of dimensions of which there is a cell for every combination. */
export interface Cuboid {
  readonly name: string;
  /** The dimension that comes with every fact of the kind: see {@link companionOf}. */
  readonly companion: boolean;
  readonly site: boolean;
  /** Team and person. */
  readonly place: boolean;
  readonly value: MetricDimension | null;
  /** Whether it is kept day by day; month by month every one is. */
  readonly isDaily: boolean;
}

/** The dimension that cells of a kind of fact always have beside others: the one that most questions name. */
export const companionOf: Readonly<Partial<Record<FactKind, MetricDimension>>> = { CASES: 'TYPE', CLOCKS: 'CLOCK' };

/** The currency of each fact, of kinds whose amounts are summed. */
export const currencyOf: Readonly<Partial<Record<FactKind, string>>> = {
  REFUNDS: 'f.currency',
  AWARDS: 'f.currency',
};

/** Whether a rule is that of one currency: in cells the currency is a dimension. */
export const isOfCurrency = ({ sql }: Rule): boolean => sql.includes(':currency');

const isPercentile = ({ quantity }: Tally): boolean => typeof quantity?.as === 'object';

function rollupNameOf(tally: Tally): string | null {
  const { kind, at, restsOn, counted = [], quantity } = tally;
  if (sources[kind].isSensitive || (restsOn && restsOn !== 'CONTACTS_OF_ITS_CASE')) return null;
  const base = `${restsOn ? 'ANSWERS' : kind} ${at.slice(2)}`;
  return isPercentile(tally) ? `${base}: ${quantity?.of} of ${counted.map(({ sql }) => sql).join(' and ')}` : base;
}

function everyRollup(): readonly Rollup[] {
  const named = Object.entries(measures).flatMap(([figure, measure]) => {
    if (measure.kind === 'BACKLOG' || measure.kind === 'AGE') return [];
    const name = rollupNameOf(measure);
    return name === null ? [] : [{ name, figure, measure }];
  });
  return [...Map.groupBy(named, ({ name }) => name).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { kind, at, restsOn } = first.measure;
    const isSketch = isPercentile(first.measure);
    return {
      ...{ name: isSketch ? `sketch of ${first.figure}` : first.name, topic: restsOn ? 'ANSWERS' : kind, kind, at },
      ...{ figures: group.map(({ figure }) => figure), isSketch },
    } satisfies Rollup;
  });
}

const moves: Readonly<Record<string, Tally>> = { 'backlog came': backlogMoves.came, 'backlog went': backlogMoves.went };
const ofBacklog = Object.entries(moves).map(([name, { kind, at }]): Rollup => ({
  name,
  topic: 'CASES',
  kind,
  at,
  figures: [name],
  isSketch: false,
}));

/** Every rollup, made from the catalogue: a metric that can be rolled up is. A level is kept by what came and what went. */
export const rollups: readonly Rollup[] = [...everyRollup(), ...ofBacklog];

const rollupOf: ReadonlyMap<string, Rollup> = new Map(
  rollups.flatMap((rollup) => rollup.figures.map((figure) => [figure, rollup] as const)),
);

/** The figure in each place of a cell. */
export const talliesOf = ({ figures }: Rollup): readonly Tally[] =>
  figures.map((figure) => (moves[figure] ?? measures[figure]) as Tally);

const places: ReadonlySet<MetricDimension> = new Set(['SITE', 'TEAM', 'AGENT']);

/** The dimensions of a kind of fact that cells have one at a time. */
export function valuesOf(kind: FactKind): readonly MetricDimension[] {
  const all = Object.entries(sources[kind].dimensions) as [MetricDimension, string][];
  return all.flatMap(([dimension, sql]) =>
    places.has(dimension) || dimension === companionOf[kind] || sql.startsWith('NULL') ? [] : [dimension],
  );
}

const cuboid = (name: string, more: Partial<Cuboid> = {}): Cuboid => ({
  ...{ name, companion: true, site: false, place: false, value: null, isDaily: true },
  ...more,
});

/** The sets of dimensions that a rollup is kept by, the smallest first. Sketches are long: fewer of them, and by month. */
export function cuboidsOf({ kind, isSketch }: Rollup): readonly Cuboid[] {
  const values = valuesOf(kind);
  const byValue = values.map((value) => cuboid(`VALUE ${value}`, { value, isDaily: !isSketch }));
  const bySite = cuboid('SITE', { site: true, companion: !isSketch, isDaily: !isSketch });
  const whole = [cuboid('WHOLE'), bySite, ...byValue];
  if (isSketch) return whole;
  const place = { site: true, place: true };
  return [
    ...[...whole, cuboid('PLACE', { ...place, companion: false })],
    ...(companionOf[kind] ? [cuboid('PLACE AND COMPANION', { ...place, isDaily: false })] : []),
    ...values.map((value) => cuboid(`SITE ${value}`, { site: true, value, isDaily: false })),
  ];
}

const dimensionOf = new Map(Object.entries(fieldOf).map(([dimension, field]) => [field, dimension as MetricDimension]));

/** The dimensions that a filter narrows by; null when it names a field that is no dimension. */
function narrowedBy(where: MetricFilter | null): ReadonlySet<MetricDimension> | null {
  const found = new Set<MetricDimension>();
  const parts: (MetricFilter | null)[] = [where];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { and, or, not, ...fields } = part ?? {};
    parts.push(...(and ?? []), ...(or ?? []), ...(not ? [not] : []));
    for (const [field, asked] of Object.entries(fields)) {
      if (asked === null || asked === undefined) continue;
      const dimension = dimensionOf.get(field as Field);
      if (!dimension) return null;
      found.add(dimension);
    }
  }
  return found;
}

const seenBy: Readonly<Record<string, readonly MetricDimension[] | null>> = {
  ALL: [],
  REGION: ['SITE'],
  SITE: ['SITE'],
  TEAM: ['TEAM', 'AGENT'],
  OWN: null,
};

/** From which cells a question is answered. */
export interface Plan {
  readonly rollup: Rollup;
  readonly cuboid: Cuboid;
  /** The place of the figure in a cell, from 1. */
  readonly index: number;
}

/** The smallest cells of a rollup that tell what is asked apart, and let be seen what somebody sees who sees so far; null when none do. */
function cuboidFor(rollup: Rollup, { by, where }: Question, reach: string): Cuboid | null {
  const narrowed = narrowedBy(where);
  const seen = seenBy[reach];
  if (!narrowed || !seen) return null;
  const needed = new Set([...(by ? [by] : []), ...narrowed, ...seen]);
  const withCompanion = needed.delete(companionOf[rollup.kind] as MetricDimension);
  const values = [...needed].filter((dimension) => !places.has(dimension));
  const found = cuboidsOf(rollup).find(
    ({ companion, site, place, value }) =>
      (companion || !withCompanion) &&
      (place || !(needed.has('TEAM') || needed.has('AGENT'))) &&
      (site || !needed.has('SITE')) &&
      values.every((each) => each === value),
  );
  return found ?? null;
}

/** The cells that answer a question of somebody who sees so far; null when it has to be counted from the facts. */
export function planOf(question: Question, reach: string): Plan | null {
  const { measure, asOf, grain } = question;
  const figure = keys.get(measure);
  const rollup = figure === undefined ? undefined : rollupOf.get(figure);
  if (asOf || grain === 'HALF_HOUR' || figure === undefined || !rollup) return null;
  const cuboid = cuboidFor(rollup, question, reach);
  if (!cuboid || (grain === 'HOUR' && cuboid.name !== 'WHOLE')) return null;
  return { rollup, cuboid, index: rollup.figures.indexOf(figure) + 1 };
}

/** The cells by which a backlog came to be what it is, first those of what came and then those of what went; null as with {@link planOf}. */
export function backlogPlansOf(question: Question, reach: string): readonly Plan[] | null {
  const { measure, asOf, grain } = question;
  if (measure.kind !== 'BACKLOG' || !measure.asBrought || asOf || grain === 'HALF_HOUR' || grain === 'HOUR')
    return null;
  const plans = ofBacklog.flatMap((rollup) => {
    const cuboid = cuboidFor(rollup, question, reach);
    return cuboid ? [{ rollup, cuboid, index: 1 }] : [];
  });
  return plans.length === ofBacklog.length ? plans : null;
}

const keys: ReadonlyMap<unknown, string> = new Map(Object.entries(measures).map(([key, measure]) => [measure, key]));

/** A cell as a source of figures, under the alias `c`: seen and narrowed as the facts are that it was counted from. */
export function cellsAsSource({ rollup: { kind }, cuboid: { value } }: Plan): FactSource {
  const columns: Readonly<Partial<Record<MetricDimension, string>>> = {
    ...{ SITE: 'c.site_id', TEAM: 'c.team_id', AGENT: 'c.person_id' },
    ...(companionOf[kind] && { [companionOf[kind]]: 'c.companion' }),
    ...(value && { [value]: 'c.value' }),
  };
  const fields = Object.entries(columns).flatMap(([dimension, sql]) => {
    const field = fieldOf[dimension as MetricDimension];
    return field ? [[field, sql] as const] : [];
  });
  return {
    ...sources[kind],
    ...{ person: 'c.person_id', site: 'c.site_id', team: 'c.team_id' },
    ...{ dimensions: columns, fields: Object.fromEntries(fields) },
  };
}
