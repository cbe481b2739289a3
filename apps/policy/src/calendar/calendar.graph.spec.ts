import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  errorOf,
  eventsAbout,
  givenCalendar,
  manager,
  mutate,
  NOON,
  open,
  someHours,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const nextVersion = (calendarId: string, input: Record<string, unknown> = {}) =>
  mutate(world, 'publishCalendarVersion', { calendarId, ...someHours, ...input });

describe('a calendar', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is published whole, with who published it and when', async () => {
    const { id } = await givenCalendar(world, {
      name: ' Edinburgh desk ',
      week: { monday: open('09:00-12:00', '13:00-17:00'), saturday: open('22:00-02:00') },
      exceptions: [
        { date: '2026-12-25', name: 'Christmas Day' },
        { date: '2026-01-02', intervals: open('10:00-12:00') },
      ],
    });
    const { calendar } = await ask<{ calendar: { current: Record<string, unknown> } }>(
      world,
      `query ($id: ID!) { calendar(id: $id) { name version current {
        number effectiveFrom effectiveUntil timeZone calendar { id }
        week { monday { opens closes } tuesday { opens } wednesday { opens } thursday { opens } friday { opens } saturday { opens closes } sunday { opens } }
        exceptions { date name intervals { opens closes } } author { id } publishedAt
      } } }`,
      { id },
    );
    expect(calendar).toEqual({
      name: 'Edinburgh desk',
      version: 1,
      current: {
        number: 1,
        effectiveFrom: '2020-01-01',
        effectiveUntil: null,
        timeZone: 'Europe/London',
        calendar: { id },
        week: {
          monday: open('09:00-12:00', '13:00-17:00'),
          tuesday: [],
          wednesday: [],
          thursday: [],
          friday: [],
          saturday: open('22:00-02:00'),
          sunday: [],
        },
        exceptions: [
          { date: '2026-01-02', name: null, intervals: open('10:00-12:00') },
          { date: '2026-12-25', name: 'Christmas Day', intervals: [] },
        ],
        author: { id: manager.personId },
        publishedAt: NOON,
      },
    });
  });

  it('tells others its hours whole with every version, and its name when that changes', async () => {
    const exceptions = [{ date: '2026-12-25', name: 'Christmas Day' }];
    const { id, name } = await givenCalendar(world, { week: { monday: open('09:00-17:00') }, exceptions });
    const { published } = await nextVersion(id, { effectiveFrom: '2026-06-01', week: {} });
    await mutate(world, 'renameCalendar', { calendarId: id, name: `${name} again` });
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(await eventsAbout(world, id)).toMatchObject([
      {
        type: 'courtesy.calendar.changed.v1',
        sequence: 1,
        data: {
          name,
          version: 1,
          effectiveFrom: '2020-01-01',
          timeZone: 'Europe/London',
          week: { ...closed, mon: [['09:00', '17:00']] },
          exceptions: [{ date: '2026-12-25', intervals: [], name: 'Christmas Day' }],
        },
      },
      { sequence: 2, data: { version: 2, versionId: published.id, effectiveFrom: '2026-06-01', week: closed } },
      { sequence: 3, data: { version: 2, versionId: published.id, name: `${name} again` } },
    ]);
  });

  it('is published once however often the same key comes, and never with another input', async () => {
    const input = { idempotencyKey: 'desk-1', name: 'The one desk' };
    const all = await Promise.all([1, 2, 3].map(() => givenCalendar(world, input)));
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    await expect(givenCalendar(world, { ...input, name: 'Another desk' })).rejects.toThrow(/idempotency key/);
  });

  it('has a name of its own: of several at once with the same name one is published', async () => {
    const name = 'Contested desk';
    const results = await Promise.all([1, 2, 3, 4].map(() => mutate(world, 'publishCalendar', { ...someHours, name })));
    expect(results.map((each) => each.__typename).sort()).toEqual([
      'CalendarNameTaken',
      'CalendarNameTaken',
      'CalendarNameTaken',
      'CalendarPublished',
    ]);
    expect(new Set(results.map((each) => each.calendar.id)).size).toBe(1);
    const other = await givenCalendar(world);
    expect(await mutate(world, 'renameCalendar', { calendarId: other.id, name: `${name} ` })).toMatchObject({
      __typename: 'CalendarNameTaken',
      code: 'CALENDAR_NAME_TAKEN',
      message: 'Another calendar is called "Contested desk". Choose another name.',
    });
    expect(await eventsAbout(world, other.id)).toHaveLength(1);
  });

  it('with hours that cannot be right is refused, and every problem is told at its place', async () => {
    const refused = await mutate(world, 'publishCalendar', {
      name: ' ',
      effectiveFrom: '2026-01-01',
      timeZone: 'Europe/London',
      week: { tuesday: [...open('09:00-12:00'), { opens: '1pm', closes: '17:00' }] },
      exceptions: [{ date: '2026-12-25' }, { date: '2026-12-25', intervals: [{ opens: '24:00', closes: '24:30' }] }],
    });
    expect(refused).toMatchObject({
      __typename: 'InvalidInput',
      code: 'INVALID_INPUT',
      message: 'name is empty; say what people call it.',
    });
    expect(refused.problems?.map(({ path }) => path)).toEqual([
      'name',
      'week.tuesday[1].opens',
      'exceptions[1].intervals[0].opens',
      'exceptions[1].intervals[0].closes',
      'exceptions[1].date',
    ]);
    const zone = await errorOf(
      world,
      `mutation ($input: PublishCalendarInput!) { publishCalendar(input: $input) { __typename } }`,
      { input: { ...someHours, name: 'Olympus', timeZone: 'Mars/Olympus' } },
    );
    expect(zone).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('who sees calendars', () => {
  const everyRoad = async (actor: ReturnType<typeof caller>) => {
    const { id } = await givenCalendar(world);
    const answer = await world.service.execute({
      query: `query ($id: ID!, $any: [_Any!]!) { calendar(id: $id) { id } calendars(first: 1) { nodes { version } } _entities(representations: $any) { ... on Calendar { version } ... on Site { id calendar { id } } } }`,
      variables: {
        id,
        any: [
          { __typename: 'Calendar', id },
          { __typename: 'Site', id: someId('site') },
        ],
      },
      actor,
    });
    const codes = (answer.errors ?? []).map((error) => (error as { extensions: { code: string } }).extensions.code);
    return { data: answer.data, codes };
  };

  it('is all staff, whatever their reach', async () => {
    for (const role of ['AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN', 'SERVICE'] as const)
      expect([role, (await everyRoad(caller(role))).codes]).toEqual([role, []]);
  });

  it('is no customer, on any road', async () => {
    const { data, codes } = await everyRoad(caller('CUSTOMER', { customerId: someId('cust') }));
    expect(data).toMatchObject({ calendar: null, calendars: null, _entities: [null, { calendar: null }] });
    expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('is not who may publish them: that takes a manager', async () => {
    for (const role of ['AGENT', 'LEAD', 'EXECUTIVE', 'ANALYST'] as const) {
      const input = { ...someHours, name: `Desk of a ${role}` };
      const publish = `mutation ($input: PublishCalendarInput!) { publishCalendar(input: $input) { __typename } }`;
      expect(await errorOf(world, publish, { input }, caller(role))).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { calendars } = await ask<{ calendars: { totalCount: number } }>(
      world,
      `{ calendars(where: { name: { contains: "Desk of a" } }) { totalCount } }`,
      {},
      agent,
    );
    expect(calendars.totalCount).toBe(0);
  });
});
