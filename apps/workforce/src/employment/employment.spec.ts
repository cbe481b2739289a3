import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@courtesy/kernel';
import { holdingOn, rearrange, type Employment } from './employment.ts';

const agreed = (id: string, from: string, recorded: number): Employment => ({
  ...{ id, personId: 'pers_1', from, until: null, pattern: 'PART_TIME', weeklyMinutes: 1_200, leastMinutes: 1_200 },
  ...{ mostMinutes: 1_200, fullTimeMinutes: 2_250, days: ['MONDAY'], costMinor: null, currency: null },
  ...{ recordedAt: new Date(recorded), supersededAt: null },
});

describe('what is agreed with somebody', () => {
  it('holds on every day from the first on, the last word for each day, and no two hold on one day', () => {
    const anyDay = fc.integer({ min: 0, max: 400 }).map((day) => addDays('2026-01-01', day));
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 12 }), anyDay, (starts, asked) => {
        let standing: Employment[] = [];
        for (const [i, from] of starts.entries()) {
          const added = agreed(`empl_${i}`, from, i);
          const { superseded, shortened } = rearrange(standing, added, `empl_${i}s`);
          const gone = new Set(superseded.map(({ id }) => id));
          standing = [...standing.filter(({ id }) => !gone.has(id)), ...(shortened ? [shortened] : []), added];
        }
        const holding = standing.filter(({ from, until }) => from <= asked && (until === null || until >= asked));
        expect(holding.length).toBeLessThanOrEqual(1);
        // The last agreement that began on that day or before, since each takes the place of all from its first day on.
        const last = starts
          .map((from, i) => ({ from, i }))
          .filter(({ from }) => from <= asked)
          .at(-1);
        expect(holdingOn(standing, asked)?.from).toBe(last?.from);
      }),
    );
  });
});
