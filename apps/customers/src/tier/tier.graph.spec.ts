import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agent,
  change,
  eventsAbout,
  givenCustomer,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { found, givenTier, seen } from '../../test/identity.ts';

let world: World;
let gold: string;
let silver: string;
beforeAll(async () => {
  world = await startWorld();
  gold = await givenTier(world, 'GOLD', 1);
  silver = await givenTier(world, 'SILVER', 2);
});
afterAll(() => world?.close());

const assign = (customerId: string, tierId: string, more: object = {}) =>
  change(
    world,
    'assignCustomerTier',
    { customerId, tierId, ...more },
    {
      fragments:
        '... on CustomerTierAssigned { assignment { validFrom } customer { version } } ... on InvalidInput { problems { path } }',
    },
  );
const tierOf = async (id: string, asOf?: string) =>
  (await seen<{ tier: { name: string } | null }>(world, id, 'tier { name }', asOf)).tier?.name;

describe('a tier', () => {
  it('has a name and a rank of its own', async () => {
    const establish = (input: object) =>
      change(world, 'establishCustomerTier', input as Record<string, unknown>, {
        fragments: '... on CustomerTierTaken { tier { id } } ... on InvalidInput { problems { path } }',
      });
    expect(await establish({ name: 'GOLD', rank: 7 })).toMatchObject({
      code: 'CUSTOMER_TIER_TAKEN',
      tier: { id: gold },
    });
    expect(await establish({ name: 'BRONZE', rank: 2 })).toMatchObject({
      code: 'CUSTOMER_TIER_TAKEN',
      tier: { id: silver },
    });
    expect(await establish({ name: 'gold', rank: 0 })).toMatchObject({
      problems: [{ path: 'name' }, { path: 'rank' }],
    });
    const listed = await tryToAsk(world, '{ customerTiers { nodes { name rank } } }', {}, agent);
    expect(listed.data).toEqual({
      customerTiers: {
        nodes: [
          { name: 'GOLD', rank: 1 },
          { name: 'SILVER', rank: 2 },
        ],
      },
    });
  });

  it('of a customer takes the place of the one before, which stays on record', async () => {
    const { id } = await givenCustomer(world);
    expect(await assign(id, silver, { from: '2025-01-01T00:00:00Z', reason: 'Five years with us' })).toMatchObject({
      customer: { version: 2 },
    });
    expect(await assign(id, gold, { from: '2026-01-01T00:00:00Z' })).toMatchObject({ customer: { version: 3 } });
    expect(await assign(id, gold)).toMatchObject({
      customer: { version: 3 },
      assignment: { validFrom: '2026-01-01T00:00:00.000Z' },
    });
    expect([
      await tierOf(id),
      await tierOf(id, '2025-06-01T00:00:00Z'),
      await tierOf(id, '2024-06-01T00:00:00Z'),
    ]).toEqual(['GOLD', 'SILVER', undefined]);
    expect(await seen(world, id, 'tierHistory { nodes { tier { name } reason validFrom validTo } }')).toEqual({
      tierHistory: {
        nodes: [
          { tier: { name: 'GOLD' }, reason: null, validFrom: '2026-01-01T00:00:00.000Z', validTo: null },
          {
            tier: { name: 'SILVER' },
            reason: 'Five years with us',
            validFrom: '2025-01-01T00:00:00.000Z',
            validTo: '2026-01-01T00:00:00.000Z',
          },
        ],
      },
    });
    expect(await assign(id, silver, { from: '2025-06-01T00:00:00Z' })).toMatchObject({ problems: [{ path: 'from' }] });
    expect(await assign(id, silver, { from: '2030-06-01T00:00:00Z' })).toMatchObject({ problems: [{ path: 'from' }] });
    expect(await assign(id, someId('tier'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await assign(id, silver, { expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  it('is what a list can be asked for, ends, and is told to other services', async () => {
    const { id } = await givenCustomer(world);
    await assign(id, silver);
    expect(await found(world, { id: { eq: id }, tier: { name: { eq: 'SILVER' } } })).toEqual([id]);
    expect(await found(world, { id: { eq: id }, tier: { id: { eq: gold } } })).toEqual([]);
    expect(await change(world, 'endCustomerTier', { customerId: id })).toMatchObject({
      __typename: 'CustomerTierEnded',
    });
    expect(await tierOf(id)).toBeUndefined();
    expect(await found(world, { id: { eq: id }, tier: { name: { eq: 'SILVER' } } })).toEqual([]);
    const told = await world.service.database.manager.query<{ data: object }[]>(
      `SELECT data FROM event_log WHERE type = 'courtesy.customer.tier-changed.v1' AND data ->> 'customerId' = $1 ORDER BY position`,
      [id],
    );
    expect(told.map(({ data }) => data)).toMatchObject([
      { tierId: silver, tier: 'SILVER', rank: 2 },
      { tierId: null, tier: null, rank: null },
    ]);
    expect(await eventsAbout(world, id)).toHaveLength(3);
  });

  it('comes with whoever is merged, and goes with them again', async () => {
    const [one, other] = [(await givenCustomer(world)).id, (await givenCustomer(world)).id];
    await assign(other, gold);
    const merged = await change(
      world,
      'mergeCustomers',
      { survivorId: one, mergedIds: [other], reason: 'One person' },
      { fragments: '... on CustomersMerged { merge { id } }' },
    );
    expect(await tierOf(one)).toBe('GOLD');
    await change(world, 'revertMerge', {
      mergeId: (merged as unknown as { merge: { id: string } }).merge.id,
      reason: 'Two after all',
    });
    expect([await tierOf(one), await tierOf(other)]).toEqual([undefined, 'GOLD']);
  });
});
