import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLive, overtakenBy, unreadBy, type BriefCopy } from './brief-copy.ts';

const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const version = (number: number, more: Partial<BriefCopy> = {}): BriefCopy => ({
  ...{ id: `brfv_${number}`, briefId: 'brf_1', number, title: 'Spring', liveFrom: at(1), liveUntil: null },
  ...{ roles: [], siteIds: [], mustRead: true, withdrawnAt: null, ...more },
});
const reader = { jobRole: 'AGENT', siteId: 'site_1', at: at(5) };
const titles = (known: BriefCopy[], more: object = {}, read: { briefVersionId: string; readAt: Date }[] = []) =>
  unreadBy(known, read, { ...reader, ...more }).map(({ id }) => id);

describe('what is to be read before a shift', () => {
  it('is what is live, for whose work and site it is, unless they have read it by then', () => {
    const one = version(1, { liveUntil: at(6), roles: ['AGENT'], siteIds: ['site_1'] });
    expect(titles([one])).toEqual(['brfv_1']);
    expect(titles([one], { jobRole: 'LEAD' })).toEqual([]);
    expect(titles([one], { siteId: 'site_2' })).toEqual([]);
    expect(titles([{ ...one, mustRead: false }])).toEqual([]);
    const read = (day: number) => [{ briefVersionId: 'brfv_1', readAt: at(day) }];
    expect([titles([one], {}, read(5)), titles([one], {}, read(6))]).toEqual([[], ['brfv_1']]);
  });

  it('goes by itself at its end, and with its cancellation', () => {
    const ends = version(1, { liveUntil: at(6) });
    expect([5, 6].map((day) => titles([ends], { at: at(day) }))).toEqual([['brfv_1'], []]);
    const cancelled = version(1, { withdrawnAt: at(4) });
    expect([3, 4].map((day) => titles([cancelled], { at: at(day) }))).toEqual([['brfv_1'], []]);
  });

  it('is the next version once that is live, and never what was overtaken before its time', () => {
    const [first, next] = [version(1), version(3, { liveFrom: at(6) })];
    expect([5, 6].map((day) => titles([first, next], { at: at(day) }))).toEqual([['brfv_1'], ['brfv_3']]);
    expect(overtakenBy(next, [first, version(2, { liveFrom: at(5) }), next], at(4))).toEqual([
      version(2, { liveFrom: at(5), withdrawnAt: at(4) }),
    ]);
  });

  it('is one version of a brief at most, whenever', () => {
    const day = fc.integer({ min: 1, max: 20 }).map(at);
    const some = fc.array(
      fc.record({ liveFrom: day, liveUntil: fc.option(day), withdrawnAt: fc.option(day), mustRead: fc.boolean() }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(some, day, (all, when) => {
        const known = all.map((each, i) => version(i + 1, each));
        expect(known.filter((each) => isLive(each, known, when)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
