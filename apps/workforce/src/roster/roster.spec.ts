import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Shift, Span } from '../shift/shift.ts';
import { conflictsOf, shared, uncovered, type PersonalRoster, type RosterBlock } from './roster.ts';
import { shrinkageOf, shrinkageShare, together } from './shrinkage.ts';

const MINUTE = 60_000;
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2) + minute * MINUTE);
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });
const shift = (from: number, to: number, breaks: readonly Span[] = []): Shift => ({
  ...{ id: 'shft_1', personId: 'pers_1', siteId: 'site_1', ...span(from, to), status: 'SCHEDULED' },
  ...{
    breaks: breaks.map((each) => ({ ...each, isPaid: false })),
    templateId: null,
    rosterId: null,
    reason: null,
    version: 1,
  },
});
const block = (
  id: string,
  [from, startsAt, endsAt, until]: readonly [number, number, number, number],
): RosterBlock => ({
  ...{
    id,
    visitId: id,
    personId: 'pers_1',
    from: at(from),
    until: at(until),
    startsAt: at(startsAt),
    endsAt: at(endsAt),
  },
});
const none: PersonalRoster = { isEmployed: true, shifts: [], leaves: [], blocks: [], trainings: [] };
const length = ({ startsAt, endsAt }: Span) => endsAt.getTime() - startsAt.getTime();

const anySpan = fc
  .tuple(fc.nat(300), fc.integer({ min: 1, max: 120 }))
  .map(([from, minutes]) => span(from, from + minutes));
const anyBlock = fc
  .tuple(fc.nat(300), fc.nat(40), fc.integer({ min: 1, max: 60 }), fc.nat(40), fc.uuid())
  .map(([from, there, visit, back, id]) =>
    block(id, [from, from + there, from + there + visit, from + there + visit + back]),
  );
const anyRoster = fc.record({
  isEmployed: fc.constant(true),
  shifts: fc.array(
    fc.tuple(anySpan, fc.array(anySpan, { maxLength: 3 })).map(([{ startsAt, endsAt }, breaks]) => ({
      ...shift(0, 1),
      startsAt,
      endsAt,
      breaks: breaks.map((each) => ({ ...each, isPaid: false })),
    })),
    { maxLength: 3 },
  ),
  leaves: fc.array(
    anySpan.map(({ startsAt: from, endsAt: until }) => ({ from, until })),
    { maxLength: 2 },
  ),
  blocks: fc.array(anyBlock, { maxLength: 4 }),
  trainings: fc.array(anySpan, { maxLength: 2 }),
});

describe('what is in the way of a visit', () => {
  it('is each break, leave and other visit that it shares time with, and whatever of it lies outside the shifts', () => {
    const visit = block('visi_1', [60, 90, 150, 180]);
    const roster: PersonalRoster = {
      ...none,
      shifts: [shift(80, 170, [span(140, 155)])],
      leaves: [{ from: at(160), until: at(500) }],
      blocks: [visit, block('visi_2', [175, 200, 210, 230])],
    };
    const found = conflictsOf(visit, roster).map(({ kind, visitId, ...times }) => [kind, times, visitId]);
    const times = (from: number, to: number) => ({ personId: 'pers_1', ...span(from, to) });
    expect(found).toEqual([
      ['OUTSIDE_SHIFT', times(60, 80), null],
      ['OUTSIDE_SHIFT', times(170, 180), null],
      ['BREAK', times(140, 155), null],
      ['LEAVE', times(160, 180), null],
      ['VISIT', times(175, 180), 'visi_2'],
    ]);
  });

  it('is nothing for a visit that ends, way back included, at the instant at which a break begins', () => {
    expect(conflictsOf(block('v', [0, 10, 20, 30]), { ...none, shifts: [shift(0, 60, [span(30, 40)])] })).toEqual([]);
  });

  it('is one thing alone for somebody who is not there any more', () => {
    const found = conflictsOf(block('v', [0, 10, 20, 30]), { ...none, isEmployed: false });
    expect(found).toMatchObject([{ kind: 'NOT_EMPLOYED', ...span(0, 30) }]);
  });

  it('lies within the visit and its ways, and no two visits disagree about the time they share', () => {
    fc.assert(
      fc.property(anyRoster, anyBlock, anyBlock, (roster, one, other) => {
        const whole = { startsAt: one.from, endsAt: one.until };
        for (const conflict of conflictsOf(one, roster)) expect(shared(whole, conflict)).toEqual(span0(conflict));
        const seen = (a: RosterBlock, b: RosterBlock) =>
          conflictsOf(a, { ...none, shifts: [shift(-1, 1_000)], blocks: [b] }).map(span0);
        expect(seen(one, other)).toEqual(seen(other, one));
      }),
    );
  });

  it('leaves no time uncovered twice: what is covered and what is not make up the whole', () => {
    fc.assert(
      fc.property(anySpan, fc.array(anySpan, { maxLength: 5 }), (whole, others) => {
        const gaps = uncovered(whole, others);
        const total = gaps.reduce((sum, gap) => sum + length(gap), 0);
        let covered = 0;
        for (let minute = 0; minute < length(whole) / MINUTE; minute += 1) {
          const instant = new Date(whole.startsAt.getTime() + minute * MINUTE);
          if (others.some((each) => each.startsAt <= instant && instant < each.endsAt)) covered += MINUTE;
        }
        expect(total + covered).toBe(length(whole));
      }),
    );
  });
});

const span0 = ({ startsAt, endsAt }: Span): Span => ({ startsAt, endsAt });

describe('shrinkage', () => {
  it('counts the visit, the way there and back, the break, training and leave of a day, each once', () => {
    const roster: PersonalRoster = {
      ...none,
      shifts: [shift(0, 480, [span(180, 240)])],
      leaves: [{ from: at(420), until: at(900) }],
      blocks: [block('v', [90, 120, 180, 210])],
      trainings: [span(200, 270), span(470, 500)],
    };
    const minutes = (n: number) => n * MINUTE;
    expect(shrinkageOf(span(0, 1_440), roster)).toEqual({
      ...{ scheduled: minutes(480), leave: minutes(60), visit: minutes(60), travel: minutes(60) },
      ...{ break: minutes(30), training: minutes(30), atWork: minutes(240) },
    });
    expect(shrinkageShare(shrinkageOf(span(0, 1_440), roster))).toBe(240 / 480);
    expect(shrinkageShare(shrinkageOf(span(1_000, 1_440), roster))).toBeNull();
  });

  it('tiles what is scheduled, whatever overlaps, and a period is the sum of its parts', () => {
    fc.assert(
      fc.property(anyRoster, fc.integer({ min: 1, max: 499 }), (roster, middle) => {
        const whole = shrinkageOf(span(0, 500), roster);
        const { scheduled, ...parts } = whole;
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(scheduled);
        expect(Object.values(parts).every((part) => part >= 0)).toBe(true);
        const halves = [shrinkageOf(span(0, middle), roster), shrinkageOf(span(middle, 500), roster)];
        expect(together(halves)).toEqual(whole);
      }),
    );
  });
});
