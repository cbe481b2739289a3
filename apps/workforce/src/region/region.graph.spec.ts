import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  doing,
  eventsAbout,
  givenRegion,
  givenSite,
  lastEventAbout,
  mutation,
  refusedWith,
  someWord,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('a region', () => {
  it('is mapped as it is stored, as is everything of the directory', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is established, and says so to others', async () => {
    const name = someWord('North');
    const { id } = await givenRegion(world, { name });
    expect(await eventsAbout(world, id)).toEqual(['region.established']);
    expect(await lastEventAbout(world, id)).toEqual({ sequence: 1, data: { name } });
  });

  it('is established once however often the same key comes, and never with another name', async () => {
    const input = { idempotencyKey: someWord('key'), name: 'South' };
    const all = await Promise.all([1, 2, 3].map(() => givenRegion(world, input)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await doing(world, 'establishRegion', { ...input, name: 'West' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('is established once however many bring the same reference at once, and stays as the first said', async () => {
    const externalReference = { source: 'payroll', id: someWord('r') };
    const results = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        doing<{ region: Known }>(world, 'establishRegion', { name, externalReference }),
      ),
    );
    expect(results.map(({ disposition }) => disposition).sort()).toEqual([
      'ADDED',
      'UNCHANGED',
      'UNCHANGED',
      'UNCHANGED',
    ]);
    const [id, ...others] = new Set(results.map(({ region }) => region.id));
    expect(others).toEqual([]);
    expect(await eventsAbout(world, id!)).toEqual(['region.established']);
  });

  it('gets another name, from the version that was read', async () => {
    const { id } = await givenRegion(world);
    const renamed = await doing(world, 'renameRegion', { regionId: id, expectedVersion: 1, name: ' Middle ' });
    expect(renamed).toEqual({ __typename: 'RegionRenamed', region: { id, name: 'Middle', version: 2 } });
    expect(await doing(world, 'renameRegion', { regionId: id, expectedVersion: 1, name: 'East' })).toMatchObject({
      __typename: 'StaleVersion',
      code: 'VERSION_CONFLICT',
    });
    expect(await lastEventAbout(world, id)).toEqual({ sequence: 2, data: { name: 'Middle' } });
  });

  it('given the name it has stays as it is and announces nothing', async () => {
    const { id } = await givenRegion(world, { name: 'Same' });
    expect(await doing(world, 'renameRegion', { regionId: id, name: 'Same' })).toMatchObject({
      region: { version: 1 },
    });
    expect(await eventsAbout(world, id)).toEqual(['region.established']);
  });

  it('needs a name', async () => {
    expect(await doing(world, 'establishRegion', { name: ' ' })).toMatchObject({ problems: [{ path: 'name' }] });
    const { id } = await givenRegion(world);
    expect(await doing(world, 'renameRegion', { regionId: id, name: 'x'.repeat(201) })).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('is established by those who see everything, and renamed by whoever sees all of it', async () => {
    const { id } = await givenRegion(world);
    const mine = caller('REGIONAL', { regionId: id });
    expect(await refusedWith(world, mutation('establishRegion'), { input: { name: 'Mine' } }, mine)).toEqual([
      'FORBIDDEN',
    ]);
    expect(await doing(world, 'renameRegion', { regionId: id, name: 'Mine' }, mine)).toMatchObject({
      __typename: 'RegionRenamed',
    });
    const other = caller('REGIONAL', { regionId: (await givenRegion(world)).id });
    expect(
      await refusedWith(world, mutation('renameRegion'), { input: { regionId: id, name: 'Theirs' } }, other),
    ).toEqual(['FORBIDDEN']);
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });
});

describe('the list of regions', () => {
  it('is read to its end by cursor, by name', async () => {
    const word = someWord('Paged');
    for (const letter of ['C', 'A', 'B', 'D', 'E']) await givenRegion(world, { name: `${word} ${letter}` });
    const names: string[] = [];
    let after: string | null = null;
    do {
      const {
        regions,
      }: {
        regions: {
          nodes: { name: string }[];
          totalCount: number;
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      } = await ask(
        world,
        `query ($word: String!, $after: String) { regions(first: 2, after: $after, where: { name: { contains: $word } }) { nodes { name } totalCount pageInfo { endCursor hasNextPage } } }`,
        { word, after },
      );
      expect(regions.totalCount).toBe(5);
      names.push(...regions.nodes.map(({ name }) => name.slice(-1)));
      after = regions.pageInfo.hasNextPage ? regions.pageInfo.endCursor : null;
    } while (after);
    expect(names).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('holds its sites a page at a time, counted only for the region asked', async () => {
    const { id: regionId } = await givenRegion(world);
    await givenSite(world);
    for (const name of ['b', 'a', 'c']) await givenSite(world, { regionId, name });
    const page = (after: string | null) =>
      ask<{ region: { sites: { nodes: object[]; totalCount: number; pageInfo: { endCursor: string } } } }>(
        world,
        `query ($id: ID!, $after: String) { region(id: $id) { sites(first: 2, after: $after) { nodes { name region { id } } totalCount pageInfo { endCursor } } } }`,
        { id: regionId, after },
      );
    const { region } = await page(null);
    const site = (name: string) => ({ name, region: { id: regionId } });
    expect(region.sites).toMatchObject({ nodes: [site('a'), site('b')], totalCount: 3 });
    expect((await page(region.sites.pageInfo.endCursor)).region.sites.nodes).toEqual([site('c')]);
  });
});
