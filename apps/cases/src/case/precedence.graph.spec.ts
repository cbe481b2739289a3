import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KnownEvent } from '@courtesy/events';
import { ask, clock, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import { customerReaction } from '../reactions/customer.reaction.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const givenAdjustments = (customerId: string, adjustments: readonly string[]) =>
  world.service.database.transaction((tx) =>
    customerReaction.apply(tx, [
      {
        ...{ specversion: '1.0', id: '1.1', source: '/courtesy/customers', datacontenttype: 'application/json' },
        ...{ type: 'courtesy.customer.adjustments-changed.v1', subject: customerId, sequence: 2 },
        ...{ time: clock().toISOString(), data: { customerId, adjustments } },
      } as unknown as KnownEvent,
    ]),
  );
const priorityOf = async (customerId: string, priority?: string) => {
  const { id } = await givenCase(world, { customerId, ...(priority && { priority }) });
  const query = `query ($id: ID!) { case(id: $id) { priority } }`;
  return (await ask<{ case: { priority: string } }>(world, query, { id })).case.priority;
};

describe('the priority of a case when it is opened', () => {
  it('is HIGH at least for a customer for whom priority handling is an adjustment, for as long as it is', async () => {
    const customerId = someId('cust');
    expect(await priorityOf(customerId)).toBe('NORMAL');
    await givenAdjustments(customerId, ['LARGE_PRINT', 'PRIORITY_HANDLING']);
    const given = [undefined, 'LOW', 'HIGH', 'URGENT'];
    const opened = [];
    for (const priority of given) opened.push(await priorityOf(customerId, priority));
    expect(opened).toEqual(['HIGH', 'HIGH', 'HIGH', 'URGENT']);
    await givenAdjustments(customerId, ['LARGE_PRINT']);
    expect(await priorityOf(customerId)).toBe('NORMAL');
  });

  it('is HIGH for whoever was merged with such a customer', async () => {
    const [survivor, merged] = [someId('cust'), someId('cust')];
    await givenAdjustments(merged, ['PRIORITY_HANDLING']);
    expect(await priorityOf(survivor)).toBe('NORMAL');
    await world.service.database.manager.query(`INSERT INTO customer_aliases VALUES ($1, $2)`, [merged, survivor]);
    expect(await priorityOf(survivor)).toBe('HIGH');
  });
});
