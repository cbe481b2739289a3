import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyActor, actorKey } from '@courtesy/subgraph/actor';
import { eventually, lastCall, SECRET, startTestGateway, type TestGateway } from './gateway-world.ts';
import { openShop, orderIds, orphanId, type Shop } from './shop-world.ts';

const DEADLINE_MS = 400;
const ORDERS_WITH_BUYERS = '{ orders(first: 2) { id title buyer { id name } } }';

describe('A subgraph that fails', () => {
  let shop: Shop;
  let gateway: TestGateway;
  beforeAll(async () => {
    shop = await openShop();
    gateway = await startTestGateway({
      supergraph: shop.supergraph,
      env: { SUBGRAPH_TIMEOUT_MS: String(DEADLINE_MS) },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await shop.stop();
  });
  beforeEach(() => {
    shop.buyers.hanging = false;
  });

  it('costs nothing while it answers: both subgraphs join into one answer', async () => {
    const { data, errors } = await gateway.ask(ORDERS_WITH_BUYERS);
    expect(errors).toBeUndefined();
    expect(data?.['orders']).toMatchObject([
      { title: 'Order 1', buyer: { name: 'Buyer 1' } },
      { title: 'Order 2', buyer: { name: 'Buyer 2' } },
    ]);
  });

  it('by hanging costs its own fields and a SUBGRAPH_TIMEOUT, inside the deadline', async () => {
    shop.buyers.hanging = true;
    const start = performance.now();
    const { data, errors } = await gateway.ask(ORDERS_WITH_BUYERS);
    expect(performance.now() - start).toBeLessThan(DEADLINE_MS + 300);
    expect(data?.['orders']).toEqual([
      { id: orderIds[0], title: 'Order 1', buyer: null },
      { id: orderIds[1], title: 'Order 2', buyer: null },
    ]);
    expect(errors).toEqual([
      {
        message: `The buyers service did not answer within ${DEADLINE_MS} ms.`,
        path: ['orders'],
        extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'buyers', requestId: expect.any(String) },
      },
    ]);
  });

  it('by being gone costs its own fields and a SUBGRAPH_UNAVAILABLE, and is back within 2 s of its return', async () => {
    await shop.buyers.stop();
    const gone = await gateway.ask(ORDERS_WITH_BUYERS);
    expect(gone.data?.['orders']).toMatchObject([{ title: 'Order 1' }, { title: 'Order 2' }]);
    expect(gone.errors).toMatchObject([
      { path: ['orders'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'buyers' } },
    ]);
    await shop.buyers.comeBack();
    const took = await eventually(async () => (await gateway.ask(ORDERS_WITH_BUYERS)).errors === undefined, 2_000);
    expect(took).toBeLessThan(2_000);
  });

  it('by breaking is masked: no address, secret, query or stack reaches the caller, the log has it all', async () => {
    const { data, errors, headers } = await gateway.ask('{ leaky orders(first: 1) { title } }');
    expect(data?.['orders']).toEqual([{ title: 'Order 1' }]);
    const requestId = headers.get('x-request-id');
    expect(errors).toEqual([
      {
        message: `Something broke on our side. Quote request ${requestId} when you report it.`,
        path: ['leaky'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'orders', requestId },
      },
    ]);
    expect(JSON.stringify(gateway.logged)).toContain('hunter2');
  });

  it('by refusing keeps its message and code, and nothing else it said', async () => {
    const { data, errors } = await gateway.ask(`{ order(id: "${orderIds[0]}") { title note } }`);
    expect(data?.['order']).toEqual({ title: 'Order 1', note: null });
    expect(errors).toEqual([
      {
        message: 'You may not see Order.note.',
        path: ['order', 'note'],
        extensions: { code: 'FORBIDDEN', service: 'orders', requestId: expect.any(String) },
      },
    ]);
  });
});

describe('A reference to something that nobody has', () => {
  it('is null, with no error and nothing about how the answer was made', async () => {
    const shop = await openShop();
    const gateway = await startTestGateway({ supergraph: shop.supergraph });
    const {
      status: _status,
      headers: _headers,
      ...answer
    } = await gateway.ask(`{ order(id: "${orphanId}") { title buyer { name } } }`);
    expect(answer).toEqual({ data: { order: { title: 'Orphan', buyer: null } } });
    await gateway.stop();
    await shop.stop();
  });
});

describe('A subgraph call', () => {
  let shop: Shop;
  let gateway: TestGateway;
  beforeAll(async () => {
    shop = await openShop();
    gateway = await startTestGateway({ supergraph: shop.supergraph });
  });
  afterAll(async () => {
    await gateway.stop();
    await shop.stop();
  });

  it('vouches for the caller over the exact bytes of the body, and to that subgraph alone', async () => {
    await gateway.ask(ORDERS_WITH_BUYERS, { headers: { 'x-request-id': 'request-from-a-client' } });
    const { headers, body } = lastCall(shop.buyers);
    const header = String(headers['x-courtesy-actor']);
    const believe = (audience: string, bytes: Buffer) =>
      verifyActor({ header, audience, key: actorKey(SECRET, audience), now: new Date(), body: bytes });
    expect(believe('buyers', body)).toMatchObject({ role: 'ANONYMOUS' });
    expect(() => believe('orders', body)).toThrow('FORGED');
    expect(() => believe('buyers', Buffer.concat([body, Buffer.from(' ')]))).toThrow('WRONG_BODY');
    expect(headers['x-request-id']).toBe('request-from-a-client');
  });

  it('of a bulk mutation carries megabytes of variables', async () => {
    const titles = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(10_000)}`);
    const { data, errors } = await gateway.ask('mutation ($titles: [String!]!) { place(titles: $titles) }', {
      variables: { titles },
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ place: 500 });
  });
});
