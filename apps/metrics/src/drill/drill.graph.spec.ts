import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricDimension } from '@courtesy/graph-types/metrics';
import { histories, readHistory } from '../../test/histories.ts';
import {
  ask,
  analyst,
  clock,
  figures,
  METRIC,
  startWorld,
  type SeenMetric,
  type World,
} from '../../test/metrics-world.ts';
import { sources } from '../metric/fact-kinds.ts';
import { factKindOf, measures } from '../metric/measure.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld('Pacific/Auckland');
});
afterAll(() => world?.close());

const actor = { ...analyst, role: 'MANAGER' as const };
const period = { from: '2026-03-20', to: '2026-05-01' };
const keys = [...new Set(Object.keys(measures).map((each) => each.split('@')[0] ?? ''))];
const kindOf = (key: string) => factKindOf(measures[`${key}@2`] ?? measures[`${key}@1`] ?? { kind: 'BACKLOG' });

const question = fc.constantFrom(...keys).chain((key) =>
  fc.record({
    key: fc.constant(key),
    by: fc.constantFrom(...(Object.keys(sources[kindOf(key)].dimensions) as MetricDimension[])),
    grain: fc.constantFrom('TOTAL', 'WEEK', 'DAY'),
  }),
);

const DRILL = `query ($key: String!, $period: MetricPeriod!, $grain: MetricGrain!, $by: MetricDimension, $row: MetricRowInput, $asOf: DateTime, $after: String) {
  drill(key: $key, period: $period, grain: $grain, by: $by, row: $row, asOf: $asOf, first: 7, after: $after) {
    totalCount nodes { at key weight weightAbove value money { amount } record { __typename } } pageInfo { hasNextPage endCursor } } }`;

interface SeenFact {
  readonly at: string;
  readonly weight: number;
  readonly weightAbove: number;
  readonly value: number | null;
}
interface SeenPage {
  readonly totalCount: number;
  readonly nodes: readonly SeenFact[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** All facts behind a row, read page by page. */
async function factsBehind(variables: object): Promise<readonly SeenFact[]> {
  const facts: SeenFact[] = [];
  for (let after: string | undefined; ;) {
    const { drill }: { drill: SeenPage } = await ask(world, DRILL, { period, ...variables, after }, actor);
    facts.push(...drill.nodes);
    after = drill.pageInfo.endCursor;
    if (!drill.pageInfo.hasNextPage) {
      expect(facts.length).toBe(drill.totalCount);
      expect(facts.map(({ at }) => at)).toEqual(facts.map(({ at }) => at).toSorted());
      return facts;
    }
  }
}

type Figure = { value: number | null; numerator: number | null; denominator: number | null };
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Facts recount to a figure: to the number itself, or to what is above and below its line; what was measured, to its denominator. */
function expectRecount(facts: readonly SeenFact[], { value, numerator, denominator }: Figure) {
  const below = sum(facts.map(({ weight }) => weight));
  if (numerator !== null) expect(sum(facts.map(({ weightAbove }) => weightAbove))).toBe(numerator);
  expect(below).toBe(denominator ?? value);
}

describe('the facts behind a figure', () => {
  it('recount to it, for every metric, row by row and in total, page by page', async () => {
    clock.set('2026-05-10T00:00:00.000Z');
    await fc.assert(
      fc.asyncProperty(histories, fc.array(question, { minLength: 3, maxLength: 3 }), async (history, questions) => {
        await world.reset();
        await readHistory(world, history);
        for (const asked of questions) {
          const metric = await figures(world, { ...asked, period }, actor);
          const { total: value, totalNumerator: numerator, totalDenominator: denominator } = metric;
          expectRecount(await factsBehind(asked), { value, numerator, denominator });
          for (const row of metric.rows.slice(0, 4))
            expectRecount(await factsBehind({ ...asked, row: { bucket: row.bucket, key: row.key } }), row);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('figures as known at an instant', () => {
  it('are those of somebody who had read the feeds up to then and nothing after', async () => {
    const AS_OF = METRIC.replace('$where: MetricFilter)', '$where: MetricFilter, $asOf: DateTime)').replace(
      'where: $where)',
      'where: $where, asOf: $asOf)',
    );
    const known = async (variables: object) =>
      (await ask<{ metric: SeenMetric }>(world, AS_OF, { ...variables, period }, actor)).metric;
    await fc.assert(
      fc.asyncProperty(histories, question, fc.nat({ max: 60 }), async (history, asked, hours) => {
        const asOf = new Date(Date.parse('2026-04-05T00:00:00.000Z') + hours * 3_600_000).toISOString();
        clock.set('2026-05-10T00:00:00.000Z');
        await world.reset();
        await readHistory(world, history);
        const then = await known({ ...asked, asOf });
        const facts = await factsBehind({ ...asked, asOf });
        const upTo = <T extends { readonly time: string }>(events: readonly T[]) =>
          events.filter(({ time }) => time <= asOf);
        clock.set(asOf);
        await world.reset();
        const { cases, workforce } = history;
        await readHistory(world, { ...history, cases: upTo(cases), workforce: upTo(workforce) });
        expect(then).toEqual(await known(asked));
        expect(facts).toEqual(await factsBehind(asked));
      }),
      { numRuns: 25 },
    );
  });
});
