import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { durationOf, formatDuration, InvalidDuration, parseDuration } from './index.ts';

describe('parseDuration', () => {
  it.each([
    ['PT4H', 14_400_000],
    ['P1D', 86_400_000],
    ['P2W', 1_209_600_000],
    ['P1W2DT3H4M5S', 788_645_000],
    ['PT0.25S', 250],
    ['PT1,5H', 5_400_000],
    ['-P14D', -1_209_600_000],
    ['+PT1M', 60_000],
    ['PT0S', 0],
    ['-PT0S', 0],
    ['PT36H', 129_600_000],
  ])('%s is %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['P1Y', 'P1M', 'P1Y2DT3H', '-P1.5M'])('%s is refused, because its length depends on the date', (text) => {
    expect(() => parseDuration(text)).toThrow(/years and months/);
  });
  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '4H',
    'PT4',
    'pt4h',
    'PT1S1M',
    'P1H',
    'PT-4H',
    ' PT4H',
    'PT4H\n',
    '--PT4H',
    'P1D T4H',
  ])('%j is no duration', (text) => {
    expect(() => parseDuration(text)).toThrow(InvalidDuration);
  });
  it('only the last part may have a fraction, and nothing finer than a millisecond', () => {
    expect(() => parseDuration('PT1.5H30M')).toThrow(/last part/);
    expect(() => parseDuration('PT0.0001S')).toThrow(/finer than a millisecond/);
    expect(parseDuration('PT0.0010S')).toBe(1);
  });
  it('a length that cannot be counted exactly is refused', () => {
    expect(() => parseDuration('P9999999999999D')).toThrow(/too long/);
  });
  it('minutes are not months', () => {
    expect(parseDuration('P1DT1M')).toBe(86_460_000);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, 'PT0S'],
    [14_400_000, 'PT4H'],
    [86_400_000, 'P1D'],
    [-1_209_600_000, '-P14D'],
    [90_061_001, 'P1DT1H1M1.001S'],
    [500, 'PT0.5S'],
  ])('%d milliseconds are %s', (ms, text) => {
    expect(formatDuration(durationOf(ms))).toBe(text);
  });
  it('what is written reads back as the same duration', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (ms) => expect(parseDuration(formatDuration(durationOf(ms)))).toBe(ms)));
  });
});

describe('durationOf', () => {
  it('takes whole milliseconds only', () => {
    expect(() => durationOf(0.5)).toThrow(RangeError);
    expect(() => durationOf(Number.NaN)).toThrow(RangeError);
    expect(() => durationOf(2 ** 53)).toThrow(RangeError);
    expect(Object.is(durationOf(-0), 0)).toBe(true);
  });
});
