import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admin,
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

const fragments = `... on CustomersRegistered {
  registered changed unchanged customers { index disposition customer { id } } refused { index problems { path message } }
} ... on InvalidInput { problems { path } }`;

interface Registered {
  readonly __typename: string;
  readonly customers: { index: number; disposition: string; customer: { id: string } }[];
  readonly refused: { index: number; problems: { path: string }[] }[];
}

const register = async (customers: object[]) =>
  (await change(world, 'registerCustomers', { customers }, { fragments, actor: admin })) as unknown as Registered;

/** Until so many connections of this database wait for a lock. */
const untilWaiting = async (count: number) => {
  for (;;) {
    const [row] = await world.service.database.manager.query<{ waiting: number }[]>(
      `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row?.waiting === count) return;
  }
};

const someone = (overrides: object = {}) => ({
  kind: 'PERSON',
  externalIdentity: { source: 'cfpb', id: someExternalId() },
  contactPoints: [{ kind: 'POSTAL', address: { territory: 'LA', postcode: '705XX', country: 'US' } }],
  circumstances: ['Older American', 'Servicemember'],
  registeredAt: '2023-06-01T05:00:00Z',
  ...overrides,
});

describe('a bulk', () => {
  it('registers its customers, and says so to others', async () => {
    const answer = await register([someone(), someone({ displayName: 'Gwen Ifans' })]);
    expect(answer).toMatchObject({ registered: 2, changed: 0, unchanged: 0, refused: [] });
    const id = answer.customers[0]?.customer.id ?? '';
    expect(await eventsAbout(world, id)).toEqual([
      {
        type: 'courtesy.customer.registered.v1',
        sequence: 1,
        data: {
          kind: 'PERSON',
          territory: 'LA',
          country: 'US',
          circumstances: ['Older American', 'Servicemember'],
          registeredAt: '2023-06-01T05:00:00.000Z',
        },
      },
    ]);
  });

  it('sent again changes nothing', async () => {
    const customers = [someone(), someone()];
    const first = await register(customers);
    const again = await register(customers);
    expect(again).toMatchObject({ registered: 0, changed: 0, unchanged: 2 });
    expect(again.customers.map((each) => each.customer.id)).toEqual(first.customers.map((each) => each.customer.id));
    expect(await eventsAbout(world, first.customers[0]?.customer.id ?? '')).toHaveLength(1);
  });

  it('brings a known customer forward and takes nothing back', async () => {
    const known = someone({ displayName: 'Gwen', circumstances: ['Older American'] });
    const [first] = (await register([known])).customers;
    const id = first?.customer.id ?? '';
    const later = {
      ...known,
      displayName: null,
      givenName: 'Gwen',
      contactPoints: [{ kind: 'EMAIL', value: 'gwen@example.org' }],
      circumstances: ['Servicemember'],
    };
    expect(await register([later])).toMatchObject({ changed: 1 });
    expect(await register([later, someone()])).toMatchObject({ changed: 0, unchanged: 1, registered: 1 });
    const { customer } = await ask<{ customer: unknown }>(
      world,
      'query ($id: ID!) { customer(id: $id) { displayName givenName territory version contactPoints { totalCount } circumstances { totalCount } } }',
      { id },
    );
    expect(customer).toEqual({
      displayName: 'Gwen',
      givenName: 'Gwen',
      territory: 'LA',
      version: 2,
      contactPoints: { totalCount: 2 },
      circumstances: { totalCount: 2 },
    });
    expect((await eventsAbout(world, id)).at(-1)).toMatchObject({
      type: 'courtesy.customer.changed.v1',
      data: { territory: 'LA', circumstances: ['Older American', 'Servicemember'] },
    });
  });

  it('does not begin again what was ended here', async () => {
    const known = someone({ circumstances: ['Servicemember'] });
    const [first] = (await register([known])).customers;
    const { customer } = await ask<{
      customer: { circumstances: { nodes: { id: string }[] }; contactPoints: { nodes: { id: string }[] } };
    }>(
      world,
      'query ($id: ID!) { customer(id: $id) { circumstances { nodes { id } } contactPoints { nodes { id } } } }',
      { id: first?.customer.id },
    );
    await change(world, 'endCircumstance', { circumstanceId: customer.circumstances.nodes[0]?.id });
    await change(world, 'removeContactPoint', { contactPointId: customer.contactPoints.nodes[0]?.id });
    expect(await register([known])).toMatchObject({ unchanged: 1 });
  });

  it('refuses an item alone, with everything that is wrong with it', async () => {
    const twice = someone();
    const known = someone();
    await register([known]);
    const answer = await register([
      someone({ registeredAt: '2030-01-01T00:00:00Z', circumstances: [' '] }),
      twice,
      twice,
      { ...known, kind: 'ORGANISATION', displayName: 'Ifans Ltd' },
      someone({ displayName: 'a\u0000b' }),
    ]);
    expect(answer).toMatchObject({ registered: 1, customers: [{ index: 1 }] });
    expect(answer.refused.map(({ index, problems }) => [index, problems.map((problem) => problem.path)])).toEqual([
      [0, ['registeredAt', 'circumstances[0]']],
      [2, ['externalIdentity']],
      [3, ['kind']],
      [4, ['displayName']],
    ]);
  });

  it('is refused whole when it is empty or too large', async () => {
    expect(await register([])).toMatchObject({ problems: [{ path: 'customers' }] });
    expect(await register(Array.from({ length: 501 }, () => someone()))).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('sent by four at once, overlapping and in other orders, registers each customer once', async () => {
    const customers = Array.from({ length: 60 }, () => someone());
    const lots = [customers, customers.toReversed(), customers.slice(20), customers.slice(0, 40).toReversed()];
    const answers = await Promise.all(lots.map(register));
    const ids = new Set(answers.flatMap((answer) => answer.customers.map((each) => each.customer.id)));
    const registered = answers
      .flatMap((answer) => answer.customers)
      .filter((each) => each.disposition === 'REGISTERED');
    expect([ids.size, registered.length]).toEqual([60, 60]);
  });

  it('never waits for another that waits for it', async () => {
    const source = someExternalId();
    const named = (id: string) => someone({ externalIdentity: { source, id } });
    const holder = world.service.database.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query(
        `INSERT INTO customers (id, kind, registered_at, version) VALUES ('cust_held', 'PERSON', now(), 1)`,
      );
      await holder.query(`INSERT INTO external_identities VALUES ('xid_held', 'cust_held', $1, 'm', now())`, [source]);
      const both = [register(['a', 'm', 'z'].map(named)), register(['z', 'm', 'a'].map(named))];
      await untilWaiting(2);
      await holder.rollbackTransaction();
      const dispositions = (await Promise.all(both)).flatMap((answer) =>
        answer.customers.map((each) => each.disposition),
      );
      expect(dispositions.toSorted()).toEqual([...Array(3).fill('REGISTERED'), ...Array(3).fill('UNCHANGED')]);
    } finally {
      if (holder.isTransactionActive) await holder.rollbackTransaction();
      await holder.release();
    }
  });

  it('knows a customer who was registered one by one', async () => {
    const externalIdentity = { source: 'cfpb', id: someExternalId() };
    const { id } = await givenCustomer(world, { externalIdentity });
    const answer = await register([someone({ externalIdentity, contactPoints: [], circumstances: [] })]);
    expect(answer).toMatchObject({ unchanged: 1, customers: [{ customer: { id } }] });
  });

  it('costs the same handful of statements for 5 customers and for 500', async () => {
    const cost = async (count: number) => {
      const customers = Array.from({ length: count }, () => someone());
      world.statements();
      await register(customers);
      const fresh = world.statements().length;
      await register(customers);
      return [fresh, world.statements().length];
    };
    expect(await cost(5)).toEqual([10, 8]);
    expect(await cost(500)).toEqual([10, 8]);
  });
});
