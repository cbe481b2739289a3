import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clock, startWorld, type World } from '../../test/cases-world.ts';
import { changeAt, clockOf, clocksOf, contactAt, openAt, storyOf } from '../../test/clock-stories.ts';
import { policyTells, standard, version, weekOf } from '../../test/policy-feed.ts';
import { calendarsOf } from './calendar.store.ts';
import type { ClockEvent } from './clock.ts';
import { readClocks } from './reading.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.database.reset();
  // Monday to Friday 09-17 in London, which keeps UTC until 29 March 2026.
  await policyTells(
    world.service.database,
    version('calv_office', { calendarId: 'cal_office' }),
    standard('std_normal', { targets: { FIRST_RESPONSE: 240, NEXT_RESPONSE: 120, RESOLUTION: 960 } }),
    standard('std_urgent', { priority: 'URGENT', targets: { FIRST_RESPONSE: 60, NEXT_RESPONSE: 60, RESOLUTION: 480 } }),
  );
});
afterAll(() => world?.close());

/** Twelve things that happen to one case; Monday is 2 March. */
async function twelveEvents(): Promise<string> {
  const id = await openAt(world, '2026-03-02T10:00:00Z'); //                                              1 Mon 10:00 opened
  await contactAt(world, '2026-03-02T10:05:00Z', id, { isAutomatic: true }); //                           2 Mon 10:05 a bot confirms receipt
  await changeAt(world, '2026-03-02T11:00:00Z', 'startCase', { caseId: id }); //                          3 Mon 11:00 work begins
  await contactAt(world, '2026-03-02T12:30:00Z', id); //                                                  4 Mon 12:30 a person answers
  await changeAt(world, '2026-03-02T13:00:00Z', 'awaitCustomer', { caseId: id, reason: 'Receipt' }); //   5 Mon 13:00 waits
  await contactAt(world, '2026-03-03T09:30:00Z', id, { direction: 'INBOUND' }); //                        6 Tue 09:30 the customer writes
  await changeAt(world, '2026-03-03T10:00:00Z', 'startCase', { caseId: id }); //                          7 Tue 10:00 work goes on
  const urgent = { caseId: id, priority: 'URGENT', reason: 'A child is ill' };
  await changeAt(world, '2026-03-03T11:00:00Z', 'prioritiseCase', urgent); //                             8 Tue 11:00 urgent
  await contactAt(world, '2026-03-03T12:00:00Z', id); //                                                  9 Tue 12:00 answered
  await changeAt(world, '2026-03-03T16:00:00Z', 'resolveCase', { caseId: id, outcome: 'EXPLANATION' }); // 10 Tue 16:00 resolved
  await changeAt(world, '2026-03-09T10:00:00Z', 'reopenCase', { caseId: id, reason: 'It leaks again' }); // 11 Mon 10:00 reopened
  await contactAt(world, '2026-03-09T10:10:00Z', id); //                                                  12 Mon 10:10 answered
  clock.set('2026-03-09T11:00:00Z');
  return id;
}

describe('a case with twelve events', () => {
  it('reads as worked out by hand', async () => {
    const id = await twelveEvents();
    expect((await clocksOf(world, id)).map(({ kind, segment }) => `${kind} ${segment}`)).toEqual([
      ...['FIRST_RESPONSE 1', 'FIRST_RESPONSE 2', 'NEXT_RESPONSE 1', 'RESOLUTION 1', 'RESOLUTION 2'],
    ]);
    // Mon 10:00 to 12:30, the bot notwithstanding. 4 h from 10:00 would have been 14:00.
    const first = await clockOf(world, id, 'FIRST_RESPONSE');
    expect(first).toMatchObject({ state: 'STOPPED', elapsed: 'PT2H30M', target: 'PT4H', remaining: 'PT1H30M' });
    expect(first).toMatchObject({
      dueAt: '2026-03-02T14:00:00.000Z',
      breachedAt: null,
      standard: { id: 'std_normal' },
    });
    expect(storyOf(first)).toEqual(['START 2026-03-02T10:00', 'STOP 2026-03-02T12:30']);

    // Tue 09:30 to 12:00. Its 2 h became 1 h at 11:00, and 1 h had been counted at 10:30.
    const next = await clockOf(world, id, 'NEXT_RESPONSE');
    expect(next).toMatchObject({ state: 'STOPPED', elapsed: 'PT2H30M', target: 'PT1H', remaining: '-PT1H30M' });
    expect(next).toMatchObject({ dueAt: '2026-03-03T10:30:00.000Z', breachedAt: '2026-03-03T10:30:00.000Z' });
    expect(storyOf(next)).toEqual([
      ...['START 2026-03-03T09:30', 'RETARGET 2026-03-03T11:00', 'BREACH 2026-03-03T10:30', 'STOP 2026-03-03T12:00'],
    ]);

    // Mon 10 to 13 is 3 h; then it waits; Tue 10 to 16 is 6 h: 9 h. Its 16 h became 8 h at Tue 11:00, when 4 h had been counted: due at 15:00.
    const resolution = await clockOf(world, id, 'RESOLUTION');
    expect(resolution).toMatchObject({ state: 'STOPPED', elapsed: 'PT9H', target: 'PT8H', remaining: '-PT1H' });
    expect(resolution).toMatchObject({ dueAt: '2026-03-03T15:00:00.000Z', breachedAt: '2026-03-03T15:00:00.000Z' });
    expect(storyOf(resolution)).toEqual([
      ...['START 2026-03-02T10:00', 'PAUSE 2026-03-02T13:00', 'RESUME 2026-03-03T10:00', 'RETARGET 2026-03-03T11:00'],
      ...['BREACH 2026-03-03T15:00', 'STOP 2026-03-03T16:00'],
    ]);

    // Reopened on Mon 10:00 and answered 600 s later, as if the five days before had not been (chatwoot #12058).
    const again = await clockOf(world, id, 'FIRST_RESPONSE', 2);
    expect(again).toMatchObject({ state: 'STOPPED', elapsed: 'PT10M', target: 'PT1H', breachedAt: null });
    expect(again).toMatchObject({ dueAt: '2026-03-09T11:00:00.000Z', standard: { id: 'std_urgent' } });

    // 9 h and one more since the reopening; its 8 h were exceeded last Tuesday, which is not told again.
    const rest = await clockOf(world, id, 'RESOLUTION', 2);
    expect(rest).toMatchObject({ state: 'RUNNING', elapsed: 'PT10H', breachedAt: '2026-03-03T15:00:00.000Z' });
    expect(storyOf(rest)).toEqual(['START 2026-03-09T10:00']);
  });

  it('announces each row once, with when the clock is due after it', async () => {
    const id = await twelveEvents();
    const rows = await world.service.database.manager.query<{ type: string; data: Record<string, unknown> }[]>(
      `SELECT type, data FROM event_log WHERE data->>'caseId' = $1 AND type LIKE 'courtesy.clock.%' ORDER BY position`,
      [id],
    );
    const counts = Object.groupBy(rows, ({ type }) => type);
    expect(Object.fromEntries(Object.entries(counts).map(([type, of]) => [type.split('.')[2], of?.length]))).toEqual({
      ...{ started: 5, paused: 1, resumed: 1, stopped: 4, breached: 2, retargeted: 2 },
    });
    const resumed = rows.find(({ type }) => type === 'courtesy.clock.resumed.v1')?.data;
    // 13 h are left on Tue 10:00: 7 on Tuesday, 6 on Wednesday.
    expect(resumed).toMatchObject({
      ...{ clock: 'RESOLUTION', segment: 1, dueAt: '2026-03-04T15:00:00.000Z', targetMs: 57_600_000 },
      ...{ calendarVersionId: 'calv_office', standardId: 'std_normal', cause: 'OPEN' },
    });
  });

  it('reads the same from its rows alone', async () => {
    const id = await twelveEvents();
    const rows = await world.service.database.manager.query<Record<string, never>[]>(
      `SELECT id, case_id AS "caseId", clock, segment, kind, at, recorded_at AS "recordedAt", target::float8 AS target,
         calendar_version_id AS "calendarVersionId", standard_id AS "standardId", cause, reason
       FROM clock_events WHERE case_id = $1 ORDER BY position`,
      [id],
    );
    const calendarOf = await calendarsOf(world.service.database.manager, ['calv_office']);
    const rebuilt = readClocks(rows as unknown as ClockEvent[], calendarOf, clock());
    const seen = await clocksOf(world, id);
    expect(rebuilt.map(({ kind, segment, dueAt, breachedAt }) => ({ kind, segment, dueAt, breachedAt }))).toEqual(
      seen.map(({ kind, segment, dueAt, breachedAt }) => ({
        ...{ kind, segment },
        ...{ dueAt: dueAt && new Date(dueAt), breachedAt: breachedAt && new Date(breachedAt) },
      })),
    );
    expect(rebuilt.map(({ elapsed }) => elapsed / 60_000)).toEqual([150, 10, 150, 540, 600]);
  });
});

describe('a clock that has stopped', () => {
  it('is not changed by a new calendar or standard, not even one that takes effect in the past', async () => {
    const id = await twelveEvents();
    await changeAt(world, '2026-03-10T10:00:00Z', 'resolveCase', { caseId: id, outcome: 'EXPLANATION' });
    await changeAt(world, '2026-03-10T10:05:00Z', 'closeCase', { caseId: id });
    const before = await clocksOf(world, id);
    const nights = { week: weekOf([['20:00', '04:00']]), number: 2, effectiveAt: '2026-03-01T00:00:00.000Z' };
    await policyTells(
      world.service.database,
      version('calv_nights', { calendarId: 'cal_office', ...nights }),
      standard('std_urgent', {
        ...{ priority: 'URGENT', targets: { FIRST_RESPONSE: 60, NEXT_RESPONSE: 60, RESOLUTION: 480 } },
        ...{ effectiveUntil: '2026-03-01T00:00:00.000Z' },
      }),
      standard('std_strict', {
        priority: 'URGENT',
        targets: { RESOLUTION: 1 },
        effectiveFrom: '2026-03-01T00:00:00.000Z',
      }),
    );
    clock.set('2026-04-20T10:00:00Z');
    expect(await clocksOf(world, id)).toEqual(before);
    const fresh = await openAt(world, '2026-04-20T10:00:00Z', { priority: 'URGENT' });
    expect(await clockOf(world, fresh, 'RESOLUTION')).toMatchObject({
      ...{ standard: { id: 'std_strict' }, calendarVersion: { id: 'calv_nights' }, dueAt: '2026-04-20T19:01:00.000Z' },
    });
  });
});

describe('an answer that was recorded late', () => {
  it('stops the clock when it was given, and the breach noticed meanwhile stays in the ledger', async () => {
    const id = await openAt(world, '2026-03-02T10:00:00Z', { priority: 'URGENT' });
    clock.set('2026-03-02T12:00:00Z');
    for (;;) {
      const first = await clockOf(world, id, 'FIRST_RESPONSE');
      expect(first.breachedAt).toBe('2026-03-02T11:00:00.000Z');
      if (first.events.some(({ kind }) => kind === 'BREACH')) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await contactAt(world, '2026-03-02T13:00:00Z', id, { channel: 'PHONE', occurredAt: '2026-03-02T10:45:00Z' });
    const first = await clockOf(world, id, 'FIRST_RESPONSE');
    expect(first).toMatchObject({ state: 'STOPPED', elapsed: 'PT45M', breachedAt: null });
    expect(storyOf(first)).toEqual(['START 2026-03-02T10:00', 'BREACH 2026-03-02T11:00', 'STOP 2026-03-02T10:45']);
  });
});
