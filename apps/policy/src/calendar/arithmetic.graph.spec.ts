import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  errorOf,
  everyDay,
  givenCalendar,
  givenStandard,
  mutate,
  open,
  startWorld,
  workingWeek,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const due = async (id: string, start: string, duration: string) => {
  const { calendar } = await ask<{ calendar: { dueAt: string } }>(
    world,
    `query ($id: ID!, $start: DateTime!, $duration: Duration!) { calendar(id: $id) { dueAt(start: $start, duration: $duration) } }`,
    { id, start, duration },
  );
  return calendar.dueAt;
};

const inUtc = (input: Record<string, unknown>) => givenCalendar(world, { timeZone: 'UTC', ...input });

describe('business time', () => {
  it('V1: an hour from Friday 16:30 is due on Monday 09:30', async () => {
    const { id } = await inUtc({ week: workingWeek('09:00-17:00') });
    expect(await due(id, '2026-03-06T16:30:00Z', 'PT1H')).toBe('2026-03-09T09:30:00.000Z');
  });

  it('V2: four hours from Monday 17:00 are due on Tuesday 11:00, and the warning an hour before is due at 10:00', async () => {
    const { id } = await inUtc({ week: workingWeek('08:00-18:00') });
    expect(await due(id, '2026-03-02T17:00:00Z', 'PT4H')).toBe('2026-03-03T11:00:00.000Z');
    expect(await due(id, '2026-03-02T17:00:00Z', 'PT3H')).toBe('2026-03-03T10:00:00.000Z');
  });

  it('V2 as a service standard promises it: due on Tuesday 11:00, warned an hour before', async () => {
    const { id: calendarId } = await inUtc({ week: workingWeek('08:00-18:00') });
    const warnings = [{ clock: 'RESOLUTION', before: 'PT1H' }];
    const promise = { calendarId, caseType: 'REQUEST', firstResponse: null, resolution: 'PT4H', warnings };
    await givenStandard(world, { ...promise, effectiveFrom: '2026-03-01T00:00:00Z' });
    const { serviceLevelFor } = await ask(
      world,
      `query ($start: DateTime!) { serviceLevelFor(caseType: REQUEST, at: $start) {
        targets { clock dueAt(start: $start) warnAt(start: $start) }
      } }`,
      { start: '2026-03-02T17:00:00Z' },
    );
    expect(serviceLevelFor).toEqual({
      targets: [{ clock: 'RESOLUTION', dueAt: '2026-03-03T11:00:00.000Z', warnAt: '2026-03-03T10:00:00.000Z' }],
    });
  });

  it('V3: an hour from the middle of the lunch break is due an hour after it', async () => {
    const { id } = await inUtc({ week: workingWeek('08:00-12:00', '13:30-18:00') });
    expect(await due(id, '2026-03-02T12:30:00Z', 'PT1H')).toBe('2026-03-02T14:30:00.000Z');
  });

  it('V4: an hour from 01:30 of a night shift until 02:00 is due at 21:30 of the same date', async () => {
    const { id } = await inUtc({ week: everyDay('21:00-02:00') });
    expect(await due(id, '2026-03-04T01:30:00Z', 'PT1H')).toBe('2026-03-04T21:30:00.000Z');
  });

  it('V5: 24 hours of a desk that never closes are 24 hours, also where the clocks change', async () => {
    const { id } = await givenCalendar(world, { timeZone: 'Europe/London', week: everyDay('00:00-24:00') });
    expect(await due(id, '2026-03-28T12:00:00+00:00', 'PT24H')).toBe('2026-03-29T12:00:00.000Z');
    expect(await due(id, '2026-10-24T12:00:00+01:00', 'PT24H')).toBe('2026-10-25T11:00:00.000Z');
  });

  it('V6: a holiday beats the week, and a shortened day is as short as it says', async () => {
    const exceptions = [
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2026-12-24', intervals: open('09:00-12:00') },
      { date: '2026-12-26', intervals: open('10:00-11:00') },
    ];
    const { id } = await inUtc({ week: workingWeek('09:00-17:00'), exceptions });
    expect(await due(id, '2026-12-23T16:00:00Z', 'PT1H')).toBe('2026-12-23T17:00:00.000Z');
    expect(await due(id, '2026-12-23T16:00:00Z', 'PT4H30M')).toBe('2026-12-26T10:30:00.000Z');
    expect(await due(id, '2026-12-23T16:00:00Z', 'PT6H')).toBe('2026-12-28T10:00:00.000Z');
  });

  it('V6: the holidays of a region beat the week as exceptions do', async () => {
    const { id } = await givenCalendar(world, {
      effectiveFrom: '2026-01-01',
      week: workingWeek('09:00-17:00'),
      holidays: { country: 'GB', region: 'ENG' },
    });
    // From Maundy Thursday over Good Friday, the weekend and Easter Monday.
    expect(await due(id, '2026-04-02T15:00:00Z', 'PT2H')).toBe('2026-04-07T09:00:00.000Z');
    // Over Christmas on a Friday and the substitute for Boxing Day on the Monday.
    expect(await due(id, '2026-12-24T16:00:00Z', 'PT2H')).toBe('2026-12-29T10:00:00.000Z');
  });

  it('elapses between a start and its due instant exactly by the target', async () => {
    const { id } = await givenCalendar(world, { week: workingWeek('08:30-12:00', '13:00-17:30') });
    for (const target of ['PT1S', 'PT8H', 'P3D']) {
      const to = await due(id, '2026-03-27T16:59:30Z', target);
      const { calendar } = await ask<{ calendar: { elapsed: string; backwards: string } }>(
        world,
        `query ($id: ID!, $to: DateTime!) { calendar(id: $id) {
          elapsed(from: "2026-03-27T16:59:30Z", to: $to) backwards: elapsed(from: $to, to: "2026-03-27T16:59:30Z")
        } }`,
        { id, to },
      );
      expect(calendar).toEqual({ elapsed: target, backwards: 'PT0S' });
    }
  });

  it('is open from opening up to closing, and opens next when the week says', async () => {
    const { id } = await inUtc({ week: workingWeek('09:00-17:00') });
    const { calendar } = await ask(
      world,
      `query ($id: ID!) { calendar(id: $id) {
        opening: isOpen(at: "2026-03-06T09:00:00Z") before: isOpen(at: "2026-03-06T08:59:59.999Z") closing: isOpen(at: "2026-03-06T17:00:00Z")
        now: nextOpening(at: "2026-03-06T09:00:00Z") next: nextOpening(at: "2026-03-06T17:00:00Z") zero: dueAt(start: "2026-03-06T17:00:00Z", duration: "PT0S")
      } }`,
      { id },
    );
    expect(calendar).toEqual({
      opening: true,
      before: false,
      closing: false,
      now: '2026-03-06T09:00:00.000Z',
      next: '2026-03-09T09:00:00.000Z',
      zero: '2026-03-09T09:00:00.000Z',
    });
  });
});

describe('business time that cannot be counted', () => {
  const refused = (id: string, field: string) =>
    errorOf(world, `query ($id: ID!) { calendar(id: $id) { id ${field} } }`, { id });

  it('is refused with the reason when the calendar is closed for good, and the rest is answered', async () => {
    const { id } = await inUtc({ week: {}, exceptions: [{ date: '2026-03-04', intervals: open('09:00-10:00') }] });
    expect(await due(id, '2026-03-02T00:00:00Z', 'PT1H')).toBe('2026-03-04T10:00:00.000Z');
    expect(await refused(id, 'dueAt(start: "2026-03-02T00:00:00Z", duration: "PT2H")')).toEqual({
      code: 'BAD_USER_INPUT',
      message:
        'The calendar has not enough open time after 2026-03-02T00:00:00.000Z. Give at least one weekday opening hours.',
      data: { calendar: { id, dueAt: null } },
    });
    expect(await refused(id, 'nextOpening(at: "2026-03-05T00:00:00Z")')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is refused before the first version takes effect, when nothing is open either', async () => {
    const { id, name } = await inUtc({ week: everyDay('00:00-24:00'), effectiveFrom: '2026-03-03' });
    for (const field of [
      'dueAt(start: "2026-03-02T23:59:59Z", duration: "PT1H")',
      'elapsed(from: "2026-03-02T23:59:59Z", to: "2026-03-05T00:00:00Z")',
      'nextOpening(at: "2026-03-02T23:59:59Z")',
    ]) {
      expect(await refused(id, field)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: `No version of the calendar "${name}" is in force at 2026-03-02T23:59:59.000Z.`,
      });
    }
    const { calendar } = await ask(
      world,
      `query ($id: ID!) { calendar(id: $id) { before: isOpen(at: "2026-03-02T23:59:59Z") then: isOpen(at: "2026-03-03T00:00:00Z") current { id } } }`,
      { id },
    );
    expect(calendar).toEqual({ before: false, then: true, current: null });
  });

  it('is refused for a time nobody can mean', async () => {
    const { id } = await inUtc({ week: workingWeek('09:00-17:00') });
    for (const field of [
      'dueAt(start: "2026-03-02T00:00:00Z", duration: "-PT1H")',
      'dueAt(start: "2026-03-02T00:00:00Z", duration: "P99999999D")',
      'elapsed(from: "2026-03-02T00:00:00Z", to: "2999-03-02T00:00:00Z")',
    ])
      expect([field, await refused(id, field)]).toMatchObject([field, { code: 'BAD_USER_INPUT' }]);
  });
});

describe('business time over several versions', () => {
  const versions = async () => {
    const calendar = await givenCalendar(world, { week: workingWeek('09:00-17:00'), effectiveFrom: '2026-01-01' });
    const published = await mutate(world, 'publishCalendarVersion', {
      calendarId: calendar.id,
      effectiveFrom: '2026-06-01',
      timeZone: 'Europe/London',
      week: everyDay('08:00-20:00'),
    });
    expect(published).toMatchObject({ __typename: 'CalendarVersionPublished', published: { number: 2 } });
    return calendar.id;
  };

  it('is counted by the version in force at the start, to the instant', async () => {
    const id = await versions();
    // 2026-06-01 begins in London at 23:00 UTC of the day before; Friday 29 May is the last working day of the first version.
    expect(await due(id, '2026-05-29T15:30:00Z', 'PT1H')).toBe('2026-06-01T08:30:00.000Z');
    expect(await due(id, '2026-05-31T22:59:59.999Z', 'PT1H')).toBe('2026-06-01T09:00:00.000Z');
    expect(await due(id, '2026-05-31T23:00:00Z', 'PT1H')).toBe('2026-06-01T08:00:00.000Z');
  });

  it('counts by the earlier version to the end, also beyond the day the next takes effect', async () => {
    const id = await versions();
    expect(await due(id, '2026-05-29T15:00:00Z', 'PT17H')).toBe('2026-06-02T16:00:00.000Z');
  });

  it('moves no answer for an earlier instant when a new version or an exception is published', async () => {
    const id = await versions();
    const starts = ['2026-01-05T09:00:00Z', '2026-02-27T16:30:00Z', '2026-05-29T15:30:00Z', '2026-05-31T22:59:59.999Z'];
    const answers = () => Promise.all(starts.map((start) => due(id, start, 'PT12H')));
    const before = await answers();
    const later = { calendarId: id, effectiveFrom: '2026-06-02', timeZone: 'Europe/London' };
    await mutate(world, 'publishCalendarVersion', { ...later, week: everyDay('00:00-01:00') });
    expect(await answers()).toEqual(before);
    const closed = { calendarId: id, exception: { date: '2026-03-02' }, reason: 'Snow' };
    await mutate(world, 'addCalendarException', closed);
    expect(await answers()).toEqual(before);
  });

  it('is answered by the latest of two versions of the same day', async () => {
    const id = await versions();
    const again = { calendarId: id, effectiveFrom: '2026-06-01', timeZone: 'Europe/London' };
    await mutate(world, 'publishCalendarVersion', { ...again, week: everyDay('06:00-20:00') });
    expect(await due(id, '2026-05-31T23:00:00Z', 'PT1H')).toBe('2026-06-01T06:00:00.000Z');
  });
});
