import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ApolloServerPlugin } from '@apollo/server';
import { getIntrospectionQuery } from 'graphql';
import { startTestGateway, type TestGateway } from './gateway-world.ts';
import { openShop, type Shop } from './shop-world.ts';

const work = { parsed: 0, validated: 0, executed: 0 };
const counting: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async parsingDidStart() {
        work.parsed += 1;
      },
      async validationDidStart() {
        work.validated += 1;
      },
      async executionDidStart() {
        work.executed += 1;
      },
    };
  },
};

/** Some 35 KB: 500 times the same question under another name. */
const manyAliases = `{ ${Array.from({ length: 500 }, (_, n) => `alias_number_${n}: order(id: "order_${String(n).padStart(26, '0')}") { title }`).join(' ')} }`;

describe('A request', () => {
  let shop: Shop;
  let gateway: TestGateway;
  beforeAll(async () => {
    shop = await openShop();
    gateway = await startTestGateway({
      supergraph: shop.supergraph,
      env: { MAX_BODY_BYTES: '200000' },
      plugins: [counting as never],
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await shop.stop();
  });
  beforeEach(() => {
    Object.assign(work, { parsed: 0, validated: 0, executed: 0 });
  });
  const send = (init: RequestInit, path = '/graphql') => fetch(`${gateway.url}${path}`, init);
  const codeOf = async (response: Response) =>
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;
  const json = { 'content-type': 'application/json' };

  it('of 35 KB and 500 aliases is refused before anything validates, plans or executes it', async () => {
    expect(manyAliases.length).toBeGreaterThan(35_000);
    const { status, errors } = await gateway.ask(manyAliases);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_LARGE');
    const fewerTokens = `{ ${Array.from({ length: 500 }, (_, n) => `alias_number_${n}_of_many_more_of_the_same_kind_so_that_it_is_long: leaky`).join(' ')} }`;
    expect((await gateway.ask(fewerTokens)).errors?.[0]?.extensions.code).toBe('QUERY_TOO_MANY_ALIASES');
    expect(work).toEqual({ parsed: 0, validated: 0, executed: 0 });
    expect(shop.orders.calls).toHaveLength(0);
  });

  it('with a body beyond the limit is refused with 413', async () => {
    const response = await send({
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query: '{ __typename }', variables: { x: 'y'.repeat(200_000) } }),
    });
    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('REQUEST_TOO_LARGE');
  });

  it('that a foreign web page could make a browser send is refused', async () => {
    const simple = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    const statuses = await Promise.all(
      simple.map(
        async (type) =>
          (await send({ method: 'POST', headers: { 'content-type': type }, body: '{"query":"{__typename}"}' })).status,
      ),
    );
    expect(statuses.every((status) => status === 400 || status === 415)).toBe(true);
    expect((await send({}, '/graphql?query={__typename}')).status).toBe(400);
    expect((await send({ headers: { 'apollo-require-preflight': '1' } }, '/graphql?query={__typename}')).status).toBe(
      200,
    );
    expect(
      (await send({ headers: { 'apollo-require-preflight': '1' } }, '/graphql?query=mutation{place(titles:[])}'))
        .status,
    ).toBe(405);
    expect(work.executed).toBe(1);
  });

  it('with several operations in an array is refused', async () => {
    const response = await send({ method: 'POST', headers: json, body: JSON.stringify([{ query: '{ __typename }' }]) });
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('that is not JSON, or goes nowhere, gets an error of the same shape', async () => {
    const broken = await send({ method: 'POST', headers: json, body: '{"query":' });
    expect([broken.status, await codeOf(broken)]).toEqual([400, 'BAD_REQUEST']);
    const nowhere = await send({}, '/graph');
    expect([nowhere.status, await codeOf(nowhere)]).toEqual([404, 'NOT_FOUND']);
  });

  it('with wrong variables is told so', async () => {
    const { status, errors } = await gateway.ask('query ($n: Int!) { orders(first: $n) { id } }', {
      variables: { n: 'many' },
    });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"$n"'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('for the schema by a tool is answered', async () => {
    const { data, errors } = await gateway.ask(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('"Order"');
    expect(JSON.stringify(data)).not.toContain('join__');
  });

  it('keeps a sensible request id of the caller and makes one where there is none', async () => {
    expect(
      (await gateway.ask('{ __typename }', { headers: { 'x-request-id': 'abc-12345' } })).headers.get('x-request-id'),
    ).toBe('abc-12345');
    const made = (await gateway.ask('{ __typename }', { headers: { 'x-request-id': 'x' } })).headers.get(
      'x-request-id',
    );
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('by a browser gets an explorer that loads nothing from elsewhere', async () => {
    const page = await send({ headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('renderYogaGraphiQL');
    expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)="(https?:)?\/\//);
    const again = await send({ headers: { accept: 'text/html', 'if-none-match': String(page.headers.get('etag')) } });
    expect(again.status).toBe(304);
  });

  it('is planned once and remembered, not planned again', async () => {
    // The planner's own module, as the gateway loads it: counting its work is the only way to see that a plan was remembered.
    const loadAsGateway = createRequire(createRequire(import.meta.url).resolve('@apollo/gateway'));
    const { QueryPlanner } = loadAsGateway('@apollo/query-planner') as {
      QueryPlanner: { prototype: { buildQueryPlan(): unknown } };
    };
    const planning = jest.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const query = '{ orders(first: 1) { title id } }';
    await gateway.ask(query);
    await gateway.ask(query);
    expect(planning).toHaveBeenCalledTimes(1);
    planning.mockRestore();
  });
});

describe('A gateway that is told to stop', () => {
  it('answers what it has begun, is no longer ready, and lets nobody in', async () => {
    const shop = await openShop();
    const gateway = await startTestGateway({ supergraph: shop.supergraph, env: { SUBGRAPH_TIMEOUT_MS: '500' } });
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    shop.orders.hanging = true;
    const begun = gateway.ask('{ orders(first: 1) { title } }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = gateway.stop();
    expect((await begun).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
    await stopped;
    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
    await shop.stop();
  });
});
