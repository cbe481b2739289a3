import type { GraphWorld } from './graph-world.ts';
import type { Monday } from './monday.ts';
import { requestRefund, resting, rowsOf, until } from './refunds.ts';
import { aKey, must, pounds } from './verbs.ts';

interface Known {
  readonly id: string;
}

/** What Ada's customer bought for 900 pounds. */
async function givenKettles(world: GraphWorld, { shop, mel }: Monday) {
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const { data } = await world.ask<{ case: { customer: Known } }>(query, { id: shop.cases[0] }, mel);
  const { purchase } = await must<{ purchase: Known & { lines: Known[] } }>(
    world,
    mel,
    ['recordPurchase', 'PurchaseRecorded', 'purchase { id lines { id } }'],
    {
      ...{ idempotencyKey: aKey(), customerId: data.case.customer.id, source: 'till', orderNumber: aKey() },
      ...{ boughtAt: '2026-02-20T09:00:00Z', channel: 'ONLINE' },
      lines: [{ sku: 'SKU-1', name: 'Kettles', category: 'GENERAL', quantity: 1, paid: pounds('900') }],
      tenders: [{ kind: 'CREDIT_CARD', amount: pounds('900'), reference: 'card-1' }],
    },
  );
  const bought = { id: purchase.id, lineIds: purchase.lines.map(({ id }) => id) };
  const copied = `SELECT 1 FROM purchase_copy WHERE id = $1`;
  await until(async () => (await rowsOf(world, 'cases', copied, [bought.id])).length > 0);
  return bought;
}

/** Refunds may cost the shop 650 pounds in March; one of 600 waits for somebody who may decide as much. */
export async function givenBudget(world: GraphWorld, story: Monday): Promise<void> {
  const { shop, mel } = story;
  const { budget } = await must<{ budget: Known }>(
    world,
    shop.managers.author,
    ['openBudget', 'BudgetOpened', 'budget { id }'],
    {
      ...{ idempotencyKey: aKey(), name: 'Customer service', year: 2026, currency: 'GBP' },
    },
  );
  await must(world, mel, ['addBudgetLine', 'BudgetLineAdded', '__typename'], {
    ...{
      idempotencyKey: aKey(),
      budgetId: budget.id,
      category: 'REFUND',
      month: '2026-03-01',
      because: 'As last year',
    },
    ...{ planned: pounds('650'), siteId: shop.place.siteId },
  });
  const bought = await givenKettles(world, story);
  const asked = await requestRefund(shop, { caseId: shop.cases[0] ?? '', bought, amount: '600' });
  if (!asked.refund || (await resting(world, asked.refund.id)) !== 'PENDING_APPROVAL')
    throw new Error(JSON.stringify(asked));
}
