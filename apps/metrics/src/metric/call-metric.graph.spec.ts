import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventData } from '@courtesy/events';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  analyst,
  announced,
  ask,
  byKey,
  digest,
  figures,
  METRIC,
  read,
  startWorld,
  type Announced,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

type Recorded = EventData<'courtesy.interaction.recorded.v2'>;

const contact = (occurredAt: string, changes: Partial<Recorded>): Recorded => ({
  ...{ caseId: null, customerId: null, siteId: 'site_1', teamId: null, channel: 'PHONE', direction: 'INBOUND' },
  ...{ isAutomatic: false, occurredAt, recordedAt: '2026-03-02T10:00:00.000Z', handleMs: null, waitMs: null },
  ...{ personId: null, call: null, letter: null },
  ...changes,
});
const call = (outcome: 'ANSWERED' | 'ABANDONED' | 'LEFT_MENU', service = 'PS', priority = 0) => ({
  call: { service, priority, outcome, queuedAt: null, answeredAt: null, endedAt: null },
});
const recorded = (id: string, data: Recorded): Announced => announced('courtesy.interaction.recorded.v2', id, data);

const at = '2026-01-05T09:10:00.000Z';
const later = '2026-01-05T09:40:00.000Z';
/** Two served at once, three after a wait, two who gave up, one who left the menu. */
const morning = [
  recorded('a', contact(at, { ...call('ANSWERED'), waitMs: 0, handleMs: 100_000, personId: 'pers_1' })),
  recorded('b', contact(at, { ...call('ANSWERED'), waitMs: null, handleMs: 0, personId: 'pers_1' })),
  recorded('c', contact(at, { ...call('ANSWERED', 'NW', 1), waitMs: 20_000, handleMs: 50_000, personId: 'pers_2' })),
  recorded('d', contact(at, { ...call('ANSWERED', 'NW', 2), waitMs: 21_000, handleMs: 30_000 })),
  recorded('e', contact(later, { ...call('ANSWERED', 'NW', 2), waitMs: 59_000, personId: 'pers_2', siteId: 'site_2' })),
  recorded('f', contact(at, { ...call('ABANDONED'), waitMs: 4_000 })),
  recorded('g', contact(later, { ...call('ABANDONED', 'NW'), waitMs: 60_000 })),
  recorded('h', contact(later, call('LEFT_MENU'))),
];
/** What is counted nowhere: a contact that no switch logged, and a call that went out. */
const others = [
  recorded('i', contact(at, { caseId: 'case_1', customerId: 'cust_1', handleMs: 60_000 })),
  recorded('j', contact(at, { ...call('ANSWERED'), direction: 'OUTBOUND', waitMs: 1_000, handleMs: 9_000 })),
];

const day = { from: '2026-01-05', to: '2026-01-06' };
const total = async (key: string, more: object = {}) =>
  (await figures(world, { key: `calls.${key}`, period: day, ...more })).total;
const shown = async (variables: Record<string, unknown>) => {
  const { metric } = await ask<{
    metric: { rows: { bucket: string; startsAt: string; time: string; value: number }[] };
  }>(
    world,
    `query ($period: MetricPeriod!, $grain: MetricGrain!, $timeZone: TimeZone) {
       metric(key: "calls.recorded", period: $period, grain: $grain, timeZone: $timeZone) { reportingTimeZone rows { bucket startsAt time value } } }`,
    variables,
  );
  return metric.rows.filter(({ value }) => value > 0);
};
const refusal = async (variables: object) =>
  JSON.stringify(
    (await world.service.execute({ query: METRIC, variables: { period: day, ...variables }, actor: analyst }))
      .errors?.[0],
  );

describe('the figures of telephone calls', () => {
  beforeEach(() => read(world, 'cases', [...morning, ...others]));

  it('count those that came in, wanted somebody, were answered, given up and made to wait', async () => {
    const keys = ['recorded', 'left_menu', 'offered', 'answered', 'abandoned', 'queued'];
    expect(await Promise.all(keys.map((key) => total(key)))).toEqual([8, 1, 7, 5, 2, 5]);
  });

  it('share over calls offered: abandoned, and answered within so many seconds, the last one included', async () => {
    expect(await total('abandonment_share')).toBe(2 / 7);
    expect(await total('service_level.10s')).toBe(2 / 7);
    expect(await total('service_level.20s')).toBe(3 / 7);
    expect(await total('service_level.30s')).toBe(4 / 7);
    expect(await total('service_level.60s')).toBe(5 / 7);
    expect(await total('service_level.20s.without_short_abandons')).toBe(3 / 6);
  });

  it('average over what each definition names', async () => {
    expect(await total('speed_of_answer.mean')).toBe(20);
    expect(await total('speed_of_answer.queued.mean')).toBeCloseTo(100 / 3, 9);
    expect(await total('handle_time.mean')).toBe(60);
    expect(await total('handle_time.total')).toBe(180);
    expect(await total('abandoned_wait.mean')).toBe(32);
    expect(await total('wait.max')).toBe(60);
    expect(await total('wait.median')).toBe(20);
    expect(await total('wait.p90')).toBeCloseTo(59.4, 9);
  });

  it('break down by who answered, service, priority, outcome and site', async () => {
    const by = async (dimension: string, key = 'calls.answered') =>
      byKey(await figures(world, { key, period: day, by: dimension }));
    expect(await by('AGENT')).toEqual({ pers_1: 2, pers_2: 2, UNATTRIBUTED: 1 });
    expect(await by('AGENT', 'calls.handle_time.total')).toEqual({ pers_1: 100, pers_2: 50, UNATTRIBUTED: 30 });
    expect(await by('SERVICE', 'calls.offered')).toEqual({ NW: 4, PS: 3 });
    expect(await by('PRIORITY')).toEqual({ 0: 2, 1: 1, 2: 2 });
    expect(await by('OUTCOME', 'calls.recorded')).toEqual({ ABANDONED: 2, ANSWERED: 5, LEFT_MENU: 1 });
    expect(await by('SITE')).toEqual({ site_1: 4, site_2: 1 });
    expect(await total('answered', { where: { service: { eq: 'NW' }, priority: { in: ['2'] } } })).toBe(2);
  });

  it('refuse what calls do not have, and what only calls have', async () => {
    expect(await refusal({ key: 'calls.offered', by: 'PRODUCT' })).toContain(
      'calls.offered cannot be broken down by PRODUCT. It can by PRIORITY, OUTCOME, TERRITORY, SERVICE, SITE, TEAM, AGENT.',
    );
    expect(await refusal({ key: 'cases.opened', by: 'SERVICE' })).toMatch(
      /cases.opened cannot be broken down by SERVICE/,
    );
    expect(await refusal({ key: 'calls.offered', where: { product: { eq: 'Loan' } } })).toMatch(
      /filtered by .*product/,
    );
    expect(await refusal({ key: 'cases.opened', where: { service: { eq: 'PS' } } })).toMatch(/filtered by .*service/);
  });

  it('are seen by region, site, team and person, and by nobody else', async () => {
    await read(world, 'workforce', [
      announced('courtesy.site.opened.v1', 'site_2', { name: 'Haifa', regionId: 'reg_1', timeZone: 'Asia/Jerusalem' }),
    ]);
    const seenBy = async (...actor: Parameters<typeof caller>) =>
      (await figures(world, { key: 'calls.recorded', period: day }, caller(...actor))).total;
    expect(await seenBy('REGIONAL', { regionId: 'reg_1' })).toBe(1);
    expect(await seenBy('MANAGER', { siteId: 'site_1' })).toBe(7);
    expect(await seenBy('LEAD', { teamId: 'team_1', personId: 'pers_2' })).toBe(2);
    expect(await seenBy('AGENT', { reach: 'OWN', personId: 'pers_1' })).toBe(2);
    expect(await seenBy('AGENT', { reach: 'OWN' })).toBe(0);
  });

  it('follow a correction: the later record counts in place of the earlier one', async () => {
    const corrected = contact(at, { ...call('ANSWERED'), waitMs: 7_000, handleMs: 10_000, personId: 'pers_2' });
    await read(world, 'cases', [
      announced('courtesy.interaction.corrected.v2', 'a2', { ...corrected, supersedes: 'a' }),
      recorded('k', corrected),
      announced('courtesy.interaction.corrected.v2', 'k2', { ...corrected, waitMs: 8_000, supersedes: 'k' }),
    ]);
    expect(await total('recorded')).toBe(9);
    expect(byKey(await figures(world, { key: 'calls.answered', period: day, by: 'AGENT' }))).toMatchObject({
      ...{ pers_1: 1, pers_2: 4 },
    });
  });

  it('are the same when all is forgotten and read again in other pages', async () => {
    const before = await digest(world);
    await world.reset();
    for (const event of [...morning, ...others]) await read(world, 'cases', [event]);
    expect(await digest(world)).toBe(before);
  });

  it('take one statement for the meaning and one for all buckets, however many there are', async () => {
    world.statements();
    await figures(world, {
      key: 'calls.service_level.20s',
      period: { from: '2026-01-01', to: '2026-02-01' },
      grain: 'HALF_HOUR',
    });
    expect(world.statements()).toHaveLength(2);
  });
});

describe('half an hour', () => {
  it('begins by the local clock, and every one of the day has a row', async () => {
    await read(world, 'cases', morning);
    expect(await shown({ period: day, grain: 'HALF_HOUR' })).toEqual([
      { bucket: '2026-01-05', startsAt: '2026-01-05T09:00:00.000Z', time: '09:00', value: 5 },
      { bucket: '2026-01-05', startsAt: '2026-01-05T09:30:00.000Z', time: '09:30', value: 3 },
    ]);
    // A quarter to six ahead of UTC.
    expect(await shown({ period: day, grain: 'HALF_HOUR', timeZone: 'Asia/Kathmandu' })).toEqual([
      { bucket: '2026-01-05', startsAt: '2026-01-05T08:45:00.000Z', time: '14:30', value: 5 },
      { bucket: '2026-01-05', startsAt: '2026-01-05T09:15:00.000Z', time: '15:00', value: 3 },
    ]);
    const { rows } = await figures(world, { key: 'calls.recorded', period: day, grain: 'HALF_HOUR' });
    expect(rows).toHaveLength(48);
  });

  it('is there twice when the clocks repeat it', async () => {
    // Summer time ended in Israel on 3 September 1999 at 2: from 1 to 2 the clocks ran twice.
    await read(world, 'cases', [
      recorded('a', contact('1999-09-02T22:10:00.000Z', call('ANSWERED'))),
      recorded('b', contact('1999-09-02T23:10:00.000Z', call('ANSWERED'))),
    ]);
    const night = { period: { from: '1999-09-03', to: '1999-09-04' }, timeZone: 'Asia/Jerusalem' };
    expect(await shown({ ...night, grain: 'HALF_HOUR' })).toEqual([
      { bucket: '1999-09-03', startsAt: '1999-09-02T22:00:00.000Z', time: '01:00', value: 1 },
      { bucket: '1999-09-03', startsAt: '1999-09-02T23:00:00.000Z', time: '01:00', value: 1 },
    ]);
    expect(await shown({ ...night, grain: 'DAY' })).toEqual([
      { bucket: '1999-09-03', startsAt: null, time: null, value: 2 },
    ]);
  });

  it('may not be more than five thousand', async () => {
    const period = { from: '2026-01-01', to: '2026-06-01' };
    expect(await refusal({ key: 'calls.offered', period, grain: 'HALF_HOUR' })).toMatch(/coarser grain/);
  });
});
