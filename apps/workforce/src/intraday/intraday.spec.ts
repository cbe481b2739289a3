import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Span } from '../shift/shift.ts';
import { intradayOf, intervalsOf, meanOf, plannedFor, thereOf, type Crew, type Need } from './intraday.ts';
import { both, lengthOf, union, without } from './spans.ts';

const MINUTE = 60_000;
const NINE = Date.parse('2026-03-03T09:00:00.000Z');
const at = (minutes: number) => new Date(NINE + minutes * MINUTE);
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });
const day = span(0, 240);
const one = (more: Partial<Crew> = {}): Crew => ({
  ...{ personId: 'pers_1', teamId: 'team_1', shifts: [], leaves: [], there: [], skills: new Map(), loans: [] },
  ...more,
});
const shift = (from: number, to: number, breaks: Span[] = []) => ({
  ...span(from, to),
  breaks: breaks.map((each) => ({ ...each, isPaid: false })),
});
const need = (from: number, to: number, agents: number, more: Partial<Need> = {}): Need => ({
  ...{ ...span(from, to), agents, teamId: null, skillId: null },
  ...more,
});
const anybody = { teamId: null, skillId: null };

describe('a day in half hours', () => {
  it('sets what each needs beside who was to be there and who is: breaks and leave are taken off', () => {
    const crew = [
      one({ shifts: [shift(0, 120, [span(30, 45)])], there: [span(10, 50)] }),
      one({ personId: 'pers_2', shifts: [shift(0, 120)], leaves: [span(60, 240)] }),
    ];
    const rows = intradayOf(
      { day: span(0, 120), crew, needs: [need(0, 60, 2), need(60, 90, 1)], now: at(50) },
      anybody,
    );
    expect(rows.map(({ required, planned, present, gap }) => [required, planned, present, gap])).toEqual([
      [2, 2, 20 / 30, 2 - 20 / 30],
      [2, 1.5, 1, 1],
      [1, 1, null, 0],
      [null, 1, null, null],
    ]);
  });

  it('counts whoever works for another team there, and not with their own', () => {
    const crew = [one({ shifts: [shift(0, 60)], loans: [{ ...span(30, 60), teamId: 'team_2' }] })];
    const planned = (teamId: string) =>
      intradayOf({ day: span(0, 60), crew, needs: [], now: at(0) }, { teamId, skillId: null }).map(
        (row) => row.planned,
      );
    expect([planned('team_1'), planned('team_2')]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('counts for a skill whoever has it, as long as they do', () => {
    const crew = [one({ shifts: [shift(0, 60)], skills: new Map([['skil_1', [span(-100, 45)]]]) })];
    const rows = intradayOf({ day: span(0, 60), crew, needs: [], now: at(0) }, { teamId: null, skillId: 'skil_1' });
    expect(rows.map(({ planned }) => planned)).toEqual([1, 0.5]);
  });

  it('needs what the teams of a site need together, unless something is planned for the site', () => {
    const teams = [need(0, 30, 2, { teamId: 'team_1' }), need(0, 30, 3, { teamId: 'team_2' })];
    const required = (needs: Need[]) =>
      intradayOf({ day: span(0, 30), crew: [], needs, now: at(0) }, anybody)[0]?.required;
    expect([required(teams), required([...teams, need(0, 30, 4)])]).toEqual([5, 4]);
  });

  it('has somebody there from their word on until the next, and until now after the last', () => {
    const said = (minute: number, state: 'AVAILABLE' | 'BREAK') => ({ since: at(minute), state, isHere: true });
    expect(thereOf([said(0, 'AVAILABLE'), said(10, 'BREAK'), said(20, 'AVAILABLE')], at(35))).toEqual([
      ...[span(0, 10), span(20, 35)],
    ]);
    expect(thereOf([{ ...said(0, 'AVAILABLE'), isHere: false }], at(35))).toEqual([]);
  });
});

describe('counting people', () => {
  const anySpan = fc
    .tuple(fc.integer({ min: -60, max: 300 }), fc.integer({ min: 0, max: 200 }))
    .map(([from, length]) => span(from, from + length));
  const anySpans = fc.array(anySpan, { maxLength: 6 });
  const anyCrew = fc
    .array(fc.record({ shifts: anySpans, leaves: fc.array(anySpan, { maxLength: 2 }), there: anySpans }), {
      maxLength: 5,
    })
    .map((all) =>
      all.map(({ shifts, ...rest }, i) =>
        one({ personId: `pers_${i}`, ...rest, shifts: shifts.map((each) => ({ ...each, breaks: [] })) }),
      ),
    );

  it('tiles: the half hours hold together exactly what the day holds', () => {
    fc.assert(
      fc.property(anyCrew, fc.integer({ min: 1, max: 240 }), (crew, length) => {
        const whole = span(0, length);
        const planned = plannedFor(crew, anybody, whole);
        const parts = intervalsOf(whole);
        expect([parts[0]?.startsAt, parts.at(-1)?.endsAt]).toEqual([whole.startsAt, whole.endsAt]);
        const sum = parts.reduce(
          (all, part) => all + meanOf(planned, part) * (Number(part.endsAt) - Number(part.startsAt)),
          0,
        );
        expect(sum).toBeCloseTo(meanOf(planned, whole) * length * MINUTE, 3);
      }),
    );
  });

  it('counts nobody twice: never more in a half hour than there are people', () => {
    fc.assert(
      fc.property(anyCrew, fc.integer({ min: 0, max: 240 }), (crew, now) => {
        for (const { planned, present } of intradayOf({ day, crew, needs: [], now: at(now) }, anybody)) {
          expect(planned).toBeLessThanOrEqual(crew.length + 1e-9);
          expect(present ?? 0).toBeLessThanOrEqual(crew.length + 1e-9);
        }
      }),
    );
  });

  it('splits time in two: what it shares with another, and the rest', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (spans, others) => {
        const [shared, rest] = [both(spans, others), without(spans, others)];
        expect(lengthOf(shared) + lengthOf(rest)).toBe(lengthOf(spans));
        expect(both(rest, others)).toEqual([]);
        expect(union([...shared, ...rest])).toEqual(union(spans));
      }),
    );
  });
});
