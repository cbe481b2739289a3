import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, ask, clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('a list of cases', () => {
  it('is read to its end by cursor, each case once, though others are opened meanwhile', async () => {
    const teamId = someId('team');
    for (let minute = 0; minute < 7; minute += 1) {
      await givenCase(world, {
        teamId,
        openedAt: new Date(clock().getTime() - Math.floor(minute / 2) * 60_000).toISOString(),
      });
    }
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page: {
        cases: {
          nodes: { id: string }[];
          totalCount: number;
          pageInfo: { endCursor: string | null; hasNextPage: boolean };
        };
      } = await ask(
        world,
        `query ($team: ID!, $after: String) { cases(first: 3, after: $after, where: { team: { eq: $team } }) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } }`,
        { team: teamId, after },
      );
      if (after === null) expect(page.cases.totalCount).toBe(7);
      ids.push(...page.cases.nodes.map((node) => node.id));
      after = page.cases.pageInfo.hasNextPage ? page.cases.pageInfo.endCursor : null;
      await givenCase(world, { teamId });
    } while (after);
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
  });

  it('is filtered by comparators, and / or / not, and distances from now', async () => {
    const teamId = someId('team');
    const old = await givenCase(world, { teamId, type: 'ENQUIRY', openedAt: '2026-01-01T00:00:00Z' });
    const recent = await givenCase(world, { teamId, type: 'COMPLAINT', openedAt: '2026-03-01T00:00:00Z' });
    const listed = async (where: object) => {
      const { cases } = await ask<{ cases: { nodes: { id: string }[] } }>(
        world,
        `query ($where: CaseFilter) { cases(where: $where) { nodes { id } } }`,
        {
          where: { team: { eq: teamId }, ...where },
        },
      );
      return cases.nodes.map((node) => node.id);
    };
    expect(await listed({ openedAt: { gte: '-P14D' } })).toEqual([recent.id]);
    expect(await listed({ not: { type: { in: ['COMPLAINT'] } } })).toEqual([old.id]);
    expect(await listed({ or: [{ type: { eq: 'ENQUIRY' } }, { type: { eq: 'COMPLAINT' } }] })).toEqual([
      recent.id,
      old.id,
    ]);
    expect(await listed({ or: [] })).toEqual([]);
    expect(await listed({ not: { disputed: { eq: true } } })).toEqual([recent.id, old.id]);
  });

  it('refuses a page that is too large and a cursor nobody handed out', async () => {
    const madeUp = Buffer.from(JSON.stringify(['yesterday', 'case_1'])).toString('base64url');
    for (const args of ['first: 101', 'first: 0', 'after: "nonsense"', `after: "${madeUp}"`]) {
      const { errors } = await world.service.execute({ query: `{ cases(${args}) { nodes { id } } }`, actor: manager });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('costs the same number of statements for 5 cases and for 50', async () => {
    const teamId = someId('team');
    for (let i = 0; i < 50; i += 1) await givenCase(world, { teamId });
    const cost = async (first: number) => {
      world.statements();
      await ask(
        world,
        `query ($team: ID!, $first: Int!) { cases(first: $first, where: { team: { eq: $team } }) { nodes { id customer { id openCaseCount } interactions(first: 2) { nodes { channel } totalCount } } } }`,
        { team: teamId, first },
        admin,
      );
      return world.statements().length;
    };
    expect(await cost(5)).toBe(5);
    expect(await cost(50)).toBe(5);
  });
});
