import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { change, givenContract } from '../../test/contract-world.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  manager,
  mutate,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.database.reset();
  clock.set(NOON);
});
afterAll(() => world?.close());

const degrees = ['LOW', 'MEDIUM', 'HIGH'];
/** A matrix written by rows of impact, each by urgency. */
const cells = (...rows: string[]) =>
  rows.flatMap((row, impact) =>
    row.split(' ').map((priority, urgency) => ({ impact: degrees[impact], urgency: degrees[urgency], priority })),
  );
const ownBase = cells('LOW LOW LOW', 'NORMAL NORMAL NORMAL', 'HIGH HIGH URGENT');
const gold = { tier: 'GOLD', change: 'RAISE', steps: 1, reason: 'Gold customers wait less.' };

const publish = (input: Record<string, unknown> = {}) =>
  mutate(world, 'publishPriorityMatrix', { base: ownBase, rules: [gold], reason: 'Our own', ...input });

interface Decided {
  readonly priority: string;
  readonly matrixVersion: { readonly id: string; readonly number: number };
  readonly reasons: readonly { readonly message: string; readonly priority: string }[];
}

const decided = async (args: Record<string, unknown> = {}): Promise<Decided> => {
  const { priorityFor } = await ask<{ priorityFor: Decided }>(
    world,
    `query ($impact: CaseImpact!, $urgency: CaseUrgency!, $tier: String, $contractId: ID, $isVulnerable: Boolean! = false, $at: DateTime) {
       priorityFor(impact: $impact, urgency: $urgency, tier: $tier, contractId: $contractId, isVulnerable: $isVulnerable, at: $at) {
         priority matrixVersion { id number } reasons { message priority }
       }
     }`,
    { impact: 'MEDIUM', urgency: 'MEDIUM', ...args },
    agent,
  );
  return priorityFor;
};

describe('the priority of a case', () => {
  it('is answered by a fresh service for every impact and urgency', async () => {
    const rows = await Promise.all(
      degrees.map((impact) =>
        Promise.all(degrees.map(async (urgency) => (await decided({ impact, urgency })).priority)),
      ),
    );
    expect(rows).toEqual([
      ['LOW', 'LOW', 'NORMAL'],
      ['LOW', 'NORMAL', 'HIGH'],
      ['NORMAL', 'HIGH', 'URGENT'],
    ]);
  });

  it('is raised for a vulnerable customer and under a contract, and every step is told in order', async () => {
    const { id } = await givenContract(world);
    const args = { impact: 'LOW', urgency: 'LOW', contractId: id, isVulnerable: true };
    expect(await decided(args)).toEqual({
      priority: 'HIGH',
      matrixVersion: { id: expect.stringMatching(/^pmxv_/), number: 0 },
      reasons: [
        { message: 'Impact LOW and urgency LOW are LOW.', priority: 'LOW' },
        { message: 'A customer with a service contract is never last.', priority: 'NORMAL' },
        { message: 'Waiting harms a vulnerable customer more.', priority: 'HIGH' },
      ],
    });
    await change(world, 'terminateContract', { contractId: id, reason: 'Moved away' });
    expect(await decided(args)).toMatchObject({
      priority: 'NORMAL',
      reasons: [
        { priority: 'LOW' },
        { message: 'The contract was not in force then, and does not count.', priority: 'LOW' },
        { priority: 'NORMAL' },
      ],
    });
    expect(await decided({ ...args, at: '2026-03-02T11:59:59.999Z' })).toMatchObject({ priority: 'HIGH' });
    expect(await decided({ ...args, contractId: someId('ctr') })).toMatchObject({ priority: 'NORMAL' });
  });

  it('is decided by the version that counted then: what was decided earlier stays so', async () => {
    expect(await publish()).toMatchObject({
      __typename: 'PriorityMatrixPublished',
      matrix: { version: 1 },
      published: { number: 1 },
    });
    await publish({ base: cells('LOW LOW LOW', 'LOW LOW LOW', 'LOW LOW LOW'), effectiveFrom: '2026-06-01T00:00:00Z' });
    const args = { impact: 'HIGH', urgency: 'LOW', tier: 'GOLD' };
    const at = async (instant: string) => {
      const { priority, matrixVersion } = await decided({ ...args, at: instant });
      return [priority, matrixVersion.number];
    };
    expect(await at('2026-03-02T11:59:59.999Z')).toEqual(['NORMAL', 0]);
    expect(await at(NOON)).toEqual(['URGENT', 1]);
    expect(await at('2026-05-31T23:59:59.999Z')).toEqual(['URGENT', 1]);
    expect(await at('2026-06-01T00:00:00Z')).toEqual(['NORMAL', 2]);
    const query = `{ priorityFor(impact: LOW, urgency: LOW, at: "1899-12-31T00:00:00Z") { priority } }`;
    expect(await errorOf(world, query)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('the priority matrix', () => {
  const FIELDS = `id version current { number } versions(first: 2) { totalCount nodes {
    number effectiveFrom effectiveUntil reason author { id } publishedAt
    base { impact urgency priority } rules { tier contract { id } conditions change steps priority reason }
  } }`;

  it('shows its versions with all they say, latest first', async () => {
    await publish();
    await publish({ effectiveFrom: '2026-06-01T00:00:00Z', rules: null, reason: 'Simpler' });
    const { priorityMatrix } = await ask<{ priorityMatrix: { versions: { nodes: unknown[] } } }>(
      world,
      `{ priorityMatrix { ${FIELDS} } }`,
    );
    expect(priorityMatrix).toMatchObject({ version: 2, current: { number: 1 }, versions: { totalCount: 2 } });
    expect(priorityMatrix.versions.nodes).toEqual([
      expect.objectContaining({ number: 2, effectiveUntil: null, rules: [], reason: 'Simpler' }),
      {
        number: 1,
        effectiveFrom: NOON,
        effectiveUntil: '2026-06-01T00:00:00.000Z',
        reason: 'Our own',
        author: { id: manager.personId },
        publishedAt: NOON,
        base: ownBase,
        rules: [{ ...gold, contract: null, conditions: [], priority: null }],
      },
    ]);
  });

  it('is found by its id, and so is the version that comes with the service', async () => {
    const { matrixVersion } = await decided();
    const { priorityMatrix } = await ask<{ priorityMatrix: { id: string } }>(world, `{ priorityMatrix { id } }`);
    const { _entities } = await ask<{ _entities: unknown[] }>(
      world,
      `query ($any: [_Any!]!) { _entities(representations: $any) { ... on PriorityMatrix { version } ... on PriorityMatrixVersion { number effectiveUntil reason } } }`,
      {
        any: [
          { __typename: 'PriorityMatrix', id: priorityMatrix.id },
          { __typename: 'PriorityMatrix', id: someId('pmx') },
          { __typename: 'PriorityMatrixVersion', id: matrixVersion.id },
          { __typename: 'PriorityMatrixVersion', id: someId('pmxv') },
        ],
      },
    );
    expect(_entities).toEqual([
      { version: 0 },
      null,
      { number: 0, effectiveUntil: null, reason: 'Comes with the service.' },
      null,
    ]);
  });

  it('that leaves a combination without an answer, or falls where it should rise, is refused', async () => {
    const refused = await publish({ base: ownBase.slice(1) });
    expect(refused).toMatchObject({
      __typename: 'InvalidInput',
      message: 'base says nothing of impact LOW and urgency LOW; give all nine.',
    });
    const falling = cells('NORMAL LOW LOW', 'NORMAL NORMAL NORMAL', 'HIGH HIGH URGENT');
    expect((await publish({ base: falling })).problems).toEqual([
      { path: 'base[1].priority', message: 'is LOW, lower than NORMAL of impact LOW and urgency LOW' },
      { path: 'base[2].priority', message: 'is LOW, lower than NORMAL of impact LOW and urgency LOW' },
    ]);
    expect((await publish({ effectiveFrom: '2026-03-02T11:59:59Z' })).problems).toMatchObject([
      { path: 'effectiveFrom' },
    ]);
    expect(await decided()).toMatchObject({ matrixVersion: { number: 0 } });
  });

  it('takes no version before one that is to come', async () => {
    await publish({ effectiveFrom: '2026-06-01T00:00:00Z' });
    expect(await publish({ effectiveFrom: '2026-05-01T00:00:00Z' })).toMatchObject({
      __typename: 'OverlappingMatrixVersion',
      code: 'OVERLAPPING_MATRIX_VERSION',
      message: 'Version 1 counts from 2026-06-01T00:00:00.000Z. Give a later instant.',
    });
  });

  it('is told to others with every version', async () => {
    const { matrix } = (await publish()) as unknown as { matrix: { id: string } };
    expect(await eventsAbout(world, matrix.id)).toEqual([
      {
        type: 'courtesy.priority-matrix.published.v1',
        sequence: 1,
        data: {
          number: 1,
          effectiveFrom: NOON,
          base: ownBase,
          rules: [{ ...gold, contractId: null, conditions: [], priority: null }],
        },
      },
    ]);
  });

  it('published by several at once is published by one of those who read the same version', async () => {
    const days = ['03', '04', '05'];
    const results = await Promise.all(
      days.map((day) => publish({ expectedVersion: 0, effectiveFrom: `2026-03-${day}T00:00:00Z` })),
    );
    expect(results.map((each) => each.__typename).sort()).toEqual([
      'PriorityMatrixPublished',
      'StaleVersion',
      'StaleVersion',
    ]);
    expect(results.find((each) => each.__typename === 'StaleVersion')).toMatchObject({ current: { version: 1 } });
    const input = { idempotencyKey: 'once', effectiveFrom: '2026-04-01T00:00:00Z' };
    const again = await Promise.all([publish(input), publish(input)]);
    expect(again.map(({ published }) => published.number)).toEqual([2, 2]);
  });

  it('is never changed once published: the service has no right to', async () => {
    await publish();
    const { manager: sql } = world.service.database;
    await expect(sql.query(`UPDATE priority_matrix_versions SET number = 9`)).rejects.toThrow(/permission denied/);
    await expect(sql.query(`DELETE FROM priority_matrix_versions`)).rejects.toThrow(/permission denied/);
  });

  it('costs the same number of statements for 2 versions and for 20', async () => {
    for (let day = 1; day <= 20; day += 1)
      await publish({ effectiveFrom: `2027-01-${String(day).padStart(2, '0')}T00:00:00Z` });
    const cost = async (first: number) => {
      world.statements();
      await ask(
        world,
        `query ($first: Int!) { priorityMatrix { current { number } versions(first: $first) { nodes { effectiveUntil author { id } rules { contract { id } } } totalCount } } }`,
        { first },
      );
      return world.statements().length;
    };
    expect(await cost(2)).toBe(3);
    expect(await cost(20)).toBe(3);
  });

  it('is for all staff and no customer, and publishing takes a manager', async () => {
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    for (const query of [`{ priorityMatrix { id } }`, `{ priorityFor(impact: LOW, urgency: LOW) { priority } }`])
      expect(await errorOf(world, query, {}, customer)).toMatchObject({ code: 'FORBIDDEN' });
    const mutation = `mutation ($base: [PriorityCellInput!]!) { publishPriorityMatrix(input: { base: $base, reason: "x" }) { __typename } }`;
    expect(await errorOf(world, mutation, { base: ownBase }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
