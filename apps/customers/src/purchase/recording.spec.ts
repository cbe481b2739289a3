import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSameSale, newPurchase, problemsOfGoods, problemsOfSale, type Sale } from './recording.ts';

const now = new Date('2026-03-02T10:00:00Z');
const pounds = (pence: number) => ({
  amount: `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`,
  currency: 'GBP',
});
const kettle = { sku: 'KETTLE-1', name: 'Kettle', category: 'GENERAL' as const, quantity: 1, paid: pounds(2999) };

const sale = (more: Partial<Sale> = {}): Sale => ({
  customerId: 'cust_1',
  source: 'till',
  orderNumber: 'A-1',
  boughtAt: new Date('2026-03-01T10:00:00Z'),
  channel: 'IN_STORE',
  lines: [kettle],
  tenders: [{ kind: 'CASH', amount: pounds(2999) }],
  ...more,
});

const paths = (given: Sale) => problemsOfSale(given, now).map(({ path }) => path);
let count = 0;
const recording = { newId: (prefix: string) => `${prefix}_${(count += 1)}`, now, by: 'till', products: new Map() };

describe('a purchase', () => {
  it('is taken when its lines and its tenders sum to the same, whatever they are', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 19 }), (amounts, at) => {
        const cut = at % amounts.length;
        const rest = amounts.slice(cut).reduce((sum, each) => sum + each, 0);
        const tenders = [...amounts.slice(0, cut), rest].map((each) => ({
          kind: 'GIFT_CARD' as const,
          amount: pounds(each),
        }));
        const given = sale({ lines: amounts.map((each) => ({ ...kettle, paid: pounds(each) })), tenders });
        expect(problemsOfSale(given, now)).toEqual([]);
        const { purchase, lines, tenders: kept } = newPurchase(given, recording);
        expect(lines.reduce((sum, line) => sum + line.paidMinor, 0n)).toBe(purchase.totalMinor);
        expect(kept.reduce((sum, tender) => sum + tender.amountMinor, 0n)).toBe(purchase.totalMinor);
      }),
    );
  });

  it('is refused when its lines and tenders do not sum to the same, by a single penny', () => {
    expect(problemsOfSale(sale({ tenders: [{ kind: 'CASH', amount: pounds(2998) }] }), now)).toEqual([
      { path: 'tenders', message: 'sum to 2998 minor units, but the lines to 2999' },
    ]);
  });

  it('may cost nothing, and is then paid with nothing', () => {
    expect(paths(sale({ lines: [{ ...kettle, paid: pounds(0) }], tenders: [] }))).toEqual([]);
    const none = [{ kind: 'CASH' as const, amount: pounds(0) }];
    expect(paths(sale({ lines: [{ ...kettle, paid: pounds(0) }], tenders: none }))).toEqual(['tenders[0].amount']);
  });

  it('is in one currency', () => {
    const euros = { amount: '29.99', currency: 'EUR' };
    expect(paths(sale({ tenders: [{ kind: 'CASH', amount: euros }] }))).toEqual(['tenders[0].amount']);
    expect(paths(sale({ lines: [kettle, { ...kettle, paid: euros }] }))).toEqual(['lines[1].paid']);
  });

  it('says everything that is wrong with it at once', () => {
    const given = sale({
      source: ' ',
      channel: 'ONLINE',
      siteId: 'site_1',
      boughtAt: new Date('2026-03-03T10:00:00Z'),
      lines: [{ ...kettle, quantity: 0 }],
    });
    expect(paths(given)).toEqual(['source', 'boughtAt', 'siteId', 'lines[0].quantity']);
    expect(paths(sale({ lines: [], tenders: [] }))).toEqual(['lines']);
  });

  it('never keeps what could be the number of a card', () => {
    const paidWith = (reference: string) =>
      paths(sale({ tenders: [{ kind: 'CREDIT_CARD', amount: pounds(2999), reference }] }));
    expect(paidWith('4111 1111 1111 1111')).toEqual(['tenders[0].reference']);
    expect(paidWith('tok_9f31-4111')).toEqual([]);
  });

  it('takes name and category from the product with the number, unless the receipt says otherwise', () => {
    const product = { id: 'prod_1', sku: 'KETTLE-1', name: 'Quick kettle', active: false, version: 1 } as const;
    const products = new Map([['KETTLE-1', { ...product, category: 'DIGITAL' as const }]]);
    const bare = { sku: ' KETTLE-1 ', quantity: 2, paid: pounds(2999) };
    const { lines } = newPurchase(sale({ lines: [bare, kettle] }), { ...recording, products });
    expect(lines).toMatchObject([
      { place: 0, productId: 'prod_1', sku: 'KETTLE-1', name: 'Quick kettle', category: 'DIGITAL', quantity: 2 },
      { place: 1, productId: 'prod_1', name: 'Kettle', category: 'GENERAL' },
    ]);
    expect(problemsOfGoods(sale({ lines: [bare] }), new Map())).toEqual([
      { path: 'lines[0].name', message: 'is absent, and no product has the number KETTLE-1' },
    ]);
  });

  it('is the same sale when all that was sold and paid is the same, whatever a product is called by now', () => {
    const one = newPurchase(sale(), recording);
    expect(isSameSale(one, newPurchase(sale({ lines: [{ ...kettle, name: 'Boiler' }] }), recording))).toBe(true);
    for (const more of [
      { customerId: 'cust_2' },
      { channel: 'PHONE' as const },
      { lines: [{ ...kettle, quantity: 2 }] },
      { tenders: [{ kind: 'CHEQUE' as const, amount: pounds(2999) }] },
    ])
      expect(isSameSale(one, newPurchase(sale(more), recording))).toBe(false);
  });
});
