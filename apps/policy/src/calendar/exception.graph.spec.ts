import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  everyDay,
  givenCalendar,
  mutate,
  NOON,
  open,
  someHours,
  someId,
  startWorld,
  workingWeek,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => clock.set(NOON));
afterAll(() => world?.close());

const add = (calendarId: string, exception: object, input: object = {}) =>
  mutate(world, 'addCalendarException', { calendarId, exception, reason: 'A burst pipe', ...input });
const remove = (calendarId: string, date: string, input: object = {}) =>
  mutate(world, 'removeCalendarException', { calendarId, date, reason: 'It is mended', ...input });

const due = async (id: string, start: string, duration = 'PT1H') => {
  const { calendar } = await ask<{ calendar: { dueAt: string } }>(
    world,
    `query ($id: ID!, $start: DateTime!, $duration: Duration!) { calendar(id: $id) { dueAt(start: $start, duration: $duration) } }`,
    { id, start, duration },
  );
  return calendar.dueAt;
};

const history = async (id: string) => {
  const { calendar } = await ask<{ calendar: { version: number; versions: { nodes: Record<string, unknown>[] } } }>(
    world,
    `query ($id: ID!) { calendar(id: $id) { version versions { nodes {
      number effectiveFrom effectiveAt effectiveUntil reason exceptions { date origin }
    } } } }`,
    { id },
  );
  return calendar;
};

describe('a one-off exception', () => {
  it('closes a desk today for what begins from now on; what began before keeps its hours', async () => {
    const { id } = await givenCalendar(world);
    expect(await due(id, '2026-03-02T11:59:59.999Z')).toBe('2026-03-02T12:59:59.999Z');
    expect(await add(id, { date: '2026-03-02', name: 'Burst pipe' })).toMatchObject({
      __typename: 'CalendarExceptionAdded',
      calendar: { version: 2 },
      published: { number: 2 },
      laterVersions: [],
    });
    expect(await due(id, '2026-03-02T11:59:59.999Z')).toBe('2026-03-02T12:59:59.999Z');
    expect(await due(id, '2026-03-02T12:00:00.000Z')).toBe('2026-03-03T10:00:00.000Z');
    expect(await history(id)).toEqual({
      version: 2,
      versions: {
        nodes: [
          {
            number: 2,
            effectiveFrom: '2026-03-02',
            effectiveAt: NOON,
            effectiveUntil: null,
            reason: 'A burst pipe',
            exceptions: [{ date: '2026-03-02', origin: 'ONE_OFF' }],
          },
          {
            number: 1,
            effectiveFrom: '2020-01-01',
            effectiveAt: '2020-01-01T00:00:00.000Z',
            effectiveUntil: '2026-03-02',
            reason: null,
            exceptions: [],
          },
        ],
      },
    });
  });

  it('opens a desk on the Sunday before Christmas', async () => {
    const { id } = await givenCalendar(world);
    expect(await due(id, '2026-12-19T12:00:00Z')).toBe('2026-12-21T10:00:00.000Z');
    await add(id, { date: '2026-12-20', intervals: open('10:00-16:00'), name: 'Christmas shopping' });
    expect(await due(id, '2026-12-19T12:00:00Z')).toBe('2026-12-20T11:00:00.000Z');
  });

  it('wins over a holiday, which comes back when the exception goes', async () => {
    const { id } = await givenCalendar(world, {
      effectiveFrom: '2026-01-01',
      holidays: { country: 'GB', region: 'ENG' },
    });
    const onGoodFriday = () => due(id, '2026-04-03T08:00:00Z');
    expect(await onGoodFriday()).toBe('2026-04-07T09:00:00.000Z');
    await add(id, { date: '2026-04-03', intervals: open('11:00-13:00') });
    expect(await onGoodFriday()).toBe('2026-04-03T11:00:00.000Z');
    clock.set('2026-03-02T13:00:00.000Z');
    expect(await remove(id, '2026-04-03')).toMatchObject({
      __typename: 'CalendarExceptionRemoved',
      published: { number: 3 },
    });
    expect(await onGoodFriday()).toBe('2026-04-07T09:00:00.000Z');
    expect(await remove(id, '2026-04-03')).toMatchObject({
      __typename: 'CalendarExceptionUnknown',
      code: 'CALENDAR_EXCEPTION_UNKNOWN',
      message: expect.stringContaining('has no exception on 2026-04-03, neither now nor later.'),
    });
  });

  it('takes the place of an earlier one of the same date', async () => {
    const { id } = await givenCalendar(world, { exceptions: [{ date: '2026-03-03', intervals: open('09:00-10:00') }] });
    await add(id, { date: '2026-03-03', intervals: open('15:00-17:00') });
    expect(await due(id, '2026-03-03T00:00:00Z')).toBe('2026-03-03T16:00:00.000Z');
    const [latest] = (await history(id)).versions.nodes;
    expect(latest).toMatchObject({ exceptions: [{ date: '2026-03-03', origin: 'ONE_OFF' }] });
  });

  it('reaches the versions that are to come, each from its own day', async () => {
    const { id } = await givenCalendar(world);
    const next = { ...someHours, calendarId: id, week: everyDay('08:00-20:00') };
    await mutate(world, 'publishCalendarVersion', { ...next, effectiveFrom: '2026-06-01' });
    expect(await add(id, { date: '2026-06-03' })).toMatchObject({
      published: { number: 3 },
      laterVersions: [{ number: 4, effectiveFrom: '2026-06-01' }],
      calendar: { version: 4 },
    });
    // 2026-05-29 is the last working day by the first hours; they count to the end of what began by them.
    expect(await due(id, '2026-05-29T15:00:00Z', 'PT18H')).toBe('2026-06-04T09:00:00.000Z');
    expect(await due(id, '2026-06-02T18:00:00Z', 'PT2H')).toBe('2026-06-04T08:00:00.000Z');
    expect((await history(id)).versions.nodes.map((each) => [each['number'], each['effectiveUntil']])).toEqual([
      [4, null],
      [3, '2026-06-01'],
      [2, '2026-06-01'],
      [1, '2026-03-02'],
    ]);
    expect(await remove(id, '2026-06-03')).toMatchObject({
      published: { number: 5 },
      laterVersions: [{ number: 6 }],
    });
    expect(await due(id, '2026-06-02T18:00:00Z', 'PT2H')).toBe('2026-06-03T08:00:00.000Z');
  });

  it('that goes leaves the hours of versions to come, with or without it', async () => {
    const { id } = await givenCalendar(world, { exceptions: [{ date: '2026-03-04' }] });
    const next = { ...someHours, calendarId: id, timeZone: 'UTC', week: everyDay('06:00-07:00') };
    await mutate(world, 'publishCalendarVersion', { ...next, effectiveFrom: '2026-06-01' });
    expect(await remove(id, '2026-03-04')).toMatchObject({ published: { number: 3 }, laterVersions: [{ number: 4 }] });
    expect(await due(id, '2026-03-03T16:30:00Z')).toBe('2026-03-04T09:30:00.000Z');
    expect(await due(id, '2026-06-01T00:00:00Z')).toBe('2026-06-01T07:00:00.000Z');
    // Only the version to come has this one: the one in force stays.
    await mutate(world, 'publishCalendarVersion', {
      ...next,
      effectiveFrom: '2026-07-01',
      exceptions: [{ date: '2026-07-04' }],
    });
    expect(await remove(id, '2026-07-04')).toMatchObject({ published: { number: 6 }, laterVersions: [] });
    expect(await due(id, '2026-07-04T00:00:00Z')).toBe('2026-07-04T07:00:00.000Z');
    expect(await due(id, '2026-03-03T16:30:00Z')).toBe('2026-03-04T09:30:00.000Z');
  });

  it('reaches a calendar that has not begun to count', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-05-01' });
    expect(await add(id, { date: '2026-05-01' })).toMatchObject({ published: { number: 2 }, laterVersions: [] });
    expect((await history(id)).versions.nodes[0]).toMatchObject({
      effectiveFrom: '2026-05-01',
      effectiveAt: '2026-04-30T23:00:00.000Z',
    });
  });

  it('is told to others version by version, with the instant from which it counts', async () => {
    const { id } = await givenCalendar(world, { week: workingWeek('09:00-17:00') });
    const { published } = await add(id, { date: '2026-03-02' });
    expect(await eventsAbout(world, id)).toMatchObject([
      { sequence: 1 },
      { type: 'courtesy.calendar.changed.v1', sequence: 2, data: { version: 2, effectiveFrom: '2026-03-02' } },
    ]);
    expect(await eventsAbout(world, published.id)).toEqual([
      {
        type: 'courtesy.calendar-version.published.v1',
        sequence: 1,
        data: {
          calendarId: id,
          number: 2,
          effectiveAt: NOON,
          timeZone: 'Europe/London',
          week: expect.objectContaining({ mon: [['09:00', '17:00']], sun: [] }),
          exceptions: [{ date: '2026-03-02', intervals: [] }],
          reason: 'A burst pipe',
        },
      },
    ]);
  });

  it('is refused for a day that is over, without a reason, and with hours that cannot be right', async () => {
    const { id } = await givenCalendar(world);
    const paths = async (exception: object, input: object = {}) =>
      (await add(id, exception, input)).problems?.map(({ path }) => path);
    expect(await paths({ date: '2026-02-28' })).toEqual(['exception.date']);
    expect(await paths({ date: '2026-03-03', intervals: [{ opens: '9', closes: '25:00' }] }, { reason: ' ' })).toEqual([
      'exception.intervals[0].opens',
      'exception.intervals[0].closes',
      'reason',
    ]);
    expect((await remove(id, '2026-02-28')).problems).toMatchObject([{ path: 'date' }]);
    expect((await history(id)).version).toBe(1);
    // The night shift that opened yesterday may still run.
    expect(await add(id, { date: '2026-03-01' })).toMatchObject({ __typename: 'CalendarExceptionAdded' });
    expect(await add(someId('cal'), { date: '2026-03-03' })).toMatchObject({ __typename: 'NotFound' });
    const mutation = `mutation ($id: ID!) { removeCalendarException(input: { calendarId: $id, date: "2026-03-03", reason: "x" }) { __typename } }`;
    expect(await errorOf(world, mutation, { id }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is added once however often the same key comes', async () => {
    const { id } = await givenCalendar(world);
    const input = { idempotencyKey: 'pipe' };
    const all = await Promise.all([1, 2, 3].map(() => add(id, { date: '2026-03-02' }, input)));
    expect(new Set(all.map(({ published }) => published.number))).toEqual(new Set([2]));
    expect(await add(id, { date: '2026-03-05' }, input)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('added by several at once loses none, and by several from the same version is added by one', async () => {
    const { id } = await givenCalendar(world);
    const dates = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
    const results = await Promise.all(dates.map((date) => add(id, { date }, { expectedVersion: 1 })));
    expect(results.map((each) => each.__typename).sort()).toEqual([
      'CalendarExceptionAdded',
      'StaleVersion',
      'StaleVersion',
      'StaleVersion',
    ]);
    await Promise.all(dates.map((date) => add(id, { date })));
    const [latest] = (await history(id)).versions.nodes;
    expect((latest?.['exceptions'] as { date: string }[]).map(({ date }) => date)).toEqual(dates);
  });
});
