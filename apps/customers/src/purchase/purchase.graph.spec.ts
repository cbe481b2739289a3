import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  agent,
  ask,
  change,
  eventsAbout,
  givenCustomer,
  someExternalId,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { givenPurchase, pounds, recordPurchases, sold } from '../../test/purchases.ts';

let world: World;
let gwen: string;
let other: string;
beforeAll(async () => {
  world = await startWorld();
  gwen = (await givenCustomer(world)).id;
  other = (await givenCustomer(world)).id;
});
afterAll(() => world?.close());

const SEEN = `id orderNumber source boughtAt channel site { id } customer { id } total { amount currency }
  lines { id sku name category quantity paid { amount currency } product { id sku } purchase { id } }
  tenders { kind amount { amount } reference }`;

describe('a purchase', () => {
  it('is kept as the schema says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('shows what was bought and how it was paid, and is told to others in full', async () => {
    const siteId = someId('site');
    const sku = someExternalId();
    const products = [{ sku, name: 'Vase', category: 'GENERAL', active: true }];
    await change(world, 'recordProducts', { products }, { actor: admin });
    const { id } = await givenPurchase(world, gwen, {
      siteId,
      lines: [
        { sku, quantity: 3, paid: pounds('30.00') },
        { sku: 'FILM', name: 'Film', category: 'DIGITAL', quantity: 1, paid: pounds('0.00') },
      ],
      tenders: [
        { kind: 'GIFT_CARD', amount: pounds('20.00'), reference: null },
        { kind: 'DEBIT_CARD', amount: pounds('10.00'), reference: 'tok_2' },
      ],
    });
    const { purchase } = await ask<{ purchase: { lines: { id: string; product: { id: string } }[] } }>(
      world,
      `query ($id: ID!) { purchase(id: $id) { ${SEEN} } }`,
      { id },
    );
    expect(purchase).toMatchObject({
      ...{ id, source: 'till', channel: 'IN_STORE', site: { id: siteId }, customer: { id: gwen } },
      ...{ boughtAt: '2026-03-01T10:00:00.000Z', total: { amount: '30.00', currency: 'GBP' } },
      lines: [
        { name: 'Vase', category: 'GENERAL', quantity: 3, paid: { amount: '30.00' }, product: { sku } },
        { sku: 'FILM', category: 'DIGITAL', paid: { amount: '0.00' }, product: null, purchase: { id } },
      ],
      tenders: [
        { kind: 'GIFT_CARD', amount: { amount: '20.00' }, reference: null },
        { kind: 'DEBIT_CARD', amount: { amount: '10.00' }, reference: 'tok_2' },
      ],
    });
    const [vase, film] = purchase.lines;
    expect(await eventsAbout(world, id)).toEqual([
      {
        type: 'courtesy.purchase.recorded.v1',
        sequence: 1,
        data: {
          ...{ customerId: gwen, orderNumber: expect.anything(), purchasedAt: '2026-03-01T10:00:00.000Z' },
          ...{ channel: 'IN_STORE', siteId, currency: 'GBP' },
          lines: [
            {
              ...{ id: vase?.id, productId: vase?.product.id, sku, name: 'Vase', category: 'GENERAL' },
              ...{ quantity: 3, paidMinor: '3000' },
            },
            {
              ...{ id: film?.id, productId: null, sku: 'FILM', name: 'Film', category: 'DIGITAL' },
              ...{ quantity: 1, paidMinor: '0' },
            },
          ],
          tenders: [
            { id: expect.stringMatching(/^tend_/), kind: 'GIFT_CARD', amountMinor: '2000', reference: null },
            { id: expect.stringMatching(/^tend_/), kind: 'DEBIT_CARD', amountMinor: '1000', reference: 'tok_2' },
          ],
        },
      },
    ]);
  });

  it('of an order that is on record already is refused by name, of a customer nobody knows too', async () => {
    const known = await givenPurchase(world, gwen);
    const again = sold(other, { orderNumber: known.orderNumber });
    const fragments = '... on OrderNumberTaken { purchase { id } } ... on NotFound { id }';
    expect(await change(world, 'recordPurchase', again, { fragments })).toMatchObject({
      ...{ __typename: 'OrderNumberTaken', code: 'ORDER_NUMBER_TAKEN', purchase: { id: known.id } },
      message: `till ${known.orderNumber} is the order of ${known.id}.`,
    });
    const nobody = someId('cust');
    const unknown = { __typename: 'NotFound', id: nobody };
    expect(await change(world, 'recordPurchase', sold(nobody), { fragments })).toMatchObject(unknown);
  });

  it('sent again with its key is the same purchase; sent by many at once it is recorded once', async () => {
    const keyed = sold(gwen, { idempotencyKey: someExternalId() });
    const fragments = '... on PurchaseRecorded { purchase { id } } ... on OrderNumberTaken { purchase { id } }';
    const first = await change(world, 'recordPurchase', keyed, { fragments });
    expect(await change(world, 'recordPurchase', keyed, { fragments })).toEqual(first);
    const one = sold(gwen);
    const answers = await Promise.all([1, 2, 3, 4].map(() => change(world, 'recordPurchase', one, { fragments })));
    const names = answers.map((each) => each.__typename).sort();
    expect(names).toEqual([...Array<string>(3).fill('OrderNumberTaken'), 'PurchaseRecorded']);
    expect(new Set(answers.map((each) => (each['purchase'] as { id: string }).id)).size).toBe(1);
  });

  it('that cannot be right says where', async () => {
    const wrong = sold(gwen, { tenders: [{ kind: 'CASH', amount: pounds('29.98') }] });
    expect(await change(world, 'recordPurchase', wrong)).toMatchObject({
      ...{ __typename: 'InvalidInput', message: 'tenders sum to 2998 minor units, but the lines to 2999.' },
    });
  });

  it('is kept for ever as it is', async () => {
    const { manager } = world.service.database;
    for (const table of ['purchases', 'purchase_lines', 'purchase_tenders']) {
      await expect(manager.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      await expect(manager.query(`UPDATE ${table} SET id = ''`)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('the purchases of a customer', () => {
  it('come the latest first, with their number, and are found by what is known of them', async () => {
    const { id } = await givenCustomer(world);
    const days = ['2026-01-10', '2026-01-12', '2026-01-11'];
    for (const day of days) await givenPurchase(world, id, { boughtAt: `${day}T09:00:00Z`, channel: 'ONLINE' });
    const seen = await ask<{ customer: { purchases: { nodes: { boughtAt: string }[] } } }>(
      world,
      'query ($id: ID!) { customer(id: $id) { purchases(first: 2) { totalCount nodes { boughtAt } pageInfo { hasNextPage } } } }',
      { id },
    );
    expect(seen.customer.purchases).toEqual({
      totalCount: 3,
      nodes: [{ boughtAt: '2026-01-12T09:00:00.000Z' }, { boughtAt: '2026-01-11T09:00:00.000Z' }],
      pageInfo: { hasNextPage: true },
    });
    const where = { customer: { eq: id }, channel: { eq: 'ONLINE' }, boughtAt: { lt: '2026-01-11T00:00:00Z' } };
    const found = await ask<{ purchases: { totalCount: number } }>(
      world,
      'query ($where: PurchaseFilter) { purchases(where: $where) { totalCount } }',
      { where },
    );
    expect(found.purchases.totalCount).toBe(1);
  });

  it('are seen by themselves and by staff, and by no other customer, whichever way they ask', async () => {
    const { id, lines } = await givenPurchase(world, gwen);
    const roads = `query ($id: ID!, $purchases: [_Any!]!, $lines: [_Any!]!) {
      item: purchase(id: $id) { id } list: purchases(where: { customer: { eq: "${gwen}" } }) { nodes { id } totalCount }
      purchases: _entities(representations: $purchases) { ... on Purchase { id } }
      lines: _entities(representations: $lines) { ... on PurchaseLine { id } } }`;
    const variables = {
      id,
      purchases: [{ __typename: 'Purchase', id }],
      lines: [{ __typename: 'PurchaseLine', id: lines[0]?.id }],
    };
    const mine = await tryToAsk(world, roads, variables, caller('CUSTOMER', { customerId: gwen }));
    expect(mine).toMatchObject({ data: { item: { id }, purchases: [{ id }], lines: [{ id: lines[0]?.id }] } });
    const theirs = await tryToAsk(world, roads, variables, caller('CUSTOMER', { customerId: other }));
    expect(theirs.data).toMatchObject({ item: null, list: { nodes: [], totalCount: 0 } });
    expect(JSON.stringify(theirs.data)).not.toContain(lines[0]?.id ?? 'no line');
    const own = caller('CUSTOMER', { customerId: gwen });
    const writing = await tryToAsk(
      world,
      'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename } }',
      { input: sold(gwen) },
      own,
    );
    expect(writing.codes).toEqual(['FORBIDDEN']);
  });
});

describe('a bulk of purchases', () => {
  it('is taken item by item, and sent again changes nothing', async () => {
    const twice = sold(gwen);
    const bulk = [
      sold(gwen),
      sold(someId('cust')),
      sold(other, { lines: [{ sku: 'UNKNOWN', quantity: 1, paid: pounds('29.99') }] }),
      twice,
      twice,
    ];
    const first = await recordPurchases(world, bulk);
    expect(first).toMatchObject({ recorded: 2, unchanged: 0 });
    expect(first.refused.map(({ index, problems }) => [index, problems[0]?.path])).toEqual([
      [1, 'customerId'],
      [2, 'lines[0].name'],
      [4, 'orderNumber'],
    ]);
    const again = await recordPurchases(world, bulk);
    expect(again).toMatchObject({ recorded: 0, unchanged: 2 });
    expect(again.purchases.map(({ purchase }) => purchase.id)).toEqual(
      first.purchases.map(({ purchase }) => purchase.id),
    );
    expect(await eventsAbout(world, first.purchases[0]?.purchase.id ?? '')).toHaveLength(1);
  });

  it('that says otherwise of an order on record is refused there, and two at once record each order once', async () => {
    const bulk = [sold(gwen), sold(gwen), sold(other)];
    const answers = await Promise.all([recordPurchases(world, bulk), recordPurchases(world, bulk.toReversed())]);
    expect(answers.reduce((sum, each) => sum + each.recorded, 0)).toBe(3);
    const otherwise = await recordPurchases(world, [{ ...bulk[0], channel: 'PHONE' }, bulk[1] ?? {}]);
    expect(otherwise).toMatchObject({ unchanged: 1, refused: [{ index: 0, problems: [{ path: 'orderNumber' }] }] });
  });

  it('is for those who may send bulks, of 1 to 500', async () => {
    const many = Array.from({ length: 501 }, () => sold(gwen));
    expect((await recordPurchases(world, many)).__typename).toBe('InvalidInput');
    const query = 'mutation ($input: RecordPurchasesInput!) { recordPurchases(input: $input) { __typename } }';
    expect((await tryToAsk(world, query, { input: { purchases: [sold(gwen)] } }, agent)).codes).toEqual(['FORBIDDEN']);
  });
});
