import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';
import { familyTold } from '../../test/purchase-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

/** Waits until a rule has acted on a case, or has let as much time go by as it takes with others. */
const priorityOf = async (id: string, awaited: string) => {
  for (let i = 0; i < 200; i += 1) {
    const { case: seen } = await ask<{ case: { priority: string } }>(
      world,
      `query ($id: ID!) { case(id: $id) { priority } }`,
      { id },
    );
    if (seen.priority === awaited) return seen.priority;
    await delay(20);
  }
  return 'as it was';
};
const opened = (customerId: string) => givenCase(world, { customerId, openedAt: clock().toISOString() });

describe('a rule for one customer', () => {
  it('is one for every id of theirs, also for a case that comes for the old id after the merge', async () => {
    const [old, now, other] = [someId('cust'), someId('cust'), someId('cust')];
    for (const [rank, named] of [old, now].entries())
      await ask(
        world,
        `mutation ($input: AddAutomationRuleInput!) { addAutomationRule(input: $input) { __typename ... on InvalidInput { problems { message } } } }`,
        {
          input: {
            ...{ name: `For ${named}`, rank: rank + 1, triggers: ['CASE_OPENED'] },
            condition: `case.customer = "${named}"`,
            steps: [{ verb: 'PRIORITISE', priority: rank === 0 ? 'URGENT' : 'HIGH', reason: 'Theirs' }],
          },
        },
        manager,
      );
    await familyTold(world.service.database, { customerId: old, survivorId: now });
    // Both rules are for either id; they act in the order of their rank.
    for (const id of [old, now]) expect(await priorityOf((await opened(id)).id, 'HIGH')).toBe('HIGH');
    const stranger = await opened(other);
    await familyTold(world.service.database, { customerId: old, survivorId: old });
    expect(await priorityOf((await opened(old)).id, 'URGENT')).toBe('URGENT');
    const { case: seen } = await ask<{ case: { priority: string; automationRuns: { totalCount: number } } }>(
      world,
      `query ($id: ID!) { case(id: $id) { priority automationRuns { totalCount } } }`,
      { id: stranger.id },
    );
    expect(seen).toEqual({ priority: 'NORMAL', automationRuns: { totalCount: 0 } });
  });
});
