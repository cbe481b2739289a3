import type { Problem } from '@courtesy/kernel';
import type {
  BulkProductDisposition,
  ProductCategory,
  RecordProductsInput,
  RecordProductsItemInput,
} from '@courtesy/graph-types/customers';
import { MAX_NAME, problemWithText } from '../customer/wording.ts';

/** Something the organisation sells, as it is now. */
export interface Product {
  readonly id: string;
  /** Its number in the range of goods; no other product has it. */
  readonly sku: string;
  readonly name: string;
  readonly category: ProductCategory;
  readonly active: boolean;
  readonly version: number;
}

/** One product of a bulk that was taken. */
export interface BulkProduct {
  readonly index: number;
  readonly disposition: BulkProductDisposition;
  readonly product: Product;
}

/** One product of a bulk that was refused. */
export interface RefusedProduct {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** What became of a bulk. */
export interface ProductsRecorded {
  readonly type: 'ProductsRecorded';
  readonly products: readonly BulkProduct[];
  readonly refused: readonly RefusedProduct[];
}

/** The longest number of a product, in characters. */
export const MAX_SKU = 100;

/** One item of a bulk, and its place there. */
export interface ProductItem {
  readonly index: number;
  readonly given: RecordProductsItemInput;
}

/** Sorts a bulk's products into those that can be taken and those that cannot, with the reasons. */
export function siftProducts(input: RecordProductsInput): { taken: ProductItem[]; refused: RefusedProduct[] } {
  const seen = new Set<string>();
  const taken: ProductItem[] = [];
  const refused: RefusedProduct[] = [];
  for (const [index, given] of input.products.entries()) {
    const problems = [problemWithText('sku', given.sku, MAX_SKU), problemWithText('name', given.name, MAX_NAME)].filter(
      (each) => each !== null,
    );
    const sku = given.sku.trim();
    if (seen.has(sku)) problems.push({ path: 'sku', message: 'stands in this bulk before; send each product once' });
    seen.add(sku);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, given: { ...given, sku, name: given.name.trim() } });
  }
  return { taken, refused };
}

/** What a product is once an item is recorded; `known` itself when nothing of it changed. */
export function recordedProduct(known: Product | undefined, item: ProductItem, newId: () => string): Product {
  const { sku, name, category, active } = item.given;
  if (!known) return { id: newId(), sku, name, category, active, version: 1 };
  if (known.name === name && known.category === category && known.active === active) return known;
  return { ...known, name, category, active, version: known.version + 1 };
}
