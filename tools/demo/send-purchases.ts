import { BULK, INVALID, REFUSED, reasons, refusal, type InvalidInput, type Refused } from '../import/bulk.ts';
import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { type Directory, idOf } from './directory.ts';
import type { Organisation } from './organisation.ts';
import { DEMO_PRODUCTS, demoPurchase, PURCHASES_A_SCALE } from './purchases.ts';

const productsQuery = `mutation RecordProducts($input: RecordProductsInput!) {
  result: recordProducts(input: $input) { __typename ... on ProductsRecorded { ${REFUSED} } ${INVALID} }
}`;

const purchasesQuery = `mutation RecordPurchases($input: RecordPurchasesInput!) {
  result: recordPurchases(input: $input) { __typename ... on PurchasesRecorded { ${REFUSED} } ${INVALID} }
}`;

async function send(client: GraphClient, query: string, input: object): Promise<void> {
  type Answer = InvalidInput | { readonly __typename: 'Taken'; readonly refused: readonly Refused[] };
  const { result } = await client.ask<{ result: Answer }>(query, { input });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  for (const [index, reason] of reasons(result.refused))
    throw new GraphFailed({ code: 'DEMO_REFUSED', message: `The graph refused item ${index}: ${reason}` });
}

/** Who bought what where: all that the demo's purchases name by number and key. */
export interface PurchasePlan {
  readonly seed: string;
  readonly organisation: Organisation;
  readonly directory: Directory;
  readonly customerIds: readonly string[];
  readonly scale: number;
}

/** Brings the range of goods and the demo's purchases into the graph, or leaves those that are there as they are. */
export async function sendPurchases(client: GraphClient, plan: PurchasePlan): Promise<number> {
  await send(client, productsQuery, { products: DEMO_PRODUCTS });
  const count = Math.round(plan.scale * PURCHASES_A_SCALE);
  for (let from = 0; from < count; from += BULK) {
    const purchases = Array.from({ length: Math.min(BULK, count - from) }, (_, offset) => {
      const { customer, site, purchase } = demoPurchase(plan, from + offset);
      const customerId = plan.customerIds[customer] ?? '';
      return { ...purchase, customerId, ...(site && { siteId: idOf(plan.directory.sites, site) }) };
    });
    await send(client, purchasesQuery, { purchases });
  }
  return count;
}
