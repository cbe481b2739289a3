import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { change, givenCustomer, someId, startWorld, tryToAsk, type World } from '../../test/customers-world.ts';
import { found, givenHousehold, givenOrganisation, relate, seen } from '../../test/identity.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const NODES = '{ nodes { id kind validTo customer { id } related { id } } totalCount }';
interface Page {
  readonly relationships: {
    readonly nodes: { readonly id: string; readonly kind: string }[];
    readonly totalCount: number;
  };
}
const idOf = (answer: object) => (answer as { relationship: { id: string } }).relationship.id;

describe('a relationship', () => {
  it('is seen from both ends, and by whoever looks for either', async () => {
    const { id: gwen } = await givenCustomer(world);
    const home = await givenHousehold(world);
    const id = idOf(await relate(world, gwen, 'MEMBER_OF_HOUSEHOLD', home));
    const node = { id, kind: 'MEMBER_OF_HOUSEHOLD', validTo: null, customer: { id: gwen }, related: { id: home } };
    for (const end of [gwen, home])
      expect(await seen<Page>(world, end, `relationships ${NODES}`)).toEqual({
        relationships: { nodes: [node], totalCount: 1 },
      });
    expect(await found(world, { relationship: { kind: { eq: 'MEMBER_OF_HOUSEHOLD' }, to: { eq: home } } })).toEqual([
      gwen,
    ]);
    expect(await found(world, { relationship: { of: { eq: gwen } } })).toEqual([home]);
  });

  it('holds for a time, ends and stays on record', async () => {
    const { id: gwen } = await givenCustomer(world);
    const mill = await givenOrganisation(world);
    const from = '2024-01-01T00:00:00.000Z';
    const id = idOf(await relate(world, gwen, 'EMPLOYEE_OF', { id: mill, from }));
    const ended = await change(
      world,
      'endRelationship',
      { relationshipId: id, to: '2025-01-01T00:00:00Z', reason: 'Retired' },
      { fragments: '... on RelationshipEnded { relationship { validTo endReason } }' },
    );
    expect(ended).toMatchObject({ relationship: { validTo: '2025-01-01T00:00:00.000Z', endReason: 'Retired' } });
    const at = async (args: string) =>
      (await seen<Page>(world, gwen, `relationships${args} ${NODES}`)).relationships.totalCount;
    expect(await at('')).toBe(0);
    expect(await at('(includeEnded: true)')).toBe(1);
    expect(await at('(asOf: "2024-06-01T00:00:00Z")')).toBe(1);
    expect(await at('(asOf: "2025-01-01T00:00:00Z")')).toBe(0);
    const then = await seen<Page>(world, gwen, `relationships ${NODES}`, '2024-06-01T00:00:00Z');
    expect(then.relationships.totalCount).toBe(1);
    expect(await found(world, { relationship: { to: { eq: mill } } })).toEqual([]);
    await expect(world.service.database.manager.query('DELETE FROM customer_relationships')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('is not recorded twice for one time, with themself, or between those who cannot be that', async () => {
    const { id: gwen } = await givenCustomer(world);
    const { id: rhys } = await givenCustomer(world, { givenName: 'Rhys' });
    const known = idOf(
      await relate(world, gwen, 'CARER_OF', { id: rhys, from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' }),
    );
    expect(await relate(world, gwen, 'CARER_OF', { id: rhys, from: '2024-12-31T00:00:00Z' })).toMatchObject({
      code: 'RELATIONSHIP_OVERLAPS',
      relationship: { id: known },
    });
    expect(await relate(world, gwen, 'CARER_OF', { id: rhys, from: '2025-01-01T00:00:00Z' })).toMatchObject({
      __typename: 'RelationshipRecorded',
    });
    expect(await relate(world, rhys, 'CARER_OF', gwen)).toMatchObject({ __typename: 'RelationshipRecorded' });
    expect(await relate(world, gwen, 'CARER_OF', gwen)).toMatchObject({ problems: [{ path: 'relatedId' }] });
    expect(await relate(world, gwen, 'EMPLOYEE_OF', rhys)).toMatchObject({ problems: [{ path: 'relatedId' }] });
    expect(await relate(world, gwen, 'CARER_OF', someId('cust'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is recorded once of many that come at once', async () => {
    const { id: gwen } = await givenCustomer(world);
    const { id: rhys } = await givenCustomer(world, { givenName: 'Rhys' });
    const answers = await Promise.all([1, 2, 3].map(() => relate(world, gwen, 'PARENT_OF', rhys)));
    expect(answers.map((answer) => answer.__typename).toSorted()).toEqual([
      'RelationshipOverlaps',
      'RelationshipOverlaps',
      'RelationshipRecorded',
    ]);
  });

  it('follows a merge, and is none between those who are one', async () => {
    const [gwen, again, rhys] = [
      (await givenCustomer(world)).id,
      (await givenCustomer(world)).id,
      (await givenCustomer(world, { givenName: 'Rhys' })).id,
    ];
    await relate(world, again, 'CARER_OF', rhys);
    await relate(world, again, 'PARENT_OF', gwen);
    await change(world, 'mergeCustomers', { survivorId: gwen, mergedIds: [again], reason: 'One person' });
    expect(await seen<Page>(world, gwen, `relationships ${NODES}`)).toMatchObject({
      relationships: { nodes: [{ kind: 'CARER_OF', customer: { id: gwen } }], totalCount: 1 },
    });
    expect(await relate(world, gwen, 'CARER_OF', rhys)).toMatchObject({ code: 'RELATIONSHIP_OVERLAPS' });
    expect(await found(world, { relationship: { of: { eq: gwen } } })).toEqual([rhys]);
  });

  it('is for staff', async () => {
    const { id: gwen } = await givenCustomer(world);
    const herself = caller('CUSTOMER', { customerId: gwen });
    const asked = await tryToAsk(
      world,
      `query ($id: ID!) { customer(id: $id) { id relationships { totalCount } } }`,
      { id: gwen },
      herself,
    );
    expect(asked).toEqual({ data: { customer: { id: gwen, relationships: null } }, codes: ['FORBIDDEN'] });
    const looked = await tryToAsk(
      world,
      `{ customers(where: { relationship: { kind: { eq: CARER_OF } } }) { totalCount } }`,
      {},
      herself,
    );
    expect(looked.codes).toEqual(['FORBIDDEN']);
  });
});
