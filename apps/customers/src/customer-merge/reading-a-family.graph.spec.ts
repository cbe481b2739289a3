import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  ask,
  change,
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  lead,
  someExternalId,
  someId,
  startWorld,
  type World,
} from '../../test/customers-world.ts';
import { merge, revert } from '../../test/merges.ts';
import { givenPurchase, recordPurchases, sold } from '../../test/purchases.ts';

let world: World;
let survivor: string;
let merged: string;
let mergeId: string;
let territory: string;
const address = () => `${merged}@example.org`;
let identity: { source: string; id: string };
beforeAll(async () => {
  world = await startWorld();
  territory = someId('reg');
  identity = { source: 'till', id: someExternalId() };
  const nameless = { givenName: null, familyName: null };
  survivor = (await givenCustomer(world, nameless)).id;
  merged = (await givenCustomer(world, { ...nameless, externalIdentity: identity })).id;
  await givenContactPoint(world, survivor, {
    kind: 'POSTAL',
    address: { territory },
    validFrom: '2025-01-01T00:00:00Z',
  });
  await givenContactPoint(world, survivor, { kind: 'EMAIL', value: `${survivor}@example.org` });
  await givenContactPoint(world, merged, { kind: 'EMAIL', value: address() });
  await givenCircumstance(world, merged, territory);
  for (const id of [survivor, merged, merged]) await givenPurchase(world, id);
  await promise(merged, 'Ring back');
  mergeId = await merge(world, survivor, [merged]);
});
afterAll(() => world?.close());

const promise = (customerId: string, text: string) =>
  change(
    world,
    'makePromise',
    { customerId, text, dueAt: '2026-03-03T10:00:00Z' },
    { fragments: '... on PromiseMade { promise { customer { id } } }' },
  );

const BELONGINGS = `id status displayName contactPoints { totalCount nodes { value customer { id } } }
  externalIdentities { totalCount } circumstances { nodes { name } } purchases { totalCount nodes { id customer { id } } } promises { totalCount }`;

interface Seen {
  readonly id: string;
  readonly contactPoints: { readonly nodes: { readonly value: string }[] };
}
const whole = async (id: string, actor = lead) =>
  (await ask<{ customer: Seen | null }>(world, `{ customer(id: "${id}") { ${BELONGINGS} } }`, {}, actor)).customer;
const idsWhere = async (where: object, actor = lead) => {
  const query = 'query ($where: CustomerFilter) { customers(where: $where) { totalCount nodes { id } } }';
  const { customers } = await ask<{ customers: { totalCount: number; nodes: { id: string }[] } }>(
    world,
    query,
    { where },
    actor,
  );
  expect(customers.totalCount).toBe(customers.nodes.length);
  return customers.nodes.map(({ id }) => id);
};

describe('two customers who are one', () => {
  it('answer to either id with the survivor, and with what belongs to both, also to other services', async () => {
    const both = await whole(survivor);
    expect(both).toMatchObject({
      ...{ id: survivor, status: 'ACTIVE', displayName: `till ${identity.id}` },
      contactPoints: { totalCount: 3, nodes: Array(3).fill({ customer: { id: survivor } }) },
      ...{ externalIdentities: { totalCount: 1 }, circumstances: { nodes: [{ name: territory }] } },
      purchases: { totalCount: 3, nodes: Array(3).fill({ customer: { id: survivor } }) },
      promises: { totalCount: 1 },
    });
    expect(await whole(merged)).toEqual(both);
    const any = [merged, survivor].map((id) => ({ __typename: 'Customer', id }));
    const entities = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { ${BELONGINGS} } } }`;
    expect(await ask(world, entities, { any })).toEqual({ _entities: [both, both] });
  });

  it('are listed once, wherever they are found by: id, address, circumstance, what another system calls them', async () => {
    expect(await idsWhere({ territory: { eq: territory } })).toEqual([survivor]);
    expect(await idsWhere({ id: { in: [survivor, merged] } })).toEqual([survivor]);
    expect(await idsWhere({ id: { eq: merged } })).toEqual([survivor]);
    for (const value of [{ eq: address() }, { in: [address(), `${survivor}@example.org`] }, { contains: merged }])
      expect(await idsWhere({ contact: { value } })).toEqual([survivor]);
    expect(await idsWhere({ externalIdentity: { source: { eq: 'till' }, id: { eq: identity.id } } })).toEqual([
      survivor,
    ]);
    expect(await idsWhere({ externalIdentity: { source: { eq: 'till' } } })).toEqual([survivor]);
    expect(await idsWhere({ circumstance: { eq: territory } })).toEqual([survivor]);
    expect(await idsWhere({ id: { eq: survivor }, not: { circumstance: { eq: territory } } })).toEqual([]);
    const known = `{ customerByExternalIdentity(source: "till", id: "${identity.id}") { id } }`;
    expect(await ask(world, known)).toEqual({ customerByExternalIdentity: { id: survivor } });
  });

  it('show the record of the merged one to who asks for it, and who stands for them', async () => {
    const query = `{ customers(where: { status: { eq: MERGED } }) { nodes { id status survivor { id } } } }`;
    expect(await ask(world, query)).toEqual({
      customers: { nodes: [{ id: merged, status: 'MERGED', survivor: { id: survivor } }] },
    });
    expect(await idsWhere({ or: [{ status: { in: ['ACTIVE', 'MERGED'] } }] })).toHaveLength(2);
  });

  it('are one to a customer with either token, who sees no other', async () => {
    const stranger = (await givenCustomer(world)).id;
    for (const customerId of [survivor, merged]) {
      const self = caller('CUSTOMER', { customerId });
      expect(await whole(merged, self)).toEqual(await whole(survivor));
      expect(await idsWhere({}, self)).toEqual([survivor]);
      expect(await idsWhere({ status: { eq: 'MERGED' } }, self)).toEqual([]);
      expect(await whole(stranger, self)).toBeNull();
    }
    expect(await whole(merged, caller('CUSTOMER', { customerId: stranger }))).toBeNull();
  });

  it('have their purchases found by either id', async () => {
    const found = async (customer: object) => {
      const query = 'query ($where: PurchaseFilter) { purchases(where: $where) { totalCount } }';
      const { purchases } = await ask<{ purchases: { totalCount: number } }>(world, query, { where: { customer } });
      return purchases.totalCount;
    };
    expect(await found({ eq: merged })).toBe(3);
    expect(await found({ in: [survivor, merged] })).toBe(3);
    expect(await found({ eq: merged, in: [someId('cust')] })).toBe(0);
  });
});

describe('what is addressed to a merged customer', () => {
  it('is done with the survivor: a change, a contact point and its end, a circumstance, a purchase, a promise, an identity', async () => {
    const customer = { customer: { id: survivor } };
    const to = { customerId: merged };
    const changed = await change(
      world,
      'changeCustomer',
      { ...to, familyName: 'Lee' },
      { fragments: '... on CustomerChanged { customer { id familyName } }' },
    );
    expect(changed).toMatchObject({ customer: { id: survivor, familyName: 'Lee' } });
    const contactPointId = await givenContactPoint(world, merged, { kind: 'PHONE', value: '029 2018 0000' });
    const removed = '... on ContactPointRemoved { contactPoint { current customer { id } } }';
    expect(await change(world, 'removeContactPoint', { contactPointId }, { fragments: removed })).toMatchObject({
      contactPoint: customer,
    });
    await givenCircumstance(world, merged, 'Blind');
    expect((await change(world, 'recordCircumstance', { customerId: survivor, name: territory })).__typename).toBe(
      'CircumstanceAlreadyRecorded',
    );
    expect(await promise(merged, 'Write to them')).toMatchObject({ promise: customer });
    await givenPurchase(world, merged);
    const owners = await world.service.database.manager.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM (SELECT customer_id FROM purchases UNION ALL SELECT customer_id FROM promises) t WHERE customer_id = $1`,
      [survivor],
    );
    expect(owners).toEqual([{ n: 3 }]);
    const linked = await change(world, 'linkExternalIdentity', { customerId: survivor, externalIdentity: identity });
    expect(linked.__typename).toBe('ExternalIdentityLinked');
  });

  it('by another system in bulk is done with the survivor, and a sale sent again is known', async () => {
    const before = sold(survivor, { orderNumber: someExternalId() });
    await recordPurchases(world, [before]);
    expect(await recordPurchases(world, [{ ...before, customerId: merged }])).toMatchObject({ unchanged: 1 });
    const register = async () =>
      change(
        world,
        'registerCustomers',
        {
          customers: [
            { kind: 'PERSON', familyName: 'Leigh', externalIdentity: identity, registeredAt: '2026-01-01T00:00:00Z' },
          ],
        },
        {
          actor: admin,
          fragments: '... on CustomersRegistered { changed unchanged customers { customer { id familyName } } }',
        },
      );
    expect(await register()).toMatchObject({
      changed: 1,
      customers: [{ customer: { id: survivor, familyName: 'Leigh' } }],
    });
    expect(await register()).toMatchObject({ unchanged: 1 });
  });
});

describe('two customers parted again', () => {
  it('have each what was recorded for them, and what was addressed to the merged one meanwhile stays with the survivor', async () => {
    await revert(world, mergeId);
    expect(await whole(merged)).toMatchObject({
      ...{ id: merged, displayName: `till ${identity.id}`, externalIdentities: { totalCount: 1 } },
      ...{ purchases: { totalCount: 2 }, promises: { totalCount: 1 }, contactPoints: { totalCount: 1 } },
      circumstances: { nodes: [{ name: territory }] },
    });
    expect(await whole(survivor)).toMatchObject({
      ...{ displayName: 'Leigh', purchases: { totalCount: 3 }, promises: { totalCount: 1 } },
      circumstances: { nodes: [{ name: 'Blind' }] },
    });
    expect(await idsWhere({ contact: { value: { eq: address() } } })).toEqual([merged]);
    expect(await idsWhere({ status: { eq: 'MERGED' } })).toEqual([]);
  });
});
