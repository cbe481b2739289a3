import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventData } from '@courtesy/events';
import { caller } from '@courtesy/subgraph/spec-service';
import { announced, ask, caseOpened, caseResolved, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const period = { from: '2026-01-01', to: '2026-03-01' };
const adjusted = (
  customerId: string,
  adjustments: EventData<'courtesy.customer.adjustments-changed.v1'>['adjustments'],
) => announced('courtesy.customer.adjustments-changed.v1', customerId, { customerId, adjustments });
const category = { product: 'Cards', subProduct: null, issue: null, subIssue: null };
/** Cases of a site, all answered in January; of the vulnerable customers' so many with relief. */
const casesAt = (siteId: string, kind: string, count: number, relieved: number) =>
  Array.from({ length: count }, (_, i) => {
    const [id, customerId] = [`case_${siteId}_${kind}_${i}`, `cust_${siteId}_${kind}_${i}`];
    const outcome = i < relieved ? 'MONETARY_RELIEF' : 'EXPLANATION';
    return [
      caseOpened(id, { customerId, siteId, category, openedAt: '2026-01-05T09:00:00.000Z', respondedInTime: true }),
      caseResolved(id, '2026-01-08T09:00:00.000Z', outcome),
    ];
  }).flat();

const FAIRNESS = `query ($period: MetricPeriod!) { fairness(period: $period) { tested falseAlarmRate
  measures { aspect key cells { cohort tier site { id } numerator denominator isHidden } }
  findings { aspect key cohort site { id } difference chance } } }`;
interface Cell {
  readonly cohort: string;
  readonly site: { readonly id: string } | null;
  readonly denominator: number | null;
  readonly isHidden: boolean;
}
interface Review {
  readonly measures: readonly { readonly key: string; readonly cells: readonly Cell[] }[];
  readonly findings: readonly unknown[];
}
const fairness = async (actor = caller('MANAGER', { reach: 'ALL' })) =>
  (await ask<{ fairness: Review | null }>(world, FAIRNESS, { period }, actor)).fairness;

describe('fairness', () => {
  it('tells by cohort and site, withholds what is of fewer than ten, and finds the site that is unfair', async () => {
    await read(world, 'cases', [
      ...casesAt('site_1', 'v', 30, 3),
      ...casesAt('site_1', 'n', 60, 45),
      ...casesAt('site_2', 'v', 30, 22),
      ...casesAt('site_2', 'n', 60, 45),
      ...casesAt('site_3', 'v', 4, 0),
      ...casesAt('site_3', 'n', 50, 37),
    ]);
    const vulnerable = [...Array(30).keys()].flatMap((i) => [
      `cust_site_1_v_${i}`,
      `cust_site_2_v_${i}`,
      `cust_site_3_v_${i}`,
    ]);
    await read(world, 'customers', [
      ...vulnerable.map((id) => adjusted(id, ['LARGE_PRINT'])),
      adjusted('cust_site_1_n_0', ['BRAILLE']),
      adjusted('cust_site_1_n_0', []),
    ]);
    const review = await fairness();
    expect(review?.findings).toEqual([
      {
        ...{ aspect: 'OUTCOME', key: 'cases.relief_share', cohort: 'VULNERABLE', site: { id: 'site_1' } },
        ...{ difference: -0.65, chance: expect.any(Number) },
      },
    ]);
    const cells = review?.measures.find(({ key }) => key === 'cases.relief_share')?.cells ?? [];
    const sizes = cells.map(({ cohort, site, denominator }) => [cohort, site?.id ?? null, denominator]);
    const all = (site: string | null, vulnerable: number | null, others: number | null, everybody: number) => [
      ['VULNERABLE', site, vulnerable],
      ['NOT_VULNERABLE', site, others],
      ['EVERYBODY', site, everybody],
    ];
    // Four at the third site are withheld, and with them what they could be worked out from.
    expect(sizes).toEqual([
      ...all('site_1', null, null, 90),
      ...all('site_2', 30, 60, 90),
      ...all('site_3', null, null, 54),
      ...all(null, 64, 170, 234),
    ]);
  });

  it('is for those who lead and those who study figures, and not for whoever serves', async () => {
    expect(await fairness(caller('ANALYST'))).not.toBeNull();
    const asked = { query: FAIRNESS, variables: { period }, actor: caller('AGENT', { reach: 'ALL' }) };
    expect(JSON.stringify((await world.service.execute(asked)).errors)).toContain('FORBIDDEN');
  });
});

const decision = (id: string, caseId: string, factsHash: string): ReturnType<typeof announced> =>
  announced('courtesy.decision.made.v1', id, {
    ...{ outcome: 'NEEDS_APPROVAL', decisionTableId: 'dtab_1', decisionTableVersionId: 'dtbv_1', factsHash, caseId },
    ...{ at: '2026-01-06T09:00:00.000Z', customerId: null, handlerId: null, clauseIds: [], policyVersionIds: [] },
  });

describe('the consistency of decisions', () => {
  it('compares what came of decisions on the same facts, and shows pairs', async () => {
    await read(world, 'cases', [...casesAt('site_1', 'n', 20, 20), ...casesAt('site_2', 'n', 20, 2)]);
    const decided = ['site_1', 'site_2'].flatMap((site) =>
      Array.from({ length: 20 }, (_, i) => decision(`dcsn_${site}_${i}`, `case_${site}_n_${i}`, `hash ${i % 4}`)),
    );
    await read(world, 'policy', decided);
    const query = `query ($period: MetricPeriod!) { decisionConsistency(period: $period, pairs: 2) { comparable consistent
      findings { site { id } difference decisions } sample { alike alikeGranted granted { decision { id } site { id } } refused { site { id } } } } }`;
    const { decisionConsistency: seen } = await ask<{ decisionConsistency: { sample: unknown[] } }>(
      world,
      query,
      { period },
      caller('MANAGER', { reach: 'ALL' }),
    );
    expect(seen).toMatchObject({
      ...{ comparable: 40, consistent: 0 },
      findings: [
        { site: { id: 'site_1' }, decisions: 20, difference: expect.closeTo(0.9, 9) },
        { site: { id: 'site_2' }, decisions: 20, difference: expect.closeTo(-0.9, 9) },
      ],
    });
    expect(seen.sample).toHaveLength(2);
    for (const pair of seen.sample)
      expect(pair).toMatchObject({
        alike: 10,
        granted: { site: { id: 'site_1' } },
        refused: { site: { id: 'site_2' } },
      });
  });
});
