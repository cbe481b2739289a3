import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admin,
  ask,
  change,
  eventsAbout,
  someExternalId,
  someId,
  startWorld,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Recorded {
  readonly products: readonly { disposition: string; product: { id: string; version: number } }[];
  readonly refused: readonly { index: number; problems: { path: string }[] }[];
}

const record = async (products: object[]) =>
  (await change(
    world,
    'recordProducts',
    { products },
    {
      actor: admin,
      fragments: `... on ProductsRecorded { products { index disposition product { id version } } refused { index problems { path } } }`,
    },
  )) as unknown as Recorded;

const vase = (more: object = {}) => ({
  sku: someExternalId(),
  name: 'Vase',
  category: 'GENERAL',
  active: true,
  ...more,
});

describe('products', () => {
  it('are added, brought forward and left alone, by their numbers', async () => {
    const [one, two] = [vase(), vase()];
    const first = await record([one, two, { ...one, name: 'Twice' }, vase({ name: ' ' })]);
    expect(first.products.map(({ disposition }) => disposition)).toEqual(['ADDED', 'ADDED']);
    expect(first.refused.map(({ index, problems }) => [index, problems[0]?.path])).toEqual([
      [2, 'sku'],
      [3, 'name'],
    ]);
    const next = await record([one, { ...two, active: false }]);
    expect(next.products).toMatchObject([
      { disposition: 'UNCHANGED', product: { id: first.products[0]?.product.id, version: 1 } },
      { disposition: 'CHANGED', product: { id: first.products[1]?.product.id, version: 2 } },
    ]);
    const told = await eventsAbout(world, next.products[1]?.product.id ?? '');
    expect(told.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['courtesy.product.recorded.v1', 1],
      ['courtesy.product.recorded.v1', 2],
    ]);
    const { products } = await ask<{ products: { nodes: { sku: string }[] } }>(
      world,
      'query ($where: ProductFilter) { products(where: $where) { nodes { sku } } }',
      { where: { sku: { in: [one.sku, two.sku] }, active: { eq: true } } },
    );
    expect(products.nodes).toEqual([{ sku: one.sku }]);
  });

  it('that another bulk is adding are waited for, and added once', async () => {
    const { database } = world.service;
    const [one, two] = [vase(), vase()];
    const adding = await database.transaction(async ({ manager }) => {
      const row = [someId('prod'), one.sku, one.name, one.category, true, 1];
      await manager.query(
        `INSERT INTO products (id, sku, name, category, active, version) VALUES ($1, $2, $3, $4, $5, $6)`,
        row,
      );
      const answer = record([two, one]);
      for (;;) {
        const [waits] = await database.manager.query<{ waiting: number }[]>(
          `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        if (waits?.waiting === 1) return { answer };
      }
    });
    const { products } = await adding.answer;
    expect(products.map(({ disposition }) => disposition)).toEqual(['ADDED', 'UNCHANGED']);
  });
});
