import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@courtesy/persistence';
import { startSubgraph, type RunningSubgraph } from '@courtesy/subgraph';
import { idsAt } from '@courtesy/subgraph/spec-service';
import { pino } from 'pino';
import { cases } from '../cases.ts';
import { admin, ask, clock, someId, startWorld, type World } from '../../test/cases-world.ts';
import { changeAt, clockOf, contactAt, openAt, storyOf, untilBreaches } from '../../test/clock-stories.ts';
import { policyTells, standard, version } from '../../test/policy-feed.ts';
import { noticeBreaches } from './breach.commands.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
const hourly = standard('std_hourly', { targets: { FIRST_RESPONSE: 60, RESOLUTION: 480 } });
beforeEach(async () => {
  clock.set('2026-03-02T09:00:00Z');
  await world.database.reset();
  await policyTells(world.service.database, version('calv_office', { calendarId: 'cal_office' }), hourly);
});
afterAll(() => world?.close());

const sql = <T>(text: string, parameters: unknown[] = []) =>
  world.service.database.manager.query<T[]>(text, parameters);
const breaches = () =>
  sql<{ subject: string; clock: string; at: string }>(
    `SELECT data->>'caseId' AS subject, data->>'clock' AS clock, data->>'at' AS at FROM event_log
     WHERE type = 'courtesy.clock.breached.v1' ORDER BY position`,
  );

/** As many cases as that, opened at nine by one bulk: each answers within an hour and is resolved within eight. */
async function givenRunning(count: number): Promise<void> {
  const item = (_: unknown, i: number) => ({
    ...{ type: 'COMPLAINT', channel: 'EMAIL', subject: 'Cold', customerId: someId('cust') },
    ...{ openedAt: '2026-03-02T09:00:00Z', externalReference: { source: 'old', id: String(i) }, history: {} },
  });
  await ask(
    world,
    `mutation ($input: OpenCasesInput!) { openCases(input: $input) { __typename } }`,
    { input: { cases: Array.from({ length: count }, item) } },
    admin,
  );
}

describe('a breach', () => {
  it('is on record and announced with the instant of the target, while the clock goes on', async () => {
    const id = await openAt(world, '2026-03-02T09:00:00Z');
    clock.set('2026-03-02T10:00:00.250Z');
    await untilBreaches(world, 1);
    expect(await breaches()).toEqual([{ subject: id, clock: 'FIRST_RESPONSE', at: '2026-03-02T10:00:00.000Z' }]);
    const first = await clockOf(world, id, 'FIRST_RESPONSE');
    expect(first).toMatchObject({ state: 'RUNNING', breachedAt: '2026-03-02T10:00:00.000Z' });
    await contactAt(world, '2026-03-02T11:00:00Z', id);
    expect(storyOf(await clockOf(world, id, 'FIRST_RESPONSE'))).toEqual([
      ...['START 2026-03-02T09:00', 'BREACH 2026-03-02T10:00', 'STOP 2026-03-02T11:00'],
    ]);
    expect(await breaches()).toHaveLength(1);
  });

  it('is noticed by the answer itself, when that comes before the finder', async () => {
    const id = await openAt(world, '2026-03-02T09:00:00Z');
    // The finder cannot take the row while the case is in another's hands.
    const holder = world.service.database.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`SELECT 1 FROM clock_due WHERE case_id = $1 FOR UPDATE`, [id]);
    clock.set('2026-03-02T10:30:00Z');
    const answer = contactAt(world, '2026-03-02T10:30:00Z', id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await holder.rollbackTransaction();
    await holder.release();
    await answer;
    expect(await breaches()).toEqual([{ subject: id, clock: 'FIRST_RESPONSE', at: '2026-03-02T10:00:00.000Z' }]);
  });

  it('is none while the clock stands still, and comes later by as much', async () => {
    const id = await openAt(world, '2026-03-02T09:00:00Z');
    await contactAt(world, '2026-03-02T09:10:00Z', id);
    await changeAt(world, '2026-03-02T10:00:00Z', 'awaitCustomer', { caseId: id, reason: 'Receipt' });
    clock.set('2026-03-05T10:00:00Z');
    expect(await noticeBreaches({ database: world.service.database, now: clock, newId: someId })).toBe(0);
    await changeAt(world, '2026-03-05T12:00:00Z', 'startCase', { caseId: id });
    // 7 h are left: 5 on Thursday from 12:00, 2 on Friday.
    expect(await clockOf(world, id, 'RESOLUTION')).toMatchObject({ dueAt: '2026-03-06T11:00:00.000Z' });
  });

  it('that happened while the service was stopped is found when it is back', async () => {
    const id = await openAt(world, '2026-03-02T09:00:00Z');
    await world.service.close();
    clock.set('2026-03-02T15:00:00Z');
    const config = {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_URL: world.database.appUrl,
      ACTOR_KEY: 'a-key-for-specs-that-is-long-enough-to-be-taken',
      FEED_KEY: 'a-feed-key-for-specs',
      FEEDS: {},
      LOG_LEVEL: 'silent',
      DATABASE_POOL: 5,
    } as const;
    const service: RunningSubgraph = await startSubgraph(cases, config, { now: clock, log: pino({ level: 'silent' }) });
    world = { ...world, service, close: async () => (await service.close(), await world.database.drop()) };
    await untilBreaches(world, 1);
    expect(await breaches()).toEqual([{ subject: id, clock: 'FIRST_RESPONSE', at: '2026-03-02T10:00:00.000Z' }]);
    const [row] = await sql<{ recorded_at: Date }>(`SELECT recorded_at FROM clock_events WHERE kind = 'BREACH'`);
    expect(row?.recorded_at.toISOString()).toBe('2026-03-02T15:00:00.000Z');
  });

  it('is not announced early by a process whose clock runs ahead of the database', async () => {
    await openAt(world, '2026-03-02T09:00:00Z');
    await sql(`UPDATE clock_due SET due_at = now() + interval '1 hour'`);
    const ahead = () => new Date('2126-01-01T00:00:00Z');
    expect(await noticeBreaches({ database: world.service.database, now: ahead, newId: idsAt(clock) })).toBe(0);
  });
});

describe('several finders at once', () => {
  it('find each breach once', async () => {
    await givenRunning(400);
    clock.set('2026-03-02T20:00:00Z');
    const options = { service: 'cases', url: world.database.appUrl, tables: [], poolSize: 1 } as const;
    const others = await Promise.all([openDatabase(options), openDatabase(options), openDatabase(options)]);
    const found = async (database: (typeof others)[number]) => {
      let sum = 0;
      for (let took = 1; took > 0; sum += took) took = await noticeBreaches({ database, now: clock, newId: someId });
      return sum;
    };
    await Promise.all(others.map(found));
    await untilBreaches(world, 800);
    await Promise.all(others.map((each) => each.close()));
    const announced = await breaches();
    expect(announced).toHaveLength(800);
    expect(new Set(announced.map(({ subject, clock: name }) => `${subject} ${name}`)).size).toBe(800);
    expect(await sql(`SELECT 1 FROM clock_due WHERE noticed_at IS NULL`)).toEqual([]);
  });
});
