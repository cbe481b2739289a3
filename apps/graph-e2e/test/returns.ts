import { addDays } from '@courtesy/kernel';
import type { GraphWorld } from './graph-world.ts';
import { rowsOf, until, type Shop } from './refunds.ts';
import { aKey, asked, pounds, run, type Who } from './verbs.ts';

/** The day on which these stories are told, wherever their clock stands by their end. */
export const TODAY = new Date().toISOString().slice(0, 10);
/** The day so many days before. */
export const daysAgo = (days: number): string => addDays(TODAY, -days);

/** One line of a purchase by the customer of a case. */
export interface BoughtGoods {
  readonly caseId: string;
  readonly purchaseId: string;
  readonly lineId: string;
}

/** Lets the customer of a case buy so many kettles in the shop so many days ago, at 30.00 each. */
export async function givenKettles(shop: Shop, caseId: string, quantity: number, days: number): Promise<BoughtGoods> {
  const { world, managers } = shop;
  const { case: about } = await asked<{ case: { customer: { id: string } } }>(
    world,
    managers.author,
    `query ($id: ID!) { case(id: $id) { customer { id } } }`,
    { id: caseId },
  );
  const paid = pounds(`${quantity * 30}.00`);
  const result = await run<{ purchase?: { id: string; lines: { id: string }[] } }>(
    world,
    managers.author,
    ['recordPurchase', '... on PurchaseRecorded { purchase { id lines { id } } }'],
    {
      ...{ idempotencyKey: aKey(), customerId: about.customer.id, source: 'till', orderNumber: aKey() },
      ...{ boughtAt: `${daysAgo(days)}T00:00:00Z`, channel: 'IN_STORE', siteId: shop.place.siteId },
      lines: [{ sku: 'KT-100', name: 'Kettle', category: 'GENERAL', quantity, paid }],
      tenders: [{ kind: 'CREDIT_CARD', amount: paid, reference: 'card-1' }],
    },
  );
  if (!result.purchase) throw new Error(JSON.stringify(result));
  const { id, lines } = result.purchase;
  await until(async () => (await rowsOf(world, 'cases', `SELECT 1 FROM purchase_copy WHERE id = $1`, [id])).length > 0);
  return { caseId, purchaseId: id, lineId: lines[0]?.id ?? '' };
}

/** What stories see of a return. */
export interface SeenReturn {
  readonly id: string;
  readonly status: string;
  readonly canBe: { readonly refunded: number; readonly replaced: number; readonly repaired: number };
  readonly requiredDocuments: readonly string[];
  readonly missingDocuments: readonly string[];
  readonly lines: readonly { readonly id: string; readonly rightToReject: object }[];
  readonly decisions: readonly { readonly outcome: string; readonly clauses: readonly { anchor: string }[] }[];
}

const SEEN = `return { id status canBe { refunded replaced repaired } requiredDocuments missingDocuments
  lines { id rightToReject { day daysInRepair lastDay isOpen } } decisions { outcome clauses { anchor } } }`;

const successes: Readonly<Record<string, string>> = {
  requestReturn: 'ReturnRequested',
  authoriseReturn: 'ReturnAuthorised',
  approveReturn: 'ReturnAuthorised',
  receiveReturn: 'ReturnReceived',
  inspectReturn: 'ReturnInspected',
  refundReturn: 'ReturnRefunded',
  replaceReturn: 'ReturnReplaced',
  repairReturn: 'ReturnRepaired',
  recordReturnDocument: 'ReturnDocumentRecorded',
};

/** What a verb of returns came to: its success, or one of the refusals that `refusals` asks of. */
export function doReturn(
  world: GraphWorld,
  who: Who,
  [verb, refusals]: readonly [verb: string, refusals: string],
  input: object,
): Promise<
  { readonly __typename: string; readonly message?: string; readonly return?: SeenReturn } & Record<string, unknown>
> {
  const refund = verb === 'refundReturn' ? 'refund { id amount { amount } }' : '';
  return run(world, who, [verb, `... on ${successes[verb]} { ${SEEN} ${refund} } ${refusals}`], input);
}

/** The return that a verb must have come to. */
export async function mustReturn(world: GraphWorld, who: Who, verb: string, input: object): Promise<SeenReturn> {
  const result = await doReturn(world, who, [verb, ''], input);
  if (result.__typename !== successes[verb] || !result.return) throw new Error(`${verb}: ${JSON.stringify(result)}`);
  return result.return;
}

/** What a request says of these goods: faulty and used, with a receipt, unless it says otherwise. */
export const requestOf = (
  { caseId, purchaseId, lineId }: BoughtGoods,
  line: object = {},
  more: object = {},
): Record<string, unknown> => ({
  ...{ idempotencyKey: aKey(), caseId, purchaseId, wish: 'REFUND', proof: 'RECEIPT', requestedOn: TODAY },
  lines: [{ purchaseLineId: lineId, quantity: 1, condition: 'USED', faulty: true, ...line }],
  ...more,
});

/** Goods that nobody opened, and that have no fault. */
export const AS_NEW = { condition: 'UNOPENED', faulty: false } as const;

/** Records every document that a return needs. */
export async function givenPaperwork(world: GraphWorld, who: Who, of: SeenReturn): Promise<void> {
  for (const document of of.missingDocuments)
    await mustReturn(world, who, 'recordReturnDocument', { returnId: of.id, document });
}
