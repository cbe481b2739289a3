import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import {
  agent,
  ask,
  caller,
  clock,
  errorOf,
  eventsAbout,
  everyDay,
  givenCalendar,
  manager,
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

describe('a version of a calendar', () => {
  it('counts on a day until the next one takes its place', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-01-01' });
    await nextVersion(id, { effectiveFrom: '2026-03-02' });
    await nextVersion(id, { effectiveFrom: '2026-04-01' });
    const { calendar } = await ask(
      world,
      `query ($id: ID!) { calendar(id: $id) {
        zero: versionAt(date: "0000-01-01") { number } before: versionAt(date: "2025-12-31") { number } first: versionAt(date: "2026-03-01") { number }
        second: versionAt(date: "2026-03-02") { number } last: versionAt(date: "9999-12-31") { number }
        current { number effectiveUntil } versions { nodes { number effectiveFrom effectiveUntil } totalCount } version
      } }`,
      { id },
    );
    expect(calendar).toEqual({
      zero: null,
      before: null,
      first: { number: 1 },
      second: { number: 2 },
      last: { number: 3 },
      current: { number: 2, effectiveUntil: '2026-04-01' },
      versions: {
        nodes: [
          { number: 3, effectiveFrom: '2026-04-01', effectiveUntil: null },
          { number: 2, effectiveFrom: '2026-03-02', effectiveUntil: '2026-04-01' },
          { number: 1, effectiveFrom: '2026-01-01', effectiveUntil: '2026-03-02' },
        ],
        totalCount: 3,
      },
      version: 3,
    });
  });

  it('is in force from the first instant of its day on the local clock', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-01-01', timeZone: 'Pacific/Auckland' });
    await nextVersion(id, { effectiveFrom: '2026-03-02', timeZone: 'Pacific/Auckland' });
    const inForce = async (instant: string) => {
      clock.set(instant);
      const { calendar } = await ask<{ calendar: { current: { number: number } } }>(
        world,
        `query ($id: ID!) { calendar(id: $id) { current { number } } }`,
        { id },
      );
      clock.set(NOON);
      return calendar.current.number;
    };
    expect(await inForce('2026-03-01T10:59:59.999Z')).toBe(1);
    expect(await inForce('2026-03-01T11:00:00.000Z')).toBe(2);
  });

  it('from before the latest one is refused', async () => {
    const { id } = await givenCalendar(world, { effectiveFrom: '2026-01-01' });
    expect(await nextVersion(id, { effectiveFrom: '2025-12-31' })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'effectiveFrom' }],
    });
    expect(await eventsAbout(world, id)).toHaveLength(1);
  });

  it('of a calendar that is not there is refused', async () => {
    expect(await nextVersion(someId('cal'))).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
  });

  it('published by several at once from the same version is published by one, and the others see how it stands', async () => {
    const { id } = await givenCalendar(world);
    const results = await Promise.all([1, 2, 3, 4].map(() => nextVersion(id, { expectedVersion: 1 })));
    expect(results.map((each) => each.__typename).sort()).toEqual([
      'CalendarVersionPublished',
      'StaleVersion',
      'StaleVersion',
      'StaleVersion',
    ]);
    const loser = results.find((each) => each.__typename === 'StaleVersion');
    expect(loser).toMatchObject({ code: 'VERSION_CONFLICT', current: { id, version: 2 } });
    expect(await mutate(world, 'renameCalendar', { calendarId: id, expectedVersion: 1, name: 'Late' })).toMatchObject({
      __typename: 'StaleVersion',
    });
  });

  it('published by several at once without a word on versions is published by each, numbered without a gap', async () => {
    const { id } = await givenCalendar(world);
    const results = await Promise.all([1, 2, 3].map(() => nextVersion(id)));
    expect(results.map((each) => each.published.number).sort()).toEqual([2, 3, 4]);
  });

  it('is never changed once published: the service has no right to', async () => {
    const { id } = await givenCalendar(world);
    const { manager: sql } = world.service.database;
    await expect(sql.query(`UPDATE calendar_versions SET number = 9 WHERE calendar_id = $1`, [id])).rejects.toThrow(
      /permission denied/,
    );
    await expect(sql.query(`DELETE FROM calendar_versions WHERE calendar_id = $1`, [id])).rejects.toThrow(
      /permission denied/,
    );
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

describe('lists of calendars', () => {
  it('are read to their end by name, each calendar once, and their versions too', async () => {
    for (const letter of ['C', 'A', 'B']) await givenCalendar(world, { name: `List ${letter}` });
    const names: string[] = [];
    for (let after: string | null = null; ;) {
      const page: { calendars: { nodes: { name: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } } =
        await ask(
          world,
          `query ($after: String) { calendars(first: 2, after: $after, where: { name: { contains: "list " } }) { nodes { name } pageInfo { endCursor hasNextPage } } }`,
          { after },
        );
      names.push(...page.calendars.nodes.map((node) => node.name));
      if (!page.calendars.pageInfo.hasNextPage) break;
      after = page.calendars.pageInfo.endCursor;
    }
    expect(names).toEqual(['List A', 'List B', 'List C']);
  });

  it('of versions are read to their end by cursor, and refuse one nobody handed out', async () => {
    const { id } = await givenCalendar(world);
    for (let i = 0; i < 4; i += 1) await nextVersion(id);
    const page = `query ($id: ID!, $after: String) { calendar(id: $id) { versions(first: 2, after: $after) { nodes { number } pageInfo { endCursor hasNextPage hasPreviousPage } } } }`;
    const read = async (after: string | null) => {
      const { calendar } = await ask<{
        calendar: { versions: { nodes: { number: number }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      }>(world, page, { id, after });
      return calendar.versions;
    };
    const first = await read(null);
    const second = await read(first.pageInfo.endCursor);
    const third = await read(second.pageInfo.endCursor);
    expect([first, second, third].flatMap((each) => each.nodes.map(({ number }) => number))).toEqual([5, 4, 3, 2, 1]);
    expect(third.pageInfo.hasNextPage).toBe(false);
    for (const after of ['nonsense', Buffer.from('["x"]').toString('base64url')])
      expect(await errorOf(world, page, { id, after })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('cost the same number of statements for 2 calendars and for 40', async () => {
    for (let i = 0; i < 40; i += 1)
      await givenCalendar(world, { week: i % 2 ? workingWeek('09:00-17:00') : everyDay('00:00-24:00') });
    const cost = async (first: number) => {
      world.statements();
      await ask(
        world,
        `query ($first: Int!) { calendars(first: $first) { nodes {
          current { number effectiveUntil } versions(first: 1) { nodes { calendar { name } } totalCount } versionAt(date: "2026-03-02") { id }
          dueAt(start: "2026-03-02T09:00:00Z", duration: "PT4H") elapsed(from: "2026-03-02T09:00:00Z", to: "2026-03-09T09:00:00Z")
          isOpen(at: "2026-03-02T09:00:00Z") nextOpening(at: "2026-03-02T09:00:00Z")
        } } }`,
        { first },
      );
      return world.statements().length;
    };
    expect(await cost(2)).toBe(8);
    expect(await cost(40)).toBe(8);
  });
});
