import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  change,
  customerCalled,
  givenContract,
  givenDraft,
  givenEntitlement,
  lineWith,
  use,
} from '../../test/contract-world.ts';
import { agent, ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

interface Page {
  readonly nodes: readonly { readonly id: string; readonly decisionDueOn: string }[];
  readonly pageInfo: { readonly endCursor: string };
  readonly totalCount: number;
}
const DUE = `query ($within: Duration!, $first: Int, $after: String) {
  contractsDueForDecision(within: $within, first: $first, after: $after) { totalCount nodes { id decisionDueOn } pageInfo { endCursor } } }`;
const due = async (variables: Record<string, unknown>): Promise<Page> =>
  (await ask<{ contractsDueForDecision: Page }>(world, DUE, variables, agent)).contractsDueForDecision;

describe('the contracts due for decision', () => {
  it('within P60D are those of the fixture: undecided, in force, to be renewed or not, with the notice day by 1 May', async () => {
    const dueOn = (endsOn: string, more: Record<string, unknown> = {}) =>
      givenContract(world, { startsOn: '2025-01-01', endsOn, noticeDays: 30, ...more });
    const onTheLastDay = await dueOn('2026-05-31');
    const dayAfter = await dueOn('2026-06-01');
    const overdue = await dueOn('2026-03-20');
    const runningOn = await dueOn('2026-03-02', { renewalMode: 'AUTO' });
    const auto = await dueOn('2026-04-30', { renewalMode: 'AUTO' });
    await dueOn('2026-04-30', { renewalMode: 'NONE' });
    await givenDraft(world, { endsOn: '2026-04-30' });
    const over = await dueOn('2026-03-02', { noticeDays: 29 });
    for (const decision of ['RENEW', 'LET_EXPIRE']) {
      const { id: contractId } = await dueOn('2026-04-30');
      await change(world, 'decideRenewal', { contractId, decision, reason: 'Reviewed' });
    }
    const { id: contractId } = await dueOn('2026-04-30');
    await change(world, 'terminateContract', { contractId, reason: 'Moved away' });
    clock.set('2026-03-03T09:00:00.000Z');
    const fixture = [
      { id: runningOn.id, decisionDueOn: '2026-01-31' },
      { id: overdue.id, decisionDueOn: '2026-02-18' },
      { id: auto.id, decisionDueOn: '2026-03-31' },
      { id: onTheLastDay.id, decisionDueOn: '2026-05-01' },
    ];
    expect(await due({ within: 'P59D' })).toMatchObject({ nodes: fixture, totalCount: 4 });
    clock.set('2026-03-02T09:00:00.000Z');
    const alsoOver = { id: over.id, decisionDueOn: '2026-02-01' };
    const { nodes } = await due({ within: 'P60D' });
    expect(nodes).toEqual([...fixture.slice(0, 1), alsoOver, ...fixture.slice(1)]);
    const later = await due({ within: 'P61D' });
    expect(later.nodes.at(-1)).toEqual({ id: dayAfter.id, decisionDueOn: '2026-05-02' });
  });

  it('are read a page at a time, and a made-up cursor or a distance back is refused', async () => {
    for (let count = 0; count < 5; count += 1) await givenContract(world, { endsOn: '2026-04-30' });
    const first = await due({ within: 'P60D', first: 3 });
    const second = await due({ within: 'P60D', first: 3, after: first.pageInfo.endCursor });
    expect(new Set([...first.nodes, ...second.nodes].map(({ id }) => id)).size).toBe(5);
    for (const variables of [
      { within: '-P1D' },
      { within: 'P9999999D' },
      { within: 'P60D', after: Buffer.from('["2026-02-31x","a"]').toString('base64url') },
      { within: 'P60D', after: Buffer.from('["2026-02-31","a"]').toString('base64url') },
    ])
      expect(await errorOf(world, DUE, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

const ofCustomers = async (ids: readonly string[], actor = agent) => {
  const { _entities } = await ask<{
    _entities: {
      contracts: { nodes: { id: string }[]; totalCount: number } | null;
      entitlements: { nodes: { id: string; remaining: { terms: string } }[] } | null;
    }[];
  }>(
    world,
    `query ($customers: [_Any!]!) { _entities(representations: $customers) { ... on Customer {
       contracts { totalCount nodes { id } } entitlements { nodes { id remaining { terms } } } } } }`,
    { customers: ids.map((id) => ({ __typename: 'Customer', id })) },
    actor,
  );
  return _entities;
};

describe('a customer', () => {
  it('has contracts, and is entitled to what those in force give', async () => {
    const customerId = someId('cust');
    const { id } = await givenEntitlement(world, {}, { customerId });
    await givenEntitlement(world, {}, { customerId, startsOn: '2026-06-01' });
    await givenDraft(world, { customerId, lines: [lineWith({ allocation: 'PERIOD' })] });
    await use(world, id);
    expect(await ofCustomers([customerId])).toMatchObject([
      { contracts: { totalCount: 3 }, entitlements: { nodes: [{ id, remaining: { terms: '9' } }] } },
    ]);
  });

  it('is read for 40 in as many statements as for one', async () => {
    const ids = Array.from({ length: 40 }, () => someId('cust'));
    for (const customerId of ids.slice(0, 10)) await givenEntitlement(world, {}, { customerId });
    world.statements();
    await ofCustomers(ids.slice(0, 1));
    const forOne = world.statements().length;
    expect(await ofCustomers(ids)).toHaveLength(40);
    expect(world.statements()).toHaveLength(forOne);
  });

  it('who signs in sees their own that were agreed, on every road, and nobody else’s', async () => {
    const [mine, theirs] = [someId('cust'), someId('cust')];
    const me = customerCalled(mine);
    const own = await givenContract(world, { customerId: mine, lines: [lineWith({ allocation: 'CASES', total: 3 })] });
    const draft = await givenDraft(world, { customerId: mine, lines: [lineWith({ allocation: 'PERIOD' })] });
    const other = await givenContract(world, { customerId: theirs, lines: [lineWith({ allocation: 'PERIOD' })] });
    const { contracts } = await ask<{ contracts: { nodes: { id: string }[] } }>(
      world,
      `{ contracts { nodes { id name lines { entitlements { remaining { terms } } } } } }`,
      {},
      me,
    );
    expect(contracts.nodes.map(({ id }) => id)).toEqual([own.id]);
    expect(await ofCustomers([mine, theirs], me)).toMatchObject([
      { contracts: { totalCount: 1 }, entitlements: { nodes: [{}] } },
      { contracts: { totalCount: 0 }, entitlements: { nodes: [] } },
    ]);
    for (const hidden of [draft, other]) {
      const [line] = hidden.lines;
      const ids = { contract: hidden.id, line: line?.id, entitlement: line?.entitlements[0]?.id };
      const seen = await ask<Record<string, unknown>>(
        world,
        `query ($contract: ID!, $entitlement: ID!, $all: [_Any!]!) { contract(id: $contract) { id } entitlement(id: $entitlement) { id }
           _entities(representations: $all) { __typename } }`,
        {
          contract: ids.contract,
          entitlement: ids.entitlement,
          all: [
            { __typename: 'ServiceContract', id: ids.contract },
            { __typename: 'ContractLine', id: ids.line },
            { __typename: 'Entitlement', id: ids.entitlement },
          ],
        },
        me,
      );
      expect(seen).toEqual({ contract: null, entitlement: null, _entities: [null, null, null] });
    }
  });

  it('who signs in sees neither reviews nor ledgers, nor what is due', async () => {
    const mine = someId('cust');
    const { id } = await givenContract(world, { customerId: mine, lines: [lineWith({ allocation: 'PERIOD' })] });
    for (const query of [
      `query ($id: ID!) { contract(id: $id) { reviews { reason } } }`,
      `query ($id: ID!) { contract(id: $id) { renewalDecision terminationReason } }`,
      `query ($id: ID!) { contract(id: $id) { lines { entitlements { uses { nodes { id } } } } } }`,
      `query ($id: ID!) { contractsDueForDecision(within: "P60D") { nodes { id } } contract(id: $id) { id } }`,
    ])
      expect(await errorOf(world, query, { id }, customerCalled(mine))).toMatchObject({ code: 'FORBIDDEN' });
  });
});
