import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RecordProductsInput } from '@courtesy/graph-types/customers';
import { MAX_BULK } from '../customer/bulk.ts';
import {
  recordedProduct,
  siftProducts,
  type BulkProduct,
  type Product,
  type ProductItem,
  type ProductsRecorded,
} from './product.ts';
import { addProducts, isTakenSku, lockProductsBySku, saveProducts } from './product.store.ts';

const recordedEvent = ({ id, version, sku, name, category, active }: Product, time: Date): NewEvent => ({
  type: 'courtesy.product.recorded.v1',
  ...{ subject: id, sequence: version, time },
  data: { sku, name, category, active },
});

async function takeProducts(context: Context, tx: Transaction, items: readonly ProductItem[]): Promise<BulkProduct[]> {
  const known = await lockProductsBySku(
    tx.manager,
    items.map(({ given }) => given.sku),
  );
  const products = items.map((item): BulkProduct => {
    const before = known.get(item.given.sku);
    const product = recordedProduct(before, item, () => context.newId('prod'));
    const disposition = !before ? 'ADDED' : product === before ? 'UNCHANGED' : 'CHANGED';
    return { index: item.index, disposition, product };
  });
  const those = (disposition: BulkProduct['disposition']) =>
    products.filter((each) => each.disposition === disposition).map((each) => each.product);
  await addProducts(tx.manager, those('ADDED'));
  await saveProducts(tx.manager, those('CHANGED'));
  tx.emit(...[...those('ADDED'), ...those('CHANGED')].map((each) => recordedEvent(each, context.now())));
  return products;
}

/** How often a bulk is tried when another one adds the same products at the same time. */
const MAX_TRIES = 5;

/** Records many products as they are now, in one transaction. An item that cannot be right is refused alone. */
export async function recordProducts(
  context: Context,
  input: RecordProductsInput,
): Promise<ProductsRecorded | InvalidInput> {
  const count = input.products.length;
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'products', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  const { taken, refused } = siftProducts(input);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const products = await context.db.transaction((tx) => takeProducts(context, tx, taken));
      return { type: 'ProductsRecorded', products, refused };
    } catch (error) {
      if (!isTakenSku(error) || attempt === MAX_TRIES) throw error;
    }
  }
}
