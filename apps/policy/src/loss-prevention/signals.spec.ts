import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLAG_SCORE, median, MIN_PEERS, MIN_USES, rankSubjects, type SubjectFacts } from './signals.ts';

const facts = (minUses: number) =>
  fc.integer({ min: minUses, max: 60 }).chain((uses) =>
    fc.record({
      subjectId: fc.uuid(),
      uses: fc.constant(uses),
      totalMinor: fc.bigInt({ min: 1n, max: 1_000_000n }),
      ...Object.fromEntries(
        ['soonAfter', 'justUnderLimit', 'split', 'repeatedPair'].map((key) => [key, fc.nat(uses)] as const),
      ),
    }),
  ) as fc.Arbitrary<SubjectFacts>;
const kind = fc.constantFrom('CUSTOMER' as const, 'STAFF' as const);
const crowd = fc.uniqueArray(facts(10), {
  minLength: MIN_PEERS + 1,
  maxLength: 25,
  selector: (each) => each.subjectId,
});

const scoresOf = (ranked: ReturnType<typeof rankSubjects>) => new Map(ranked.map((each) => [each.facts, each.score]));

describe('the ranking of subjects', () => {
  it('is the sum of the points that it shows, the highest first, each at one place', () => {
    fc.assert(
      fc.property(kind, crowd, (of, subjects) => {
        const ranked = rankSubjects(of, subjects, 'GBP');
        expect(ranked.map(({ rank }) => rank)).toEqual(subjects.map((_, index) => index + 1));
        for (const [index, { score, isFlagged, signals }] of ranked.entries()) {
          expect(score).toBeCloseTo(signals.reduce((sum, { points }) => sum + points, 0));
          expect(score).toBeLessThanOrEqual(ranked[index - 1]?.score ?? Infinity);
          expect(isFlagged).toBe(score >= FLAG_SCORE);
          for (const { points, explanation, peers } of signals) {
            expect(points).toBeGreaterThanOrEqual(0);
            expect(peers).toBe(subjects.length - 1);
            expect(explanation).toContain(`${points} points`);
          }
        }
      }),
    );
  });

  it('does not look at who somebody is: other ids and another order change no score', () => {
    fc.assert(
      fc.property(kind, crowd, (of, subjects) => {
        const renamed = subjects.map((each, index) => ({ ...each, subjectId: `other-${index}` })).toReversed();
        const before = rankSubjects(of, subjects, 'GBP').map(({ score, signals }) => ({ score, signals }));
        const after = rankSubjects(of, renamed, 'GBP').map(({ score, signals }) => ({ score, signals }));
        const sorted = (list: typeof before) => list.map((each) => JSON.stringify(each)).sort();
        expect(sorted(after)).toEqual(sorted(before));
      }),
    );
  });

  it('never puts one below another whom they outdo in every figure', () => {
    fc.assert(
      fc.property(kind, crowd, fc.record({ more: fc.nat(5), money: fc.bigInt(0n, 10_000n) }), (of, subjects, extra) => {
        const [first] = subjects;
        if (!first) return;
        const raised = (counted: number) => Math.min(counted + extra.more, first.uses);
        const worse: SubjectFacts = {
          subjectId: 'worse',
          uses: first.uses,
          totalMinor: first.totalMinor + extra.money,
          soonAfter: raised(first.soonAfter),
          justUnderLimit: raised(first.justUnderLimit),
          split: raised(first.split),
          repeatedPair: raised(first.repeatedPair),
        };
        const scores = scoresOf(rankSubjects(of, [...subjects, worse], 'GBP'));
        expect(scores.get(worse)).toBeGreaterThanOrEqual(scores.get(first) ?? 0);
      }),
    );
  });

  it('gives no points among equals, and none where there are too few peers', () => {
    fc.assert(
      fc.property(kind, facts(10), crowd, (of, one, subjects) => {
        const equals = Array.from({ length: 12 }, (_, index) => ({ ...one, subjectId: `s${index}` }));
        const few = subjects.slice(0, MIN_PEERS);
        for (const { score } of rankSubjects(of, equals, 'GBP')) expect(score).toBe(0);
        for (const { score, signals } of rankSubjects(of, few, 'GBP')) {
          expect(score).toBe(0);
          expect(signals.every(({ robustZ, usual, percentile }) => robustZ === null && !usual && !percentile)).toBe(
            true,
          );
        }
      }),
    );
  });

  it('leaves out whoever has too few refunds, also as a peer', () => {
    fc.assert(
      fc.property(kind, crowd, facts(1), (of, subjects, small) => {
        const rare = { ...small, subjectId: 'rare', uses: MIN_USES[of] - 1 };
        expect(rankSubjects(of, [...subjects, rare], 'GBP')).toEqual(rankSubjects(of, subjects, 'GBP'));
      }),
    );
  });

  it('believes a share the less, the fewer refunds it is of', () => {
    const honest = Array.from({ length: 20 }, (_, index): SubjectFacts => ({
      ...{ subjectId: `h${index}`, uses: 40, totalMinor: 80_000n, soonAfter: 4, justUnderLimit: 4 + (index % 3) },
      ...{ split: 0, repeatedPair: 0 },
    }));
    const half = (uses: number): SubjectFacts => ({
      ...{ subjectId: `u${uses}`, uses, totalMinor: 80_000n, soonAfter: 0, justUnderLimit: uses / 2, split: 0 },
      repeatedPair: 0,
    });
    const z = (uses: number) =>
      rankSubjects('STAFF', [...honest, half(uses)], 'GBP')
        .find(({ facts: { subjectId } }) => subjectId === `u${uses}`)
        ?.signals.find(({ kind: each }) => each === 'JUST_UNDER_LIMIT')?.robustZ ?? 0;
    expect(z(40)).toBeGreaterThan(z(10));
  });
});

describe('the median', () => {
  it('has as many values below as above', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((each) => each < middle).length;
        const above = values.filter((each) => each > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([0, 3, 2.5, 2]);
  });
});
