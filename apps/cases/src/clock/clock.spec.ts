import { describe, expect, it } from '@jest/globals';
import type { CaseClockKind } from '@courtesy/graph-types/cases';
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
  type History,
} from '../../test/clock-histories.ts';
import { readClocks } from './reading.ts';

const normal = termsOf('std_normal', 'calv_office', { FIRST_RESPONSE: time(4), RESOLUTION: time(16) });
const urgent = termsOf('std_urgent', 'calv_shop', { FIRST_RESPONSE: time(1), RESOLUTION: time(8) });
const hourly = termsOf('std_hourly', null, { FIRST_RESPONSE: time(1), RESOLUTION: time(3), UPDATE: time(2) });
const unpromised = termsOf(null, null, {});

const readAll = ({ ledger }: History, now: Date) => readClocks(ledger, calendarOf, now);
const read = (history: History, now: Date, kind: CaseClockKind, segment = 1) =>
  readAll(history, now).find((each) => each.kind === kind && each.segment === segment);
const kindsOf = ({ ledger }: History) => ledger.map(({ clock, kind, segment }) => `${kind} ${clock} ${segment}`);

describe('a clock', () => {
  it('counts business time by its pinned calendar and says when it is due', () => {
    // Friday 6 March 16:30 + 4 h of 09-17: half an hour on Friday, 3.5 h on Monday from 09:00.
    const history = then(nothing, opened(on(6, '16:30')), normal);
    expect(read(history, on(9, '10:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ state: 'RUNNING', elapsed: time(1, 30), target: time(4), remaining: time(2, 30) },
      ...{ dueAt: on(9, '12:30'), breachedAt: null },
    });
    // Friday 0.5 h, Monday 8 h, then 7.5 h on Tuesday.
    expect(read(history, on(9, '10:00'), 'RESOLUTION')).toMatchObject({ dueAt: on(10, '16:30') });
  });

  it('without a standard runs by the wall clock and is due at no instant', () => {
    const history = then(nothing, opened(on(6, '16:30')), unpromised);
    expect(readAll(history, on(8, '16:30')).map(({ kind }) => kind)).toEqual(['FIRST_RESPONSE', 'RESOLUTION']);
    expect(read(history, on(8, '16:30'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ elapsed: time(48), target: null, remaining: null, dueAt: null, breachedAt: null },
    });
  });

  it('has reached its target exactly when it did, whether or not anybody noticed', () => {
    const history = then(nothing, opened(on(2, '09:00')), hourly);
    expect(read(history, on(2, '09:59'), 'FIRST_RESPONSE')).toMatchObject({ breachedAt: null, dueAt: on(2, '10:00') });
    expect(read(history, on(2, '10:00'), 'FIRST_RESPONSE')).toMatchObject({ breachedAt: on(2, '10:00'), remaining: 0 });
    expect(read(history, on(4, '10:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ breachedAt: on(2, '10:00'), dueAt: on(2, '10:00'), remaining: time(-48) },
    });
    expect(kindsOf(history)).not.toContain('BREACH FIRST_RESPONSE 1');
  });

  it('that is answered after its target has the breach on record, from the moment the target was reached', () => {
    const late = then(then(nothing, opened(on(2, '09:00')), hourly), answered(on(2, '11:00')), hourly);
    expect(late.ledger.find(({ kind }) => kind === 'BREACH')).toMatchObject({
      ...{ clock: 'FIRST_RESPONSE', at: on(2, '10:00'), recordedAt: on(2, '11:00') },
    });
    expect(read(late, on(5, '09:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ state: 'STOPPED', elapsed: time(2), breachedAt: on(2, '10:00') },
    });
  });

  it('is not breached by an answer that was only recorded late, and the ledger keeps both', () => {
    const start = then(nothing, opened(on(2, '09:00')), hourly);
    const [row] = start.ledger;
    if (!row) throw new Error('no start');
    const noticed: History = {
      ...start,
      ledger: [
        ...start.ledger,
        { ...row, id: 'clke_b', kind: 'BREACH', at: on(2, '10:00'), recordedAt: on(2, '10:00') },
      ],
    };
    const after = then(noticed, answered(on(2, '09:40')), hourly, on(2, '11:00'));
    expect(read(after, on(2, '12:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ state: 'STOPPED', elapsed: time(0, 40), breachedAt: null, dueAt: on(2, '10:00') },
    });
    expect(read(after, on(2, '12:00'), 'FIRST_RESPONSE')?.events.map(({ kind }) => kind)).toEqual([
      'START',
      'BREACH',
      'STOP',
    ]);
  });

  it('is not stopped by a word spoken before the matter was brought', () => {
    const history = then(
      then(nothing, opened(on(2, '09:00')), hourly),
      answered(on(2, '08:00')),
      hourly,
      on(2, '09:10'),
    );
    expect(read(history, on(2, '09:30'), 'FIRST_RESPONSE')).toMatchObject({ state: 'RUNNING' });
  });
});

describe('the clock of the resolution', () => {
  it('stands still while the customer has the next word, and the first response does not', () => {
    let history = then(nothing, opened(on(2, '09:00')), hourly);
    history = then(history, moved(on(2, '10:00'), 'OPEN', 'WAITING_CUSTOMER'), hourly);
    expect(read(history, on(2, '15:00'), 'RESOLUTION')).toMatchObject({
      ...{ state: 'PAUSED', elapsed: time(1), dueAt: null, breachedAt: null },
    });
    expect(read(history, on(2, '15:00'), 'FIRST_RESPONSE')).toMatchObject({ state: 'RUNNING', elapsed: time(6) });
    history = then(history, moved(on(2, '15:00'), 'WAITING_CUSTOMER', 'OPEN'), hourly);
    expect(read(history, on(2, '16:00'), 'RESOLUTION')).toMatchObject({ elapsed: time(2), dueAt: on(2, '17:00') });
  });

  it('goes on where it stopped when the case is taken up again, and the first response begins anew', () => {
    let history = then(nothing, opened(on(2, '09:00')), hourly);
    history = then(history, answered(on(2, '09:10')), hourly);
    history = then(history, moved(on(2, '11:00'), 'OPEN', 'RESOLVED'), hourly);
    // Five days later, answered after 600 seconds.
    history = then(history, moved(on(7, '11:00'), 'RESOLVED', 'OPEN'), hourly);
    history = then(history, answered(on(7, '11:10')), hourly);
    expect(read(history, on(8, '11:00'), 'FIRST_RESPONSE', 2)).toMatchObject({
      ...{ state: 'STOPPED', elapsed: 600_000, breachedAt: null },
    });
    expect(read(history, on(7, '11:30'), 'RESOLUTION', 2)).toMatchObject({
      elapsed: time(2, 30),
      dueAt: on(7, '12:00'),
    });
    expect(read(history, on(7, '11:30'), 'RESOLUTION', 1)).toMatchObject({ state: 'STOPPED', elapsed: time(2) });
  });
});

describe('an answer whose record is corrected', () => {
  const start = then(then(nothing, opened(on(2, '09:00')), hourly), answered(on(2, '09:30'), 'intr_1'), hourly);
  const back = (of = 'intr_1') => then(start, { type: 'TAKEN_BACK', at: on(2, '12:00'), cause: 'intr_2', of }, hourly);

  it('ends the clock when the corrected one says, be that later or earlier', () => {
    const late = then(back(), answered(on(2, '10:30'), 'intr_2'), hourly, on(2, '12:00'));
    expect(read(late, on(2, '13:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ state: 'STOPPED', elapsed: time(1, 30), breachedAt: on(2, '10:00') },
    });
    const early = then(back(), answered(on(2, '09:20'), 'intr_2'), hourly, on(2, '12:00'));
    expect(read(early, on(2, '13:00'), 'FIRST_RESPONSE')).toMatchObject({ state: 'STOPPED', elapsed: time(0, 20) });
  });

  it('that was none lets the clock go on as if nothing had been said', () => {
    expect(read(back(), on(2, '13:00'), 'FIRST_RESPONSE')).toMatchObject({ state: 'RUNNING', elapsed: time(4) });
    expect(read(back('intr_9'), on(2, '13:00'), 'FIRST_RESPONSE')).toMatchObject({ state: 'STOPPED' });
  });
});

describe('another priority', () => {
  it('sets another target and calendar, and keeps what was counted and every pause', () => {
    let history = then(nothing, opened(on(2, '09:00')), normal);
    history = then(history, moved(on(2, '10:00'), 'OPEN', 'WAITING_CUSTOMER'), normal);
    history = then(history, moved(on(2, '14:00'), 'WAITING_CUSTOMER', 'OPEN'), normal);
    history = then(history, prioritised(on(2, '16:00'), 'URGENT'), urgent);
    // 1 h before the pause and 2 h after it by the office; 5 h are left by the shop, which closes at 20:00 Berlin, 19:00 London.
    expect(read(history, on(2, '16:00'), 'RESOLUTION')).toMatchObject({ elapsed: time(3), target: time(8) });
    // 3 h until 19:00, then 2 h of Tuesday from 08:00 Berlin, 07:00 London.
    expect(read(history, on(2, '16:00'), 'RESOLUTION')).toMatchObject({ dueAt: on(3, '09:00') });
    // The first response has counted 7 h, so its new target of 1 h was reached when it had counted one.
    expect(read(history, on(2, '16:00'), 'FIRST_RESPONSE')).toMatchObject({
      ...{ elapsed: time(7), target: time(1), breachedAt: on(2, '10:00') },
    });
  });

  it('takes away a target that is promised no more, and the clock counts on', () => {
    let history = then(nothing, opened(on(2, '09:00')), hourly);
    history = then(history, prioritised(on(2, '09:30'), 'LOW'), unpromised);
    expect(read(history, on(2, '12:00'), 'RESOLUTION')).toMatchObject({ elapsed: time(3), target: null, dueAt: null });
  });
});

describe('the words between the service and the customer', () => {
  it('each later question has a clock of its own, which the next answer stops', () => {
    let history = then(nothing, opened(on(2, '09:00')), hourly);
    history = then(history, asked(on(2, '09:05')), hourly);
    expect(kindsOf(history)).not.toContain('START NEXT_RESPONSE 1');
    history = then(history, answered(on(2, '09:10')), hourly);
    history = then(history, asked(on(2, '10:00')), hourly);
    history = then(history, asked(on(2, '10:05')), hourly);
    history = then(history, answered(on(2, '10:20')), hourly);
    history = then(history, asked(on(2, '11:00')), hourly);
    expect(read(history, on(2, '11:30'), 'NEXT_RESPONSE', 1)).toMatchObject({ state: 'STOPPED', elapsed: time(0, 20) });
    expect(read(history, on(2, '11:30'), 'NEXT_RESPONSE', 2)).toMatchObject({ state: 'RUNNING', elapsed: time(0, 30) });
  });

  it('each word to the customer begins the time to the next one, where a standard promises that', () => {
    let history = then(nothing, opened(on(2, '09:00')), hourly);
    history = then(history, answered(on(2, '09:30')), hourly);
    expect(read(history, on(2, '10:00'), 'UPDATE', 1)).toMatchObject({ state: 'STOPPED', elapsed: time(0, 30) });
    expect(read(history, on(2, '10:00'), 'UPDATE', 2)).toMatchObject({ state: 'RUNNING', dueAt: on(2, '11:30') });
  });
});

describe('the clocks of a case that is merged', () => {
  const at = (hm: string) => on(2, hm);
  const merged = (before: History, hm: string) => then(before, moved(at(hm), before.status, 'MERGED'), hourly);

  it('stand still while it is, also one that counts while the customer has the next word, and go on after', () => {
    const history = merged(then(nothing, opened(at('09:00')), hourly), '09:30');
    expect(kindsOf(history).slice(3)).toEqual(['PAUSE FIRST_RESPONSE 1', 'PAUSE UPDATE 1', 'PAUSE RESOLUTION 1']);
    expect(read(history, at('12:00'), 'FIRST_RESPONSE')).toMatchObject({ elapsed: time(0, 30), breachedAt: null });
    const back = then(history, moved(at('12:00'), 'MERGED', 'NEW'), hourly);
    expect(read(back, at('12:15'), 'FIRST_RESPONSE')).toMatchObject({ segment: 1, elapsed: time(0, 45) });
  });

  it('that stood still before go on standing still after', () => {
    const waiting = then(
      then(nothing, opened(at('09:00')), hourly),
      moved(at('09:10'), 'NEW', 'WAITING_CUSTOMER'),
      hourly,
    );
    const back = then(merged(waiting, '09:30'), moved(at('12:00'), 'MERGED', 'WAITING_CUSTOMER'), hourly);
    expect(read(back, at('13:00'), 'RESOLUTION')).toMatchObject({ state: 'PAUSED', elapsed: time(0, 10) });
  });

  it('that have ended neither go on nor begin again', () => {
    const resolved = then(then(nothing, opened(at('09:00')), hourly), moved(at('10:00'), 'NEW', 'RESOLVED'), hourly);
    const back = then(merged(resolved, '10:30'), moved(at('12:00'), 'MERGED', 'RESOLVED'), hourly);
    expect(back.ledger).toEqual(resolved.ledger);
  });

  it('end the wait for an answer to a question that went its own way, and no other', () => {
    const waits = then(
      then(then(nothing, opened(at('09:00')), hourly), answered(at('09:10')), hourly),
      asked(at('09:20')),
      hourly,
    );
    const parted = (contacts: string[]) =>
      then(waits, { type: 'PARTED', at: at('09:30'), cause: 'cmrg_1', contacts }, hourly);
    expect(read(parted(['intr_question']), at('10:00'), 'NEXT_RESPONSE')).toMatchObject({ state: 'STOPPED' });
    expect(parted(['intr_other']).ledger).toEqual(waits.ledger);
  });
});
