import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saveRoots } from '@courtesy/subgraph';
import { givenGrant, reserve, somebody } from '../../test/authority-world.ts';
import { customerCalled, givenContract } from '../../test/contract-world.ts';
import { ask, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const stands = (customerId: string, survivorId: string) =>
  saveRoots(world.service.database.manager, [{ customerId, survivorId }]);

describe('what policy keeps of a customer who was merged', () => {
  it('contracts and entitlements are those of whoever stands for them, until the merge is undone', async () => {
    const [old, now] = [someId('cust'), someId('cust')];
    const [one, other] = [
      await givenContract(world, { customerId: old }),
      await givenContract(world, { customerId: now }),
    ];
    const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer {
      contracts { nodes { id customer { id } } } entitlements { nodes { id } } } } }`;
    const ofEach = async (actor?: ReturnType<typeof customerCalled>) => {
      const any = [old, now].map((id) => ({ __typename: 'Customer', id }));
      type Seen = {
        contracts: { nodes: { id: string; customer: { id: string } }[] };
        entitlements: { nodes: object[] };
      };
      return (await ask<{ _entities: Seen[] }>(world, query, { any }, actor))._entities;
    };
    const before = await ofEach();
    expect(before.map(({ contracts }) => contracts.nodes.map(({ id }) => id))).toEqual([[one.id], [other.id]]);
    await stands(old, now);
    for (const actor of [undefined, customerCalled(old), customerCalled(now)])
      for (const { contracts, entitlements } of await ofEach(actor)) {
        expect(contracts.nodes.map(({ id }) => id)).toEqual([other.id, one.id]);
        expect(contracts.nodes.map(({ customer }) => customer.id)).toEqual([now, now]);
        expect(entitlements.nodes).toHaveLength(before.flatMap((each) => each.entitlements.nodes).length);
      }
    await stands(old, old);
    expect(await ofEach()).toEqual(before);
  });

  it('what was refunded to either counts for both, also when two decide at once', async () => {
    const [old, now] = [someId('cust'), someId('cust')];
    await givenGrant(world, {
      perCase: { amount: '50', currency: 'GBP' },
      perCustomer: { amount: '50', currency: 'GBP' },
      customerDays: 30,
    });
    const clerk = somebody();
    const refund = async (customerId: string, amount: string) =>
      (await reserve(world, clerk, amount, { customerId })).__typename;
    expect(await refund(old, '30')).toBe('AuthorityReserved');
    expect(await refund(now, '30')).toBe('AuthorityReserved');
    await stands(old, now);
    expect(await refund(now, '10')).toBe('ApprovalNeeded');
    const [third, fourth] = [someId('cust'), someId('cust')];
    await stands(third, fourth);
    const both = await Promise.all([refund(third, '30'), refund(fourth, '30')]);
    expect(both.toSorted()).toEqual(['ApprovalNeeded', 'AuthorityReserved']);
  });
});
