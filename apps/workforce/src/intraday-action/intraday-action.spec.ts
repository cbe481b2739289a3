import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createId } from '@courtesy/kernel';
import type { Crew } from '../intraday/intraday.ts';
import { lengthOf } from '../intraday/spans.ts';
import type { Shift, Span } from '../shift/shift.ts';
import type { StaffingRequirement } from '../staffing/requirement.ts';
import { draft, type Drafted } from './intraday-action.ts';
import { effectsOf, serviceLevelWith } from './prediction.ts';

const MINUTE = 60_000;
const NINE = Date.parse('2026-03-03T09:00:00.000Z');
const at = (minutes: number) => new Date(NINE + minutes * MINUTE);
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });
const shift: Shift = {
  ...{ id: 'shft_1', personId: 'pers_1', siteId: 'site_1', ...span(0, 480), status: 'SCHEDULED' },
  breaks: [
    { ...span(120, 135), isPaid: true },
    { ...span(240, 270), isPaid: false },
  ],
  ...{ templateId: null, rosterId: null, reason: null, version: 1 },
};
const now = { now: at(60), others: [shift] };
const requirement = (from: number, to: number, more: Partial<StaffingRequirement> = {}): StaffingRequirement => ({
  ...{ id: `sreq_${from}`, siteId: 'site_1', teamId: null, skillId: null, ...span(from, to), volume: 4 },
  ...{ handleMs: 3 * MINUTE, agents: 2, scheduled: 2, source: 'MANUAL', forecastId: null, plannedAt: at(0) },
  ...{ supersededAt: null, ...more },
});
const someone = (personId: string, teamId: string | null = null): Crew => ({
  ...{ personId, teamId, shifts: [shift], leaves: [], there: [], skills: new Map(), loans: [] },
});

describe('an action during the day', () => {
  it('moves a break that is to come to another time of the shift, as long as it was', () => {
    const plan = { kind: 'MOVE_BREAK', breakStartsAt: at(240), startsAt: at(90) } as const;
    expect(draft(shift, plan, now)).toMatchObject({
      ...{ type: 'Drafted', span: span(90, 270), loan: null },
      after: { breaks: [span(90, 120), span(120, 135)] },
    });
    const wrong = [{ startsAt: at(115) }, { startsAt: at(470) }, { startsAt: at(30) }, { breakStartsAt: at(241) }];
    for (const each of wrong) expect(draft(shift, { ...plan, ...each }, now).type).toBe('InvalidInput');
    expect(draft({ ...shift, status: 'CANCELLED' }, plan, now).type).toBe('ShiftIsCancelled');
  });

  it('ends a shift later, but not in another one of theirs; or earlier, but not in the past', () => {
    const later = { kind: 'OVERTIME', endsAt: at(540) } as const;
    expect(draft(shift, later, now)).toMatchObject({ after: span(0, 540), span: span(480, 540) });
    const next = { ...shift, id: 'shft_2', ...span(520, 600), breaks: [] };
    expect(draft(shift, later, { ...now, others: [shift, next] }).type).toBe('InvalidInput');
    const earlier = { kind: 'RELEASE', endsAt: at(250) } as const;
    expect(draft(shift, earlier, now)).toMatchObject({
      ...{ span: span(250, 480), after: { ...span(0, 250), breaks: [span(120, 135), span(240, 250)] } },
    });
    expect(draft(shift, { ...earlier, endsAt: at(59) }, now).type).toBe('InvalidInput');
    expect(draft(shift, { ...later, endsAt: at(480) }, now).type).toBe('InvalidInput');
  });

  it('lends somebody for a time within the shift', () => {
    const teamId = createId('team', 0, new Uint8Array(10));
    const plan = { kind: 'RESKILL', startsAt: at(60), endsAt: at(120), teamId } as const;
    expect(draft(shift, plan, now)).toMatchObject({ after: shift, loan: { ...span(60, 120), teamId } });
    expect(draft(shift, { ...plan, endsAt: at(481) }, now).type).toBe('InvalidInput');
    expect(draft(shift, { ...plan, teamId: null }, now).type).toBe('InvalidInput');
  });
});

describe('what an action is foretold to do', () => {
  const material = (crew: Crew[], requirements: StaffingRequirement[]) => ({
    ...{ before: shift, crew, requirements, withinMs: 20_000 },
  });
  const drafted = (plan: Parameters<typeof draft>[1]) => draft(shift, plan, now) as Drafted;

  it('is told of the requirements that it touches, and of no other', () => {
    const move = drafted({ kind: 'MOVE_BREAK', breakStartsAt: at(240), startsAt: at(300) });
    const crew = [someone('pers_1'), someone('pers_2')];
    const effects = effectsOf(
      move,
      material(crew, [requirement(210, 240), requirement(240, 270), requirement(300, 330)]),
    );
    expect(effects.map((each) => [each.requirementId, each.plannedBefore, each.plannedAfter])).toEqual([
      ['sreq_240', 0, 1],
      ['sreq_300', 2, 1],
    ]);
    expect(effects[0]?.serviceLevelBefore).toBe(0);
    expect(effects[0]?.serviceLevelAfter).toBeCloseTo(1 - 0.4 * Math.exp((-0.6 * 20) / 180), 9);
  });

  it('takes from one team what it gives to another', () => {
    const plan = { kind: 'RESKILL', startsAt: at(60), endsAt: at(90) } as const;
    const loan: Drafted = {
      type: 'Drafted',
      after: shift,
      span: span(60, 90),
      loan: { ...span(60, 90), teamId: 'team_2' },
    };
    expect(draft(shift, plan, now).type).toBe('InvalidInput');
    const both = [
      requirement(60, 90, { id: 'one', teamId: 'team_1' }),
      requirement(60, 90, { id: 'two', teamId: 'team_2' }),
    ];
    const effects = effectsOf(loan, material([someone('pers_1', 'team_1')], both));
    expect(effects.map((each) => each.plannedAfter - each.plannedBefore)).toEqual([-1, 1]);
  });

  it('is never worse service for more people, and always between nothing and all', () => {
    const load = fc.record({ volume: fc.integer({ min: 0, max: 400 }), minutes: fc.integer({ min: 1, max: 20 }) });
    const agents = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(load, agents, agents, ({ volume, minutes }, a, b) => {
        const asked = requirement(0, 30, { volume, handleMs: minutes * MINUTE });
        const [few, many] = [Math.min(a, b), Math.max(a, b)].map((each) => serviceLevelWith(each, asked, 20_000));
        expect(few).toBeGreaterThanOrEqual(0);
        expect(many).toBeLessThanOrEqual(1);
        expect(many! - few!).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it('leaves a break as long as it was, wherever it goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 480 }), (minute) => {
        const moved = draft(shift, { kind: 'MOVE_BREAK', breakStartsAt: at(240), startsAt: at(minute) }, now);
        if (moved.type === 'Drafted') expect(lengthOf(moved.after.breaks)).toBe(lengthOf(shift.breaks));
      }),
    );
  });
});
