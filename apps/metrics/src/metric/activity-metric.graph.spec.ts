import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { contactRecorded, joined, payout, reviewed } from '../../test/activity-events.ts';
import {
  analyst,
  announced,
  announcedAt,
  ask,
  byKey,
  caseOpened,
  caseResolved,
  clock,
  figures,
  read,
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

const day = (number: number, time = '10:00') => `2026-01-${String(number).padStart(2, '0')}T${time}:00.000Z`;
const january = { from: '2026-01-01', to: '2026-02-01' };
const total = async (key: string) => (await figures(world, { key, period: january })).total;
const manager = { ...analyst, role: 'MANAGER' as const };
const share = async (key: string) => {
  const { totalNumerator, totalDenominator } = await figures(world, { key, period: january }, manager);
  return [totalNumerator, totalDenominator];
};

describe('a metric of contacts', () => {
  beforeEach(() =>
    read(world, 'cases', [
      caseOpened('case_1', { openedAt: day(1) }),
      caseOpened('case_2', { openedAt: day(1) }),
      contactRecorded('intr_1', { occurredAt: day(1), caseId: 'case_1', handleMs: 60_000, personId: 'pers_1' }),
      contactRecorded('intr_2', {
        occurredAt: day(1, '10:05'),
        caseId: 'case_1',
        direction: 'OUTBOUND',
        isAutomatic: true,
      }),
      contactRecorded('intr_3', {
        occurredAt: day(1, '11:00'),
        caseId: 'case_1',
        direction: 'OUTBOUND',
        handleMs: 120_000,
      }),
      contactRecorded('intr_4', { occurredAt: day(8, '10:00'), caseId: 'case_2', channel: 'EMAIL', isAutomatic: true }),
      contactRecorded('intr_5', { occurredAt: day(8, '10:00'), caseId: 'case_1', channel: 'EMAIL' }),
      contactRecorded('intr_6', { occurredAt: day(20), caseId: 'case_2', customerId: 'cust_2' }),
      contactRecorded('intr_8', { occurredAt: day(27, '10:01'), customerId: 'cust_2' }),
      caseResolved('case_1', day(21)),
      caseResolved('case_2', day(21)),
    ]),
  );

  it('counts what customers sent and nothing that a machine did, also where nobody is known to have served them', async () => {
    expect(await total('contacts.received')).toBe(4);
    const byAgent = await figures(world, { key: 'contacts.received', period: january, by: 'AGENT' });
    expect(byKey(byAgent)).toEqual({ pers_1: 1, UNATTRIBUTED: 3 });
    expect(await total('contacts.handle_time.mean')).toBe(90);
    expect(await total('contacts.handle_time.total')).toBe(180);
  });

  it('says who came again within seven days, who was answered at once, and how soon somebody first spoke', async () => {
    // Seven days to the minute after the first; the other customer came a minute too late for it.
    expect(await share('contacts.repeat_share')).toEqual([1, 4]);
    expect(await share('cases.first_contact_share')).toEqual([1, 2]);
    expect(await total('cases.first_response.median')).toBe(3600);
  });

  it('follows a record that is corrected', async () => {
    const { data } = contactRecorded('intr_7', { occurredAt: day(1), handleMs: 300_000, personId: 'pers_2' });
    const corrected = { ...(data as object), supersedes: 'intr_1' };
    await read(world, 'cases', [announced('courtesy.interaction.corrected.v2', 'intr_7', corrected as never)]);
    const byAgent = await figures(world, { key: 'contacts.received', period: january, by: 'AGENT' });
    expect(byKey(byAgent)).toEqual({ pers_2: 1, UNATTRIBUTED: 3 });
  });
});

describe('a metric of money', () => {
  const MONEY = `query ($key: String!, $period: MetricPeriod!, $by: MetricDimension, $currency: CurrencyCode) {
    metric(key: $key, period: $period, by: $by, currency: $currency) {
      unit total totalDenominator totalMoney { amount currency } rows { key value money { amount currency } } } }`;
  const paid = async (variables: object) =>
    (await ask<{ metric: object }>(world, MONEY, { key: 'refunds.paid', period: january, ...variables })).metric;

  it('adds up what was paid in one currency and not taken back, under whoever asked for it', async () => {
    await read(world, 'cases', [
      payout('courtesy.refund.settled.v1', 'rfnd_1', { minor: '1050', at: day(2) }),
      payout('courtesy.refund.settled.v1', 'rfnd_2', { minor: '250', at: day(3), requesterId: 'pers_2' }),
      payout('courtesy.refund.settled.v1', 'rfnd_3', { minor: '99900', at: day(3) }),
      payout('courtesy.refund.reversed.v1', 'rfnd_3', { minor: '99900', at: day(4) }),
      payout('courtesy.refund.settled.v1', 'rfnd_4', { minor: '700', at: day(3), currency: 'EUR' }),
      payout('courtesy.award.settled.v1', 'awrd_1', { minor: '5000', at: day(3) }),
    ]);
    expect(await paid({ by: 'AGENT' })).toEqual({
      ...{ unit: 'MONEY', total: null, totalDenominator: 2, totalMoney: { amount: '13.00', currency: 'GBP' } },
      rows: [
        { key: 'pers_1', value: null, money: { amount: '10.50', currency: 'GBP' } },
        { key: 'pers_2', value: null, money: { amount: '2.50', currency: 'GBP' } },
      ],
    });
    expect(await paid({ currency: 'EUR' })).toMatchObject({ totalMoney: { amount: '7.00', currency: 'EUR' } });
    expect(await paid({ key: 'awards.paid' })).toMatchObject({ totalMoney: { amount: '50.00', currency: 'GBP' } });
    expect(await total('refunds.settled')).toBe(3);
  });
});

describe('a metric of cost', () => {
  const COST = `query ($key: String!, $period: MetricPeriod!) { metric(key: $key, period: $period) { totalDenominator totalMoney { amount } } }`;
  const cost = async (key: string) => (await ask<{ metric: object }>(world, COST, { key, period: january })).metric;
  const stated = (from: string, ...rates: readonly (readonly [from: string, hourMinor: number | null])[]) =>
    announced('courtesy.site-cost.stated.v1', 'site_1', {
      ...{ siteId: 'site_1', from },
      rates: rates.map(([day, hourMinor]) => ({ from: day, currency: 'GBP', hourMinor })),
    });

  it('takes the time of contacts at what an hour cost on their day, as last stated', async () => {
    await read(world, 'workforce', [
      stated('2026-01-01', ['2026-01-01', 1000], ['2026-01-05', 9900]),
      stated('2026-01-03', ['2026-01-03', 2000], ['2026-01-20', null]),
    ]);
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: day(1), siteId: 'site_1' }),
      contactRecorded('intr_1', { occurredAt: day(2), caseId: 'case_1', handleMs: 1_800_000 }),
      contactRecorded('intr_2', { occurredAt: day(6), caseId: 'case_1', handleMs: 900_000, direction: 'OUTBOUND' }),
      contactRecorded('intr_3', { occurredAt: day(6), handleMs: 360_000, siteId: 'site_2' }),
      contactRecorded('intr_4', { occurredAt: day(21), handleMs: 360_000 }),
      payout('courtesy.award.settled.v1', 'awrd_1', { minor: '2500', at: day(7) }),
      payout('courtesy.refund.settled.v1', 'rfnd_1', { minor: '9900', at: day(7) }),
      caseResolved('case_1', day(7)),
    ]);
    // Half an hour at 10.00 and a quarter at 20.00; then 25.00 of compensation.
    expect(await cost('contacts.cost.total')).toEqual({ totalDenominator: 2, totalMoney: { amount: '10.00' } });
    expect(await cost('contacts.cost.mean')).toEqual({ totalDenominator: 2, totalMoney: { amount: '5.00' } });
    expect(await cost('cases.cost_to_serve.mean')).toEqual({ totalDenominator: 1, totalMoney: { amount: '35.00' } });
  });

  it('of nothing is nothing in all, and on average there is none', async () => {
    expect(await cost('contacts.cost.total')).toEqual({ totalDenominator: 0, totalMoney: { amount: '0.00' } });
    expect(await cost('contacts.cost.mean')).toEqual({ totalDenominator: 0, totalMoney: null });
  });
});

describe('a metric of work', () => {
  const does = (presence: 'AVAILABLE' | 'ON_CONTACT' | 'AWAY' | 'OFFLINE', since: string) =>
    announced('courtesy.presence.changed.v1', 'pers_1', { personId: 'pers_1', presence, since });

  it('weighs occupancy and adherence by the second', async () => {
    const shift = { personId: 'pers_1', siteId: 'site_1', startsAt: day(5, '09:00'), endsAt: day(5, '13:00') };
    await read(world, 'workforce', [
      joined('pers_1', 'site_1'),
      announced('courtesy.shift.scheduled.v1', 'shft_1', shift),
      announced('courtesy.shift.scheduled.v1', 'shft_2', { ...shift, endsAt: day(5, '23:00') }),
      announced('courtesy.shift.cancelled.v1', 'shft_2', { ...shift, reason: 'Twice' }),
      does('AVAILABLE', day(5, '08:30')),
      does('ON_CONTACT', day(5, '09:30')),
      does('AWAY', day(5, '11:00')),
      does('AVAILABLE', day(5, '12:00')),
      does('OFFLINE', day(5, '13:30')),
    ]);
    // Ready 08:30 to 11:00 and 12:00 to 13:30, on a contact for 90 minutes of those four hours.
    expect(await share('presence.occupancy')).toEqual([5400, 14400]);
    // There for three of the four hours of the shift.
    expect(await share('shifts.adherence')).toEqual([10800, 14400]);
  });

  it('says whether whoever decided had taken note of the policy before', async () => {
    const decision = (handlerId: string | null, at: string, policyVersionIds: string[]) => ({
      ...{ outcome: 'ALLOW' as const, decisionTableId: 'dtab_1', decisionTableVersionId: 'dtv_1', at, factsHash: 'x' },
      ...{ caseId: null, customerId: null, handlerId, clauseIds: [], policyVersionIds },
    });
    const noted = {
      ...{ personId: 'pers_1', policyId: 'pol_1', policyVersionId: 'polv_1', number: 1, method: 'READ' },
      ...{ quizScore: null, acknowledgedAt: day(10) },
    };
    await read(world, 'policy', [
      announced('courtesy.policy-version.acknowledged.v1', 'ack_1', noted),
      announced('courtesy.decision.made.v1', 'dec_1', decision('pers_1', day(9), ['polv_1'])),
      announced('courtesy.decision.made.v1', 'dec_2', decision('pers_1', day(11), ['polv_1'])),
      announced('courtesy.decision.made.v1', 'dec_3', decision('pers_1', day(11), ['polv_1', 'polv_2'])),
      announced('courtesy.decision.made.v1', 'dec_4', decision('pers_2', day(11), ['polv_1'])),
      announced('courtesy.decision.made.v1', 'dec_5', decision(null, day(11), ['polv_1'])),
      announced('courtesy.decision.made.v1', 'dec_6', decision('pers_1', day(11), [])),
    ]);
    expect(await share('decisions.acknowledged_share')).toEqual([1, 4]);
    expect(await total('decisions.made')).toBe(6);
  });

  it('says how good reviewed work is', async () => {
    await read(world, 'workforce', [
      joined('pers_1', 'site_1'),
      announcedAt(day(3), reviewed('qrev_1', 'pers_1', 8000)),
      announcedAt(day(4), reviewed('qrev_2', 'pers_1', 9550)),
    ]);
    expect((await figures(world, { key: 'quality.score.mean', period: january }, manager)).total).toBe(87.75);
  });
});

describe('a metric of what was promised', () => {
  it('says which promises and which clocks were kept, by when they were due or met', async () => {
    const promise = {
      customerId: 'cust_1',
      caseId: null,
      personId: 'pers_1',
      teamId: null,
      text: 'A call',
      dueAt: day(9),
    };
    await read(world, 'customers', [
      announced('courtesy.promise.kept.v1', 'prom_1', { ...promise, at: day(8) }),
      announced('courtesy.promise.broken.v1', 'prom_2', { ...promise, at: day(10) }),
      announced('courtesy.promise.waived.v1', 'prom_3', { ...promise, at: day(8) }),
      announced('courtesy.promise.made.v1', 'prom_4', { ...promise, at: day(8) }),
    ]);
    expect(await share('promises.kept_share')).toEqual([1, 2]);
    const row = (segment: number, at: string) => ({
      ...{ caseId: 'case_1', clock: 'RESOLUTION', segment, at, dueAt: day(5), targetMs: 1000, calendarVersionId: null },
      ...{ standardId: null, cause: 'OPEN' },
    });
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: day(1), siteId: 'site_1' }),
      announced('courtesy.clock.started.v1', 'clke_1', row(1, day(1))),
      announced('courtesy.clock.stopped.v1', 'clke_2', row(1, day(4))),
      announced('courtesy.clock.started.v1', 'clke_3', row(2, day(1))),
      announced('courtesy.clock.breached.v1', 'clke_4', row(2, day(5))),
      announced('courtesy.clock.started.v1', 'clke_5', row(3, day(1))),
    ]);
    expect(await share('clocks.attainment')).toEqual([1, 2]);
    const bySite = await figures(world, { key: 'clocks.breached', period: january, by: 'SITE' });
    expect(byKey(bySite)).toEqual({ site_1: 1 });
  });

  it('says who came back to buy, once a year has passed', async () => {
    clock.set('2027-01-15T00:00:00.000Z');
    const bought = (id: string, customerId: string, purchasedAt: string) =>
      announced('courtesy.purchase.recorded.v1', id, {
        ...{ customerId, orderNumber: id, purchasedAt, channel: 'ONLINE', siteId: null, currency: 'GBP' },
        ...{ lines: [], tenders: [] },
      });
    await read(world, 'customers', [
      bought('pur_1', 'cust_1', day(2)),
      bought('pur_2', 'cust_1', '2026-12-30T00:00:00.000Z'),
      bought('pur_3', 'cust_2', day(2)),
      bought('pur_4', 'cust_3', day(20)),
    ]);
    expect(await share('customers.retention_share')).toEqual([1, 2]);
  });
});

describe('the age of what is open', () => {
  it('is that of the cases open at the end of each bucket', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt: day(1, '00:00') }),
      caseOpened('case_2', { openedAt: day(2, '00:00') }),
      caseResolved('case_1', day(3, '12:00')),
    ]);
    const period = { from: '2026-01-01', to: '2026-01-05' };
    const oldest = await figures(world, { key: 'cases.backlog_age.max', period, grain: 'DAY' });
    const days = (seconds: number | null) => (seconds === null ? null : seconds / 86_400);
    expect(oldest.rows.map(({ value, denominator }) => [days(value), denominator])).toEqual([
      [1, 1],
      [2, 2],
      [2, 1],
      [3, 1],
    ]);
    expect(days(oldest.total)).toBe(3);
    const half = await figures(world, {
      key: 'cases.backlog_age.median',
      period: { from: '2026-01-01', to: '2026-01-03' },
    });
    expect(days(half.total)).toBe(1.5);
  });
});
