import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { budgetedFor, figuresOf, givenBudgetLine } from '../../test/budgets.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  givenAuthority,
  givenPurchase,
  givenShop,
  movedFor,
  requestRefund,
  resting,
  rowsOf,
  until,
  type Shop,
} from '../../test/refunds.ts';
import { aKey, asked, must, pounds, run } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
let lineId: string;
let next = 0;
beforeAll(async () => {
  world = await startGraph();
  shop = await givenShop(world, 6);
  const { author } = shop.managers;
  await givenAuthority(world, shop.managers, { holder: { personId: author.personId }, perCase: pounds('1000') });
  lineId = await givenBudgetLine(world, author, { planned: '1000.00', siteId: shop.place.siteId });
});
afterAll(() => world?.close());

const figures = () => figuresOf(world, shop.managers.author, lineId);

/** A refund that is asked for, as it rests. */
async function asksFor(amount: string): Promise<{ id: string; status: string }> {
  const caseId = shop.cases[next++] ?? '';
  const bought = await givenPurchase(shop, caseId, [amount]);
  const { refund } = await requestRefund(shop, { caseId, bought, amount });
  const id = refund?.id ?? '';
  return { id, status: await resting(world, id) };
}

describe('a budget line of 1,000 for the refunds of a shop', () => {
  it('holds 600 that wait for approval, and has them back when they are rejected', async () => {
    const { id, status } = await asksFor('600.00');
    expect(status).toBe('PENDING_APPROVAL');
    expect(await figures()).toEqual(['1000.00', '600.00', '0.00', '400.00']);
    const reject = ['rejectRefund', '... on RefundRejected { refund { status } }'] as const;
    await run(world, shop.managers.approver, reject, { refundId: id, reason: 'Not ours' });
    expect(await resting(world, id)).toBe('REJECTED');
    // The refund is rejected when its authority is refused; its line has the money back a step later.
    await until(async () => (await budgetedFor(world, id)).kinds.length === 2);
    expect(await budgetedFor(world, id)).toEqual({ kinds: ['COMMIT', 'RELEASE'], committed: 0, actual: 0 });
    expect(await figures()).toEqual(['1000.00', '0.00', '0.00', '1000.00']);
  });

  it('holds 700, of which 650 are spent: 0 are committed, 650 actual, 350 available', async () => {
    const { author } = shop.managers;
    const reserve = { idempotencyKey: aKey(), category: 'REFUND', siteId: shop.place.siteId, amount: pounds('700.00') };
    const { commitment } = await must<{ commitment: { id: string } }>(
      world,
      author,
      ['reserveBudget', 'BudgetReserved', 'commitment { id }'],
      reserve,
    );
    expect(await figures()).toEqual(['1000.00', '700.00', '0.00', '300.00']);
    const settle = { idempotencyKey: aKey(), commitmentId: commitment.id, amount: pounds('650.00') };
    await must(world, author, ['settleBudget', 'BudgetSettled', '__typename'], settle);
    expect(await figures()).toEqual(['1000.00', '0.00', '650.00', '350.00']);
  });

  it('under STOP refuses a refund of 400, which says which line and what is left, and pays nobody', async () => {
    const { id, status } = await asksFor('400.00');
    expect(status).toBe('REJECTED');
    const [row] = await rowsOf(world, 'cases', `SELECT end_reason FROM payouts WHERE id = $1`, [id]);
    expect(row).toEqual({
      end_reason: expect.stringMatching(
        /^The budget line REFUND of Shop site in \d{4}-\d\d has 350\.00 GBP left; 400\.00 GBP was asked for\.$/,
      ),
    });
    expect(await movedFor(world, id)).toEqual({ paid: 0, reversed: 0 });
    expect(await figures()).toEqual(['1000.00', '0.00', '650.00', '350.00']);
  });

  it('never goes below nothing when 100 are approved at once', async () => {
    const { author } = shop.managers;
    const amount = pounds('7.00');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        run(world, author, ['reserveBudget', '... on BudgetLineExhausted { available { amount } line { id } }'], {
          ...{ idempotencyKey: aKey(), category: 'REFUND', siteId: shop.place.siteId, amount },
        }),
      ),
    );
    const refused = answers.filter(({ __typename }) => __typename === 'BudgetLineExhausted');
    expect(answers.filter(({ __typename }) => __typename === 'BudgetReserved')).toHaveLength(50);
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({
      code: 'BUDGET_LINE_EXHAUSTED',
      line: { id: lineId },
      available: { amount: '0.00' },
    });
    expect(await figures()).toEqual(['1000.00', '350.00', '650.00', '0.00']);
  });
});

describe('a refund', () => {
  it('settles what its line holds for it, and names the line through the gateway', async () => {
    await must(world, shop.managers.author, ['reviseBudgetLine', 'BudgetLineRevised', '__typename'], {
      ...{ lineId, planned: pounds('1100.00'), control: 'STOP', thresholdPercent: 90, because: 'A recall' },
    });
    const { id, status } = await asksFor('60.00');
    expect(status).toBe('SETTLED');
    expect(await budgetedFor(world, id)).toEqual({ kinds: ['COMMIT', 'SETTLE'], committed: 0, actual: 6_000 });
    const query = `query ($id: ID!) { refund(id: $id) { budgetLine { id category site { name } available { amount }
      entries(first: 2) { nodes { kind commitment { refund { id amount { amount } } } } } } } }`;
    const refund = { id, amount: { amount: '60.00' } };
    expect(await asked(world, shop.managers.author, query, { id })).toEqual({
      refund: {
        budgetLine: {
          ...{ id: lineId, category: 'REFUND', site: { name: 'Shop site' }, available: { amount: '40.00' } },
          entries: {
            nodes: [
              { kind: 'SETTLE', commitment: { refund } },
              { kind: 'COMMIT', commitment: { refund } },
            ],
          },
        },
      },
    });
  });

  it('that no line counts passes, and its record says so', async () => {
    const { author } = shop.managers;
    const query = `{ budgetPosition(year: ${new Date().getUTCFullYear()}, by: SITE) { rows { site { name } figures { lines } } } }`;
    expect(await asked(world, author, query)).toMatchObject({
      budgetPosition: { rows: [{ site: { name: 'Shop site' } }] },
    });
    const caseId = shop.cases[next++] ?? '';
    const bought = await givenPurchase(shop, caseId, ['20.00']);
    await world.services['cases']
      ?.running()
      ?.database.manager.query(`UPDATE cases SET site_id = NULL WHERE id = $1`, [caseId]);
    const { refund } = await requestRefund(shop, { caseId, bought, amount: '20' });
    const id = refund?.id ?? '';
    expect(await resting(world, id)).toBe('SETTLED');
    const sql = `SELECT answer FROM saga_steps WHERE saga_id = $1 AND step = 'RESERVE_BUDGET' AND phase = 'DONE'`;
    const [step] = await rowsOf<{ answer: object }>(world, 'cases', sql, [id]);
    expect(step?.answer).toEqual({
      type: 'UNCOUNTED',
      note: expect.stringMatching(/^No budget line counts REFUND of the organisation in .* nothing was reserved\.$/),
    });
    expect(await budgetedFor(world, id)).toEqual({ kinds: [], committed: 0, actual: 0 });
  });
});
