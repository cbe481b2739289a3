import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfRows, withClient } from '@courtesy/testing';
import { givenAskingYear, givenDecisionYear, givenRaisedLimit, type RaisedLimit } from '../../test/decision-year.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, type Managers } from '../../test/policies.ts';
import { givenCases, givenPlace } from '../../test/stories.ts';
import { mergeRecords } from '../../test/two-records.ts';
import { aKey, asked, must, pounds } from '../../test/verbs.ts';

const FROM = '2025-03-01T00:00:00Z';
const UNTIL = '2026-03-01T00:00:00Z';
const COUNT = 4_000;

let world: GraphWorld;
let managers: Managers;
let table: RaisedLimit;
let customerIds: string[];
let grantId: string;
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T08:00:00.000Z') });
  const place = await givenPlace(world, 'Shop');
  managers = await givenManagers(world, place);
  const caseIds = await givenCases(world, place, 60);
  const [survivorId, ...mergedIds] = [await registered('Ann'), await registered('Annie'), await registered('Anna')];
  customerIds = [survivorId, ...mergedIds, ...(await Promise.all(caseIds.slice(3).map(customerOf)))];
  const merged = await mergeRecords(world, managers.author, { survivorId, mergedIds, fields: [] });
  expect(merged.__typename).toBe('CustomersMerged');
  table = await givenRaisedLimit(world, managers, { from: 50, to: 75 });
  await givenDecisionYear(world, table, { count: COUNT, limit: 50, from: FROM, customerIds, caseIds });
  grantId = await givenGrant();
  await givenAskingYear(world, grantId, { count: 1_200, limit: 50, from: FROM, customerIds });
  await world.quiet();
}, 120_000);
afterAll(() => world?.close());

/** Agents may give 50 pounds a case. */
async function givenGrant(): Promise<string> {
  const granting = ['grantAuthority', 'AuthorityGranted', 'grant { id }'] as const;
  const grant = { holder: { role: 'AGENT' }, decisionType: 'REFUND', perCase: pounds('50'), timeZone: 'Europe/London' };
  const input = { idempotencyKey: aKey(), ...grant };
  return (await must<{ grant: { id: string } }>(world, managers.author, granting, input)).grant.id;
}

async function registered(givenName: string): Promise<string> {
  const fields = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const input = { kind: 'PERSON', givenName };
  return (await must<{ customer: { id: string } }>(world, managers.author, fields, input)).customer.id;
}

async function customerOf(caseId: string): Promise<string> {
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const found = await asked<{ case: { customer: { id: string } } }>(world, managers.author, query, { id: caseId });
  return found.case.customer.id;
}

interface Seen {
  readonly status: string;
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly flips: { readonly totalCount: number; readonly nodes: readonly object[] };
}

const QUERY = `query ($id: ID!) { backTest(id: $id) { status weighed failure
  outcome { decisions flips unjudged withoutAmount customersAffected withoutCustomer vulnerable vulnerableShare
    givenBefore { amount } givenAfter { amount } costDifference { amount currency } missingFacts { field count }
    transitions { before after count } }
  flips(first: 1) { totalCount nodes { before after givenAfter { amount } customer { id displayName }
    decision { outcome case { subject } facts { name literal } } } } } }`;

/** Asks for a test and waits for its end. */
async function tested(input: object = {}): Promise<Seen> {
  const { backTest } = await must<{ backTest: { id: string } }>(
    world,
    managers.author,
    ['runBackTest', 'BackTestBegun', 'backTest { id }'],
    { decisionTableVersionId: table.draftId, currency: 'GBP', from: FROM, until: UNTIL, ...input },
  );
  for (;;) {
    const seen = await asked<{ backTest: Seen }>(world, managers.author, QUERY, { id: backTest.id });
    if (seen.backTest.status !== 'RUNNING') return seen.backTest;
    await delay(50);
  }
}

/** The same, counted from the facts in the ledger by SQL alone: who would be given what only the draft allows, and merged customers by their survivor. */
const countBySql = () =>
  withClient(world.services['policy']?.database.ownerUrl ?? '', async (client) => {
    const { rows } = await client.query<Record<string, string>>(
      `WITH told AS (
         SELECT d.outcome, (d.facts::jsonb ->> 'amount')::numeric AS amount, d.facts::jsonb -> 'usedUp' AS used_up,
           (d.facts::jsonb ->> 'vulnerable')::boolean AS vulnerable, coalesce(a.survivor_id, d.customer_id) AS customer
         FROM decisions d LEFT JOIN customer_aliases a ON a.customer_id = d.customer_id
         WHERE d.decided_at >= $1 AND d.decided_at < $2)
       SELECT count(*)::text AS decisions,
         count(*) FILTER (WHERE raised)::text AS flips, sum(amount) FILTER (WHERE raised)::text AS cost,
         count(DISTINCT customer) FILTER (WHERE raised)::text AS customers, count(*) FILTER (WHERE raised AND vulnerable)::text AS vulnerable,
         sum(amount) FILTER (WHERE outcome = 'ALLOW')::text AS given
       FROM (SELECT *, used_up = 'false' AND amount > 50 AND amount <= 75 AS raised FROM told) AS judged`,
      [FROM, UNTIL],
    );
    return rows[0] ?? {};
  });

/** Digests of all rows of all services, but for what a back-test keeps of itself, how far each has read the others, and what is kept up of that in the background. */
async function liveRows(): Promise<object> {
  const digests = Object.entries(world.services).map(async ([name, { database }]) => {
    const tables = /^(back_test|event_log$|idempotency|feed_cursor$|rollup_|customer_health$)/;
    return [name, await digestOfRows(database.ownerUrl, { tables, columns: [] })] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

describe('before a limit is raised from 50 to 75', () => {
  it('a year of decisions tells flips, cost and customers, equal to a count by SQL to the unit, and no live row changes', async () => {
    const before = await liveRows();
    const { outcome, flips } = await tested();
    const sql = await countBySql();
    expect(Number(sql['decisions'])).toBe(COUNT);
    expect(Number(sql['flips'])).toBeGreaterThan(500);
    expect(outcome).toMatchObject({
      ...{ decisions: COUNT, flips: Number(sql['flips']), unjudged: 0, withoutAmount: 0, withoutCustomer: 0 },
      costDifference: { amount: Number(sql['cost']).toFixed(2), currency: 'GBP' },
      givenBefore: { amount: Number(sql['given']).toFixed(2) },
      customersAffected: Number(sql['customers']),
      vulnerable: Number(sql['vulnerable']),
      vulnerableShare: Number(sql['vulnerable']) / Number(sql['flips']),
    });
    // Three of the sixty customers are one.
    expect(outcome['customersAffected']).toBe(58);
    expect(flips.totalCount).toBe(Number(sql['flips']));
    expect(await liveRows()).toEqual(before);
  });

  it('each decision that would come out otherwise is there to be read, with its facts, its case and its customer', async () => {
    const { flips } = await tested();
    expect(flips.nodes).toMatchObject([
      {
        ...{ before: 'NEEDS_APPROVAL', after: 'ALLOW', customer: { displayName: expect.any(String) } },
        decision: { outcome: 'NEEDS_APPROVAL', case: { subject: expect.stringContaining('Matter') } },
      },
    ]);
  });

  it('a part of the year tells of that part alone', async () => {
    const whole = await tested();
    const parts = [await tested({ until: '2025-09-01T00:00:00Z' }), await tested({ from: '2025-09-01T00:00:00Z' })];
    for (const figure of ['decisions', 'flips', 'vulnerable'])
      expect(parts.reduce((sum, { outcome }) => sum + Number(outcome[figure]), 0)).toBe(whole.outcome[figure]);
  });

  it('where the limit is an authority and no table, the same is told of it: of what was asked, and of what was given anyway', async () => {
    const before = await liveRows();
    const { outcome } = await tested({
      ...{ decisionTableVersionId: null, currency: null },
      authorityLimit: { grantId, perCase: pounds('75') },
    });
    const [sql] = await withClient(world.services['policy']?.database.ownerUrl ?? '', async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        `SELECT count(*)::text AS flips, count(DISTINCT coalesce(a.survivor_id, r.customer_id))::text AS customers,
           sum(r.minor) FILTER (WHERE u.id IS NULL)::text AS cost
         FROM authority_requests r LEFT JOIN authority_uses u ON u.request_id = r.id
           LEFT JOIN customer_aliases a ON a.customer_id = r.customer_id WHERE r.minor BETWEEN 5001 AND 7500`,
      );
      return rows;
    });
    expect(Number(sql?.['flips'])).toBeGreaterThan(200);
    expect(outcome).toMatchObject({
      ...{ decisions: 1_200, flips: Number(sql?.['flips']), customersAffected: Number(sql?.['customers']) },
      costDifference: { amount: (Number(sql?.['cost']) / 100).toFixed(2), currency: 'GBP' },
    });
    expect(await liveRows()).toEqual(before);
  });

  it('an agent sees nothing of it', async () => {
    const { errors } = await world.ask(`{ backTest(id: "btst_01") { status } }`, {}, { role: 'agent' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
