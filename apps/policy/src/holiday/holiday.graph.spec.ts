import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  errorOf,
  givenCalendar,
  mutate,
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
afterAll(() => world?.close());

interface Holiday {
  readonly date: string;
  readonly name: string;
  readonly kind: string;
  readonly substitute: boolean;
  readonly beginsAt: string | null;
}

const holidays = async (args: string): Promise<Holiday[]> => {
  const { publicHolidays } = await ask<{ publicHolidays: Holiday[] }>(
    world,
    `{ publicHolidays(${args}) { date name kind substitute beginsAt } }`,
    {},
    agent,
  );
  return publicHolidays;
};

describe('public holidays', () => {
  it('of England in 2026 are those the government lists', async () => {
    const found = await holidays(`country: "GB", region: "ENG", from: "2026-01-01", to: "2026-12-31"`);
    expect(found.map(({ date, name }) => [date, name])).toEqual([
      ['2026-01-01', "New Year's Day"],
      ['2026-04-03', 'Good Friday'],
      ['2026-04-06', 'Easter Monday'],
      ['2026-05-04', 'Early May bank holiday'],
      ['2026-05-25', 'Spring bank holiday'],
      ['2026-08-31', 'Summer bank holiday'],
      ['2026-12-25', 'Christmas Day'],
      ['2026-12-26', 'Boxing Day'],
      ['2026-12-28', 'Boxing Day (substitute day)'],
    ]);
    expect(found.at(-1)).toEqual({
      date: '2026-12-28',
      name: 'Boxing Day (substitute day)',
      kind: 'PUBLIC',
      substitute: true,
      beginsAt: null,
    });
  });

  it('differ by region, by region of a state, and by kind', async () => {
    const dates = async (args: string) => (await holidays(args)).map(({ date }) => date);
    const scotland = await dates(`country: "GB", region: "SCT", from: "2026-11-01", to: "2026-12-31"`);
    expect(scotland).toContain('2026-11-30');
    const peace = `from: "2026-08-08", to: "2026-08-08"`;
    expect(await dates(`country: "DE", region: "BY", ${peace}`)).toEqual([]);
    expect(await dates(`country: "DE", region: "BY-A", ${peace}`)).toEqual(['2026-08-08']);
    const mothers = `country: "GB", region: "ENG", from: "2026-03-15", to: "2026-03-15"`;
    expect(await dates(mothers)).toEqual([]);
    expect(await dates(`${mothers}, kinds: [OBSERVANCE]`)).toEqual(['2026-03-15']);
  });

  it('of several days are told day by day, and one that begins after midnight says when', async () => {
    const eid = await holidays(`country: "AE", from: "2026-05-26", to: "2026-05-30"`);
    expect(eid.map(({ date }) => date)).toEqual(expect.arrayContaining(['2026-05-27', '2026-05-28', '2026-05-29']));
    const eve = await holidays(`country: "DE", from: "2026-12-24", to: "2026-12-24"`);
    expect(eve).toMatchObject([{ kind: 'BANK', beginsAt: '14:00' }]);
  });

  it('of no such place, or of days that nobody can mean, are refused with what there is', async () => {
    const refused = (args: string) => errorOf(world, `{ publicHolidays(${args}) { date } }`);
    const year = `from: "2026-01-01", to: "2026-12-31"`;
    expect((await refused(`country: "XX", ${year}`)).message).toMatch(/The country "XX" is not known; one of AD, AE/);
    expect(await refused(`country: "GB", region: "ZZ", ${year}`)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'The region "ZZ" is not known; GB has ALD, ENG, NIR, SCT, WLS.',
    });
    expect((await refused(`country: "GB", region: "ENG-X", ${year}`)).message).toMatch(/ENG has none/);
    expect((await refused(`country: "constructor", ${year}`)).message).toMatch(/is not known/);
    for (const days of ['from: "1969-12-31", to: "1970-01-01"', 'from: "2026-01-01", to: "2037-01-01"'])
      expect(await refused(`country: "GB", ${days}`)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused(`country: "GB", from: "2026-02-01", to: "2026-01-01"`)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('are for all staff and no customer', async () => {
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    const query = `{ publicHolidays(country: "GB", from: "2026-01-01", to: "2026-01-02") { date } }`;
    expect(await errorOf(world, query, {}, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

interface SeenVersion {
  readonly holidays: { readonly source: string } | null;
  readonly exceptions: readonly { readonly date: string; readonly origin: string }[];
}

const current = async (id: string) => {
  const { calendar } = await ask<{ calendar: { current: SeenVersion } }>(
    world,
    `query ($id: ID!) { calendar(id: $id) { current {
      holidays { country region kinds fromYear untilYear source } exceptions { date name origin intervals { opens closes } }
    } } }`,
    { id },
  );
  return calendar.current;
};

const england = { country: 'GB', region: 'ENG' };

describe('a calendar that closes on holidays', () => {
  it('has them among its exceptions by name, for the years it says, and says where they come from', async () => {
    const { id } = await givenCalendar(world, {
      effectiveFrom: '2026-01-01',
      holidays: { ...england, untilYear: 2027 },
      exceptions: [{ date: '2026-12-25', intervals: open('10:00-14:00'), name: 'Open for travellers' }],
    });
    const { holidays: by, exceptions } = await current(id);
    expect(by).toEqual({
      ...england,
      kinds: ['PUBLIC', 'BANK'],
      fromYear: 2026,
      untilYear: 2027,
      source: expect.stringMatching(/^date-holidays \d+\.\d+\.\d+$/),
    });
    // Nine in 2026; ten in 2027, when Christmas and Boxing Day both have a substitute.
    expect(exceptions).toHaveLength(19);
    expect(exceptions.filter(({ date }) => date >= '2026-12-01' && date < '2027-01-01')).toEqual([
      { date: '2026-12-25', name: 'Open for travellers', origin: 'PUBLISHED', intervals: open('10:00-14:00') },
      { date: '2026-12-26', name: 'Boxing Day', origin: 'HOLIDAY', intervals: [] },
      { date: '2026-12-28', name: 'Boxing Day (substitute day)', origin: 'HOLIDAY', intervals: [] },
    ]);
  });

  it('keeps them as they were published, also where the source no longer knows them', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-01-01', holidays: england });
    const { manager: sql } = world.service.database;
    const [stored] = await sql.query<{ exceptions: { date: string }[]; holidays: { dates: unknown[] } }[]>(
      `SELECT exceptions, holidays FROM calendar_versions WHERE calendar_id = $1`,
      [id],
    );
    // The row alone answers: nothing is asked of the source when time is counted.
    expect(stored?.exceptions.map(({ date }) => date)).toContain('2026-05-25');
    expect(stored?.holidays.dates).toHaveLength(stored?.exceptions.length ?? 0);
    await expect(sql.query(`UPDATE calendar_versions SET holidays = NULL`)).rejects.toThrow(/permission denied/);
  });

  it('with a place or years that cannot be right is refused at its place, and nothing is published', async () => {
    const refused = async (holidays: object, more: object = {}) => {
      const input = { ...someHours, name: 'Never', holidays, ...more };
      return (await mutate(world, 'publishCalendar', input)).problems?.map(({ path }) => path);
    };
    expect(await refused({ country: 'GB', region: 'NOWHERE' })).toEqual(['holidays.region']);
    expect(await refused({ country: 'gb' })).toEqual(['holidays.country']);
    expect(await refused({ ...england, fromYear: 2020, untilYear: 2050 })).toEqual(['holidays.untilYear']);
    expect(await refused({ ...england, kinds: [] })).toEqual(['holidays.kinds']);
    const many = Array.from({ length: 2_000 }, (_, day) => ({
      date: new Date(Date.UTC(1990, 0, 1 + day)).toISOString().slice(0, 10),
    }));
    expect(await refused({ ...england, fromYear: 2026 }, { exceptions: many })).toEqual(['exceptions']);
    expect(await ask(world, `{ calendars(where: { name: { eq: "Never" } }) { totalCount } }`)).toEqual({
      calendars: { totalCount: 0 },
    });
  });

  it('has other holidays from another version on, and none from one without', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-01-01', holidays: england });
    await mutate(world, 'publishCalendarVersion', {
      ...someHours,
      calendarId: id,
      effectiveFrom: '2026-03-01',
      week: workingWeek('09:00-17:00'),
      holidays: { country: 'GB', region: 'SCT' },
    });
    const dates = async () => (await current(id)).exceptions.map(({ date }) => date);
    expect(await dates()).toContain('2026-11-30');
    await mutate(world, 'publishCalendarVersion', { ...someHours, calendarId: id, effectiveFrom: '2026-03-02' });
    expect(await current(id)).toEqual({ holidays: null, exceptions: [] });
  });
});
