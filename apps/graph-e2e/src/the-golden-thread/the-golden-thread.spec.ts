import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenThread, THREAD, type Thread } from '../../test/golden-thread.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { asked } from '../../test/verbs.ts';

let world: GraphWorld;
let thread: Thread;
beforeAll(async () => {
  world = await startGraph();
  thread = await givenThread(world, 50);
}, 200_000);
afterAll(() => world?.close());

interface Seen {
  readonly cases: { readonly nodes: readonly Record<string, never>[] };
}
const threadOf = (first: number) => asked<Seen>(world, thread.manager, THREAD, { first, at: null });

describe('the golden thread', () => {
  it('leads from a complaint to everything that hangs together with it, in one request', async () => {
    const { cases } = await threadOf(1);
    console.log(JSON.stringify(cases.nodes[0], null, 1));
    expect(cases.nodes).toHaveLength(1);
  });

  it('takes as many calls of subgraphs for fifty complaints as for one', async () => {
    const costs = [];
    for (const first of [1, 10, 50]) {
      await world.quiet();
      const { cases } = await threadOf(first);
      expect(cases.nodes).toHaveLength(first);
      costs.push(world.spent());
    }
    console.log(JSON.stringify(costs));
  });
});
