import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compare } from './comparison.ts';
import { NoSeries, seriesOfFile } from './series-of-file.ts';

const folder = new URL('../../../shared/data/callcentre/', import.meta.url).pathname;
const file = `${folder}anonymousbank_1999-01.tsv.gz`;
const isThere = existsSync(file);
const none = () => new Set<string>();

describe('The forecast of the real call centre', () => {
  it('has its data where the whole suite is to run', () => {
    expect(isThere || process.env['CI'] !== 'true').toBe(true);
  });

  (isThere ? it : it.skip)(
    'beats the seasonal naive bar by half hour, a day and a week ahead, and four of five half hours lie within',
    () => {
      const [halfHours] = seriesOfFile(file, 'calls', none);
      if (!halfHours) throw new Error('no series');
      expect(halfHours.series.days.flat().reduce<number>((sum, each) => sum + (each ?? 0), 0)).toBe(30_108);
      for (const horizon of [1, 7]) {
        const { chosen, bar, held } = compare(halfHours.series, horizon);
        expect(chosen).toBeLessThan(bar ?? 0);
        expect(held).toBeGreaterThan(0.75);
        expect(held).toBeLessThan(0.85);
      }
    },
  );

  it('is not made of a file without a date', () => {
    expect(() => seriesOfFile(new URL('./main.ts', import.meta.url).pathname, 'main.ts', none)).toThrow(NoSeries);
  });
});
