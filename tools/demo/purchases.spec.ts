import { describe, expect, it } from '@jest/globals';
import { moneyOf } from '@courtesy/kernel';
import { CUSTOMERS_A_SCALE } from './cases.ts';
import { organisation } from './organisation.ts';
import { DEMO_PRODUCTS, demoPurchase, PURCHASES_A_SCALE } from './purchases.ts';
import { END } from './two-years.ts';

const plan = { seed: 'spec', organisation: organisation('spec') };
const many = Array.from({ length: 2 * PURCHASES_A_SCALE }, (_, index) => demoPurchase(plan, index));
const sum = (amounts: readonly { amount: string; currency: string }[]) =>
  amounts.reduce((total, { amount, currency }) => total + moneyOf(amount, currency).minor, 0n);

describe('The purchases of the demo', () => {
  it('are paid to the penny, before the end of the two years, each under a number of its own', () => {
    for (const { purchase } of many) {
      expect(sum(purchase.tenders.map(({ amount }) => amount))).toBe(sum(purchase.lines.map(({ paid }) => paid)));
      expect(purchase.boughtAt.getTime()).toBeLessThan(END.getTime());
    }
    expect(new Set(many.map(({ purchase }) => purchase.orderNumber)).size).toBe(many.length);
  });

  it('are of the range of goods, and in a store where they have one', () => {
    const skus = new Set(DEMO_PRODUCTS.map(({ sku }) => sku));
    const stores = new Set(plan.organisation.sites.filter((each) => each.calendar === 'store').map(({ key }) => key));
    for (const { purchase, site } of many) {
      expect(purchase.lines.every(({ sku }) => skus.has(sku))).toBe(true);
      expect(site === null ? purchase.channel !== 'IN_STORE' : stores.has(site)).toBe(true);
    }
  });

  it('are the same for the same seed, and of the block of customers they belong to', () => {
    expect(demoPurchase({ seed: 'spec', organisation: organisation('spec') }, 7)).toEqual(many[7]);
    many.forEach(({ customer }, index) => {
      expect(Math.floor(customer / CUSTOMERS_A_SCALE)).toBe(Math.floor(index / PURCHASES_A_SCALE));
    });
  });
});
