import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  ask,
  byKey,
  caseOpened,
  caseResolved,
  clock,
  figures,
  METRIC,
  read,
  someId,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  await world.reset();
});

const january = { from: '2026-01-01', to: '2026-02-01' };
const refusal = async (variables: Record<string, unknown>) => {
  const { errors } = await world.service.execute({ query: METRIC, variables, actor: caller('ANALYST') });
  const [error] = (errors ?? []) as { message: string; extensions: { code: string } }[];
  return error && `${error.extensions.code}: ${error.message}`;
};

describe('a metric', () => {
  it('is read from tables that are mapped as they are stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('counts what was opened by the day it was opened, and shows the days without any', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z' }),
      caseOpened('case_2', { openedAt: '2026-01-01T23:59:59.999Z' }),
      caseOpened('case_3', { openedAt: '2026-01-03T00:00:00.000Z' }),
      caseOpened('case_4', { openedAt: '2025-12-31T23:59:59.999Z' }),
    ]);
    const opened = await figures(world, {
      key: 'cases.opened',
      period: { from: '2026-01-01', to: '2026-01-04' },
      grain: 'DAY',
    });
    expect(opened.total).toBe(3);
    expect(opened.rows.map(({ bucket, key, value }) => [bucket, key, value])).toEqual([
      ['2026-01-01', null, 2],
      ['2026-01-02', null, 0],
      ['2026-01-03', null, 1],
    ]);
  });

  it('broken down has a row for cases that have no value, last', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z', teamId: 'team_z' }),
      caseOpened('case_2', { openedAt: '2026-01-01T00:00:00.000Z' }),
      caseOpened('case_3', { openedAt: '2026-01-01T00:00:00.000Z', teamId: 'team_a' }),
    ]);
    await read(world, 'workforce', [
      announced('courtesy.team.formed.v1', 'team_z', { name: 'Evening desk', siteId: 'site_1' }),
    ]);
    const { rows } = await figures(world, { key: 'cases.opened', period: january, by: 'TEAM' });
    expect(rows.map(({ key, label, value }) => [key, label, value])).toEqual([
      ['team_a', 'team_a', 1],
      ['team_z', 'Evening desk', 1],
      ['UNATTRIBUTED', 'Unattributed', 1],
    ]);
  });

  it('of a territory counts alike whether the customer or the case was heard of first', async () => {
    const registered = (id: string, territory: string) =>
      announced('courtesy.customer.registered.v1', id, {
        kind: 'PERSON',
        territory,
        country: 'US',
        circumstances: [],
        registeredAt: '2026-01-01T00:00:00.000Z',
      });
    await read(world, 'customers', [registered('cust_early', 'FL')]);
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z', customerId: 'cust_early' }),
      caseOpened('case_2', { openedAt: '2026-01-01T00:00:00.000Z', customerId: 'cust_late' }),
    ]);
    const byTerritory = { key: 'cases.opened', period: january, by: 'TERRITORY' };
    expect(byKey(await figures(world, byTerritory))).toEqual({ FL: 1, UNATTRIBUTED: 1 });
    await read(world, 'customers', [
      registered('cust_late', 'TX'),
      announced('courtesy.customer.changed.v1', 'cust_early', {
        kind: 'PERSON',
        territory: 'CA',
        country: 'US',
        circumstances: [],
        changedAt: '2026-01-02T00:00:00.000Z',
      }),
    ]);
    expect(byKey(await figures(world, byTerritory))).toEqual({ CA: 1, TX: 1 });
  });

  it('of open cases is the level at the end of each day, and its total the level at the end of the period', async () => {
    await read(world, 'cases', [
      caseOpened('case_old', { openedAt: '2025-06-01T00:00:00.000Z' }),
      caseOpened('case_over', { openedAt: '2025-06-01T00:00:00.000Z' }),
      caseResolved('case_over', '2025-07-01T00:00:00.000Z'),
      caseOpened('case_1', { openedAt: '2026-01-02T09:00:00.000Z' }),
      caseResolved('case_1', '2026-01-03T00:00:00.000Z'),
      caseOpened('case_same_day', { openedAt: '2026-01-02T09:00:00.000Z' }),
      announced('courtesy.case.status-changed.v1', 'case_same_day', {
        from: 'NEW',
        to: 'CANCELLED',
        at: '2026-01-02T10:00:00.000Z',
        reason: 'Sent twice',
      }),
      caseOpened('case_backwards', { openedAt: '2026-01-02T09:00:00.000Z' }),
      caseResolved('case_backwards', '2026-01-01T09:00:00.000Z'),
      caseOpened('case_future', { openedAt: '2026-02-01T00:00:00.000Z' }),
    ]);
    const open = await figures(world, {
      key: 'cases.backlog',
      period: { from: '2026-01-01', to: '2026-01-05' },
      grain: 'DAY',
    });
    expect(open.rows.map(({ bucket, value }) => [bucket, value])).toEqual([
      ['2026-01-01', 1],
      ['2026-01-02', 2],
      ['2026-01-03', 1],
      ['2026-01-04', 1],
    ]);
    expect(open.total).toBe(1);
  });

  it('of answered cases forgets an answer that was withdrawn by reopening', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-02T00:00:00.000Z' }),
      caseResolved('case_1', '2026-01-03T00:00:00.000Z', 'MONETARY_RELIEF'),
    ]);
    expect((await figures(world, { key: 'cases.resolved', period: january })).total).toBe(1);
    await read(world, 'cases', [
      announced('courtesy.case.reopened.v1', 'case_1', { reopenedAt: '2026-01-05T00:00:00.000Z', reason: 'Again' }),
    ]);
    expect((await figures(world, { key: 'cases.resolved', period: january })).total).toBe(0);
    expect((await figures(world, { key: 'cases.backlog', period: january })).total).toBe(1);
  });

  it('that is a share tells what it is a share of, and is null where nothing is known', async () => {
    await read(world, 'cases', [
      ...[true, true, false, null].map((respondedInTime, i) =>
        caseOpened(`case_${i}`, { openedAt: '2026-01-02T00:00:00.000Z', respondedInTime }),
      ),
      caseResolved('case_0', '2026-01-03T00:00:00.000Z', 'RELIEF'),
      caseResolved('case_1', '2026-01-03T00:00:00.000Z', 'UNTIMELY'),
      announced('courtesy.case.timeliness-recorded.v1', 'case_2', {
        respondedInTime: true,
        at: '2026-01-04T00:00:00.000Z',
      }),
    ]);
    const share = async (key: string) => {
      const { total, totalNumerator, totalDenominator } = await figures(world, { key, period: january });
      return [total, totalNumerator, totalDenominator];
    };
    expect(await share('cases.timely_share')).toEqual([1, 3, 3]);
    expect(await share('cases.relief_share')).toEqual([0.5, 1, 2]);
    expect(await share('cases.disputed_share')).toEqual([null, 0, 0]);
  });

  it('that is a duration is in seconds, interpolated, and never below zero', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-02T00:00:00.000Z' }),
      caseResolved('case_1', '2026-01-02T00:00:10.500Z'),
      caseOpened('case_2', { openedAt: '2026-01-02T00:00:00.000Z' }),
      caseResolved('case_2', '2026-01-01T00:00:00.000Z'),
    ]);
    const seconds = async (key: string) => (await figures(world, { key, period: january })).total;
    expect(await seconds('cases.resolution_time.median')).toBeCloseTo(5.25, 10);
    expect(await seconds('cases.resolution_time.p90')).toBeCloseTo(9.45, 10);
  });

  it('counts only the cases that the filter lets through', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-02T00:00:00.000Z', channel: 'PORTAL', respondedInTime: true }),
      caseOpened('case_2', { openedAt: '2026-01-02T00:00:00.000Z', channel: 'PORTAL', siteId: 'site_1' }),
      caseOpened('case_3', { openedAt: '2026-01-02T00:00:00.000Z', channel: 'FAX' }),
    ]);
    const opened = async (where: object) =>
      (await figures(world, { key: 'cases.opened', period: january, where })).total;
    expect(await opened({ channel: { in: ['PORTAL'] } })).toBe(2);
    expect(await opened({ channel: { eq: 'PORTAL' }, site: { isNull: true } })).toBe(1);
    expect(await opened({ or: [{ respondedInTime: { eq: true } }, { not: { channel: { eq: 'PORTAL' } } }] })).toBe(2);
  });

  it('says by which meaning, in which zone and how fresh it is', async () => {
    const query = `{ reportingTimeZone metric(key: "cases.opened", period: { from: "2026-01-01", to: "2026-02-01" }) {
      key unit reportingTimeZone definition { key version unit additivity owner effectiveFrom } watermark { upTo feeds { feed place readAt } } } }`;
    await read(world, 'cases', [caseOpened('case_1', { openedAt: '2026-01-02T00:00:00.000Z' })]);
    expect(await ask(world, query)).toMatchObject({
      metric: { watermark: { upTo: null, feeds: [{ feed: 'cases', place: '1.1' }] } },
    });
    clock.set('2026-03-02T11:00:00.000Z');
    await read(world, 'workforce', []);
    await read(world, 'customers', []);
    expect(await ask(world, query)).toEqual({
      reportingTimeZone: 'UTC',
      metric: {
        key: 'cases.opened',
        unit: 'COUNT',
        reportingTimeZone: 'UTC',
        definition: {
          key: 'cases.opened',
          version: 2,
          unit: 'COUNT',
          additivity: 'ADDS',
          owner: 'Head of customer service',
          effectiveFrom: '2000-01-01',
        },
        watermark: {
          upTo: '2026-03-02T10:00:00.000Z',
          feeds: [
            { feed: 'cases', place: '1.1', readAt: '2026-03-02T10:00:00.000Z' },
            { feed: 'customers', place: '0.0', readAt: '2026-03-02T11:00:00.000Z' },
            { feed: 'workforce', place: '0.0', readAt: '2026-03-02T11:00:00.000Z' },
          ],
        },
      },
    });
  });

  it('that cannot be answered says why and what to do instead', async () => {
    expect(await refusal({ key: 'cases.happy', period: january })).toMatch(
      /^BAD_USER_INPUT: There is no metric "cases.happy". There are: .*cases.backlog, .*cases.disputed_share, /,
    );
    expect(await refusal({ key: 'cases.opened', period: { from: '2026-02-01', to: '2026-02-01' } })).toMatch(
      /^BAD_USER_INPUT: The period is empty/,
    );
    expect(await refusal({ key: 'cases.opened', period: { from: '0001-01-01', to: '2026-02-01' } })).toMatch(
      /^BAD_USER_INPUT: The period must lie between/,
    );
    expect(
      await refusal({ key: 'cases.opened', period: { from: '2000-01-01', to: '2026-02-01' }, grain: 'DAY' }),
    ).toMatch(/^BAD_USER_INPUT: .* more than 5000 buckets of grain DAY/);
    expect(await refusal({ key: 'cases.opened', period: { from: '2026-02-30', to: '2026-03-01' } })).toMatch(
      /^BAD_USER_INPUT/,
    );
  });

  it('with more rows than anybody can read is refused, with advice', async () => {
    const openings = Array.from({ length: 10_001 }, (_, i) =>
      caseOpened(`case_${i}`, { openedAt: '2026-01-02T00:00:00.000Z', assigneeId: `pers_${i}` }),
    );
    await read(world, 'cases', openings);
    for (const key of ['cases.opened', 'cases.backlog']) {
      expect(await refusal({ key, period: january, by: 'AGENT' })).toMatch(/^BAD_USER_INPUT: .*more than 10000 rows/);
      expect(
        (await figures(world, { key, period: january, by: 'AGENT', where: { not: { agent: { eq: 'pers_0' } } } })).rows,
      ).toHaveLength(10_000);
    }
  });

  it('costs the same few statements however many values it has', async () => {
    const [site, other] = [someId('site'), someId('site')];
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: '2026-01-02T00:00:00.000Z', siteId: site }),
      caseOpened('case_2', { openedAt: '2026-01-02T00:00:00.000Z', siteId: other }),
    ]);
    world.statements();
    await figures(world, { key: 'cases.opened', period: january, by: 'SITE', grain: 'DAY' });
    expect(world.statements()).toHaveLength(3);
  });
});
