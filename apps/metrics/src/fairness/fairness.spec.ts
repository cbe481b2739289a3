import { describe, expect, it } from '@jest/globals';
import { chanceOf } from '../statistics/chance.ts';
import { reviewOf, type FairnessCount, type FairnessCounts } from './fairness.ts';

const SITES = ['site_a', 'site_b', 'site_c', 'site_d'];
const CATEGORIES = ['Cards', 'Loans', 'Savings'];
const RATES = [0.8, 0.5, 0.3];

/** A fixture: cases of four sites and three categories, some of vulnerable customers, each with an answer by chance; `unfair` moves the chance. */
function fixture(seed: number, cases: number, unfair: (count: FairnessCount) => number = () => 0): FairnessCounts[] {
  const draw = chanceOf(seed);
  return ['cases.relief_share', 'cases.timely_share', 'cases.redress_share'].map((key) => {
    const counts = Array.from({ length: cases }, (): FairnessCount => {
      const kind = Math.floor(draw() * 3);
      // Sites and cohorts have mixes of their own: by itself that is nothing unfair.
      const isVulnerable = draw() < [0.1, 0.2, 0.5][kind]!;
      const siteId = SITES[Math.floor(draw() * draw() * 4)]!;
      const tier = draw() < 0.2 ? 'GOLD' : null;
      const count = { category: CATEGORIES[kind]!, siteId, isVulnerable, tier, below: 1, above: 0 };
      return { ...count, above: draw() < RATES[kind]! + unfair(count) ? 1 : 0 };
    });
    return { aspect: 'OUTCOME' as const, key, counts };
  });
}

const inOneSite = ({ siteId, isVulnerable }: FairnessCount) => (siteId === 'site_b' && isVulnerable ? -0.3 : 0);

describe('a review of fairness (row 59)', () => {
  it('finds the bias that was planted in one site, and nothing at the others', () => {
    const { findings } = reviewOf(fixture(59, 2000, inOneSite), 0.05);
    const found = findings.filter(({ cohort }) => cohort === 'VULNERABLE');
    expect(found.map(({ key, siteId }) => [key, siteId])).toEqual(
      expect.arrayContaining([
        ['cases.relief_share', 'site_b'],
        ['cases.timely_share', 'site_b'],
        ['cases.redress_share', 'site_b'],
      ]),
    );
    expect(new Set(found.map(({ siteId }) => siteId))).toEqual(new Set(['site_b']));
    for (const { difference } of found) expect(difference).toBeLessThan(-0.15);
  });

  it('gives a finding in at most the stated share of fixtures without any bias', () => {
    for (const [rate, fixtures, cases] of [
      [0.05, 400, 300],
      [0.2, 200, 1000],
    ] as const) {
      const alarms = Array.from({ length: fixtures }, (_, seed) => reviewOf(fixture(seed, cases), rate)).filter(
        ({ findings }) => findings.length > 0,
      ).length;
      expect(alarms / fixtures).toBeLessThanOrEqual(rate);
    }
  });

  it('tests every cohort at every site, so that there are more than a dozen chances to be wrong', () => {
    const alarms = Array.from({ length: 100 }, (_, seed) => reviewOf(fixture(seed, 1000), 0.05)).map(
      ({ tested }) => tested,
    );
    expect(Math.min(...alarms)).toBeGreaterThan(12);
  });

  it('withholds cells under ten, and tests nothing with them', () => {
    const few = [
      ...Array.from({ length: 9 }, () => ({ siteId: 'site_a', isVulnerable: true, above: 0 })),
      ...Array.from({ length: 60 }, () => ({ siteId: 'site_a', isVulnerable: false, above: 1 })),
      ...Array.from({ length: 30 }, () => ({ siteId: 'site_b', isVulnerable: true, above: 1 })),
      ...Array.from({ length: 80 }, () => ({ siteId: 'site_b', isVulnerable: false, above: 1 })),
    ].map((each) => ({ category: 'Cards', tier: null, below: 1, ...each }));
    const review = reviewOf([{ aspect: 'OUTCOME', key: 'cases.relief_share', counts: few }], 0.05);
    const { cells } = review.measures[0]!;
    expect(cells.filter(({ isHidden }) => isHidden).map(({ siteId, cohort }) => [siteId, cohort])).toEqual([
      ['site_a', 'VULNERABLE'],
      ['site_a', 'NOT_VULNERABLE'],
      ['site_b', 'VULNERABLE'],
      ['site_b', 'NOT_VULNERABLE'],
    ]);
    expect(cells.find(({ siteId, cohort }) => siteId === null && cohort === 'VULNERABLE')).toMatchObject({
      denominator: 39,
    });
    expect(review.findings.filter(({ cohort }) => cohort === 'VULNERABLE')).toEqual([]);
  });
});
