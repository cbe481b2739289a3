import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfRows } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { announceCost, announceWeeks, type ServiceWeek } from '../../test/service-weeks.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, pounds, type Who } from '../../test/verbs.ts';

const DAY_MS = 86_400_000;
let time = '2026-03-02T08:00:00.000Z';
let world: GraphWorld;
let place: Place;
let manager: Who;
let grantId: string;
beforeAll(async () => {
  world = await startGraph({ now: () => new Date(time) });
  place = await givenPlace(world, 'Calls');
  manager = as('manager', await givenPerson(world, place, 'Mary Manager', 'MANAGER'));
  await announceWeeks(world, place.siteId, weeks());
  await announceCost(world, place.siteId, { from: '2026-02-01', hourMinor: 1_350 });
  await givenAskings();
  time = '2026-03-02T08:01:00.000Z';
  await world.quiet();
}, 120_000);
afterAll(() => world?.close());

/** Forty weeks in which of every call 2 % complain, and as much more as a fifth of the share that waits too long. */
function weeks(): ServiceWeek[] {
  const last = Date.parse('2026-02-23T00:00:00Z');
  return Array.from({ length: 40 }, (_, i): ServiceWeek => {
    const late = 5 * (1 + (i % 5));
    const monday = new Date(last - i * 7 * DAY_MS).toISOString().slice(0, 10);
    return { monday, calls: 50, late, complaints: 1 + late / 5 };
  });
}

/** An agent may give 50 pounds a case, and asks for 30, 55, 70 and 90. */
async function givenAskings(): Promise<void> {
  const grant = { holder: { role: 'AGENT' }, decisionType: 'REFUND', perCase: pounds('50'), timeZone: 'Europe/London' };
  const granted = await must<{ grant: { id: string } }>(
    world,
    manager,
    ['grantAuthority', 'AuthorityGranted', 'grant { id }'],
    { idempotencyKey: aKey(), ...grant },
  );
  grantId = granted.grant.id;
  const agent = { ...as('agent', place.personId), siteId: place.siteId, teamId: place.teamId, reach: 'TEAM' };
  const caseIds = await givenCases(world, place, 4);
  const reserve = `mutation ($input: ReserveAuthorityInput!) { reserveAuthority(input: $input) { __typename } }`;
  const answers: string[] = [];
  for (const [i, amount] of ['30', '55', '70', '90'].entries()) {
    const input = { idempotencyKey: aKey(), decisionType: 'REFUND', amount: pounds(amount), caseId: caseIds[i] };
    const { reserveAuthority } = await asked<{ reserveAuthority: { __typename: string } }>(world, agent, reserve, {
      input,
    });
    answers.push(reserveAuthority.__typename);
  }
  expect(answers).toEqual(['AuthorityReserved', 'ApprovalNeeded', 'ApprovalNeeded', 'ApprovalNeeded']);
}

const SIDE = `{ volume agents scheduled paidHours serviceLevel occupancy abandoned wage { amount } cost { amount } complaintsExpected
  isComplaintsBeyondHistory refunds { decisions needingApproval given { amount } customersAffected } }`;
const QUERY = `query ($input: WhatIfInput!) { whatIf(input: $input) { base ${SIDE} changed ${SIDE}
  unstaffed { serviceLevel abandoned unstableIntervals complaintsExpected } costDifference { amount currency } refundDifference { amount }
  complaintsDifference complaintModel { weeks rate intercept slope slopeError } untold { part because } } }`;

interface Seen {
  readonly base: Record<string, number>;
  readonly changed: Record<string, number>;
  readonly untold: readonly object[];
  readonly [figure: string]: unknown;
}
const target = { serviceLevel: 0.8, within: 'PT20S', shrinkage: 0.3 };
const fixture = { demand: [{ volume: 100, interval: 'PT30M', handleTime: 'PT3M' }], wage: pounds('13.15') };
const period = { from: '2026-03-02', to: '2026-03-03' };
const whatIf = async (input: object, who: Who = manager): Promise<Seen> =>
  (
    await asked<{ whatIf: Seen }>(world, who, QUERY, {
      input: { siteId: place.siteId, period, target, ...fixture, ...input },
    })
  ).whatIf;
const near = (value: number) => expect.closeTo(value, 6);

/** Digests of all rows of all five services, but for how far each has read the others, and what is kept up of that in the background. */
async function allRows(): Promise<object> {
  const digests = Object.entries(world.services).map(async ([name, { database }]) => {
    return [
      name,
      await digestOfRows(database.ownerUrl, { tables: /^(feed_cursor$|rollup_|customer_health$)/, columns: [] }),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

describe('what if', () => {
  it('a fifth more calls came: 16 agents (23 with shrinkage) at 0.868831, the cost to the penny, and no row changes anywhere', async () => {
    const before = await allRows();
    const seen = await whatIf({ volumePercent: 20 });
    expect(seen).toMatchObject({
      base: {
        ...{ volume: 100, agents: 14, scheduled: 20, paidHours: 10, serviceLevel: near(0.88835) },
        ...{ occupancy: near(0.714286), cost: { amount: '131.50' } },
      },
      changed: {
        ...{ volume: 120, agents: 16, scheduled: 23, paidHours: 11.5, serviceLevel: near(0.868831) },
        cost: { amount: '151.23' },
      },
      costDifference: { amount: '19.73', currency: 'GBP' },
    });
    // Fourteen agents and twelve erlangs: what would come is answered, but slower.
    expect(seen['unstaffed']).toMatchObject({ unstableIntervals: 0, serviceLevel: expect.any(Number) });
    expect(await allRows()).toEqual(before);
  });

  it('it is told how many complaints are to be expected, by what forty weeks of this site say, and by nothing else', async () => {
    const seen = await whatIf({ volumePercent: 20 });
    expect(seen['complaintModel']).toMatchObject({
      ...{ weeks: 40, rate: near(0.08), intercept: near(0.02), slope: near(0.2), slopeError: near(0) },
    });
    const expected = (volume: number, level: number) => volume * (0.02 + 0.2 * (1 - level));
    const { base, changed } = seen;
    expect(base['complaintsExpected']).toBeCloseTo(expected(100, base['serviceLevel'] ?? 0), 6);
    expect(changed['complaintsExpected']).toBeCloseTo(expected(120, changed['serviceLevel'] ?? 0), 6);
    expect(base['isComplaintsBeyondHistory']).toBe(false);
    expect(await whatIf({ period: { from: '2025-07-01', to: '2025-07-08' } })).toMatchObject({
      ...{ complaintModel: null, complaintsDifference: null, base: { agents: 14, complaintsExpected: null } },
      untold: expect.arrayContaining([{ part: 'COMPLAINTS', because: 'NOT_ENOUGH_HISTORY' }]),
    });
  });

  it('volume, wages, handle time and a refund limit all changed at once, each has its part in the answer', async () => {
    const refundLimit = { grantId, perCase: pounds('75') };
    const seen = await whatIf({ volumePercent: 20, handleTimePercent: -10, wagePercent: 3, refundLimit });
    expect(seen).toMatchObject({
      base: {
        ...{ wage: { amount: '13.15' }, cost: { amount: '131.50' } },
        refunds: { decisions: 4, needingApproval: 3, given: { amount: '30.00' }, customersAffected: 0 },
      },
      changed: {
        ...{ volume: 120, wage: { amount: '13.54' } },
        refunds: { decisions: 4, needingApproval: 1, given: { amount: '155.00' } },
      },
      ...{ refundDifference: { amount: '125.00' }, untold: [] },
    });
    // As the workforce service says by itself of 120 calls of 162 seconds.
    const query = `query ($target: StaffingTargetInput!) { requiredStaff(target: $target, demand: [{ volume: 120, interval: "PT30M", handleTime: "PT2M42S" }]) { agents scheduled } }`;
    const { requiredStaff } = await asked<{ requiredStaff: [{ agents: number; scheduled: number }] }>(
      world,
      manager,
      query,
      { target },
    );
    const [{ agents, scheduled }] = requiredStaff;
    expect(seen.changed).toMatchObject({ agents, scheduled });
    expect(seen.changed['cost']).toEqual({ amount: ((scheduled * 1354) / 200).toFixed(2) });
  });

  it('callers give up waiting: fewer agents do, and it is told how many give up', async () => {
    const seen = await whatIf({ patience: 'PT5M', volumePercent: 20 });
    expect(seen.base['agents']).toBeLessThanOrEqual(14);
    expect(seen.changed['abandoned']).toBeGreaterThan(0);
  });

  it('today is what the switch measured where nobody says what comes, and what is not known is said, not made up', async () => {
    const monday = { from: '2026-01-26', to: '2026-01-27' };
    const seen = await whatIf({ demand: null, wage: null, period: monday, volumePercent: 100 });
    // One call an hour from nine o'clock on, of three minutes each.
    expect(seen).toMatchObject({ base: { volume: 15, agents: 1 }, changed: { volume: 30 }, costDifference: null });
    expect(seen.untold).toEqual([
      { part: 'COST', because: 'WAGE_UNKNOWN' },
      { part: 'REFUNDS', because: 'NOT_ASKED' },
    ]);
    expect(await whatIf({ demand: null, period })).toMatchObject({
      ...{ base: null, changed: null, unstaffed: null },
      untold: expect.arrayContaining([{ part: 'DEMAND', because: 'NOT_MEASURED' }]),
    });
  });

  it('an hour costs what it costs at the site where nobody says, and nothing that is known of one site alone is said of all', async () => {
    expect(await whatIf({ wage: null, wagePercent: 10 })).toMatchObject({
      base: { wage: { amount: '13.50' }, cost: { amount: '135.00' } },
      changed: { wage: { amount: '14.85' }, cost: { amount: '148.50' } },
      costDifference: { amount: '13.50' },
    });
    expect(await whatIf({ wage: null, siteId: null })).toMatchObject({
      ...{
        base: { agents: 14, cost: null },
        untold: expect.arrayContaining([{ part: 'COST', because: 'WAGE_UNKNOWN' }]),
      },
    });
  });

  it('nobody asks beyond their reach, and nobody asks nonsense', async () => {
    const codeOf = async (input: object, who: object) => {
      const all = { siteId: place.siteId, period, target, ...fixture, ...input };
      const { errors } = await world.ask(QUERY, { input: all }, who);
      return errors?.[0]?.extensions['code'];
    };
    const elsewhere = { role: 'manager', siteId: place.teamId.replace('team', 'site'), reach: 'SITE' };
    expect(await codeOf({}, elsewhere)).toBe('FORBIDDEN');
    expect(await codeOf({ siteId: null }, { role: 'manager', siteId: place.siteId, reach: 'SITE' })).toBe('FORBIDDEN');
    expect(await codeOf({}, { role: 'agent' })).toBe('FORBIDDEN');
    expect(await codeOf({ volumePercent: -101 }, manager)).toBe('BAD_USER_INPUT');
    expect(await codeOf({ demand: [] }, manager)).toBe('BAD_USER_INPUT');
  });

  it('a service that knows a part is away, the rest is told', async () => {
    await world.services['policy']?.stop();
    const refundLimit = { grantId, perCase: pounds('75') };
    expect(await whatIf({ volumePercent: 20, refundLimit })).toMatchObject({
      ...{ changed: { agents: 16, refunds: null }, untold: [{ part: 'REFUNDS', because: 'UNAVAILABLE' }] },
    });
    await world.services['policy']?.start();
  });
});
