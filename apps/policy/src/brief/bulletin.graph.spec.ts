import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenBrief, givenBulletin, tell } from '../../test/brief-world.ts';
import { agent, ask, clock, eventsAbout, NOON, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

describe('a bulletin', () => {
  it('is news of a product, without an end of its own, found by when it is to be looked at again', async () => {
    const { brief } = await givenBulletin(world, { reviewBy: '2026-03-20T00:00:00Z' });
    await givenBulletin(world, { reviewBy: '2026-06-20T00:00:00Z' });
    await givenBrief(world);
    const query = `{ briefs(where: { kind: { eq: BULLETIN }, reviewBy: { lte: "P30D" } }) { nodes { __typename id state ... on ProductBulletin { product reviewBy } } totalCount } }`;
    expect((await ask(world, query))['briefs']).toEqual({
      nodes: [
        {
          __typename: 'ProductBulletin',
          id: brief.id,
          state: 'LIVE',
          product: 'Kettle K2',
          reviewBy: '2026-03-20T00:00:00.000Z',
        },
      ],
      totalCount: 1,
    });
    expect(await eventsAbout(world, brief.id)).toMatchObject([
      {
        type: 'courtesy.bulletin.published.v1',
        data: { product: 'Kettle K2', liveUntil: null, mustReadBeforeShift: false },
      },
    ]);
    expect(await tell(world, 'amendBrief', { briefId: brief.id, terms: 'None' })).toMatchObject({
      problems: [{ path: 'terms' }],
    });
  });
});

describe('bulletins and briefs in a list', () => {
  it('are read with their versions, for 40 in as many statements as for one', async () => {
    for (let count = 0; count < 10; count += 1) {
      const { brief } = await givenBrief(world, { title: `Sale ${count}` });
      await tell(world, 'amendBrief', { briefId: brief.id, message: 'Other' });
      for (const title of ['A', 'B', 'C']) await givenBulletin(world, { title });
    }
    const query = `query ($first: Int!) { briefs(first: $first) { nodes { id title state current { number state liveUntil brief { title } }
      versions(first: 5) { nodes { number state liveUntil myReceipt { id } receipts { nodes { id } totalCount } } totalCount } } } }`;
    const read = (first: number) => ask<{ briefs: { nodes: unknown[] } }>(world, query, { first }, agent);
    world.statements();
    await read(1);
    const statements = world.statements().length;
    expect((await read(40)).briefs.nodes).toHaveLength(40);
    expect(world.statements()).toHaveLength(statements);
  });
});
