import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type PageArgs,
} from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { ProductFilter } from '@courtesy/graph-types/customers';
import type { Product } from './product.ts';
import { productTable } from './product.table.ts';

const products = (manager: EntityManager) => manager.createQueryBuilder(productTable, 'p');

/** Loads products by id; whoever may read of purchases may read of every product. */
export const productsById = byId(({ db }) => products(db.manager));

const fields = { sku: 'p.sku', name: 'p.name', category: 'p.category', active: 'p.active' };

/** A page of the products, by their numbers. */
export function listProducts(
  manager: EntityManager,
  query: PageArgs & { readonly where?: ProductFilter | null | undefined; readonly now: Date },
): Promise<Connection<Product>> {
  const found = products(manager);
  applyFilter(found, query.where as Filter | null | undefined, { fields, now: query.now });
  return readPage(found, { by: ['sku', 'id'], direction: 'ASC' }, query);
}

/** The products with these numbers, by number. */
export async function productsBySku(manager: EntityManager, skus: readonly string[]): Promise<Map<string, Product>> {
  const found = await products(manager).where('p.sku = ANY (:skus)', { skus }).getMany();
  return new Map(found.map((product) => [product.sku, product]));
}

/** As {@link productsBySku}, locked until the transaction ends in the order of their numbers, so that two bulks never wait for each other. */
export async function lockProductsBySku(
  manager: EntityManager,
  skus: readonly string[],
): Promise<Map<string, Product>> {
  const found = await products(manager)
    .where('p.sku = ANY (:skus)', { skus })
    .orderBy('p.sku')
    .setLock('pessimistic_write')
    .getMany();
  return new Map(found.map((product) => [product.sku, product]));
}

/** Adds products, in the order of their numbers. A number that is taken throws (see {@link isTakenSku}). */
export async function addProducts(manager: EntityManager, added: readonly Product[]): Promise<void> {
  await insertRows(
    manager,
    productTable,
    added.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)),
  );
}

/** Overwrites products that the caller has locked. */
export async function saveProducts(manager: EntityManager, changed: readonly Product[]): Promise<void> {
  await updateRows(manager, productTable, changed);
}

/** Whether an insert failed because another product has the number. */
export function isTakenSku(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'products_sku_key';
}
