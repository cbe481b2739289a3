import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Page {
  readonly nodes: { id: string }[];
  readonly totalCount: number;
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
}
const PAGE = '{ nodes { id } totalCount pageInfo { hasNextPage endCursor } }';

/** Asks each entity for one of its lists, the way the gateway does. */
async function listsOf(typename: string, ids: string[], field: string, args: string): Promise<Page[]> {
  const { _entities } = await ask<{ _entities: { list: Page }[] }>(
    world,
    `query ($any: [_Any!]!) { _entities(representations: $any) { ... on ${typename} { list: ${field}(${args}) ${PAGE} } } }`,
    { any: ids.map((id) => ({ __typename: typename, id })) },
  );
  return _entities.map((entity) => entity.list);
}
const idsOf = (page: Page | undefined) => page?.nodes.map((node) => node.id);

const givenInTurn = async (count: number, input: Record<string, unknown>) => {
  const ids: string[] = [];
  for (let day = 1; day <= count; day += 1) {
    ids.push((await givenCase(world, { ...input, openedAt: `2026-01-0${day}T00:00:00Z` })).id);
  }
  return ids;
};
const cancelled = (caseId: string) =>
  ask(world, `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Twice" }) { __typename } }`, {
    id: caseId,
  });

describe('the cases of teams, people and customers', () => {
  it('are a queue for a team: those that have not ended, oldest first, each team its own page', async () => {
    const [here, there, nowhere] = [someId('team'), someId('team'), someId('team')];
    const mine = await givenInTurn(4, { teamId: here });
    const theirs = await givenInTurn(2, { teamId: there });
    await cancelled(mine[0]!);
    const [first, second, third] = await listsOf('Team', [here, there, nowhere], 'queue', 'first: 2');
    expect(idsOf(first)).toEqual(mine.slice(1, 3));
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(idsOf(second)).toEqual(theirs);
    expect(third).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } });
    const [rest] = await listsOf('Team', [here], 'queue', `first: 2, after: "${first?.pageInfo.endCursor}"`);
    expect(idsOf(rest)).toEqual(mine.slice(3));
  });

  it('are for a person those they handle and have not ended, newest first', async () => {
    const assigneeId = someId('pers');
    const mine = await givenInTurn(3, { assigneeId });
    await cancelled(mine[1]!);
    const [list] = await listsOf('Person', [assigneeId], 'assignedCases', 'first: 10');
    expect(idsOf(list)).toEqual([mine[2], mine[0]]);
  });

  it('are for a customer all they ever brought, newest first', async () => {
    const customerId = someId('cust');
    const brought = await givenInTurn(3, { customerId });
    await cancelled(brought[0]!);
    const [list] = await listsOf('Customer', [customerId], 'cases', 'first: 10');
    expect(idsOf(list)).toEqual(brought.toReversed());
  });

  it('cost the same number of statements for 2 teams and for 20', async () => {
    const cost = async (count: number) => {
      const teams = Array.from({ length: count }, () => someId('team'));
      world.statements();
      await listsOf('Team', teams, 'queue', 'first: 5');
      return world.statements().length;
    };
    expect(await cost(20)).toBe(await cost(2));
  });
});
