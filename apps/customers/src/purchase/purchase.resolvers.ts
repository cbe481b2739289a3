import { money, type Money } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import { customerOf, nestedPage } from '../customer/belongings.store.ts';
import { productsById } from '../product/product.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { recordPurchase, recordPurchases } from './purchase.commands.ts';
import type { Purchase } from './purchase.ts';
import {
  linesOfPurchases,
  listPurchases,
  purchaseLinesById,
  purchasePages,
  purchasesById,
  tendersOfPurchases,
} from './purchase.store.ts';

/** The purchase of which something is a part. Whoever sees the one sees the other. */
async function purchaseOf(context: Context, part: { readonly purchaseId: string }): Promise<Purchase> {
  const purchase = await context.load(purchasesById, part.purchaseId, undefined);
  if (!purchase) throw new Error(`${part.purchaseId} is not there`);
  return purchase;
}

async function amountIn(context: Context, part: { readonly purchaseId: string }, minor: bigint): Promise<Money> {
  return money(minor, (await purchaseOf(context, part)).currency);
}

/** How the SDL of purchases maps to functions. */
export const purchaseResolvers: Resolvers = {
  Query: {
    purchase: (_, { id }, context) => context.load(purchasesById, id, undefined),
    purchases: (_, args, { db, actor, now }) => listPurchases(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    recordPurchase: (_, { input }, context) => recordPurchase(context, input),
    recordPurchases: (_, { input }, context) => recordPurchases(context, input),
  },
  Customer: {
    purchases: ({ id }, args, context) => nestedPage(context, purchasePages, id, args),
  },
  Purchase: {
    __resolveReference: ({ id }, context) => context.load(purchasesById, id, undefined),
    customer: (purchase, _, context) => customerOf(context, purchase),
    site: ({ siteId }) => (siteId ? { id: siteId } : null),
    lines: async ({ id }, _, context) => (await context.load(linesOfPurchases, id, undefined)) ?? [],
    tenders: async ({ id }, _, context) => (await context.load(tendersOfPurchases, id, undefined)) ?? [],
    total: ({ totalMinor, currency }) => money(totalMinor, currency),
  },
  PurchaseLine: {
    __resolveReference: ({ id }, context) => context.load(purchaseLinesById, id, undefined),
    purchase: (line, _, context) => purchaseOf(context, line),
    product: ({ productId }, _, context) => (productId ? context.load(productsById, productId, undefined) : null),
    paid: (line, _, context) => amountIn(context, line, line.paidMinor),
  },
  Tender: {
    amount: (tender, _, context) => amountIn(context, tender, tender.amountMinor),
  },
  OrderNumberTaken: {
    message: ({ purchase: { id, source, orderNumber } }) => `${source} ${orderNumber} is the order of ${id}.`,
  },
  PurchasesRecorded: {
    recorded: ({ purchases }) => purchases.filter((item) => item.disposition === 'RECORDED').length,
    unchanged: ({ purchases }) => purchases.filter((item) => item.disposition === 'UNCHANGED').length,
  },
};
