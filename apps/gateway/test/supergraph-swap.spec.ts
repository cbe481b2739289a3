import { writeFile, rename, unlink } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { eventually, startTestGateway, supergraphOf, type TestGateway } from './gateway-world.ts';
import { openShop, orderIds, type Shop } from './shop-world.ts';

const ERROR = 50;
const SWAP_MS = 5_000;

describe('A supergraph', () => {
  let shop: Shop;
  let gateway: TestGateway;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.stop());
  beforeEach(async () => {
    gateway = await startTestGateway({ supergraph: shop.supergraph });
  });
  afterEach(() => gateway.stop());

  const knowsBuyer = async () => (await gateway.ask(`{ buyer(id: "x") { id } }`)).errors === undefined;
  const serves = async () => (await gateway.ask(`{ order(id: "${orderIds[0]}") { title } }`)).data;
  const refusals = () => gateway.logged.filter(({ level }) => level >= ERROR).map(({ msg }) => msg);

  it('in a changed file is in use without a restart', async () => {
    expect(await knowsBuyer()).toBe(true);
    await writeFile(gateway.supergraphFile, supergraphOf([shop.orders]));
    await eventually(async () => !(await knowsBuyer()), SWAP_MS);
    expect(await serves()).toEqual({ order: { title: 'Order 1' } });
  });

  it('in a file that is replaced by a rename is in use too', async () => {
    await writeFile(`${gateway.supergraphFile}.next`, supergraphOf([shop.orders]));
    await rename(`${gateway.supergraphFile}.next`, gateway.supergraphFile);
    await eventually(async () => !(await knowsBuyer()), SWAP_MS);
  });

  const bad: [string, () => string][] = [
    ['that is half written', () => shop.supergraph.slice(0, shop.supergraph.length / 2)],
    ['that is empty', () => ''],
    ['that is a plain schema', () => 'type Query { hello: String }'],
    ['that names a type it does not have', () => shop.supergraph.replaceAll(/type Buyer [\s\S]*?\n\}/g, '')],
    ['with a subgraph that has no address', () => shop.supergraph.replace(shop.buyers.url, '')],
    ['of a version that the planner does not know', () => shop.supergraph.replace('join/v0.5', 'join/v9.0')],
  ];
  it.each(bad)('%s never replaces a good one, and one line says why', async (_, text) => {
    await writeFile(gateway.supergraphFile, text());
    await eventually(() => refusals().length > 0, SWAP_MS);
    expect(refusals()).toEqual([
      expect.stringMatching(/^a new supergraph was refused, the last good one stays in use: [^\n]+$/),
    ]);
    expect(await serves()).toEqual({ order: { title: 'Order 1' } });
    await writeFile(gateway.supergraphFile, supergraphOf([shop.orders]));
    await eventually(async () => !(await knowsBuyer()), SWAP_MS);
  });

  it('whose file is deleted stays in use, and one line says so', async () => {
    await unlink(gateway.supergraphFile);
    await eventually(() => refusals().length > 0, SWAP_MS);
    expect(refusals()).toEqual([
      expect.stringContaining('the last good supergraph stays in use: the supergraph file cannot be read'),
    ]);
    expect(await serves()).toEqual({ order: { title: 'Order 1' } });
  });

  it('that is bad from the start keeps the gateway from starting, in one clear sentence', async () => {
    await expect(startTestGateway({ supergraph: 'type Query {' })).rejects.toThrow('Syntax Error');
    await expect(
      startTestGateway({ supergraph: '', flags: ['--anonymous', '--supergraph', '/nowhere/x.graphql'] }),
    ).rejects.toThrow('the supergraph file cannot be read: ENOENT');
  });
});

describe('A supergraph at an address', () => {
  it('is polled by its ETag, swapped when it changes, and kept while the address fails', async () => {
    const shop = await openShop();
    const state = { sdl: shop.supergraph, etag: '"1"', broken: false, unchanged: 0 };
    const registry = Fastify({ forceCloseConnections: true });
    registry.get('/supergraph', async (request, reply) => {
      if (state.broken) return reply.code(500).send('out of order');
      if (request.headers['if-none-match'] === state.etag) {
        state.unchanged += 1;
        return reply.code(304).send();
      }
      return reply.header('etag', state.etag).send(state.sdl);
    });
    await registry.listen({ host: '127.0.0.1', port: 0 });
    const address = `http://127.0.0.1:${(registry.server.address() as AddressInfo).port}/supergraph`;
    const gateway = await startTestGateway({
      supergraph: '',
      flags: ['--anonymous', '--supergraph', address],
      env: { SUPERGRAPH_POLL_MS: '50' },
    });
    const knowsBuyer = async () => (await gateway.ask(`{ buyer(id: "x") { id } }`)).errors === undefined;
    try {
      await eventually(() => state.unchanged > 1, SWAP_MS);
      state.broken = true;
      await eventually(() => gateway.logged.some(({ msg }) => msg.includes('answers with status 500')), SWAP_MS);
      expect(await knowsBuyer()).toBe(true);
      Object.assign(state, { sdl: supergraphOf([shop.orders]), etag: '"2"', broken: false });
      await eventually(async () => !(await knowsBuyer()), SWAP_MS);
    } finally {
      await gateway.stop();
      await registry.close();
      await shop.stop();
    }
  });
});
