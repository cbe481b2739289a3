import { money, decimalOf } from '@courtesy/kernel';
import type { RecordProductsItemInput, RecordPurchasesItemInput, TenderKind } from '@courtesy/graph-types/customers';
import { CUSTOMERS_A_SCALE } from './cases.ts';
import { sourceOf } from './customers.ts';
import type { Organisation } from './organisation.ts';
import { type Chance, chanceOf, type Weighted } from './random.ts';
import { someMoment } from './two-years.ts';

/** Purchases a scale of 1 has. */
export const PURCHASES_A_SCALE = 800;

interface DemoProduct extends RecordProductsItemInput {
  /** In pence. */
  readonly price: number;
}

const product = (sku: string, name: string, price: number, category: DemoProduct['category'] = 'GENERAL') => ({
  ...{ sku, name, price, category },
  active: true,
});

const RANGE: readonly DemoProduct[] = [
  product('KT-100', 'Kettle, 1.7 litres', 2999),
  product('TO-210', 'Toaster, four slices', 3450),
  product('WM-700', 'Washing machine, 7 kg', 32900),
  product('FR-330', 'Refrigerator, 330 litres', 45900),
  product('SF-020', 'Sofa, two seats', 64900),
  product('SF-025', 'Sofa, covered to order', 98000, 'MADE_TO_MEASURE'),
  product('TB-004', 'Table and four chairs', 27950),
  product('CT-150', 'Curtains, made to measure', 14900, 'MADE_TO_MEASURE'),
  product('EA-011', 'Earphones', 2499, 'SEALED_HYGIENE'),
  product('RZ-002', 'Razor', 1899, 'SEALED_HYGIENE'),
  product('FL-001', 'Cut flowers', 1200, 'PERISHABLE'),
  product('HP-090', 'Food hamper', 5500, 'PERISHABLE'),
  product('DL-365', 'Cookery course, download', 1999, 'DIGITAL'),
  { ...product('LM-050', 'Desk lamp', 1750), active: false },
];

/** The range of goods of the demo. */
export const DEMO_PRODUCTS: readonly RecordProductsItemInput[] = RANGE.map(({ price: _price, ...item }) => item);

/** How customers pay in a shop, and at a distance. No file says so. */
const ASSUMED_TENDERS: Readonly<Record<'IN_STORE' | 'DISTANCE', Weighted<TenderKind>>> = {
  IN_STORE: [
    ['DEBIT_CARD', 50],
    ['CREDIT_CARD', 25],
    ['CASH', 17],
    ['GIFT_CARD', 6],
    ['CHEQUE', 2],
  ],
  DISTANCE: [
    ['CREDIT_CARD', 45],
    ['DEBIT_CARD', 40],
    ['BANK_TRANSFER', 8],
    ['GIFT_CARD', 7],
  ],
};
/** The share bought at a distance. No file says so. */
const ASSUMED_AT_A_DISTANCE = 0.4;
/** The share paid partly with a gift card. No file says so. */
const ASSUMED_SPLIT = 0.1;

/** A purchase of the demo; customer and site are named by number and key. */
export interface DemoPurchase {
  readonly customer: number;
  readonly site: string | null;
  readonly purchase: Omit<RecordPurchasesItemInput, 'customerId' | 'siteId'>;
}

const pounds = (pence: number) => ({ amount: decimalOf(money(BigInt(pence), 'GBP')), currency: 'GBP' });

function tendersOf(chance: Chance, pence: number, kinds: Weighted<TenderKind>, token: string) {
  const tender = (kind: TenderKind, amount: number) => ({
    ...{ kind, amount: pounds(amount) },
    ...(kind !== 'CASH' && { reference: `${kind.toLowerCase().replace('_', '-')}/${token}` }),
  });
  const card = Math.floor(pence / 4);
  return chance.happens(ASSUMED_SPLIT)
    ? [tender('GIFT_CARD', card), tender('DEBIT_CARD', pence - card)]
    : [tender(chance.weighted(kinds), pence)];
}

/** Purchase number `index`, from 0, of a demo of this scale or a larger one. */
export function demoPurchase(
  { seed, organisation }: { readonly seed: string; readonly organisation: Organisation },
  index: number,
): DemoPurchase {
  const chance = chanceOf(seed, 'purchase', index);
  const block = Math.floor(index / PURCHASES_A_SCALE);
  const customer = block * CUSTOMERS_A_SCALE + chance.whole(0, CUSTOMERS_A_SCALE - 1);
  const stores = organisation.sites.filter(({ calendar }) => calendar === 'store');
  const atADistance = chance.happens(ASSUMED_AT_A_DISTANCE);
  const token = `${index + 1}`;
  let pence = 0;
  const lines = Array.from({ length: chance.whole(1, 3) }, () => {
    const { sku, price } = chance.one(RANGE);
    const quantity = chance.whole(1, 3);
    pence += quantity * price;
    return { sku, quantity, paid: pounds(quantity * price) };
  });
  const tenders = tendersOf(chance, pence, ASSUMED_TENDERS[atADistance ? 'DISTANCE' : 'IN_STORE'], token);
  return {
    customer,
    site: atADistance ? null : chance.one(stores).key,
    purchase: {
      ...{ source: sourceOf(seed), orderNumber: `order-${String(index + 1).padStart(6, '0')}` },
      boughtAt: someMoment(chance),
      channel: atADistance ? chance.one(['ONLINE', 'ONLINE', 'ONLINE', 'PHONE'] as const) : 'IN_STORE',
      ...{ lines, tenders },
    },
  };
}
