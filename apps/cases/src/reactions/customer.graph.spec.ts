import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../../test/cases-world.ts';
import { boughtLine, customersTell, purchase } from '../../test/purchase-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const rows = (sql: string) => world.service.database.manager.query<Record<string, unknown>[]>(sql);

describe('what cases keep of purchases', () => {
  it('is each with its lines and tenders in order, and once, however often it is told', async () => {
    const kettle = boughtLine({ id: 'purl_1', productId: 'prod_1', quantity: 3, paidMinor: '9007199254740993' });
    const told = purchase({
      siteId: 'site_1',
      lines: [kettle, boughtLine({ id: 'purl_2', sku: 'MUG', paidMinor: '0' })],
      tenders: [
        { id: 'tend_1', kind: 'GIFT_CARD', amountMinor: '9007199254740000', reference: null },
        { id: 'tend_2', kind: 'CASH', amountMinor: '993', reference: null },
      ],
    });
    const { database } = world.service;
    await customersTell(database, { pur_1: told, pur_2: purchase({ orderNumber: 'A-2' }) });
    await customersTell(database, { pur_1: told });
    expect(await rows('SELECT * FROM purchase_copy ORDER BY id')).toMatchObject([
      {
        ...{ id: 'pur_1', customer_id: 'cust_1', order_number: 'A-1', channel: 'IN_STORE', site_id: 'site_1' },
        ...{ currency: 'GBP', purchased_at: new Date('2026-02-01T10:00:00Z') },
      },
      { id: 'pur_2', order_number: 'A-2' },
    ]);
    const lines = `SELECT id, place, product_id, quantity, paid_minor FROM purchase_line_copy WHERE purchase_id = 'pur_1' ORDER BY place`;
    expect(await rows(lines)).toEqual([
      { id: 'purl_1', place: 0, product_id: 'prod_1', quantity: 3, paid_minor: '9007199254740993' },
      { id: 'purl_2', place: 1, product_id: null, quantity: 1, paid_minor: '0' },
    ]);
    const tenders = `SELECT kind, amount_minor FROM purchase_tender_copy WHERE purchase_id = 'pur_1' ORDER BY place`;
    expect(await rows(tenders)).toEqual([
      { kind: 'GIFT_CARD', amount_minor: '9007199254740000' },
      { kind: 'CASH', amount_minor: '993' },
    ]);
  });

  it('can be locked, and neither changed nor deleted', async () => {
    expect(await rows(`SELECT id FROM purchase_line_copy WHERE id = 'purl_1' FOR UPDATE`)).toEqual([{ id: 'purl_1' }]);
    for (const change of [
      `UPDATE purchase_line_copy SET paid_minor = 1`,
      `UPDATE purchase_line_copy SET quantity = 1`,
      `UPDATE purchase_copy SET customer_id = 'cust_2'`,
      `DELETE FROM purchase_line_copy`,
      `DELETE FROM purchase_tender_copy`,
    ])
      await expect(rows(change)).rejects.toThrow(/permission denied/);
  });
});
