import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { contactRecorded, payout } from '../../test/activity-events.ts';
import { announced, ask, caseOpened, caseResolved, read, startWorld, type World } from '../../test/metrics-world.ts';

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T10:00:00.000Z`;
const january = { from: '2026-01-01', to: '2026-02-01' };

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await read(world, 'workforce', [
    announced('courtesy.site-cost.stated.v1', 'site_1', {
      ...{ siteId: 'site_1', from: '2026-01-01' },
      rates: [
        { from: '2026-01-01', currency: 'GBP', hourMinor: 1000 },
        { from: '2026-01-05', currency: 'GBP', hourMinor: 2000 },
        { from: '2026-01-05', currency: 'EUR', hourMinor: 2500 },
      ],
    }),
  ]);
  const contact = (id: string, at: number, data: Partial<Parameters<typeof contactRecorded>[1]>) =>
    contactRecorded(id, { occurredAt: day(at), caseId: 'case_1', ...data });
  await read(world, 'cases', [
    caseOpened('case_1', { openedAt: day(1), siteId: 'site_1', customerId: 'cust_1' }),
    caseOpened('case_2', { openedAt: day(1), siteId: 'site_1', customerId: 'cust_2' }),
    contact('intr_1', 2, { handleMs: 1_800_000 }),
    contact('intr_2', 6, { handleMs: 900_000 }),
    contact('intr_3', 6, {}),
    contact('intr_4', 6, { handleMs: 900_000, siteId: 'site_2' }),
    contact('intr_5', 6, { handleMs: 900_000, isAutomatic: true }),
    contact('intr_6', 6, { handleMs: 1_800_000, caseId: null, customerId: 'cust_2' }),
    payout('courtesy.award.settled.v1', 'awrd_1', { minor: '2500', at: day(7) }),
    payout('courtesy.award.settled.v1', 'awrd_2', { minor: '700', at: day(7), currency: 'EUR' }),
    payout('courtesy.refund.settled.v1', 'rfnd_1', { minor: '9900', at: day(7) }),
    payout('courtesy.refund.reversed.v1', 'rfnd_2', { minor: '400', at: day(7) }),
    caseResolved('case_1', day(7)),
    caseResolved('case_2', day(8)),
  ]);
});
afterAll(() => world?.close());

const COST = `{ time { amount currency } compensation { amount } total { amount } refunds { amount } contacts uncosted }`;
const OF_CASES = `query ($of: [_Any!]!, $currency: CurrencyCode) { _entities(representations: $of) { ... on Case { cost(currency: $currency) ${COST} } } }`;
const OF_CUSTOMERS = `query ($of: [_Any!]!, $period: MetricPeriod!) { _entities(representations: $of) {
  ... on Customer { costToServe(period: $period) ${COST} } } }`;

const pounds = (amount: string) => ({ amount, currency: 'GBP' });
const nothing = {
  ...{ time: pounds('0.00'), compensation: { amount: '0.00' }, total: { amount: '0.00' }, refunds: { amount: '0.00' } },
  ...{ contacts: 0, uncosted: 0 },
};
/** Half an hour at 10.00 and a quarter at 20.00; of a contact without time and one of a site without a rate, nothing is known. */
const ofFirst = {
  ...{
    time: pounds('10.00'),
    compensation: { amount: '25.00' },
    total: { amount: '35.00' },
    refunds: { amount: '99.00' },
  },
  ...{ contacts: 2, uncosted: 2 },
};

const costs = async (ids: readonly string[], variables: object = {}, actor?: Parameters<typeof ask>[3]) => {
  const of = ids.map((id) => ({ __typename: 'Case', id }));
  const { _entities } = await ask<{ _entities: { cost: object | null }[] }>(
    world,
    OF_CASES,
    { of, ...variables },
    actor,
  );
  return _entities.map(({ cost }) => cost);
};
const served = async (ids: readonly string[], period = january, actor?: Parameters<typeof ask>[3]) => {
  const of = ids.map((id) => ({ __typename: 'Customer', id }));
  const answer = await ask<{ _entities: { costToServe: object }[] }>(world, OF_CUSTOMERS, { of, period }, actor);
  return answer._entities.map(({ costToServe }) => costToServe);
};

describe('what a case cost', () => {
  it('is the time of people at the rate of its day and compensation; refunds and what could not be costed stand beside it', async () => {
    expect(await costs(['case_1', 'case_2', 'case_unknown'])).toEqual([ofFirst, nothing, null]);
  });

  it('comes to the mean of cases.cost_to_serve over the same cases', async () => {
    const query = `query ($period: MetricPeriod!) { metric(key: "cases.cost_to_serve.mean", period: $period) { totalDenominator totalMoney { amount } } }`;
    const { metric } = await ask<{ metric: object }>(world, query, { period: january });
    expect(metric).toEqual({ totalDenominator: 2, totalMoney: { amount: '17.50' } });
  });

  it('is told in the currency asked for, of what is known in it', async () => {
    expect(await costs(['case_1'], { currency: 'EUR' })).toMatchObject([
      {
        time: { amount: '6.25', currency: 'EUR' },
        compensation: { amount: '7.00' },
        refunds: { amount: '0.00' },
        uncosted: 3,
      },
    ]);
  });

  it('is told to those who see the case, and of many in one statement', async () => {
    expect(await costs(['case_1'], {}, caller('MANAGER', { siteId: 'site_2' }))).toEqual([null]);
    world.statements();
    await costs(['case_1', 'case_2']);
    expect(world.statements()).toHaveLength(1);
  });
});

describe('what a customer cost', () => {
  it('is all work of the period, of a case or of none, and of customers who were merged together', async () => {
    expect(await served(['cust_1', 'cust_2'])).toEqual([
      ofFirst,
      { ...nothing, time: pounds('10.00'), total: { amount: '10.00' }, contacts: 1 },
    ]);
    expect(await served(['cust_1'], { from: '2026-01-06', to: '2026-01-07' })).toMatchObject([
      { time: { amount: '5.00' }, compensation: { amount: '0.00' }, contacts: 1, uncosted: 2 },
    ]);
    await read(world, 'customers', [
      announced('courtesy.customer.merged.v1', 'cust_2', {
        ...{ mergeId: 'cumg_1', survivorId: 'cust_1', mergedIds: ['cust_2'], at: '2026-02-10T00:00:00.000Z' },
        roots: [{ customerId: 'cust_2', survivorId: 'cust_1' }],
      }),
    ]);
    expect(await served(['cust_1', 'cust_2'])).toMatchObject([
      { time: { amount: '20.00' }, contacts: 3 },
      { time: { amount: '20.00' }, contacts: 3 },
    ]);
  });

  it('is told as far as the work is seen, and refused without a period', async () => {
    expect(await served(['cust_1'], january, caller('MANAGER', { siteId: 'site_2' }))).toMatchObject([
      { contacts: 0, uncosted: 1 },
    ]);
    const variables = {
      of: [{ __typename: 'Customer', id: 'cust_1' }],
      period: { from: '2026-02-01', to: '2026-01-01' },
    };
    const { errors } = await world.service.execute({ query: OF_CUSTOMERS, variables, actor: caller('ANALYST') });
    expect(errors).toHaveLength(1);
  });
});
