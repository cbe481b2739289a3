import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, eventsAbout, givenCase, someId, startWorld, type SeenCase, type World } from '../../test/cases-world.ts';
import { openMetricsWire, type MetricsWire } from '../../test/metrics-wire.ts';
import { boughtLine, customersTell, purchase } from '../../test/purchase-feed.ts';

let world: World;
let metrics: MetricsWire;
beforeAll(async () => {
  metrics = await openMetricsWire();
  world = await startWorld(metrics.config);
});
afterAll(async () => {
  await world?.close();
  metrics?.close();
});

const agent = (overrides = {}) => {
  const personId = someId('pers');
  return caller('AGENT', { reach: 'ALL', personId, subject: `user-${personId}`, ...overrides });
};
const pounds = (amount: string) => ({ amount, currency: 'GBP' });
let keys = 0;

interface Result {
  readonly __typename: string;
  readonly code?: string;
  readonly remaining?: { readonly amount: string };
  readonly refund?: { readonly id: string; readonly status: string };
  readonly problems?: { readonly path: string }[];
}

let about: SeenCase;
let pur: string;
let line: string;
let second: string;
beforeEach(async () => {
  about = await givenCase(world);
  [pur, line, second] = [someId('pur'), someId('purl'), someId('purl')];
  const lines = [boughtLine({ id: line }), boughtLine({ id: second, paidMinor: '2500' })];
  const tenders = [
    { id: someId('tend'), kind: 'GIFT_CARD', amountMinor: '2500', reference: 'gift-1' },
    { id: someId('tend'), kind: 'CREDIT_CARD', amountMinor: '10000', reference: 'card-1' },
  ];
  await customersTell(world.service.database, { [pur]: purchase({ lines, tenders }) });
});

const FIELDS = `__typename ... on UserError { message code } ... on InvalidInput { problems { path message } }
  ... on RefundRequested { refund { id status version shares { means amount { amount } reference } lines { amount { amount } } } }
  ... on AmountExceedsRefundable { remaining { amount } line { id } }`;
async function requestRefund(amount: string, input: Record<string, unknown> = {}, actor = agent()): Promise<Result> {
  const { requestRefund: result } = await ask<{ requestRefund: Result }>(
    world,
    `mutation ($input: RequestRefundInput!) { requestRefund(input: $input) { ${FIELDS} } }`,
    {
      input: {
        ...{ idempotencyKey: `key-${(keys += 1)}`, caseId: about.id, purchaseId: pur, reason: 'It leaks' },
        ...{ lines: [{ lineId: line, amount: pounds(amount) }], decisionTableId: 'dtab_1', ...input },
      },
    },
    actor,
  );
  return result;
}
const abandon = (refundId: string) =>
  ask<{ result: Result }>(
    world,
    `mutation ($input: AbandonRefundInput!) { result: abandonRefund(input: $input) { __typename ... on RefundAbandoned { refund { id status } } ... on UserError { message } } }`,
    { input: { refundId, reason: 'A mistake' } },
  );

describe('a refund', () => {
  it('is kept in tables that say what their mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('of 60.00 is granted once of 50 at once on a line of 100.00, and the others are told that 40.00 remains (row 5)', async () => {
    // On cases of several customers: what they share is the line alone.
    const others = await Promise.all([1, 2, 3, 4].map(() => givenCase(world)));
    const cases = [about, ...others];
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) => requestRefund('60', { caseId: cases[i % cases.length]?.id })),
    );
    expect(results.filter((each) => each.__typename === 'RefundRequested')).toHaveLength(1);
    const refused = results.filter((each) => each.__typename === 'AmountExceedsRefundable');
    expect(refused).toHaveLength(49);
    for (const each of refused) {
      expect(each).toMatchObject({
        code: 'AMOUNT_EXCEEDS_REFUNDABLE',
        remaining: { amount: '40.00' },
        line: { id: line },
      });
    }
    expect(await requestRefund('40.01')).toMatchObject({ remaining: { amount: '40.00' } });
    expect(await requestRefund('40')).toMatchObject({ __typename: 'RefundRequested' });
  });

  it('is asked for once however often the same key comes, and by nobody who is no person', async () => {
    const actor = agent();
    const same = await Promise.all(
      Array.from({ length: 20 }, () => requestRefund('60', { idempotencyKey: 'same' }, actor)),
    );
    expect(new Set(same.map((each) => each.refund?.id)).size).toBe(1);
    expect(await requestRefund('61', { idempotencyKey: 'same' }, actor)).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await requestRefund('1', {}, caller('ADMIN'))).toMatchObject({ __typename: 'InvalidInput' });
    expect(await eventsAbout(world, same[0]?.refund?.id ?? '')).toEqual(['courtesy.refund.requested.v1']);
  });

  it('goes back the way the money came, and never more to a tender than came from it', async () => {
    const lines = [
      { lineId: line, amount: pounds('90') },
      { lineId: second, amount: pounds('20') },
    ];
    expect(await requestRefund('0.01', { lines })).toMatchObject({
      refund: {
        shares: [
          { means: 'CREDIT_CARD', amount: { amount: '100.00' }, reference: 'card-1' },
          { means: 'GIFT_CARD', amount: { amount: '10.00' }, reference: 'gift-1' },
        ],
        lines: [{ amount: { amount: '90.00' } }, { amount: { amount: '20.00' } }],
      },
    });
    expect(await requestRefund('10')).toMatchObject({ refund: { shares: [{ means: 'GIFT_CARD' }] } });
  });

  it('that is called off promises nothing any longer, and hinders its case no more', async () => {
    const close = () =>
      ask(
        world,
        `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Over" }) { __typename ... on GuardFailed { failures { kind id } } } }`,
        { id: about.id },
      );
    const { refund } = await requestRefund('100');
    expect(await close()).toMatchObject({ cancelCase: { failures: [{ kind: 'REFUND_UNPAID', id: refund?.id }] } });
    expect(await requestRefund('1')).toMatchObject({ remaining: { amount: '0.00' } });
    expect(await abandon(refund?.id ?? '')).toMatchObject({ result: { refund: { status: 'FAILED' } } });
    expect(await requestRefund('100', {}, agent())).toMatchObject({ __typename: 'RefundRequested' });
  });

  it('promised on a case that was merged hinders the one that goes on for it', async () => {
    const customerId = someId('cust');
    const merged = await givenCase(world, { customerId });
    const { id } = await givenCase(world, { customerId });
    const { refund } = await requestRefund('10', { caseId: merged.id });
    await ask(
      world,
      `mutation ($input: MergeCasesInput!) { mergeCases(input: $input) { __typename ... on UserError { message } } }`,
      {
        input: {
          idempotencyKey: `key-${(keys += 1)}`,
          survivorId: id,
          mergedIds: [merged.id],
          reason: 'The same matter',
        },
      },
    );
    const { case: survivor } = await ask<{ case: { obstacles: object[] } }>(
      world,
      `query ($id: ID!) { case(id: $id) { obstacles { kind id } } }`,
      { id },
    );
    expect(survivor.obstacles).toContainEqual({ kind: 'REFUND_UNPAID', id: refund?.id });
  });

  it('is not for lines of another purchase, in another currency, of nothing, twice of one line, or on a case out of reach', async () => {
    const lines = [
      { lineId: line, amount: { amount: '1', currency: 'EUR' } },
      { lineId: someId('purl'), amount: pounds('1') },
    ];
    const wrong = await requestRefund('1', { lines });
    expect(wrong.problems?.map(({ path }) => path)).toEqual(['lines[0].amount', 'lines[1].lineId']);
    const twice = [lines[1], lines[1], { lineId: line, amount: pounds('0') }];
    const worse = await requestRefund('1', { lines: twice, reason: ' ' });
    expect(worse.problems?.map(({ path }) => path)).toEqual(['reason', 'lines[1].lineId', 'lines[2].amount']);
    expect(await requestRefund('1', { purchaseId: someId('pur') })).toMatchObject({ __typename: 'NotFound' });
    const stranger = agent({ reach: 'TEAM', teamId: someId('team') });
    expect(await requestRefund('1', {}, stranger)).toMatchObject({ __typename: 'NotFound' });
  });

  it('whose policy does not answer is tried again and shown as stuck, step by step, and never paid meanwhile', async () => {
    const { refund } = await requestRefund('10');
    const resume = `mutation ($id: ID!) { resumeRefund(input: { refundId: $id }) { __typename } }`;
    for (let i = 0; i < 3; i += 1) await ask(world, resume, { id: refund?.id });
    const { stuckRefunds } = await ask<{ stuckRefunds: { nodes: { id: string }[] } }>(
      world,
      `{ stuckRefunds { nodes { id status ground { saga { state step attempts lastError entries { step direction phase } } } } } }`,
    );
    expect(stuckRefunds.nodes.find(({ id }) => id === refund?.id)).toMatchObject({
      status: 'REQUESTED',
      ground: { saga: { state: 'RUNNING', step: 'DECIDE', lastError: expect.stringContaining('policy') } },
    });
    expect(await world.service.database.manager.query(`SELECT * FROM sandbox_ledger`)).toEqual([]);
  });

  it('is seen by whom it is for, but not why or by whose word it was paid', async () => {
    const me = someId('cust');
    const mine = await givenCase(world, { customerId: me });
    const { refund } = await requestRefund('10', { caseId: mine.id });
    const query = `query ($id: ID!) { refund(id: $id) { amount { amount } case { id } ground { reason } } }`;
    const seenBy = (customerId: string) =>
      world.service.execute({ query, variables: { id: refund?.id }, actor: caller('CUSTOMER', { customerId }) });
    expect(await seenBy(me)).toMatchObject({
      data: { refund: { amount: { amount: '10.00' }, case: { id: mine.id }, ground: null } },
      errors: [{ path: ['refund', 'ground'] }],
    });
    expect(await seenBy(someId('cust'))).toEqual({ data: { refund: null } });
  });

  it('keeps a record that nobody can change', async () => {
    for (const change of [`UPDATE saga_steps SET phase = 'DONE'`, `DELETE FROM saga_steps`, `DELETE FROM payouts`])
      await expect(world.service.database.manager.query(change)).rejects.toThrow(/permission denied/);
  });
});
