import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RatingScale } from '@courtesy/graph-types/workforce';
import { pointsOf, type Criterion } from '../scorecard/scorecard.ts';
import { isFailed, meanOf, missingOf, percentOf, ratingsFrom, scoreOf, tenThousandthsOf } from './rating.ts';

const criterion = (key: string, weight: number, more: Partial<Criterion> = {}): Criterion => ({
  ...{ id: `crit_${key}`, versionId: 'scov_1', position: 0, categoryKey: 'all', categoryName: 'All', key, name: key },
  ...{ weight, scale: 'FIVE_POINT', isCritical: false, allowsNotApplicable: true, condition: null, rootCauses: [] },
  ...{ clauseId: null, courseKey: null, courseId: null },
  ...more,
});
const rating = (key: string, points: number | null) => ({
  ...{ criterionId: `crit_${key}`, points, rootCauses: [], comment: null },
});
const three = [criterion('a', 50, { isCritical: true }), criterion('b', 30), criterion('c', 20)];
const percent = (...points: readonly (number | null)[]) => {
  const { share } = scoreOf(
    three,
    points.map((each, i) => rating('abc'[i] ?? '', each)),
  );
  return share && percentOf(share);
};

describe('A score', () => {
  it('of 75 and 100 % with weights 50 and 30, the third of 20 not applicable, is 84.375', () => {
    expect(percent(4, 5, null)).toBe('84.375');
  });

  it('is nought where a critical criterion is below 50 %, and is not at 50 %', () => {
    expect(percent(2, 5, 5)).toBe('0');
    expect(percent(3, 5, 5)).toBe('75');
    expect(scoreOf(three, [rating('a', 2)]).failedCritical).toEqual([three[0]]);
  });

  it('is none where nothing is applicable', () => {
    expect(percent(null, null, null)).toBeNull();
    expect(tenThousandthsOf(null)).toBeNull();
  });

  it('is exact in thirds: two thirds of a four-point scale is 66.666667', () => {
    const only = [criterion('a', 100, { scale: 'FOUR_POINT' })];
    expect(percentOf(scoreOf(only, [rating('a', 3)]).share!)).toBe('66.666667');
    expect(tenThousandthsOf(scoreOf(only, [rating('a', 3)]).share)).toBe(6_667);
  });

  it('lies between the worst and the best rating, is full where all are, and does not depend on what is not applicable', () => {
    const scale = fc.constantFrom<RatingScale>('BINARY', 'THREE_POINT', 'FOUR_POINT', 'FIVE_POINT');
    const rated = fc.array(fc.tuple(scale, fc.nat({ max: 4 }), fc.integer({ min: 1, max: 100 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rated, fc.integer({ min: 1, max: 100 }), (given, weight) => {
        const criteria = given.map(([each, , own], i) => criterion(String(i), own, { scale: each }));
        const ratings = given.map(([each, points], i) => rating(String(i), 1 + (points % pointsOf(each))));
        const { share } = scoreOf(criteria, ratings);
        const shares = criteria.map(({ scale: own }, i) => (ratings[i]!.points! - 1) / (pointsOf(own) - 1));
        const value = share!.part / share!.whole;
        expect(value).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(...shares) + 1e-12);
        const left = [...criteria, criterion('left', weight)];
        expect(scoreOf(left, [...ratings, rating('left', null)]).share).toEqual(share);
      }),
    );
  });
});

describe('The mean of scores', () => {
  it('is not rounded before the end', () => {
    const third = { part: 1, whole: 3 };
    expect(percentOf(meanOf([third, third, third, { part: 1, whole: 7 }])!)).toBe('28.571429');
    expect(meanOf([])).toBeNull();
  });
});

describe('Ratings', () => {
  const depends = criterion('why', 10, {
    condition: { criterionKey: 'a', comparison: 'BELOW', points: 3 },
    rootCauses: [{ key: 'haste', name: 'Haste' }],
    allowsNotApplicable: false,
  });
  const criteria = [three[0]!, depends];
  const given = (points: number, more: object = {}) => [
    { criterionKey: 'a', points },
    { criterionKey: 'why', points: 1, ...more },
  ];

  it('are of criteria that are looked at: what depends on an earlier one is left out where that went well', () => {
    expect(ratingsFrom(criteria, given(2))).toMatchObject({ type: 'Ratings', ratings: [{}, { points: 1 }] });
    expect(ratingsFrom(criteria, given(3))).toMatchObject({ problems: [{ path: 'ratings[1]' }] });
    expect(missingOf(criteria, [rating('a', 2)])).toEqual([depends]);
    expect(missingOf(criteria, [rating('a', 3)])).toEqual([]);
    expect(missingOf(criteria, [rating('a', null)])).toEqual([]);
  });

  it('are on the scale, once each, by root causes of their own, and applicable where they must be', () => {
    const wrong = (ratings: Parameters<typeof ratingsFrom>[1]) =>
      (ratingsFrom(criteria, ratings) as { problems?: { path: string }[] }).problems?.map(({ path }) => path);
    expect(wrong([{ criterionKey: 'a', points: 6 }])).toEqual(['ratings[0].points']);
    expect(wrong([{ criterionKey: 'x', points: 1 }])).toEqual(['ratings[0].criterionKey']);
    expect(wrong([...given(2), { criterionKey: 'a', points: 2 }])).toEqual(['ratings[2].criterionKey']);
    expect(wrong(given(2, { points: null }))).toEqual(['ratings[1].points']);
    expect(wrong(given(2, { rootCauses: ['malice'] }))).toEqual(['ratings[1].rootCauses[0]']);
    expect(wrong(given(2, { rootCauses: ['haste'] }))).toBeUndefined();
  });

  it('fail below half of their scale', () => {
    const fails = (scale: RatingScale) =>
      Array.from({ length: pointsOf(scale) }, (_, i) => isFailed({ scale }, i + 1)).filter(Boolean).length;
    expect((['BINARY', 'THREE_POINT', 'FOUR_POINT', 'FIVE_POINT'] as const).map(fails)).toEqual([1, 1, 2, 2]);
  });
});
