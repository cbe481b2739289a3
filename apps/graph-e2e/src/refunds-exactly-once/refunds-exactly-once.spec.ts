import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  countedFor,
  givenPurchase,
  givenShop,
  movedFor,
  requestRefund,
  resting,
  rowsOf,
  type Shop,
} from '../../test/refunds.ts';
import { aKey, asked, factsOf, pounds, run } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
let next = 0;
beforeAll(async () => {
  world = await startGraph();
  shop = await givenShop(world, 20);
});
afterAll(() => world?.close());

/** A case of its own with a purchase of 100.00 in one line, paid by a card that the sandbox knows by this word. */
async function story(word = 'card-1', price = '100.00') {
  const caseId = shop.cases[(next += 1)] ?? '';
  const tenders = [{ kind: 'CREDIT_CARD', amount: pounds(price), reference: word }];
  return { caseId, bought: await givenPurchase(shop, caseId, [price], tenders) };
}
const refundOf = ({ refund }: { refund?: { id: string } }) => refund?.id ?? '';

describe('a refund of what was paid (row 5)', () => {
  it('of 60.00 of 100.00 asked for 50 times at once is paid exactly once, and 40.00 remains', async () => {
    const about = await story();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        // On cases of several customers: what they share is the line alone.
        requestRefund(shop, { ...about, caseId: shop.cases[15 + (i % 5)] ?? '', amount: '60' }),
      ),
    );
    const granted = results.filter((each) => each.__typename === 'RefundRequested');
    const refused = results.filter((each) => each.code === 'AMOUNT_EXCEEDS_REFUNDABLE');
    expect([granted.length, refused.length]).toEqual([1, 49]);
    expect(new Set(refused.map((each) => each.remaining?.amount))).toEqual(new Set(['40.00']));
    expect(await resting(world, refundOf(granted[0] ?? {}))).toBe('SETTLED');
    expect(await movedFor(world, refundOf(granted[0] ?? {}))).toEqual({ paid: 6000, reversed: 0 });
    const [row] = await rowsOf<{ case_id: string }>(world, 'cases', `SELECT case_id FROM payouts WHERE id = $1`, [
      refundOf(granted[0] ?? {}),
    ]);
    expect(await countedFor(world, row?.case_id ?? '')).toEqual({ SETTLED: 6000 });
  });

  it('under one key sent 20 times is one refund, paid once', async () => {
    const about = await story();
    const idempotencyKey = aKey();
    const same = await Promise.all(
      Array.from({ length: 20 }, () => requestRefund(shop, { ...about, amount: '60' }, { idempotencyKey })),
    );
    const ids = new Set(same.map(refundOf));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(await resting(world, id)).toBe('SETTLED');
    expect(await movedFor(world, id)).toEqual({ paid: 6000, reversed: 0 });
  });

  it.each([
    ['loses the first request', 'sandbox:timeout'],
    ['breaks off after it has paid', 'sandbox:break'],
    ['pays only when it is asked again', 'sandbox:late'],
    ['gets the request twice', 'sandbox:twice'],
  ])('is paid once by a provider that %s, which is asked what became of it before anything else', async (_, word) => {
    const about = await story(word);
    const id = refundOf(await requestRefund(shop, { ...about, amount: '60' }));
    expect(await resting(world, id)).toBe('SETTLED');
    expect(await movedFor(world, id)).toEqual({ paid: 6000, reversed: 0 });
    expect(await countedFor(world, about.caseId)).toEqual({ SETTLED: 6000 });
    const calls = await rowsOf<{ call: string }>(
      world,
      'cases',
      `SELECT call FROM sandbox_calls WHERE starts_with(key, $1) ORDER BY position`,
      [id],
    );
    const after = calls.slice(word === 'sandbox:twice' ? 2 : 1).map(({ call }) => call);
    expect(after[0] ?? 'LOOKUP').toBe('LOOKUP');
  });

  it('that the provider declines fails, takes back what it had reserved, and leaves the line free', async () => {
    const about = await story('sandbox:decline');
    const id = refundOf(await requestRefund(shop, { ...about, amount: '100' }));
    expect(await resting(world, id)).toBe('FAILED');
    expect(await movedFor(world, id)).toEqual({ paid: 0, reversed: 0 });
    expect(await countedFor(world, about.caseId)).toEqual({ VOIDED: 0 });
    expect(await requestRefund(shop, { ...about, amount: '100' })).toMatchObject({ __typename: 'RefundRequested' });
  });

  it('rests on the decision, the clauses and the authority that it keeps, through the gateway', async () => {
    const about = await story();
    const id = refundOf(await requestRefund(shop, { ...about, amount: '60' }));
    await resting(world, id);
    const query = `query ($id: ID!) { refund(id: $id) { status amount { amount } shares { means amount { amount } }
      purchase { orderNumber } lines { line { name refundable { amount } } amount { amount } } case { subject }
      ground { requester { displayName } decision { outcome handler { displayName } } clauses { anchor } policyVersions { number }
        authority { state counted { amount } requester { displayName } } saga { state entries { step phase direction } } } } }`;
    const { refund } = await asked<{ refund: { ground: { saga: { entries: object[] } } } }>(
      world,
      shop.managers.author,
      query,
      { id },
    );
    expect(refund).toMatchObject({
      status: 'SETTLED',
      amount: { amount: '60.00' },
      shares: [{ means: 'CREDIT_CARD', amount: { amount: '60.00' } }],
      lines: [{ line: { name: 'Kettle', refundable: { amount: '40.00' } }, amount: { amount: '60.00' } }],
      ground: {
        requester: { displayName: 'Ada Shop' },
        decision: { outcome: 'ALLOW', handler: { displayName: 'Ada Shop' } },
        clauses: [{ anchor: 'faulty-30-days' }],
        policyVersions: [{ number: 1 }],
        authority: { state: 'SETTLED', counted: { amount: '60.00' }, requester: { displayName: 'Ada Shop' } },
        saga: { state: 'DONE' },
      },
    });
    const steps = 'RESERVE_BUDGET DECIDE RESERVE_AUTHORITY APPROVE EXECUTE SETTLE_AUTHORITY SETTLE_BUDGET'.split(' ');
    const told = steps.flatMap((step) => ['TRIED', 'DONE'].map((phase) => ({ step, phase, direction: 'DO' })));
    expect(refund.ground.saga.entries).toEqual(told);
  });

  it('that the rules deny is rejected with the decision on it, and nothing is paid', async () => {
    const about = await story();
    const facts = factsOf({ proof: 'RECEIPT', condition: 'CUSTOMER_DAMAGE', faulty: false, daysHeld: 31 });
    const id = refundOf(await requestRefund(shop, { ...about, amount: '60' }, { facts }));
    expect(await resting(world, id)).toBe('REJECTED');
    const [row] = await rowsOf(world, 'cases', `SELECT decision_id, end_reason FROM payouts WHERE id = $1`, [id]);
    expect(row).toMatchObject({
      decision_id: expect.stringMatching(/^dec_/),
      end_reason: expect.stringContaining('not allow'),
    });
    expect(await movedFor(world, id)).toEqual({ paid: 0, reversed: 0 });
  });

  it('beyond the authority of whoever asked waits for another person, and never for the one who asked', async () => {
    const about = await story('card-1', '900.00');
    const id = refundOf(await requestRefund(shop, { ...about, amount: '600' }));
    expect(await resting(world, id)).toBe('PENDING_APPROVAL');
    const approve = (who: typeof shop.agent) =>
      run(world, who, ['approveRefund', '... on RefundApproved { refund { status ground { approver { id } } } }'], {
        refundId: id,
      });
    expect(await approve(shop.agent)).toMatchObject({ __typename: 'OwnPayout' });
    expect(await approve(shop.managers.author)).toMatchObject({ __typename: 'ApproverNotCovered' });
    const { personId } = shop.managers.author;
    const holder = { personId };
    const grant = {
      idempotencyKey: aKey(),
      holder,
      decisionType: 'REFUND',
      timeZone: 'Europe/London',
      perCase: pounds('1000'),
    };
    await run(world, shop.managers.approver, ['grantAuthority', '__typename'], grant);
    expect(await approve(shop.managers.author)).toMatchObject({
      __typename: 'RefundApproved',
      refund: { ground: { approver: { id: personId } } },
    });
    expect(await resting(world, id)).toBe('SETTLED');
    expect(await movedFor(world, id)).toEqual({ paid: 60_000, reversed: 0 });
  });

  it('that waits is refused by another person, and promises nothing any longer', async () => {
    const about = await story('card-1', '900.00');
    const id = refundOf(await requestRefund(shop, { ...about, amount: '900' }));
    expect(await resting(world, id)).toBe('PENDING_APPROVAL');
    const reject = ['rejectRefund', '... on RefundRejected { refund { status } }'] as const;
    expect(await run(world, shop.managers.approver, reject, { refundId: id, reason: 'Not ours' })).toMatchObject({
      refund: { status: 'REJECTED' },
    });
    const requests = await rowsOf(world, 'policy', `SELECT status FROM authority_requests WHERE case_id = $1`, [
      about.caseId,
    ]);
    expect(requests).toEqual([{ status: 'REFUSED' }]);
    expect(await requestRefund(shop, { ...about, amount: '900' })).toMatchObject({ __typename: 'RefundRequested' });
  });
});
