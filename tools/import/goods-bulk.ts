import type { RecordProductsItemInput, RecordPurchasesItemInput } from '@courtesy/graph-types/customers';
import { INVALID, type InvalidInput, reasons, refusal, REFUSED, type Refused } from './bulk.ts';
import type { GraphClient } from './graph-client.ts';

/** How many things of a bulk are new, and what became of the others. */
export interface GoodsSent {
  readonly fresh: number;
  /** How many were known before, changed or not. */
  readonly already: number;
  /** Why each of the others was refused, by its place in the bulk. */
  readonly refused: ReadonlyMap<number, string>;
}

const NOTHING: GoodsSent = { fresh: 0, already: 0, refused: new Map() };

const productsQuery = `mutation RecordProducts($input: RecordProductsInput!) {
  recordProducts(input: $input) {
    __typename ... on ProductsRecorded { products { disposition } ${REFUSED} } ${INVALID}
  }
}`;

const purchasesQuery = `mutation RecordPurchases($input: RecordPurchasesInput!) {
  recordPurchases(input: $input) {
    __typename ... on PurchasesRecorded { recorded unchanged ${REFUSED} } ${INVALID}
  }
}`;

/** Records products as they are now. At most 500. */
export async function recordProducts(
  client: GraphClient,
  products: readonly RecordProductsItemInput[],
): Promise<GoodsSent> {
  interface Recorded {
    readonly __typename: 'ProductsRecorded';
    readonly products: readonly { readonly disposition: string }[];
    readonly refused: readonly Refused[];
  }
  if (products.length === 0) return NOTHING;
  const { recordProducts: result } = await client.ask<{ recordProducts: InvalidInput | Recorded }>(productsQuery, {
    input: { products },
  });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  const fresh = result.products.filter(({ disposition }) => disposition === 'ADDED').length;
  return { fresh, already: result.products.length - fresh, refused: reasons(result.refused) };
}

/** Records purchases, or finds those on record. At most 500. */
export async function recordPurchases(
  client: GraphClient,
  purchases: readonly RecordPurchasesItemInput[],
): Promise<GoodsSent> {
  interface Recorded {
    readonly __typename: 'PurchasesRecorded';
    readonly recorded: number;
    readonly unchanged: number;
    readonly refused: readonly Refused[];
  }
  if (purchases.length === 0) return NOTHING;
  const { recordPurchases: result } = await client.ask<{ recordPurchases: InvalidInput | Recorded }>(purchasesQuery, {
    input: { purchases },
  });
  if (result.__typename === 'InvalidInput') throw refusal(result);
  return { fresh: result.recorded, already: result.unchanged, refused: reasons(result.refused) };
}
