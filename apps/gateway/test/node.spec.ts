import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIssuer, type TestIssuer } from './issuer-world.ts';
import { startTestGateway, type TestGateway } from './gateway-world.ts';
import { buyerIds, openShop, orderIds, unknownOrderId, type Shop } from './shop-world.ts';

describe('node(id:)', () => {
  let shop: Shop;
  let issuer: TestIssuer;
  let gateway: TestGateway;
  let headers: Record<string, string>;
  beforeAll(async () => {
    [shop, issuer] = await Promise.all([openShop(), startIssuer()]);
    gateway = await startTestGateway({
      supergraph: shop.supergraph,
      env: { OIDC_ISSUER: issuer.url, SUBGRAPH_TIMEOUT_MS: '400' },
      flags: [],
    });
    headers = { authorization: `Bearer ${await issuer.token()}` };
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([shop.stop(), issuer.stop()]);
  });
  const ask = (query: string) => gateway.ask(query, { headers });

  it('finds what an id says it is, through its owner and on into other subgraphs', async () => {
    const { data, errors } = await ask(
      `{ node(id: "${orderIds[0]}") { __typename id ... on Order { title buyer { name } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.['node']).toEqual({
      __typename: 'Order',
      id: orderIds[0],
      title: 'Order 1',
      buyer: { name: 'Buyer 1' },
    });
  });

  it('is null for an id that nobody has, whatever is asked of it', async () => {
    const { data, errors } = await ask(
      `{ a: node(id: "${unknownOrderId}") { id } b: node(id: "${unknownOrderId}") { ... on Order { title } } }`,
    );
    expect({ data, errors }).toEqual({ data: { a: null, b: null }, errors: undefined });
  });

  it('says what is wrong with a malformed id and with an unknown prefix', async () => {
    const unknownPrefix = orderIds[0]?.replace('order_', 'parcel_');
    const { data, errors } = await ask(`{ a: node(id: "4711") { id } b: node(id: "${unknownPrefix}") { id } }`);
    expect(data).toEqual({ a: null, b: null });
    expect(errors?.map(({ message, path, extensions }) => [path, extensions.code, message])).toEqual([
      [['a'], 'BAD_USER_INPUT', '"4711" is not an id of this graph: ids look like case_01j… .'],
      [
        ['b'],
        'BAD_USER_INPUT',
        `"${unknownPrefix}" is no id that node() can look up: nothing here has ids that begin with "parcel_".`,
      ],
    ]);
  });

  it('keeps the order of several ids of mixed kinds and asks each owner once whether they exist', async () => {
    shop.orders.calls.length = 0;
    const ids = [buyerIds[1], orderIds[2], unknownOrderId, orderIds[0]].map((id) => `"${id}"`).join(', ');
    const { data, errors } = await ask(`{ nodes(ids: [${ids}]) { id } }`);
    expect(errors).toBeUndefined();
    expect(data?.['nodes']).toEqual([{ id: buyerIds[1] }, { id: orderIds[2] }, null, { id: orderIds[0] }]);
    expect(shop.orders.calls).toHaveLength(1);
  });

  it('refuses one bad id among several at its own place in the list', async () => {
    const { data, errors } = await ask(`{ nodes(ids: ["${orderIds[0]}", "nonsense"]) { id } }`);
    expect(data?.['nodes']).toEqual([{ id: orderIds[0] }, null]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is null with the reason while the owner is away', async () => {
    shop.buyers.hanging = true;
    const { data, errors } = await ask(`{ node(id: "${buyerIds[0]}") { id } orders(first: 1) { title } }`);
    shop.buyers.hanging = false;
    expect(data).toEqual({ node: null, orders: [{ title: 'Order 1' }] });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'buyers' } }]);
  });
});
