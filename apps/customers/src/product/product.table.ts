import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Product } from './product.ts';

/** The categories as SQL, for the checks of whatever names one. */
export const CATEGORIES = `'GENERAL', 'PERISHABLE', 'SEALED_HYGIENE', 'MADE_TO_MEASURE', 'DIGITAL'`;

/** Where products are kept. */
export const productTable = new EntitySchema<Product>({
  name: 'Product',
  tableName: 'products',
  columns: {
    id: column.id(),
    sku: column.text(),
    name: column.text(),
    category: column.text(),
    active: column.boolean(),
    version: column.version(),
  } satisfies Record<keyof Product, EntitySchemaColumnOptions>,
  uniques: [{ name: 'products_sku_key', columns: ['sku'] }],
  checks: [{ name: 'products_category_check', expression: `category IN (${CATEGORIES})` }],
});
