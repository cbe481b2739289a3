import { describe, expect, it } from '@jest/globals';
import type { MetricUnit } from '@courtesy/graph-types/metrics';
import { wordsOf } from './dimension.ts';
import { figureOf, levelsOf, nothing, rowsOf, watermarkOf } from './metric.ts';

const placeOf = (bucket: string) => ({ bucket, startsAt: null, time: null });

describe('the rows of a metric', () => {
  it('carry a level on through buckets in which nothing changed, until it is gone', () => {
    const moves = [
      { bucket: '2026-01-01', value: 'a', change: 2 },
      { bucket: '2026-01-03', value: 'a', change: -2 },
      { bucket: '2026-01-03', value: null, change: 1 },
    ];
    expect(
      levelsOf(['2026-01-01', '2026-01-02', '2026-01-03'], moves).map(({ bucket, value, cases }) => [
        bucket,
        value,
        cases,
      ]),
    ).toEqual([
      ['2026-01-01', 'a', 2],
      ['2026-01-02', 'a', 2],
      ['2026-01-03', null, 1],
    ]);
  });

  it('are one per bucket without a breakdown, also where nothing was measured', () => {
    const form = {
      unit: 'COUNT',
      currency: 'GBP',
      isSum: true,
      isHidden: () => false,
      buckets: ['2026-01-01', '2026-01-02'],
      brokenDown: false,
      labelOf: String,
      placeOf,
    } as const;
    const cells = [{ bucket: '2026-01-02', value: null, cases: 3, above: 0, quantity: null, people: null }];
    expect(rowsOf(form, cells).map(({ bucket, value }) => [bucket, value])).toEqual([
      ['2026-01-01', 0],
      ['2026-01-02', 3],
    ]);
  });

  it('say nothing of a share of no cases, and how many cases a duration rests on', () => {
    const form = (unit: MetricUnit) => ({ unit, currency: 'GBP', isSum: false });
    expect(figureOf(form('SHARE'), nothing)).toMatchObject({
      value: null,
      numerator: 0,
      denominator: 0,
    });
    expect(figureOf(form('DURATION'), { ...nothing, cases: 2, quantity: 1.5 })).toMatchObject({
      value: 1.5,
      numerator: null,
      denominator: 2,
    });
  });

  it('show constants as words, and names as they are', () => {
    expect(wordsOf('CHANNEL', 'FACE_TO_FACE')).toBe('Face to face');
    expect(wordsOf('CHANNEL', 'SMS')).toBe('SMS');
    expect(wordsOf('PRODUCT', 'VISA_CARD')).toBe('VISA_CARD');
  });
});

describe('the watermark', () => {
  const position = (feed: string, readAt: string) => ({ feed, place: '1.1', readAt: new Date(readAt) });

  it('is as old as the feed that was read longest ago', () => {
    const feeds = [position('cases', '2026-01-02T00:00:00.000Z'), position('customers', '2026-01-01T00:00:00.000Z')];
    expect(watermarkOf(['cases', 'customers'], feeds).upTo).toEqual(new Date('2026-01-01T00:00:00.000Z'));
  });

  it('is none while a feed was never read', () => {
    expect(watermarkOf(['cases', 'customers'], [position('cases', '2026-01-02T00:00:00.000Z')]).upTo).toBeNull();
  });
});
