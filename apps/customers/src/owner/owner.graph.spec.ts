import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { change, givenCustomer, someId, startWorld, tryToAsk, type World } from '../../test/customers-world.ts';
import { found, seen } from '../../test/identity.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const assign = (customerId: string, input: object) =>
  change(
    world,
    'assignOwner',
    { customerId, ...input },
    { fragments: '... on OwnerAssigned { customer { version } } ... on InvalidInput { problems { path } }' },
  );
const ownerOf = async (id: string, asOf?: string) =>
  (await seen<{ owner: { person: { id: string } } | null }>(world, id, 'owner { person { id } }', asOf)).owner?.person
    .id;

describe('an owner', () => {
  it('looks after a customer until another does or nobody', async () => {
    const { id } = await givenCustomer(world);
    const [rhys, mair, team] = [someId('pers'), someId('pers'), someId('team')];
    await assign(id, { personId: rhys, from: '2025-01-01T00:00:00Z' });
    await assign(id, { personId: mair, teamId: team, reason: 'Rhys moved on' });
    expect(await assign(id, { personId: mair, teamId: team })).toMatchObject({ customer: { version: 3 } });
    expect([await ownerOf(id), await ownerOf(id, '2025-02-01T00:00:00Z')]).toEqual([mair, rhys]);
    expect(await found(world, { owner: { personId: { eq: mair } } })).toEqual([id]);
    expect(await found(world, { owner: { teamId: { in: [team] } } })).toEqual([id]);
    expect(await found(world, { owner: { personId: { eq: rhys } } })).toEqual([]);
    expect(await change(world, 'releaseOwner', { customerId: id })).toMatchObject({ __typename: 'OwnerReleased' });
    expect(await ownerOf(id)).toBeUndefined();
    expect(await seen(world, id, 'ownerHistory { totalCount }')).toEqual({ ownerHistory: { totalCount: 2 } });
  });

  it('is a person of the organisation, whom staff may know', async () => {
    const { id } = await givenCustomer(world);
    expect(await assign(id, { personId: someId('cust'), teamId: 'us' })).toMatchObject({
      problems: [{ path: 'personId' }, { path: 'teamId' }],
    });
    const herself = caller('CUSTOMER', { customerId: id });
    const asked = await tryToAsk(world, 'query ($id: ID!) { customer(id: $id) { owner { reason } } }', { id }, herself);
    expect(asked.codes).toEqual(['FORBIDDEN']);
    const looked = await tryToAsk(
      world,
      '{ customers(where: { owner: { personId: { isNull: false } } }) { totalCount } }',
      {},
      herself,
    );
    expect(looked.codes).toEqual(['FORBIDDEN']);
  });
});
