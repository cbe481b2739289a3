import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';

let world: GraphWorld;
let place: Place;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Page');
  await givenCases(world, place, 60);
});
afterAll(() => world?.close());

interface Listed {
  readonly cases: {
    nodes: {
      id: string;
      customer: { displayName: string } | null;
      assignee: { displayName: string } | null;
      interactions: { nodes: { channel: string }[] };
    }[];
  };
}
const page = (first: number) =>
  world.ask<Listed>(
    `query ($first: Int!) { cases(first: $first) { nodes { id customer { displayName } assignee { displayName } interactions(first: 2) { nodes { channel occurredAt } } } } }`,
    { first },
  );

describe('a page of cases with customer, assignee and contacts', () => {
  it('is joined from three services in one answer', async () => {
    const { data, errors } = await page(50);
    expect(errors).toBeUndefined();
    expect(data.cases.nodes).toHaveLength(50);
    for (const each of data.cases.nodes) {
      expect(each.customer?.displayName).toMatch(/^Customer \d+$/);
      expect(each.assignee?.displayName).toBe('Ada Page');
      expect(each.interactions.nodes).toMatchObject([{ channel: 'PHONE' }]);
    }
  });

  it('costs 3 subgraph calls and 5 statements, whether it has 5 cases or 50', async () => {
    for (const first of [5, 50]) {
      await world.quiet();
      await page(first);
      expect(world.spent()).toEqual({ calls: 3, statements: 5 });
    }
  });
});
