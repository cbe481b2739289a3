import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { PurchaseCopy, PurchaseLineCopy, PurchaseTenderCopy } from './purchase-copy.ts';

/** Where purchases are kept; the app role may only add and read. */
export const purchaseCopyTable = new EntitySchema<PurchaseCopy>({
  name: 'PurchaseCopy',
  tableName: 'purchase_copy',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    orderNumber: column.text('order_number'),
    purchasedAt: column.instant('purchased_at'),
    channel: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    currency: column.currency(),
  } satisfies Record<keyof PurchaseCopy, EntitySchemaColumnOptions>,
  indices: [{ name: 'purchase_copy_customer', columns: ['customerId', 'purchasedAt', 'id'] }],
});

const toPurchase = (name: string) => ({
  name,
  target: 'PurchaseCopy',
  columnNames: ['purchaseId'],
  referencedColumnNames: ['id'],
});

/** Where the lines of purchases are kept; the app role may add, read and lock them. */
export const purchaseLineCopyTable = new EntitySchema<PurchaseLineCopy>({
  name: 'PurchaseLineCopy',
  tableName: 'purchase_line_copy',
  columns: {
    id: column.id(),
    purchaseId: column.reference('purchase_id'),
    place: column.integer(),
    productId: column.nullable(column.reference('product_id')),
    sku: column.text(),
    name: column.text(),
    category: column.text(),
    quantity: column.integer(),
    paidMinor: column.minorUnits('paid_minor'),
  } satisfies Record<keyof PurchaseLineCopy, EntitySchemaColumnOptions>,
  foreignKeys: [toPurchase('purchase_line_copy_purchase_fkey')],
  uniques: [{ name: 'purchase_line_copy_place_key', columns: ['purchaseId', 'place'] }],
  checks: [
    { name: 'purchase_line_copy_quantity_check', expression: `quantity > 0` },
    { name: 'purchase_line_copy_paid_check', expression: `paid_minor >= 0` },
  ],
});

/** Where it is kept by which means purchases were paid; the app role may only add and read. */
export const purchaseTenderCopyTable = new EntitySchema<PurchaseTenderCopy>({
  name: 'PurchaseTenderCopy',
  tableName: 'purchase_tender_copy',
  columns: {
    id: column.id(),
    purchaseId: column.reference('purchase_id'),
    place: column.integer(),
    kind: column.text(),
    amountMinor: column.minorUnits('amount_minor'),
    reference: column.nullable(column.text()),
  } satisfies Record<keyof PurchaseTenderCopy, EntitySchemaColumnOptions>,
  foreignKeys: [toPurchase('purchase_tender_copy_purchase_fkey')],
  uniques: [{ name: 'purchase_tender_copy_place_key', columns: ['purchaseId', 'place'] }],
  checks: [{ name: 'purchase_tender_copy_amount_check', expression: `amount_minor > 0` }],
});
