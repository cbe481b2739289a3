import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pounds, treasurer } from '../../test/budget-stories.ts';
import { analyst, ask, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const QUERY = `query ($input: AllocationScenarioInput!) { allocationScenario(input: $input) {
  agents spent { amount } left { amount } value marginalValue shares { name agents amount { amount } marginalValue } } }`;
const input = {
  ...{ amount: pounds('3500'), costOfOne: pounds('1000') },
  lines: [
    { name: 'Billing', values: [600, 700, 760, 790] },
    { name: 'Orders', values: [300, 380, 400, 405] },
  ],
};

describe('an allocation scenario', () => {
  it('is told through the graph and writes nothing', async () => {
    world.statements();
    expect(await ask(world, QUERY, { input }, analyst)).toEqual({
      allocationScenario: {
        ...{ agents: 3, spent: { amount: '3000.00' }, left: { amount: '500.00' }, value: 1_140, marginalValue: 30 },
        shares: [
          { name: 'Billing', agents: 2, amount: { amount: '2000.00' }, marginalValue: 30 },
          { name: 'Orders', agents: 1, amount: { amount: '1000.00' }, marginalValue: 20 },
        ],
      },
    });
    expect(world.statements()).toEqual([]);
  });

  it('of nothing to share out, or in two currencies, is refused', async () => {
    const wrongs = [{ lines: [] }, { costOfOne: { amount: '1', currency: 'EUR' } }, { costOfOne: pounds('0') }];
    for (const wrong of wrongs)
      await expect(ask(world, QUERY, { input: { ...input, ...wrong } }, treasurer)).rejects.toThrow(/BAD_USER_INPUT/);
  });
});
