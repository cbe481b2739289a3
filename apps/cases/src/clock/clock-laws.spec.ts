import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alwaysOpen, compileCalendar, elapsed } from '@courtesy/kernel';
import type { CaseStatus } from '@courtesy/graph-types/cases';
import {
  answered,
  asked,
  calendarOf,
  moved,
  nothing,
  on,
  opened,
  prioritised,
  termsOf,
  then,
  time,
  versions,
  type History,
} from '../../test/clock-histories.ts';
import { isUnended } from '../case/case.ts';
import { CLOCKS, type ClockEvent, type Terms } from './clock.ts';
import type { ClockSignal } from './following.ts';
import { lengthOf, readClocks, timelineOf } from './reading.ts';

const START = on(2, '07:13');
const wallClock = compileCalendar(alwaysOpen());
const hoursOf = (id: string | null) => (id ? (versions.get(id) ?? wallClock) : wallClock);

const allTargets = {
  FIRST_RESPONSE: time(2),
  NEXT_RESPONSE: time(3),
  UPDATE: time(4),
  RESOLUTION: time(12),
  REGULATORY: time(40),
};
const menu: readonly Terms[] = [
  termsOf('std_a', 'calv_office', allTargets),
  termsOf('std_b', 'calv_shop', { FIRST_RESPONSE: time(1), RESOLUTION: time(5) }),
  termsOf('std_c', null, { ...allTargets, RESOLUTION: time(30) }),
  termsOf(null, null, {}),
];
const statuses: readonly CaseStatus[] = [
  'OPEN',
  'WAITING_CUSTOMER',
  'WAITING_THIRD_PARTY',
  'RESOLVED',
  'CANCELLED',
  'MERGED',
];

const step = fc.record({
  what: fc.constantFrom('ANSWERED', 'ASKED', 'TAKEN_BACK', 'MOVED', 'PRIORITISED', 'PARTED'),
  /** Minutes since the step before. */
  after: fc.nat({ max: 3_000 }),
  /** By how many minutes later than it happened it is recorded. */
  late: fc.oneof(fc.constant(0), fc.nat({ max: 2_000 })),
  status: fc.constantFrom(...statuses),
  terms: fc.constantFrom(...menu),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const histories = fc.record({ terms: fc.constantFrom(...menu), steps: fc.array(step, { maxLength: 14 }) });

const signalOf = ({ what, status }: Step, from: CaseStatus, at: Date): ClockSignal => {
  if (what === 'ANSWERED') return answered(at);
  if (what === 'TAKEN_BACK') return { type: 'TAKEN_BACK', at, cause: 'intr_corrected', of: 'intr_answer' };
  if (what === 'ASKED') return asked(at);
  if (what === 'PARTED') return { type: 'PARTED', at, cause: 'cmrg_1', contacts: ['intr_question'] };
  return what === 'MOVED' ? moved(at, from, status) : prioritised(at, 'ANY');
};

/** Every history that a case can have, step by step; `onStep` sees it after each one. */
function live(
  { terms, steps }: { terms: Terms; steps: readonly Step[] },
  onStep: (history: History, now: Date) => void = () => undefined,
): { history: History; end: Date } {
  let history = then(nothing, opened(START), terms);
  let now = START;
  onStep(history, now);
  for (const each of steps) {
    now = new Date(now.getTime() + each.after * 60_000);
    const isContact = each.what === 'ANSWERED' || each.what === 'ASKED';
    const at = new Date(now.getTime() - (isContact ? each.late * 60_000 : 0));
    history = then(history, signalOf(each, history.status, at), each.what === 'PRIORITISED' ? each.terms : terms, now);
    // As the command does it: what is taken back of a case that has ended ends with the case.
    if (each.what === 'TAKEN_BACK' && !isUnended(history.status))
      history = then(history, moved(now, history.status, history.status), terms, now);
    onStep(history, now);
  }
  return { history, end: new Date(now.getTime() + 600 * 60_000) };
}

/** A row as the database gives it back. */
const stored = (row: ClockEvent): ClockEvent => {
  const text = JSON.parse(JSON.stringify(row)) as Record<keyof ClockEvent, never>;
  return { ...text, at: new Date(text.at), recordedAt: new Date(text.recordedAt) };
};
const withoutEvents = (history: readonly ClockEvent[], now: Date) =>
  readClocks(history, calendarOf, now).map(({ events: _, ...reading }) => reading);

describe('whatever happens to a case, in whatever order', () => {
  it('the stretches of a clock follow one another without a gap, and together are the whole time', () => {
    fc.assert(
      fc.property(histories, (given) => {
        const { history, end } = live(given);
        for (const clock of CLOCKS) {
          const timeline = timelineOf(history.ledger, clock, end);
          for (const [i, stretch] of timeline.entries()) {
            expect(stretch.from.getTime()).toBeLessThanOrEqual(stretch.to.getTime());
            expect(stretch.to).toEqual(timeline[i + 1]?.from ?? end);
          }
          const [first] = timeline;
          if (!first) continue;
          const inWall = (state: string) =>
            timeline.filter((each) => each.state === state).reduce((sum, { from, to }) => sum + +to - +from, 0);
          expect(inWall('RUNNING') + inWall('PAUSED') + inWall('STOPPED')).toBe(+end - +first.from);
          const open = timeline.reduce((sum, each) => sum + lengthOf(each, calendarOf), 0);
          const direct = timeline.reduce(
            (sum, { from, to, terms }) => sum + elapsed(hoursOf(terms.calendarVersionId), from, to),
            0,
          );
          expect(open).toBe(direct);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('no clock goes on that does not stand still or whose end is not taken back, none moves before it starts, and only a late answer goes back in time', () => {
    const allowed: Record<string, readonly string[]> = {
      none: ['START'],
      RUNNING: ['PAUSE', 'STOP', 'RETARGET', 'BREACH'],
      PAUSED: ['RESUME', 'STOP', 'RETARGET', 'BREACH'],
      STOPPED: ['START'],
    };
    const next: Record<string, string> = { START: 'RUNNING', PAUSE: 'PAUSED', RESUME: 'RUNNING', STOP: 'STOPPED' };
    fc.assert(
      fc.property(histories, (given) => {
        const { history } = live(given);
        for (const clock of CLOCKS) {
          let [state, at, segment, startedAt] = ['none', -Infinity, 0, -Infinity];
          for (const row of history.ledger.filter((each) => each.clock === clock)) {
            const isTakenBack = state === 'STOPPED' && row.kind === 'RESUME' && row.at.getTime() === at;
            if (!isTakenBack) expect(allowed[state]).toContain(row.kind);
            expect(row.at.getTime()).toBeGreaterThanOrEqual(
              row.kind === 'STOP' ? startedAt : row.kind === 'BREACH' ? -Infinity : at,
            );
            expect(row.at.getTime()).toBeLessThanOrEqual(row.recordedAt.getTime());
            expect(row.segment).toBe(row.kind === 'START' ? segment + 1 : segment);
            if (row.kind === 'START') startedAt = row.at.getTime();
            if (row.kind !== 'BREACH') at = row.at.getTime();
            [state, segment] = [next[row.kind] ?? state, row.segment];
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what a clock has counted never becomes less while time passes', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat({ max: 60_000 }), { maxLength: 8 }), (given, minutes) => {
        const { history } = live(given);
        const instants = minutes.toSorted((a, b) => a - b).map((each) => new Date(START.getTime() + each * 60_000));
        const counted = new Map<string, number>();
        for (const now of instants)
          for (const { kind, segment, elapsed: so } of readClocks(history.ledger, calendarOf, now)) {
            expect(so).toBeGreaterThanOrEqual(counted.get(`${kind} ${segment}`) ?? 0);
            counted.set(`${kind} ${segment}`, so);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('a running clock has counted exactly its target at the instant at which it is due, if nothing happens until then', () => {
    fc.assert(
      fc.property(histories, (given) => {
        const { history, end } = live(given);
        for (const { kind, segment, state, dueAt, target, breachedAt } of readClocks(history.ledger, calendarOf, end)) {
          if (target === null || !dueAt) expect(breachedAt).toBeNull();
          if (state !== 'RUNNING' || !dueAt) continue;
          const at = dueAt > end ? dueAt : end;
          const then = readClocks(history.ledger, calendarOf, at).find((e) => e.kind === kind && e.segment === segment);
          expect(then).toMatchObject({ breachedAt: dueAt, dueAt });
          if (dueAt > end) expect(then?.elapsed).toBe(target);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a ledger read back reads as it did while it grew, and a breach is on record once at most for an instant', () => {
    fc.assert(
      fc.property(histories, (given) => {
        const seen: { rows: number; now: Date; reading: unknown }[] = [];
        const { history } = live(given, ({ ledger }, now) =>
          seen.push({ rows: ledger.length, now, reading: withoutEvents(ledger, now) }),
        );
        const rebuilt = history.ledger.map(stored);
        for (const { rows, now, reading } of seen) expect(withoutEvents(rebuilt.slice(0, rows), now)).toEqual(reading);
        const breaches = rebuilt.filter(({ kind }) => kind === 'BREACH').map(({ clock, at }) => `${clock} ${+at}`);
        expect(new Set(breaches).size).toBe(breaches.length);
      }),
      { numRuns: 300 },
    );
  });

  it('a case that has ended reads the same for ever', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 100_000 }), (given, minutes) => {
        const { history, end } = live(given);
        if (history.status !== 'RESOLVED' && history.status !== 'CANCELLED') return;
        const much = new Date(end.getTime() + minutes * 60_000);
        expect(withoutEvents(history.ledger, much)).toEqual(withoutEvents(history.ledger, end));
      }),
      { numRuns: 200 },
    );
  });
});
