import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import {
  agent,
  ask,
  change,
  eventsAbout,
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
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const changed = '... on CustomerChanged { customer { displayName preferredLanguage version } }';

describe('a customer', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is registered with how to reach them, and others are told where they are at home and no more', async () => {
    const { id, displayName } = await givenCustomer(world, {
      registeredAt: '2025-06-01T00:00:00Z',
      contactPoints: [
        { kind: 'EMAIL', value: 'Gwen@Example.org' },
        { kind: 'POSTAL', address: { lines: ['1 High Street'], territory: 'LA', postcode: '705XX', country: 'US' } },
      ],
    });
    expect(displayName).toBe('Gwen Ifans');
    expect(await eventsAbout(world, id)).toEqual([
      {
        type: 'courtesy.customer.registered.v1',
        sequence: 1,
        data: {
          kind: 'PERSON',
          territory: 'LA',
          country: 'US',
          circumstances: [],
          registeredAt: '2025-06-01T00:00:00.000Z',
        },
      },
    ]);
  });

  it('without a name is shown by the id another system knows them by, else as anonymous, and neither is stored', async () => {
    const unnamed = { givenName: null, familyName: null };
    const nobody = await givenCustomer(world, unnamed);
    const externalIdentity = { source: 'cfpb', id: someExternalId() };
    const known = await givenCustomer(world, { ...unnamed, externalIdentity });
    expect(nobody.displayName).toBe('Anonymous customer');
    expect(known.displayName).toBe(`cfpb ${externalIdentity.id}`);
    const stored = await world.service.database.manager.query(
      'SELECT DISTINCT display_name, given_name, family_name FROM customers WHERE id = ANY ($1)',
      [[nobody.id, known.id]],
    );
    expect(stored).toEqual([{ display_name: null, given_name: null, family_name: null }]);
  });

  it('is changed field by field: what is absent stays, what is null goes', async () => {
    const { id } = await givenCustomer(world, { displayName: 'Gwenno', preferredLanguage: 'CY-gb' });
    const answer = await change(world, 'changeCustomer', { customerId: id, displayName: null }, { fragments: changed });
    expect(answer).toEqual({
      __typename: 'CustomerChanged',
      customer: { displayName: 'Gwen Ifans', preferredLanguage: 'cy-GB', version: 2 },
    });
    expect((await eventsAbout(world, id)).map((event) => [event.type, event.sequence])).toEqual([
      ['courtesy.customer.registered.v1', 1],
      ['courtesy.customer.changed.v1', 2],
    ]);
  });

  it('asked to be what it is stays as it is and announces nothing', async () => {
    const { id } = await givenCustomer(world);
    const answer = await change(world, 'changeCustomer', { customerId: id, givenName: 'Gwen' }, { fragments: changed });
    expect(answer).toMatchObject({ __typename: 'CustomerChanged', customer: { version: 1 } });
    expect(await eventsAbout(world, id)).toHaveLength(1);
  });

  it('changed by two at once from the same version is changed by one, and the loser sees how it stands', async () => {
    const { id } = await givenCustomer(world);
    const stale = '... on StaleVersion { expectedVersion current { id ... on Customer { version } } }';
    const results = await Promise.all(
      ['A', 'B', 'C'].map((familyName) =>
        change(
          world,
          'changeCustomer',
          { customerId: id, expectedVersion: 1, familyName },
          { fragments: `${changed} ${stale}` },
        ),
      ),
    );
    const losers = results.filter((result) => result.__typename === 'StaleVersion');
    expect(losers).toHaveLength(2);
    expect(losers[0]).toMatchObject({ expectedVersion: 1, current: { id, version: 2 }, code: 'VERSION_CONFLICT' });
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });

  it('that is an organisation has a name, and keeps it', async () => {
    const problems = '... on InvalidInput { problems { path } }';
    expect(
      await change(world, 'registerCustomer', { kind: 'ORGANISATION', givenName: 'Gwen' }, { fragments: problems }),
    ).toMatchObject({ problems: [{ path: 'displayName' }, { path: 'givenName' }] });
    const { id } = await givenCustomer(world, {
      kind: 'ORGANISATION',
      displayName: 'Ifans Ltd',
      givenName: null,
      familyName: null,
    });
    expect(
      await change(world, 'changeCustomer', { customerId: id, displayName: null }, { fragments: problems }),
    ).toMatchObject({ problems: [{ path: 'displayName' }] });
  });

  it('cannot be registered with nonsense, and every problem is told at once', async () => {
    const answer = await change(
      world,
      'registerCustomer',
      {
        kind: 'PERSON',
        displayName: ' ',
        givenName: 'a\u0000b',
        preferredLanguage: 'not a language',
        registeredAt: '2030-01-01T00:00:00Z',
        externalIdentity: { source: '', id: 'x' },
        contactPoints: [
          { kind: 'EMAIL', value: 'nobody' },
          { kind: 'POSTAL', address: { country: 'England' } },
        ],
      },
      { fragments: '... on InvalidInput { problems { path } }' },
    );
    expect((answer['problems'] as { path: string }[]).map((problem) => problem.path)).toEqual([
      'displayName',
      'givenName',
      'preferredLanguage',
      'registeredAt',
      'externalIdentity.source',
      'contactPoints[0].value',
      'contactPoints[1].address.country',
    ]);
  });

  it('is registered once however often the same key comes, and never with another input', async () => {
    const input = { idempotencyKey: 'desk-1' };
    const all = await Promise.all([1, 2, 3].map(() => givenCustomer(world, input)));
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    await expect(givenCustomer(world, { ...input, givenName: 'Other' })).rejects.toThrow(/idempotency key/);
  });
});

describe('a list of customers', () => {
  const listed = async (where: object, actor = lead) => {
    const { customers } = await ask<{ customers: { nodes: { id: string }[] } }>(
      world,
      'query ($where: CustomerFilter) { customers(where: $where, orderBy: OLDEST_FIRST) { nodes { id } } }',
      { where },
      actor,
    );
    return customers.nodes.map((node) => node.id);
  };

  it('is filtered by name, kind, territory, time, and by what belongs to a customer', async () => {
    const territory = someId('reg');
    const source = someExternalId();
    const shop = await givenCustomer(world, {
      kind: 'ORGANISATION',
      displayName: '100% Kettles',
      givenName: null,
      familyName: null,
      registeredAt: '2026-01-01T00:00:00Z',
      externalIdentity: { source, id: '7' },
      contactPoints: [{ kind: 'POSTAL', address: { territory } }],
    });
    const person = await givenCustomer(world, {
      givenName: 'Olwen',
      familyName: 'Kettle',
      contactPoints: [
        { kind: 'POSTAL', address: { territory } },
        { kind: 'PHONE', value: '+44 (29) 2018-0000' },
        { kind: 'EMAIL', value: ` ${territory}@Example.org ` },
      ],
    });
    await givenCircumstance(world, person.id, territory);
    const here = { territory: { eq: territory } };
    const both = [shop.id, person.id];
    expect(await listed({ ...here, displayName: { contains: 'kettle' } })).toEqual(both);
    expect(await listed({ ...here, displayName: { contains: '0% k' } })).toEqual([shop.id]);
    expect(await listed({ ...here, displayName: { contains: 'n_k' } })).toEqual([]);
    expect(await listed({ ...here, kind: { in: ['PERSON'] } })).toEqual([person.id]);
    expect(await listed({ ...here, registeredAt: { gte: '-P14D' } })).toEqual([person.id]);
    expect(await listed({ externalIdentity: { source: { eq: source }, id: { in: ['7', '8'] } } })).toEqual([shop.id]);
    expect(await listed({ externalIdentity: { source: { eq: source }, id: { eq: '8' } } })).toEqual([]);
    expect(await listed({ ...here, contact: { value: { eq: '+44 29 2018 0000' } } })).toEqual([person.id]);
    expect(await listed({ contact: { value: { eq: `${territory}@EXAMPLE.org` } } })).toEqual([person.id]);
    expect(await listed({ contact: { kind: { eq: 'PHONE' }, value: { eq: `${territory}@example.org` } } })).toEqual([]);
    expect(await listed({ ...here, contact: { value: { contains: '2018' } } })).toEqual([person.id]);
    expect(await listed({ circumstance: { eq: territory } })).toEqual([person.id]);
    expect(await listed({ ...here, not: { circumstance: { in: [territory] } } })).toEqual([shop.id]);
    expect(await listed({ ...here, or: [{ circumstance: { eq: 'x' } }, { kind: { eq: 'PERSON' } }] })).toEqual([
      person.id,
    ]);
    expect(await listed({ ...here, or: [] })).toEqual([]);
    expect(await listed({ ...here, id: { in: [shop.id, someId('cust')] } })).toEqual([shop.id]);
  });

  it('finds nobody by a contact point that is no longer in use, and each by one that is', async () => {
    const { id } = await givenCustomer(world);
    const value = `${id}@example.org`;
    const contactPointId = await givenContactPoint(world, id, { kind: 'EMAIL', value });
    expect(await listed({ contact: { value: { eq: value } } })).toEqual([id]);
    await change(world, 'removeContactPoint', { contactPointId });
    expect(await listed({ contact: { value: { eq: value } } })).toEqual([]);
  });

  it('tells nobody by its filter what they may not read', async () => {
    const query = 'query ($where: CustomerFilter) { customers(where: $where) { nodes { id } totalCount } }';
    const circumstance = { eq: 'Older American' };
    for (const where of [{ circumstance }, { not: { or: [{ circumstance }] } }]) {
      expect(await tryToAsk(world, query, { where }, agent)).toEqual({
        data: { customers: null },
        codes: ['FORBIDDEN'],
      });
    }
  });

  it('is read to its end by cursor, each customer once', async () => {
    const territory = someId('reg');
    for (let i = 0; i < 5; i += 1)
      await givenCustomer(world, { contactPoints: [{ kind: 'POSTAL', address: { territory } }] });
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const {
        customers,
      }: {
        customers: {
          nodes: { id: string }[];
          totalCount: number;
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      } = await ask(
        world,
        'query ($after: String, $where: CustomerFilter) { customers(first: 2, after: $after, where: $where) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } }',
        { after, where: { territory: { eq: territory } } },
      );
      expect(customers.totalCount).toBe(5);
      ids.push(...customers.nodes.map((node) => node.id));
      after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toHaveLength(5);
  });

  it('costs the same number of statements for 5 customers and for 50, also by their ids', async () => {
    const territory = someId('reg');
    const ids: string[] = [];
    for (let i = 0; i < 50; i += 1) {
      const contactPoints = [
        { kind: 'POSTAL', address: { territory } },
        { kind: 'PHONE', value: `029 2000 ${1000 + i}` },
      ];
      const { id } = await givenCustomer(world, { givenName: null, familyName: null, contactPoints });
      await givenCircumstance(world, id, 'Older American');
      ids.push(id);
    }
    const fields =
      'id displayName contactPoints(first: 1) { nodes { value } totalCount } externalIdentities { nodes { source } } circumstances { nodes { name } }';
    const cost = async (query: string, variables: Record<string, unknown>) => {
      world.statements();
      await ask(world, query, variables);
      return world.statements().length;
    };
    const list = `query ($first: Int, $where: CustomerFilter) { customers(first: $first, where: $where) { nodes { ${fields} } } }`;
    const where = { territory: { eq: territory } };
    expect(await cost(list, { first: 5, where })).toBe(6);
    expect(await cost(list, { first: 50, where })).toBe(6);
    const entities = 'query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { displayName } } }';
    const any = ids.map((id) => ({ __typename: 'Customer', id }));
    expect(await cost(entities, { any })).toBe(2);
  });
});
