import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  change,
  clock,
  eventsAbout,
  givenContactPoint,
  givenCustomer,
  someId,
  startWorld,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const contactPointsOf = async (id: string, args = '') => {
  const { customer } = await ask<{
    customer: { contactPoints: { nodes: unknown[] }; territory: string; version: number };
  }>(
    world,
    `query ($id: ID!) { customer(id: $id) { territory version contactPoints${args} { nodes { value validFrom validTo current address { lines territory postcode } } } } }`,
    { id },
  );
  return { ...customer, contactPoints: customer.contactPoints.nodes };
};

const postal = (territory: string) => ({
  kind: 'POSTAL',
  address: { lines: ['1 High Street'], territory, postcode: '705XX', country: 'US' },
});

describe('a contact point', () => {
  it('moves the customer home, and others are told', async () => {
    const { id } = await givenCustomer(world);
    await givenContactPoint(world, id, postal('LA'));
    expect(await contactPointsOf(id)).toEqual({
      territory: 'LA',
      version: 2,
      contactPoints: [
        {
          value: '1 High Street, LA, 705XX, US',
          validFrom: clock().toISOString(),
          validTo: null,
          current: true,
          address: { lines: ['1 High Street'], territory: 'LA', postcode: '705XX' },
        },
      ],
    });
    expect((await eventsAbout(world, id)).at(-1)).toMatchObject({
      sequence: 2,
      data: { territory: 'LA', country: 'US' },
    });
  });

  it('that is removed stays on record, and takes the home it gave with it', async () => {
    const { id } = await givenCustomer(world);
    await givenContactPoint(world, id, { ...postal('TX'), validFrom: '2020-01-01T00:00:00Z' });
    const latest = await givenContactPoint(world, id, postal('LA'));
    const removed = await change(
      world,
      'removeContactPoint',
      { contactPointId: latest, validTo: clock().toISOString() },
      { fragments: '... on ContactPointRemoved { contactPoint { current validTo } }' },
    );
    expect(removed).toMatchObject({ contactPoint: { current: false, validTo: clock().toISOString() } });
    expect(await contactPointsOf(id)).toMatchObject({
      territory: 'TX',
      version: 4,
      contactPoints: [{ current: true }],
    });
    const all = await contactPointsOf(id, '(includeEnded: true)');
    expect(all.contactPoints).toMatchObject([{ current: false }, { current: true }]);
    await expect(world.service.database.manager.query('DELETE FROM contact_points')).rejects.toThrow(
      /permission denied/,
    );
    await expect(world.service.database.manager.query(`UPDATE contact_points SET value = ''`)).rejects.toThrow(
      /permission denied/,
    );
  });

  it('that was removed stays as it was when it is removed again, and can be added again', async () => {
    const { id } = await givenCustomer(world);
    const email = { kind: 'EMAIL', value: 'gwen@example.org', validFrom: '2026-01-01T00:00:00Z' };
    const contactPointId = await givenContactPoint(world, id, email);
    await change(world, 'removeContactPoint', { contactPointId, validTo: '2026-02-01T00:00:00Z' });
    const again = await change(
      world,
      'removeContactPoint',
      { contactPointId },
      { fragments: '... on ContactPointRemoved { contactPoint { validTo customer { version } } }' },
    );
    expect(again).toMatchObject({ contactPoint: { validTo: '2026-02-01T00:00:00.000Z', customer: { version: 3 } } });
    expect(await givenContactPoint(world, id, email)).not.toBe(contactPointId);
  });

  it('that the customer has, however it is written, is refused with the one they have', async () => {
    const { id } = await givenCustomer(world);
    const known = await givenContactPoint(world, id, { kind: 'PHONE', value: '+44 29 2018 0000' });
    const contactPoint = { kind: 'PHONE', value: '+44 (29) 2018-0000' };
    const same = await Promise.all(
      [1, 2].map(() =>
        change(
          world,
          'addContactPoint',
          { customerId: id, contactPoint },
          { fragments: '... on ContactPointAlreadyKnown { contactPoint { id } }' },
        ),
      ),
    );
    const refused = {
      __typename: 'ContactPointAlreadyKnown',
      code: 'CONTACT_POINT_ALREADY_KNOWN',
      contactPoint: { id: known },
    };
    expect(same).toMatchObject([refused, refused]);
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });

  it('is added once however often the same key comes', async () => {
    const { id } = await givenCustomer(world);
    const input = { customerId: id, idempotencyKey: 'add-1', contactPoint: { kind: 'SOCIAL', value: '@gwen' } };
    const fragments = '... on ContactPointAdded { contactPoint { id } }';
    const first = await change(world, 'addContactPoint', input, { fragments });
    expect(first.__typename).toBe('ContactPointAdded');
    expect(await change(world, 'addContactPoint', input, { fragments })).toEqual(first);
  });

  it('cannot end before it began or after now, nor when the customer changed since', async () => {
    const { id } = await givenCustomer(world);
    const contactPointId = await givenContactPoint(world, id, { kind: 'EMAIL', value: 'gwen@example.org' });
    const remove = (input: object) => change(world, 'removeContactPoint', { contactPointId, ...input });
    expect(await remove({ validTo: '2026-01-01T00:00:00Z' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await remove({ validTo: '2030-01-01T00:00:00Z' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await remove({ expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await remove({ expectedVersion: 2 })).toMatchObject({ __typename: 'ContactPointRemoved' });
  });

  it('of nobody, or one that is not there, is not found', async () => {
    const contactPoint = { kind: 'EMAIL', value: 'gwen@example.org' };
    const customerId = someId('cust');
    expect(await change(world, 'addContactPoint', { customerId, contactPoint })).toMatchObject({ code: 'NOT_FOUND' });
    const contactPointId = someId('cpt');
    expect(await change(world, 'removeContactPoint', { contactPointId })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stands in its page, the latest first, each once', async () => {
    const { id } = await givenCustomer(world);
    for (const day of ['01', '02', '03'])
      await givenContactPoint(world, id, {
        kind: 'EMAIL',
        value: `${day}@example.org`,
        validFrom: `2026-01-${day}T00:00:00Z`,
      });
    const page = async (after: string | null) => {
      const { customer } = await ask<{
        customer: {
          contactPoints: {
            nodes: { value: string }[];
            totalCount: number;
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        };
      }>(
        world,
        'query ($id: ID!, $after: String) { customer(id: $id) { contactPoints(first: 2, after: $after) { nodes { value } totalCount pageInfo { endCursor hasNextPage } } } }',
        { id, after },
      );
      return customer.contactPoints;
    };
    const first = await page(null);
    expect(first).toMatchObject({
      nodes: [{ value: '03@example.org' }, { value: '02@example.org' }],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ value: '01@example.org' }],
      totalCount: 3,
      pageInfo: { hasNextPage: false },
    });
  });
});
