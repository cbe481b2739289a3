import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { caller } from '@courtesy/subgraph/spec-service';
import { fillFacts, type Organisation } from '../../test/many-facts.ts';
import { analyst, ask, clock, startWorld, type World } from '../../test/metrics-world.ts';
import { measures } from '../metric/measure.ts';
import { refreshRollups } from './refresh.commands.ts';
import { rollups } from './rollup.ts';

const ZONE = 'Europe/London';
const org: Organisation = {
  ...{ sites: 3, teamsPerSite: 2, peoplePerTeam: 3, products: 4, issues: 5, territories: 3, customers: 200 },
  ...{
    from: '2025-09-15',
    days: 120,
    cases: 1500,
    calls: 1500,
    contacts: 2500,
    clocks: 1500,
    refunds: 400,
    decisions: 500,
  },
};

let world: World;
let manager: EntityManager;
beforeAll(async () => {
  world = await startWorld(ZONE);
  manager = world.service.database.manager;
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set('2026-03-02T10:00:00.000Z');
  await fillFacts(manager, org);
});

async function settle(): Promise<void> {
  for (let i = 0; i < 500; i += 1) {
    const counted = await refreshRollups(manager, { zone: ZONE, now: clock, quietFor: 0 });
    // The service counts by itself, too, and one at a time: then it is waited for.
    if (counted === 0) await delay(20);
    const [left] = await manager.query<{ due: string; basis: string }[]>(
      `SELECT (SELECT count(*) FROM rollup_due WHERE level = 'DAY' OR hour < '2026-02-01') AS due, (SELECT count(*) FROM rollup_basis) AS basis`,
    );
    if (left?.due === '0' && left.basis === '1') return;
  }
  throw new Error('There is always more to count');
}

const METRIC = `query ($key: String!, $period: MetricPeriod!, $grain: MetricGrain!, $by: MetricDimension, $where: MetricFilter, $asOf: DateTime) {
  metric(key: $key, period: $period, grain: $grain, by: $by, where: $where, asOf: $asOf) {
    total totalNumerator totalDenominator totalMoney { amount currency }
    rows { bucket startsAt key value numerator denominator money { amount } }
  }
}`;

const LATER = '2026-03-01T00:00:00.000Z';
const actors = [
  ...[
    analyst,
    caller('REGIONAL', { regionId: 'reg_00000001' }),
    caller('MANAGER', { siteId: 'site_00000001', reach: 'SITE' }),
  ],
  caller('LEAD', { teamId: 'team_00000002', personId: 'pers_00000007' }),
];
const wheres = [
  ...[
    null,
    { type: { eq: 'COMPLAINT' } },
    { site: { in: ['site_00000000', 'site_00000002'] } },
    { clock: { eq: 'RESOLUTION' } },
  ],
  ...[
    { product: { in: ['Product 0', 'Product 1'] } },
    { not: { outcome: { eq: 'SETTLED' } } },
    { channel: { eq: 'PHONE' } },
  ],
];
const periods = [
  { from: '2025-09-01', to: '2026-02-01' },
  { from: '2025-09-20', to: '2025-12-11' },
  { from: '2025-10-20', to: '2025-10-29' },
];
const kinds = new Map(Object.entries({ TOTAL: 1, MONTH: 1, WEEK: 2, HOUR: 2, DAY: 1 }));

/** Every question there is to some figures that are kept in cells, thinned out evenly. */
async function* questions(each: number): AsyncGenerator<[Record<string, unknown>, (typeof actors)[number]]> {
  let i = 0;
  const kept = rollups.filter(({ isSketch }) => !isSketch).flatMap(({ figures }) => figures);
  for (const figure of [...kept.filter((name) => name in measures), 'cases.backlog@2']) {
    const [key = ''] = figure.split('@');
    const { metricDefinition } = await ask<{ metricDefinition: { version: number; dimensions: string[] } | null }>(
      world,
      `query ($key: String!) { metricDefinition(key: $key) { version dimensions } }`,
      { key },
    );
    if (metricDefinition?.version !== Number(figure.split('@')[1])) continue;
    for (const by of [null, ...metricDefinition.dimensions])
      for (const where of wheres)
        for (const grain of kinds.keys())
          for (const period of periods)
            for (const actor of actors) {
              i += 1;
              if (i % each === 0) yield [{ key, by, where, grain, period }, actor];
            }
  }
}

async function differences(each: number): Promise<{ asked: number; differ: unknown[] }> {
  let asked = 0;
  const differ: unknown[] = [];
  for await (const [variables, actor] of questions(each)) {
    const say = (asOf: string | null) =>
      ask<{ metric: unknown }>(world, METRIC, { ...variables, asOf }, actor).catch((error: unknown) => {
        if (/This would be more than|cannot be filtered by/.test(String(error))) return 'refused';
        throw error;
      });
    const [cells, facts] = [await say(null), await say(LATER)];
    asked += 1;
    if (JSON.stringify(cells) !== JSON.stringify(facts)) differ.push({ variables, reach: actor.reach, cells, facts });
  }
  return { asked, differ };
}

describe('figures from cells', () => {
  it('are those of the facts, to the last digit, whatever is asked and by whom', async () => {
    await settle();
    const { asked, differ } = await differences(331);
    expect(differ.slice(0, 3)).toEqual([]);
    expect(asked).toBeGreaterThan(120);
  });

  it('are those of the facts while facts change that no cell has counted yet, and after each count', async () => {
    await settle();
    const changes = [
      `UPDATE case_fact SET product = 'Product 9', team_id = 'team_00000000', site_id = 'site_00000000' WHERE case_id < 'case_00000040'`,
      `DELETE FROM activity_fact WHERE id < 'contact_00000030'`,
      `UPDATE customer_copy SET territory = 'T9' WHERE id < 'cust_00000020'`,
      `INSERT INTO customer_aliases (customer_id, survivor_id) VALUES ('cust_00000050', 'cust_00000001')`,
      `UPDATE call_fact SET occurred_at = occurred_at - interval '40 days' WHERE id < 'call_00000020'`,
      `UPDATE case_fact SET split_from = 'case_00000100' WHERE case_id IN ('case_00000101', 'case_00000102')`,
      `UPDATE case_fact SET survivor_id = 'case_00000300', resolved_at = NULL, outcome = NULL WHERE case_id BETWEEN 'case_00000280' AND 'case_00000290'`,
      `UPDATE person_copy SET site_id = 'site_00000001'`,
      `UPDATE activity_fact SET amount = amount + 1, outcome = 'SETTLED' WHERE kind = 'REFUND' AND id < 'refund_00000040'`,
    ];
    for (const [i, change] of changes.entries()) {
      await manager.query(change);
      expect((await differences(3011 + 2 * i)).differ.slice(0, 2)).toEqual([]);
      if (i % 2 === 0) await refreshRollups(manager, { zone: ZONE, now: clock, quietFor: 0 });
    }
    await settle();
    expect((await differences(997)).differ.slice(0, 2)).toEqual([]);
  });

  it('are those of the facts once all was counted anew, also of a day on which nothing was but a cancellation', async () => {
    await manager.query(
      `UPDATE case_fact SET cancelled_at = '2025-09-01T10:00:00Z', opened_at = '2025-08-20T10:00:00Z', resolved_at = NULL, outcome = NULL
       WHERE case_id = 'case_00000001'`,
    );
    await manager.query('DELETE FROM rollup_basis');
    await settle();
    const asked = { key: 'cases.backlog', grain: 'TOTAL', period: { from: '2025-08-01', to: '2025-09-03' } };
    const said = async (asOf: string | null) =>
      (await ask<{ metric: { total: number } }>(world, METRIC, { ...asked, asOf })).metric.total;
    expect([await said(null), await said(LATER)]).toEqual([0, 0]);
  });

  it('are read from few rows', async () => {
    await settle();
    const [count] = await manager.query<{ cells: string }[]>(
      `SELECT count(*) AS cells FROM rollup_cell WHERE rollup = 'CASES opened_at' AND level = 'MONTH' AND cuboid = 'WHOLE'`,
    );
    expect(Number(count?.cells)).toBe(5 * 4);
    await manager.query(
      `UPDATE rollup_cell SET counts[1] = counts[1] + 1000 WHERE level = 'MONTH' AND cuboid = 'WHOLE' AND rollup = 'CALLS occurred_at'`,
    );
    const year = { key: 'calls.recorded', grain: 'TOTAL', period: periods[0], by: null, where: null };
    const [{ metric: cells }, { metric: facts }] = (await Promise.all(
      [null, LATER].map((asOf) => ask<{ metric: { total: number } }>(world, METRIC, { ...year, asOf })),
    )) as [{ metric: { total: number } }, { metric: { total: number } }];
    expect(cells.total).toBeGreaterThan(facts.total + 999);
  });
});

describe('a percentile of very many', () => {
  it('is read from sketches within one per cent, and says so; of fewer it is exact', async () => {
    await world.reset();
    await fillFacts(manager, { ...org, cases: 21_000, calls: 0, contacts: 0, clocks: 0, refunds: 0, decisions: 0 });
    await settle();
    const percentile = async (variables: object) => {
      const say = async (asOf: string | null) => {
        const query = `query ($key: String!, $period: MetricPeriod!, $by: MetricDimension, $where: MetricFilter, $grain: MetricGrain!, $asOf: DateTime) {
          metric(key: $key, period: $period, by: $by, where: $where, grain: $grain, asOf: $asOf) {
            isApproximate total totalDenominator rows { bucket key value denominator } } }`;
        const { metric } = await ask<{ metric: { isApproximate: boolean; total: number; rows: { value: number }[] } }>(
          world,
          query,
          {
            ...{ key: 'cases.resolution_time.p90', period: periods[0], grain: 'TOTAL', asOf },
            ...variables,
          },
        );
        return metric;
      };
      return [await say(null), await say(LATER)] as const;
    };
    for (const more of [
      {},
      { by: 'PRODUCT' },
      { by: 'SITE', grain: 'MONTH' },
      { by: 'TYPE', where: { type: { in: ['COMPLAINT', 'QUERY'] } }, grain: 'MONTH' },
    ]) {
      for (const key of ['cases.resolution_time.median', 'cases.resolution_time.p90']) {
        const [sketch, exact] = await percentile({ ...more, key });
        expect([sketch.isApproximate, exact.isApproximate]).toEqual([true, false]);
        expect(Math.abs(sketch.total / exact.total - 1)).toBeLessThanOrEqual(0.0101);
        expect(sketch.rows).toHaveLength(exact.rows.length);
        const withoutValue = (rows: { value: number }[]) => rows.map(({ value: _, ...row }) => row);
        expect(withoutValue(sketch.rows)).toEqual(withoutValue(exact.rows));
        for (const [i, row] of sketch.rows.entries())
          expect(Math.abs(row.value / (exact.rows[i]?.value ?? 0) - 1)).toBeLessThanOrEqual(0.0101);
      }
    }
    const [few, same] = await percentile({ period: periods[2] });
    expect(few).toEqual(same);
    expect(few.isApproximate).toBe(false);
  });
});

describe('what comes late', () => {
  it('restates a day that was over when it was counted, and leaves a note', async () => {
    await settle();
    const notes = async (actor = analyst) => {
      const query = `query ($key: String!, $period: MetricPeriod!) {
        metric(key: $key, period: $period) { restatements { day restatedAt countBefore countAfter } } }`;
      const variables = { key: 'calls.recorded', period: { from: '2025-10-01', to: '2025-11-01' } };
      const { metric } = await ask<{
        metric: { restatements: { day: string; countBefore: number; countAfter: number }[] };
      }>(world, query, variables, actor);
      return metric.restatements;
    };
    expect(await notes()).toEqual([]);
    clock.set('2026-03-02T11:00:00.000Z');
    await manager.query(
      `INSERT INTO call_fact SELECT 'call_late', customer_id, site_id, team_id, person_id, 'INBOUND', service, priority, 'ANSWERED',
         '2025-10-07T09:00:00.000Z', wait_ms, handle_ms, now() FROM call_fact WHERE id = 'call_00000001'`,
    );
    await settle();
    const [note, ...others] = await notes();
    expect(others).toEqual([]);
    expect(note).toMatchObject({ day: '2025-10-07', restatedAt: '2026-03-02T11:00:00.000Z' });
    expect(note?.countAfter).toBe((note?.countBefore ?? 0) + 1);
    expect(await notes(caller('MANAGER', { siteId: 'site_00000001', reach: 'SITE' }))).toMatchObject([
      { countBefore: null, countAfter: null },
    ]);
  });
});

describe('the catalogue of cells', () => {
  it('leaves out what rests on more than the fact itself', () => {
    const kept = new Set(rollups.flatMap(({ figures }) => figures));
    for (const [figure, measure] of Object.entries(measures)) {
      const rests = /\{\w+\}|:now|:zone/.test(JSON.stringify(measure));
      if (rests && 'restsOn' in measure && measure.restsOn !== 'CONTACTS_OF_ITS_CASE')
        expect(kept).not.toContain(figure);
      if (rests && kept.has(figure)) expect(measure).toMatchObject({ restsOn: 'CONTACTS_OF_ITS_CASE' });
    }
  });
});
