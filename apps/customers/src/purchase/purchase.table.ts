import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { CATEGORIES } from '../product/product.table.ts';
import type { Purchase, PurchaseLine, Tender } from './purchase.ts';

/** Where purchases are kept; the app role may add and read, nothing else. */
export const purchaseTable = new EntitySchema<Purchase>({
  name: 'Purchase',
  tableName: 'purchases',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    source: column.text(),
    orderNumber: column.text('order_number'),
    boughtAt: column.instant('bought_at'),
    channel: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    currency: column.currency(),
    totalMinor: column.minorUnits('total_minor'),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof Purchase, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'purchases_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'purchases_order_key', columns: ['source', 'orderNumber'] }],
  indices: [
    { name: 'purchases_customer', columns: ['customerId', 'boughtAt', 'id'] },
    { name: 'purchases_bought', columns: ['boughtAt', 'id'] },
  ],
  checks: [
    { name: 'purchases_channel_check', expression: `channel IN ('IN_STORE', 'ONLINE', 'PHONE')` },
    { name: 'purchases_site_check', expression: `site_id IS NULL OR channel = 'IN_STORE'` },
    { name: 'purchases_total_check', expression: `total_minor >= 0` },
  ],
});

const toPurchase = (name: string) => ({
  name,
  target: 'Purchase',
  columnNames: ['purchaseId'],
  referencedColumnNames: ['id'],
});

/** Where the lines of purchases are kept; the app role may add and read, nothing else. */
export const purchaseLineTable = new EntitySchema<PurchaseLine>({
  name: 'PurchaseLine',
  tableName: 'purchase_lines',
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
  } satisfies Record<keyof PurchaseLine, EntitySchemaColumnOptions>,
  foreignKeys: [
    toPurchase('purchase_lines_purchase_fkey'),
    {
      name: 'purchase_lines_product_fkey',
      target: 'Product',
      columnNames: ['productId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'purchase_lines_place_key', columns: ['purchaseId', 'place'] }],
  checks: [
    { name: 'purchase_lines_category_check', expression: `category IN (${CATEGORIES})` },
    { name: 'purchase_lines_quantity_check', expression: `quantity > 0` },
    { name: 'purchase_lines_paid_check', expression: `paid_minor >= 0` },
  ],
});

/** Where it is kept by which means purchases were paid; the app role may add and read, nothing else. */
export const tenderTable = new EntitySchema<Tender>({
  name: 'Tender',
  tableName: 'purchase_tenders',
  columns: {
    id: column.id(),
    purchaseId: column.reference('purchase_id'),
    place: column.integer(),
    kind: column.text(),
    amountMinor: column.minorUnits('amount_minor'),
    reference: column.nullable(column.text()),
  } satisfies Record<keyof Tender, EntitySchemaColumnOptions>,
  foreignKeys: [toPurchase('purchase_tenders_purchase_fkey')],
  uniques: [{ name: 'purchase_tenders_place_key', columns: ['purchaseId', 'place'] }],
  checks: [
    {
      name: 'purchase_tenders_kind_check',
      expression: `kind IN ('CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'GIFT_CARD', 'BANK_TRANSFER', 'ACCOUNT_CREDIT')`,
    },
    { name: 'purchase_tenders_amount_check', expression: `amount_minor > 0` },
  ],
});
