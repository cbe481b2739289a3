import { z } from 'zod';
import { id, instant } from './shapes.ts';

/** An amount in minor units of the purchase's currency, in decimal digits. */
const minor = z.string().regex(/^\d+$/);

/**
 * A customer bought something. `paidMinor` is what was paid for the whole line, after discounts and with tax; the lines' amounts and the
 * tenders' amounts sum to the same. A purchase never changes once it is recorded.
 */
export const purchaseRecordedV1 = z.object({
  customerId: id,
  orderNumber: z.string(),
  purchasedAt: instant,
  channel: z.enum(['IN_STORE', 'ONLINE', 'PHONE']),
  siteId: id.nullable(),
  currency: z.string(),
  lines: z.array(
    z.object({
      id,
      productId: id.nullable(),
      sku: z.string(),
      name: z.string(),
      category: z.string(),
      quantity: z.int().positive(),
      paidMinor: minor,
    }),
  ),
  tenders: z.array(
    z.object({
      id,
      kind: z.enum(['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'GIFT_CARD', 'BANK_TRANSFER', 'ACCOUNT_CREDIT']),
      amountMinor: minor,
      reference: z.string().nullable(),
    }),
  ),
});
