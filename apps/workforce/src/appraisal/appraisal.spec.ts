import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppraisalFormula } from '../appraisal-cycle/appraisal-cycle.ts';
import { partsOf, resultOf, scoresFor, standing, type Appraisal, type KeptScore } from './appraisal.ts';

const formulaOf = (...weights: number[]): AppraisalFormula => ({
  ...{ id: 'afor_1', cycleId: 'acyc_1', number: 1, madeAt: new Date(0) },
  components: weights.map((weight, i) => ({ key: `part-${i}`, name: `Part ${i}`, source: 'MANAGER', weight })),
});
const scored = (part: number, hundredths: number, byId = 'pers_a'): KeptScore => ({
  ...{ id: 'ascr_1', appraisalId: 'aprl_1', component: `part-${part}`, hundredths, comment: 'x', evidence: [], byId },
  scoredAt: new Date(0),
});

/** Weights of 1 and more that come to 100. */
const anyWeights = fc
  .array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 })
  .map((cuts) => [0, ...new Set(cuts), 100].sort((a, b) => a - b))
  .map((cuts) => cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0)));
const anyScores = fc.array(
  fc.tuple(fc.nat(6), fc.integer({ min: 0, max: 10_000 }), fc.constantFrom('pers_a', 'pers_b', 'pers_c')),
  { maxLength: 12 },
);

describe('the result of an appraisal', () => {
  it('is the mean of the parts by their weights', () => {
    expect(resultOf(formulaOf(50, 30, 20), [scored(0, 8000), scored(1, 9000), scored(2, 5000)])).toBe(7700);
  });

  it('leaves a part that nobody scored out, and the others count for more: it is no nought', () => {
    const scores = [scored(0, 8000), scored(1, 9000)];
    expect(resultOf(formulaOf(50, 30, 20), scores)).toBe(8375);
    expect(partsOf(formulaOf(50, 30, 20), scores).map(({ effectiveWeight }) => effectiveWeight)).toEqual([
      6250, 3750, 0,
    ]);
  });

  it('takes of several colleagues the mean, and of each the last word', () => {
    const scores = [scored(0, 1000, 'pers_a'), scored(0, 10_000, 'pers_b'), scored(0, 9000, 'pers_a')];
    expect(standing(scores).map(({ hundredths }) => hundredths)).toEqual([9000, 10_000]);
    expect(resultOf(formulaOf(100), scores)).toBe(9500);
  });

  it('is rounded once, at the end', () => {
    // Two thirds of a hundredth and one third: rounding the means first would lose a hundredth.
    const thirds = (part: number, sum: number) =>
      ['pers_a', 'pers_b', 'pers_c'].map((by, i) => scored(part, i === 0 ? sum : 0, by));
    expect(resultOf(formulaOf(50, 50), [...thirds(0, 1), ...thirds(1, 1)])).toBe(0);
    expect(resultOf(formulaOf(50, 50), [...thirds(0, 1), ...thirds(1, 2)])).toBe(1);
  });

  it('is nothing while nothing is scored', () => {
    expect(resultOf(formulaOf(60, 40), [])).toBeNull();
  });

  it('lies between the lowest and the highest score that counts, and is that of equal scores', () => {
    fc.assert(
      fc.property(anyWeights, anyScores, (weights, given) => {
        const scores = given
          .filter(([part]) => part < weights.length)
          .map(([part, each, by]) => scored(part, each, by));
        const result = resultOf(formulaOf(...weights), scores);
        const counted = standing(scores).map(({ hundredths }) => hundredths);
        if (result === null) expect(counted).toEqual([]);
        else {
          expect(result).toBeGreaterThanOrEqual(Math.min(...counted));
          expect(result).toBeLessThanOrEqual(Math.max(...counted));
          const alike = scores.map((each) => ({ ...each, hundredths: 4321 }));
          expect(resultOf(formulaOf(...weights), alike)).toBe(4321);
        }
      }),
    );
  });

  it('is the same for parts without a score as for a formula that never had them', () => {
    fc.assert(
      fc.property(anyWeights, fc.integer({ min: 0, max: 10_000 }), (weights, hundredths) => {
        const scores = [scored(0, hundredths)];
        expect(resultOf(formulaOf(...weights), scores)).toBe(resultOf(formulaOf(weights[0] ?? 100), scores));
      }),
    );
  });
});

describe('the scores of an appraisal', () => {
  const appraisal = {
    personId: 'pers_p',
    appraiserId: 'pers_m',
    peerIds: ['pers_a', 'pers_b'],
    status: 'SELF',
  } as const;
  const of = (status: Appraisal['status']) => ({ ...appraisal, status }) as unknown as Appraisal;
  const scores = [scored(0, 1, 'pers_p'), scored(0, 2, 'pers_a'), scored(0, 3, 'pers_b'), scored(0, 4, 'pers_m')];
  const seenBy = (viewer: string, status: Appraisal['status']) =>
    scoresFor(viewer, of(status), scores).map(({ hundredths }) => hundredths);

  it('are shown to the person only once it is complete, but for their own', () => {
    expect(seenBy('pers_p', 'SELF')).toEqual([1]);
    expect(seenBy('pers_p', 'MANAGER')).toEqual([1, 2, 3, 4]);
  });

  it('are never shown to colleagues, but for their own', () => {
    expect(seenBy('pers_a', 'SELF')).toEqual([2]);
    expect(seenBy('pers_a', 'SIGNED')).toEqual([2]);
  });

  it('are shown to the appraiser and to whoever else may see it', () => {
    expect(seenBy('pers_m', 'DRAFT')).toEqual([1, 2, 3, 4]);
    expect(seenBy('pers_other', 'DRAFT')).toEqual([1, 2, 3, 4]);
  });
});
