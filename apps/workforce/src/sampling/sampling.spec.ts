import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawn, seeded } from './draw.ts';
import { sample, type Candidate, type SamplingPlan } from './sampling.ts';

const plan = (more: Partial<SamplingPlan> = {}): SamplingPlan => ({
  ...{ id: 'smpl_1', name: 'Monthly', siteId: 'site_1', scorecardId: 'scor_1', perPerson: 4, perReviewer: 100 },
  ...{ riskPercent: 50, signals: ['COMPLAINT', 'REOPENED'], reviewerIds: ['pers_r', 'pers_s'], seed: 'march' },
  ...{ version: 1, ...more },
});
const from = new Date('2026-03-01T00:00:00Z');
const contacts = (personId: string, count: number, risky = 0): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: `intr_${personId}_${i}`, personId, signals: i < risky ? ['COMPLAINT' as const] : [] },
  }));

describe('Numbers from a seed', () => {
  it('are the same again, others for another seed, and fall evenly: chi-squared of 60,000 throws of a die stays below its 0.1 % bound', () => {
    const throws = (seed: string) => {
      const random = seeded(seed);
      return Array.from({ length: 60_000 }, () => random(6));
    };
    expect(throws('a')).toEqual(throws('a'));
    expect(throws('a')).not.toEqual(throws('b'));
    const counts = [0, 1, 2, 3, 4, 5].map((face) => throws('a').filter((each) => each === face).length);
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(20.52);
  });

  it('draw each of a pool equally often', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 6_000; i += 1)
      for (const each of drawn([0, 1, 2, 3, 4], 2, seeded(`seed ${i}`))) counts.set(each, (counts.get(each) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count - 2_400)).toBeLessThan(160);
  });
});

describe('A sample', () => {
  it('is half by risk and half by chance, and says by what chance', () => {
    const picked = sample(plan(), from, contacts('pers_a', 22, 5));
    expect(picked.map(({ method }) => method)).toEqual(['RISK', 'RISK', 'RANDOM', 'RANDOM']);
    expect(picked[0]).toMatchObject({ signals: ['COMPLAINT'], chanceOf: null });
    expect(picked[2]).toMatchObject({ signals: [], chanceOf: 2, chanceAmong: 20 });
  });

  it('gives in turns what room the reviewers have, and nobody their own contacts', () => {
    const tight = plan({ perReviewer: 2, reviewerIds: ['pers_a', 'pers_b'] });
    const picked = sample(tight, from, [...contacts('pers_a', 9), ...contacts('pers_b', 9), ...contacts('pers_c', 9)]);
    expect(picked.map(({ personId }) => personId).sort()).toEqual(['pers_a', 'pers_a', 'pers_b', 'pers_c']);
  });

  it('holds nothing twice, keeps to every limit, and does not depend on the order of contacts', () => {
    const pools = fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 })), { minLength: 1, maxLength: 6 });
    const limits = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat({ max: 100 }));
    fc.assert(
      fc.property(pools, limits, (sizes, [perPerson, perReviewer, riskPercent]) => {
        const reviewerIds = ['pers_0', 'pers_r'];
        const own = plan({ perPerson, perReviewer, riskPercent, reviewerIds });
        const all = sizes.flatMap(([count, risky], i) => contacts(`pers_${i}`, count, risky));
        const picked = sample(own, from, all);
        expect(new Set(picked.map(({ interactionId }) => interactionId)).size).toBe(picked.length);
        expect(picked.length).toBeLessThanOrEqual(perReviewer * reviewerIds.length);
        const most = (of: readonly (string | null)[]) =>
          Math.max(0, ...[...Map.groupBy(of.filter(Boolean), (each) => each).values()].map((each) => each.length));
        expect(most(picked.map(({ personId }) => personId))).toBeLessThanOrEqual(perPerson);
        expect(most(picked.map(({ reviewerId }) => reviewerId))).toBeLessThanOrEqual(perReviewer);
        expect(picked.filter(({ personId, reviewerId }) => personId === reviewerId)).toEqual([]);
        expect(sample(own, from, [...all].reverse())).toEqual(picked);
      }),
    );
  });
});
