import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  change,
  eventsAbout,
  givenCustomer,
  someExternalId,
  startWorld,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const taken = '... on ExternalIdentityTaken { customer { id } externalIdentity { id } }';
const link = (customerId: string, externalIdentity: object) =>
  change(world, 'linkExternalIdentity', { customerId, externalIdentity }, { fragments: taken });

describe('an external identity', () => {
  it('finds its customer, and nobody else', async () => {
    const identity = { source: 'till', id: someExternalId() };
    const { id } = await givenCustomer(world);
    await link(id, identity);
    const found = (source: string, externalId: string) =>
      ask(
        world,
        'query ($source: String!, $id: String!) { customerByExternalIdentity(source: $source, id: $id) { id externalIdentities { nodes { source externalId } } } }',
        { source, id: externalId },
      );
    expect(await found('till', identity.id)).toEqual({
      customerByExternalIdentity: { id, externalIdentities: { nodes: [{ source: 'till', externalId: identity.id }] } },
    });
    expect(await found('web', identity.id)).toEqual({ customerByExternalIdentity: null });
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });

  it('of another customer is refused by name, on both roads to one', async () => {
    const identity = { source: 'till', id: someExternalId() };
    const first = await givenCustomer(world, { externalIdentity: identity });
    const second = await givenCustomer(world);
    const refused = {
      __typename: 'ExternalIdentityTaken',
      code: 'EXTERNAL_IDENTITY_TAKEN',
      message: `till knows ${first.id} by the id ${identity.id}; one such id is one customer's.`,
      customer: { id: first.id },
    };
    expect(await link(second.id, identity)).toMatchObject(refused);
    expect(
      await change(world, 'registerCustomer', { kind: 'PERSON', externalIdentity: identity }, { fragments: taken }),
    ).toMatchObject(refused);
    expect(await eventsAbout(world, second.id)).toHaveLength(1);
  });

  it('linked to the same customer again changes nothing', async () => {
    const identity = { source: 'till', id: someExternalId() };
    const { id } = await givenCustomer(world, { externalIdentity: identity });
    expect((await link(id, identity)).__typename).toBe('ExternalIdentityLinked');
    expect(await eventsAbout(world, id)).toHaveLength(1);
  });

  it('wanted for two customers at once becomes one of them', async () => {
    const identity = { source: 'till', id: someExternalId() };
    const customers = await Promise.all([1, 2, 3, 4].map(() => givenCustomer(world)));
    const linked = await Promise.all(customers.map(({ id }) => link(id, identity)));
    const registered = await Promise.all(
      [1, 2].map(() =>
        change(world, 'registerCustomer', { kind: 'PERSON', externalIdentity: identity }, { fragments: taken }),
      ),
    );
    const names = [...linked, ...registered].map((answer) => answer.__typename).sort();
    expect(names).toEqual(['ExternalIdentityLinked', ...Array<string>(5).fill('ExternalIdentityTaken')]);
  });

  it('is kept for ever as it is', async () => {
    const { manager } = world.service.database;
    await expect(manager.query('DELETE FROM external_identities')).rejects.toThrow(/permission denied/);
    await expect(manager.query(`UPDATE external_identities SET source = ''`)).rejects.toThrow(/permission denied/);
  });
});
