import type { Actor } from '@courtesy/subgraph';
import { admin, change, someExternalId, type World } from './customers-world.ts';

/** So many pounds. */
export const pounds = (amount: string) => ({ amount, currency: 'GBP' });

/** A purchase as a till sends it: by default one kettle at 29.99, paid by card. */
export const sold = (customerId: string, more: Record<string, unknown> = {}) => ({
  customerId,
  source: 'till',
  orderNumber: someExternalId(),
  boughtAt: '2026-03-01T10:00:00.000Z',
  channel: 'IN_STORE',
  lines: [{ sku: 'KETTLE-1', name: 'Kettle', category: 'GENERAL', quantity: 1, paid: pounds('29.99') }],
  tenders: [{ kind: 'CREDIT_CARD', amount: pounds('29.99'), reference: 'tok_1' }],
  ...more,
});

/** What specs ask of a purchase. */
export interface SeenPurchase {
  readonly id: string;
  readonly orderNumber: string;
  readonly lines: readonly { readonly id: string }[];
}

/** A purchase recorded through the graph. */
export async function givenPurchase(
  world: World,
  customerId: string,
  more: Record<string, unknown> = {},
): Promise<SeenPurchase> {
  const answer = await change(world, 'recordPurchase', sold(customerId, more), {
    fragments: '... on PurchaseRecorded { purchase { id orderNumber lines { id } } }',
  });
  if (answer.__typename !== 'PurchaseRecorded') throw new Error(JSON.stringify(answer));
  return answer['purchase'] as SeenPurchase;
}

/** What specs ask of a bulk of purchases. */
export interface PurchasesRecorded {
  readonly __typename: string;
  readonly recorded: number;
  readonly unchanged: number;
  readonly purchases: readonly { index: number; disposition: string; purchase: { id: string } }[];
  readonly refused: readonly { index: number; problems: { path: string }[] }[];
}

/** Sends a bulk of purchases. */
export const recordPurchases = async (world: World, purchases: object[], actor: Actor = admin) =>
  (await change(
    world,
    'recordPurchases',
    { purchases },
    {
      actor,
      fragments: `... on PurchasesRecorded { recorded unchanged purchases { index disposition purchase { id } }
        refused { index problems { path message } } } ... on InvalidInput { problems { path } }`,
    },
  )) as unknown as PurchasesRecorded;
