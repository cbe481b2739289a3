import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { durationOf } from '@courtesy/kernel';
import type { EscalationLevel } from '@courtesy/graph-types/cases';
import { LEVELS, rankOf } from '../person-copy/on-duty.ts';
import { decideClimb, nextLook, waitOf, type Climb, type Wait } from './climbing.ts';
import { answered, asked, calendarOf, nothing, on, opened, termsOf, then, time } from '../../test/clock-histories.ts';
import { accept, ask, settle, type Escalation } from './escalation.ts';
import type { LadderStep } from './ladder.ts';

const START = Date.UTC(2026, 2, 2);
const minute = (n: number) => new Date(START + n * 60_000);
const minutes = (n: number) => durationOf(n * 60_000);

/** A wait by the wall clock, so that the laws of the ladder are told apart from those of calendars. */
const wait = (key: string, from: number): Wait => ({
  ...{ key, recordedAt: minute(from) },
  reaches: (after) => new Date(minute(from).getTime() + after),
});
const steps: readonly LadderStep[] = LEVELS.map((level, i) => ({
  ...{ level, after: minutes(120 * 2 ** i), acceptWithin: minutes(60) },
}));
const draft = (level: EscalationLevel, at: Date, key: string | null, n: number): Escalation => ({
  ...{ id: `esc_${n}`, caseId: 'case_1', originId: `esc_${n}`, level, status: 'UNCOVERED', isAutomatic: true },
  ...{ reason: '', asked: '', done: '', promised: '', open: '', requesterId: null, fromPersonId: null },
  ...{ toPersonId: null, ladderId: 'escl_1', wait: key, raisedAt: at, acceptWithin: minutes(60), acceptBy: null },
  ...{ acceptedAt: null, settledAt: null, settledReason: null, version: 0 },
});

/** Something that happens at a look: time passes, and whoever is asked accepts, hands back or does nothing; somebody is on shift or nobody is. */
const anyLook = fc.record({
  after: fc.integer({ min: 1, max: 200 }),
  doing: fc.constantFrom('nothing', 'nothing', 'accept', 'return', 'answer', 'end'),
  onShift: fc.boolean(),
});

interface Told {
  readonly at: Date;
  readonly climb: Climb;
  readonly history: readonly Escalation[];
}

function look({ at, climb, history }: Told, { onShift }: { onShift: boolean }): Told {
  const decision = decideClimb(climb, at);
  let all = [...history];
  let { open } = climb;
  if (open && decision.end) {
    const ended = settle(open, decision.end.as, decision.end.why, at);
    all = all.map((each) => (each.id === ended.id ? ended : each));
    open = null;
  }
  const by = decision.raise;
  if (by) {
    const base = by.by === 'COVER_GAP' && open ? open : draft(by.level, at, climb.wait?.key ?? null, all.length);
    const ends = new Date(at.getTime() + 8 * 3_600_000);
    const asking = { personId: 'pers_1', level: by.level, shiftEndsAt: ends };
    open = onShift ? ask(base, asking, at) : { ...base, level: by.level };
    const raised = open;
    all = all.some(({ id }) => id === raised.id) ? all.map((e) => (e.id === raised.id ? raised : e)) : [...all, raised];
  }
  return { at, history: all, climb: { ...climb, open, step: decision.step } };
}

function happen(told: Told, doing: string, at: Date): Told {
  const { climb, history } = told;
  const { open } = climb;
  if (doing === 'answer') return { ...told, at, climb: { ...climb, wait: null } };
  if (doing === 'end') return { ...told, at, climb: { ...climb, wait: null, hasEnded: true } };
  if (!open || open.status !== 'RAISED') return { ...told, at };
  const outcome = doing === 'accept' ? accept(open, 'pers_1', at) : null;
  const handedBack = doing === 'return' ? settle(open, 'RETURNED', 'No', at) : null;
  const changed = outcome?.type === 'EscalationAccepted' ? outcome.escalation : handedBack;
  if (!changed) return { ...told, at };
  const isStopped = climb.isStopped || changed.status === 'ACCEPTED';
  const all = history.map((each) => (each.id === changed.id ? changed : each));
  return { at, history: all, climb: { ...climb, open: null, isStopped } };
}

describe('a climb', () => {
  it('never goes down, asks one at a time, ends with acceptance, answer or the end, and always knows when to look again', () => {
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 25 }), (looks) => {
        let told: Told = {
          ...{ at: minute(0), history: [] },
          climb: { step: 0, steps, wait: wait('FIRST_RESPONSE 1', 0), isStopped: false, open: null, hasEnded: false },
        };
        let when = 0;
        for (const each of looks) {
          when += each.after;
          const before = happen(told, each.doing, minute(when));
          told = look(before, each);
          const open = told.history.filter(({ status }) => status === 'RAISED' || status === 'UNCOVERED');
          expect(open.length).toBeLessThanOrEqual(1);
          const ranks = told.history.map(({ level }) => rankOf(level));
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
          const next = nextLook(told.climb, told.at);
          if (next) expect(next.getTime()).toBeGreaterThan(told.at.getTime());
          const { hasEnded, isStopped, wait: waiting } = told.climb;
          if (hasEnded || isStopped || !waiting) {
            expect(open).toEqual([]);
            expect(next).toBeNull();
          } else if (told.climb.step < steps.length || open.length > 0) expect(next).not.toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('looked at once a minute stands where it stands when looked at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (until) => {
        const start: Told = {
          ...{ at: minute(0), history: [] },
          climb: { step: 0, steps, wait: wait('FIRST_RESPONSE 1', 0), isStopped: false, open: null, hasEnded: false },
        };
        let often = start;
        for (let n = 1; n <= until; n += 1) often = look({ ...often, at: minute(n) }, { onShift: false });
        const once = look({ ...start, at: minute(until) }, { onShift: false });
        expect(often.climb.step).toBe(once.climb.step);
        expect(often.climb.open?.level).toBe(once.climb.open?.level);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a wait', () => {
  const terms = termsOf('std_1', 'calv_office', { FIRST_RESPONSE: time(8), NEXT_RESPONSE: time(8) });
  const reading = (hours: number, history: Parameters<typeof then>[0], now: Date) => {
    const found = waitOf(history.ledger, calendarOf, now);
    return found && [found.key, found.reaches(time(hours))?.toISOString().slice(0, 16)];
  };

  it('is counted by the calendar that the clock has pinned, and over when a person answers', () => {
    const first = then(nothing, opened(on(2, '16:00')), terms);
    expect(reading(2, first, on(2, '16:30'))).toEqual(['FIRST_RESPONSE 1', '2026-03-03T10:00']);
    const told = then(first, answered(on(3, '09:30')), terms);
    expect(reading(2, told, on(3, '12:00'))).toBeNull();
    const again = then(told, asked(on(3, '14:00')), terms);
    expect(reading(4, again, on(3, '15:00'))).toEqual(['NEXT_RESPONSE 1', '2026-03-04T10:00']);
  });
});
