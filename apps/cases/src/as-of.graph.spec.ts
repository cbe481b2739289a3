import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintRules } from '@courtesy/kernel';
import { problemsOfHistory } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, givenCase, manager, someId, startWorld, type World } from '../test/cases-world.ts';
import { act, givenRegime, letterWith, twoStages } from '../test/complaint-stories.ts';
import { openMetricsWire, type MetricsWire } from '../test/metrics-wire.ts';
import { boughtLine, customersTell, purchase } from '../test/purchase-feed.ts';

let metrics: MetricsWire;
let world: World;
beforeAll(async () => {
  metrics = await openMetricsWire();
  world = await startWorld(metrics.config);
});
beforeEach(async () => {
  await world.database.reset();
  await later();
});
afterAll(async () => {
  clock.reset();
  await world?.close();
  metrics?.close();
});

const rules: ComplaintRules = {
  ...twoStages,
  calendar: { ...twoStages.calendar, knownFrom: '2020-01-01', knownUntil: '2199-12-31' },
};

/** An instant after all that was written, by the database's time, which says since when something is known. It is that of the service, too. */
async function later(): Promise<string> {
  const [row] = await world.service.database.manager.query<{ at: Date }[]>(
    `SELECT clock_timestamp() + interval '1 millisecond' AS at`,
  );
  if (!row) throw new Error('The database tells no time');
  await world.service.database.manager.query(`SELECT pg_sleep(0.002)`);
  const at = row.at.toISOString();
  clock.set(at);
  return at;
}

const PAYOUT = `id status version amount { amount } executedAt endedAt shares { means amount { amount } }
  case { id status version } ground { reason approvedAt endReason requester { id } approver { id } }`;
const CASE = `id reference type status priority subject category { product } customer { id } site { id } team { id } assignee { id }
  openedAt assignedAt resolvedAt closedAt outcome statusReason timeliness dispute reopenCount version
  clocks { kind segment state elapsed target remaining dueAt breachedAt events { id kind at recordedAt cause } }
  refunds(first: 2) { nodes { ${PAYOUT} lines { amount { amount } } } edges { cursor node { status } } pageInfo { hasNextPage } totalCount }
  awards { totalCount }
  complaint { id stage status eligible awaitsCheck closedAt version allowed deadlines { kind dueOn metAt state provisional complaint { version } }
    letters { kind body } decisions { outcome } steps { verb at } referral { until } case { version complaint { status } } }`;

const seen = async (id: string, asOf: string | null = null, actor: Actor = manager): Promise<unknown> => {
  const query = `query ($id: ID!, $asOf: DateTime) { case(id: $id, asOf: $asOf) { ${CASE} } }`;
  return (await ask<{ case: unknown }>(world, query, { id, asOf }, actor)).case;
};

/** Runs verbs one after another, and says what was told of a case after each, and when. */
async function told(id: string, verbs: readonly (() => Promise<unknown>)[]): Promise<(readonly [string, unknown])[]> {
  const shadow: (readonly [string, unknown])[] = [];
  for (const verb of verbs) {
    await verb();
    const at = await later();
    shadow.push([at, await seen(id)]);
  }
  return shadow;
}

async function move(verb: string, type: string, input: object): Promise<void> {
  const name = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${name}) { result: ${verb}(input: $input) { __typename } }`;
  expect(await ask(world, query, { input })).toEqual({ result: { __typename: type } });
}

async function givenPurchase(): Promise<object> {
  const [pur, line] = [someId('pur'), someId('purl')];
  const tenders = [{ id: someId('tend'), kind: 'CREDIT_CARD', amountMinor: '10000', reference: 'card-1' }];
  await customersTell(world.service.database, { [pur]: purchase({ lines: [boughtLine({ id: line })], tenders }) });
  return { purchaseId: pur, lines: [{ lineId: line, amount: { amount: '40', currency: 'GBP' } }] };
}

const agent = () => {
  const personId = someId('pers');
  return caller('AGENT', { reach: 'ALL', personId, subject: `user-${personId}` });
};

async function requestRefund(caseId: string): Promise<string> {
  const input = { idempotencyKey: someId('key'), caseId, reason: 'It leaks', decisionTableId: 'dtab_1' };
  const { result } = await ask<{ result: { refund: { id: string } } }>(
    ...[
      world,
      `mutation ($input: RequestRefundInput!) { result: requestRefund(input: $input) { ... on RefundRequested { refund { id } } } }`,
    ],
    ...[{ input: { ...input, ...(await givenPurchase()) } }, agent()],
  );
  return result.refund.id;
}

describe('what was known of a case', () => {
  it('is kept by tables whose past has their shape', async () => {
    expect(await problemsOfHistory(world.service.database.manager)).toEqual([]);
  });

  it('is told as it was told then, whole: the case, its clocks, complaint, deadlines and refunds', async () => {
    await givenRegime(world, rules, { effectiveFrom: '2020-01-01T00:00:00.000Z' });
    const { id } = await givenCase(world, { siteId: someId('site') });
    const held = { reasons: 'A part is missing', expectedOn: clock().toISOString().slice(0, 10) };
    let complaintId = '';
    let refundId = '';
    const shadow = await told(id, [
      () => Promise.resolve(),
      () => move('startCase', 'CaseStarted', { caseId: id }),
      async () => (complaintId = (await act(world, 'registerComplaint', { caseId: id })).complaint.id),
      () => act(world, 'acknowledgeComplaint', { complaintId, letter: letterWith('received') }),
      async () => (refundId = await requestRefund(id)),
      () => move('assignCase', 'CaseAssigned', { caseId: id, assigneeId: someId('pers'), siteId: someId('site') }),
      () => requestRefund(id),
      () => move('prioritiseCase', 'CasePrioritised', { caseId: id, priority: 'URGENT', reason: 'A child is ill' }),
      () => act(world, 'issueHoldingResponse', { complaintId, letter: letterWith('delay'), ...held }),
      () => move('abandonRefund', 'RefundAbandoned', { refundId, reason: 'A mistake' }),
      () => act(world, 'decideComplaint', { complaintId, outcome: 'UPHELD', reasons: 'It leaks.', redress: [] }),
      () => requestRefund(id),
    ]);
    expect(shadow.at(-1)?.[1]).toMatchObject({
      complaint: { status: 'DECIDED' },
      refunds: { totalCount: 3 },
      priority: 'URGENT',
    });
    for (const [at, then] of shadow) expect(await seen(id, at)).toEqual(then);
  });

  it('is nothing before it was opened, and what is known now at an instant to come', async () => {
    const before = await later();
    const { id } = await givenCase(world);
    const after = await later();
    expect(await seen(id, before)).toBeNull();
    expect(await seen(id, new Date(Date.parse(after) + 60_000).toISOString())).toMatchObject({
      status: 'NEW',
      version: 1,
    });
  });

  it('is asked by the complaint, and by a refund, as well', async () => {
    await givenRegime(world, rules, { effectiveFrom: '2020-01-01T00:00:00.000Z' });
    const { id: caseId } = await givenCase(world);
    const refundId = await requestRefund(caseId);
    const before = await later();
    const { complaint } = await act(world, 'registerComplaint', { caseId });
    const then = await later();
    await act(world, 'acknowledgeComplaint', { complaintId: complaint.id, letter: letterWith('received') });
    await move('startCase', 'CaseStarted', { caseId });
    const query = `query ($id: ID!, $refund: ID!, $at: DateTime) {
      complaint(id: $id, asOf: $at) { status steps { verb } case { status } } refund(id: $refund, asOf: $at) { case { status } } }`;
    const at = (asOf: string | null) => ask(world, query, { id: complaint.id, refund: refundId, at: asOf });
    expect(await at(before)).toEqual({ complaint: null, refund: { case: { status: 'NEW' } } });
    expect(await at(then)).toEqual({
      complaint: { status: 'RECEIVED', steps: [{ verb: 'REGISTER' }], case: { status: 'NEW' } },
      refund: { case: { status: 'NEW' } },
    });
    expect(await at(null)).toMatchObject({ complaint: { status: 'ACKNOWLEDGED', case: { status: 'OPEN' } } });
  });

  it('is refused by fields that know now alone, and told by the same fields without asOf', async () => {
    const { id } = await givenCase(world);
    const at = await later();
    const query = `query ($id: ID!, $at: DateTime) { case(id: $id, asOf: $at) { id tasks { totalCount } } }`;
    const then = await world.service.execute({ query, variables: { id, at }, actor: manager });
    expect(then.data).toEqual({ case: { id, tasks: null } });
    expect(then.errors).toMatchObject([
      { message: 'Case.tasks answers as of now only: ask for it without asOf.', path: ['case', 'tasks'] },
    ]);
    expect(await ask(world, query, { id })).toEqual({ case: { id, tasks: { totalCount: 0 } } });
  });

  it('is for whoever may see the case now: not for who could then, and not for its former customer', async () => {
    const [theirs, ours] = [someId('site'), someId('site')];
    const { id } = await givenCase(world, { siteId: theirs });
    const then = await later();
    await move('assignCase', 'CaseAssigned', { caseId: id, siteId: ours });
    const of = (siteId: string) => caller('MANAGER', { reach: 'SITE', siteId });
    expect(await seen(id, then, of(theirs))).toBeNull();
    expect(await seen(id, then, of(ours))).toMatchObject({ site: { id: theirs } });
  });

  it('takes no statement more to be changed, and two to be read', async () => {
    const { id } = await givenCase(world);
    const at = await later();
    const query = `query ($id: ID!, $at: DateTime) { case(id: $id, asOf: $at) { status } }`;
    world.statements();
    await ask(world, query, { id, at });
    expect(world.statements().filter((sql) => sql.includes('cases'))).toHaveLength(2);
    await move('startCase', 'CaseStarted', { caseId: id });
    const writes = world.statements();
    expect(writes.filter((sql) => sql.includes('_past') || sql.includes('known_'))).toEqual([]);
    expect(writes.filter((sql) => /^\s*UPDATE "?cases/.test(sql))).toHaveLength(1);
  });
});
