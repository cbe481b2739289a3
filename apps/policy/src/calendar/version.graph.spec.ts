import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  clock,
  errorOf,
  eventsAbout,
  everyDay,
  givenCalendar,
  mutate,
  NOON,
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
