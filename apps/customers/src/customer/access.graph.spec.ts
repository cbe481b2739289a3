import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  agent,
  change,
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  lead,
  someExternalId,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
let own: { id: string; source: string; contactPoint: string; identity: string; circumstance: string };
beforeAll(async () => {
  world = await startWorld();
  const source = someExternalId();
  const { id } = await givenCustomer(world, { externalIdentity: { source, id: '1' } });
  const identity = await world.service.database.manager.query<{ id: string }[]>(
    'SELECT id FROM external_identities WHERE customer_id = $1',
    [id],
  );
  own = {
    id,
    source,
    contactPoint: await givenContactPoint(world, id, { kind: 'EMAIL', value: 'gwen@example.org' }),
    identity: identity[0]?.id ?? '',
    circumstance: await givenCircumstance(world, id, 'Servicemember'),
  };
});
afterAll(() => world?.close());

const ROADS = `query ($id: ID!, $source: String!, $customers: [_Any!]!, $points: [_Any!]!, $identities: [_Any!]!) {
  item: customer(id: $id) { id contactPoints { nodes { value customer { id } } } externalIdentities { nodes { source } } }
  list: customers(where: { externalIdentity: { source: { eq: $source } } }) { nodes { displayName } totalCount }
  search: customerByExternalIdentity(source: $source, id: "1") { id }
  contact: customers(where: { contact: { value: { eq: "gwen@example.org" } } }) { nodes { id } totalCount }
  customers: _entities(representations: $customers) { ... on Customer { id displayName } }
  points: _entities(representations: $points) { ... on ContactPoint { id value } }
  identities: _entities(representations: $identities) { ... on ExternalIdentity { id source } }
}`;

const SENSITIVE = `query ($id: ID!, $source: String!, $circumstances: [_Any!]!) {
  item: customer(id: $id) { circumstances { nodes { name customer { id } } totalCount } }
  list: customers(where: { externalIdentity: { source: { eq: $source } } }) { nodes { circumstances { nodes { name } } } }
  circumstances: _entities(representations: $circumstances) { ... on Circumstance { id name } }
}`;

const variables = () => ({
  id: own.id,
  source: own.source,
  customers: [{ __typename: 'Customer', id: own.id }],
  points: [{ __typename: 'ContactPoint', id: own.contactPoint }],
  identities: [{ __typename: 'ExternalIdentity', id: own.identity }],
  circumstances: [{ __typename: 'Circumstance', id: own.circumstance }],
});

const everything = () => ({
  item: {
    id: own.id,
    contactPoints: { nodes: [{ value: 'gwen@example.org', customer: { id: own.id } }] },
    externalIdentities: { nodes: [{ source: own.source }] },
  },
  list: { nodes: [{ displayName: 'Gwen Ifans' }], totalCount: 1 },
  search: { id: own.id },
  contact: { nodes: [{ id: own.id }], totalCount: 1 },
  customers: [{ id: own.id, displayName: 'Gwen Ifans' }],
  points: [{ id: own.contactPoint, value: 'gwen@example.org' }],
  identities: [{ id: own.identity, source: own.source }],
});

const nothing = {
  item: null,
  list: { nodes: [], totalCount: 0 },
  search: null,
  contact: { nodes: [], totalCount: 0 },
  customers: [null],
  points: [null],
  identities: [null],
};

const cleared = () => ({
  item: { circumstances: { nodes: [{ name: 'Servicemember', customer: { id: own.id } }], totalCount: 1 } },
  list: { nodes: [{ circumstances: { nodes: [{ name: 'Servicemember' }] } }] },
  circumstances: [{ id: own.circumstance, name: 'Servicemember' }],
});

/** Leads and above are cleared for circumstances; agents, executives and analysts are not. */
const staff: readonly (readonly [Actor['role'], boolean])[] = [
  ['AGENT', false],
  ['LEAD', true],
  ['MANAGER', true],
  ['REGIONAL', true],
  ['EXECUTIVE', false],
  ['ANALYST', false],
  ['ADMIN', true],
  ['SERVICE', true],
];

describe('on every road', () => {
  it.each(staff)('%s sees every customer and how to reach them', async (role) => {
    expect(await tryToAsk(world, ROADS, variables(), caller(role))).toEqual({ data: everything(), codes: [] });
  });

  it.each(staff)('%s, cleared for circumstances: %s', async (role, isCleared) => {
    const answer = await tryToAsk(world, SENSITIVE, variables(), caller(role));
    if (isCleared) expect(answer).toEqual({ data: cleared(), codes: [] });
    else
      expect(answer).toEqual({
        data: { item: { circumstances: null }, list: { nodes: [{ circumstances: null }] }, circumstances: [null] },
        codes: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
      });
  });

  it('a customer sees themself, with circumstances', async () => {
    const self = caller('CUSTOMER', { customerId: own.id });
    expect(await tryToAsk(world, ROADS, variables(), self)).toEqual({ data: everything(), codes: [] });
    expect(await tryToAsk(world, SENSITIVE, variables(), self)).toEqual({ data: cleared(), codes: [] });
  });

  it.each([
    ['another customer', { customerId: someId('cust') }],
    ['another customer whose token reaches all', { customerId: someId('cust'), reach: 'ALL' as const }],
    ['a customer whose token names nobody', {}],
  ])('%s sees nothing', async (_, overrides) => {
    const other = caller('CUSTOMER', overrides);
    expect(await tryToAsk(world, ROADS, variables(), other)).toEqual({ data: nothing, codes: [] });
    const { data } = await tryToAsk(world, SENSITIVE, variables(), other);
    expect(data).toEqual({ item: null, list: { nodes: [] }, circumstances: [null] });
  });

  it('a caller without the scope gets null and FORBIDDEN, and one without a token UNAUTHENTICATED', async () => {
    const refused = { ...nothing, list: null, contact: null };
    const blank = await tryToAsk(world, ROADS, variables(), caller('AGENT', { scopes: [] }));
    expect(blank).toEqual({ data: refused, codes: Array(7).fill('FORBIDDEN') });
    const anonymous = await tryToAsk(world, ROADS, variables(), caller('ANONYMOUS'));
    expect(anonymous).toEqual({ data: refused, codes: Array(7).fill('UNAUTHENTICATED') });
  });
});

describe('a mutation', () => {
  const mutation = (verb: string) =>
    `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename } }`;

  it.each([
    ['registerCustomer', () => ({ kind: 'PERSON' })],
    ['changeCustomer', () => ({ customerId: own.id, displayName: 'Mallory' })],
    ['addContactPoint', () => ({ customerId: own.id, contactPoint: { kind: 'EMAIL', value: 'm@example.org' } })],
    ['removeContactPoint', () => ({ contactPointId: own.contactPoint })],
    ['linkExternalIdentity', () => ({ customerId: own.id, externalIdentity: { source: 'm', id: '1' } })],
    ['recordCircumstance', () => ({ customerId: own.id, name: 'Rich' })],
    ['endCircumstance', () => ({ circumstanceId: own.circumstance })],
    ['registerCustomers', () => ({ customers: [] })],
  ])('%s is refused to customers, executives and analysts', async (verb, input) => {
    for (const actor of [caller('CUSTOMER', { customerId: own.id }), caller('EXECUTIVE'), caller('ANALYST')]) {
      expect((await tryToAsk(world, mutation(verb), { input: input() }, actor)).codes).toEqual(['FORBIDDEN']);
    }
  });

  it('about circumstances is refused to agents, and a bulk to leads', async () => {
    const record = { input: { customerId: own.id, name: 'Blind' } };
    expect((await tryToAsk(world, mutation('recordCircumstance'), record, agent)).codes).toEqual(['FORBIDDEN']);
    const bulk = { input: { customers: [] } };
    expect((await tryToAsk(world, mutation('registerCustomers'), bulk, lead)).codes).toEqual(['FORBIDDEN']);
    expect((await tryToAsk(world, mutation('registerCustomers'), bulk, admin)).codes).toEqual([]);
  });

  it('by a customer with a wider scope still reaches no other customer', async () => {
    const wider = caller('CUSTOMER', { customerId: someId('cust'), scopes: lead.scopes });
    const refused = { __typename: 'NotFound', code: 'NOT_FOUND' };
    const asked = (verb: string, input: Record<string, unknown>) => change(world, verb, input, { actor: wider });
    expect(await asked('changeCustomer', { customerId: own.id, displayName: 'Mallory' })).toMatchObject(refused);
    expect(await asked('removeContactPoint', { contactPointId: own.contactPoint })).toMatchObject(refused);
    expect(await asked('endCircumstance', { circumstanceId: own.circumstance })).toMatchObject(refused);
  });
});
