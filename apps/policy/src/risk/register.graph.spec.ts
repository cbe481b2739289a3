import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agent, ask, clock, errorOf, NOON, startWorld, type World } from '../../test/policy-world.ts';
import { givenRisk, rated, register } from '../../test/risk-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const listed = async (variables: Record<string, unknown> = {}) => {
  const query = `query ($where: ServiceRiskFilter, $orderBy: ServiceRiskOrder, $first: Int, $after: String) {
    risks(where: $where, orderBy: $orderBy, first: $first, after: $after) { nodes { id } totalCount pageInfo { endCursor } } }`;
  const { risks } = await ask<{
    risks: { nodes: { id: string }[]; totalCount: number; pageInfo: { endCursor: string } };
  }>(world, query, variables, agent);
  return { ...risks, ids: risks.nodes.map(({ id }) => id) };
};

describe('the register', () => {
  it('is filtered by level, standing and appetite, and ordered by score to the last page', async () => {
    const later = async (input: Record<string, unknown>) => {
      clock.set(new Date(clock().getTime() + 1).toISOString());
      return givenRisk(world, input);
    };
    const low = await later({ residual: rated(2, 2) });
    const moderate = await later({ residual: rated(1, 5) });
    const high = await later({ residual: rated(2, 5) });
    const extreme = await later({ residual: rated(3, 5), appetite: 'EXTREME' });
    const mild = await later({ inherent: rated(2, 2), residual: rated(1, 1), appetite: 'LOW' });
    expect((await listed()).ids).toEqual([extreme, high, moderate, low, mild].map(({ id }) => id));
    const first = await listed({ first: 2 });
    expect((await listed({ first: 3, after: first.pageInfo.endCursor })).ids).toEqual(
      [moderate, low, mild].map(({ id }) => id),
    );
    expect((await listed({ orderBy: 'NEWEST_FIRST' })).ids).toEqual(
      [mild, extreme, high, moderate, low].map(({ id }) => id),
    );
    const found = async (where: object) => (await listed({ where })).ids;
    expect(await found({ level: { in: ['MODERATE', 'HIGH'] } })).toEqual([high.id, moderate.id]);
    expect(await found({ inherentLevel: { eq: 'LOW' } })).toEqual([mild.id]);
    expect(await found({ isAboveAppetite: { eq: true } })).toEqual([high.id]);
    await register(world, 'acceptRisk', { riskId: low.id, reason: 'Fine' });
    await register(world, 'closeRisk', { riskId: mild.id, reason: 'Gone' });
    expect(await found({ status: { in: ['ACCEPTED', 'CLOSED'] } })).toEqual([low.id, mild.id]);
  });

  it('names what is due for review, the overdue first, but not what is closed', async () => {
    const overdue = await givenRisk(world, { reviewDueAt: '2026-03-01T00:00:00Z' });
    const soon = await givenRisk(world, { reviewDueAt: '2026-03-12T12:00:00Z' });
    await givenRisk(world, { reviewDueAt: '2026-03-12T12:00:00.001Z' });
    const gone = await givenRisk(world, { reviewDueAt: '2026-03-01T00:00:00Z' });
    await register(world, 'closeRisk', { riskId: gone.id, reason: 'Gone' });
    const query = `query ($within: Duration!) { risksDueForReview(within: $within) { nodes { id } totalCount } }`;
    expect(await ask(world, query, { within: 'P10D' }, agent)).toEqual({
      risksDueForReview: { nodes: [{ id: overdue.id }, { id: soon.id }], totalCount: 2 },
    });
    expect(await errorOf(world, query, { within: '-P1D' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is counted in a matrix of 25 cells, with and without the controls', async () => {
    for (const [likelihood, impact] of [
      [3, 4],
      [3, 4],
      [1, 5],
    ] as const)
      await givenRisk(world, { residual: rated(likelihood, impact) });
    const gone = await givenRisk(world, { residual: rated(3, 4) });
    await register(world, 'closeRisk', { riskId: gone.id, reason: 'Gone' });
    const query = `query ($basis: RiskBasis! = RESIDUAL, $where: ServiceRiskFilter) { riskMatrix(basis: $basis, where: $where) { rating { likelihood impact level } count } }`;
    type Cell = { rating: { likelihood: number; impact: number; level: string }; count: number };
    const matrix = async (variables: Record<string, unknown> = {}) =>
      (await ask<{ riskMatrix: Cell[] }>(world, query, variables, agent)).riskMatrix;
    const cells = await matrix();
    expect(cells).toHaveLength(25);
    expect(cells.map(({ rating }) => rating.likelihood * 10 + rating.impact)).toEqual(
      [1, 2, 3, 4, 5].flatMap((likelihood) => [1, 2, 3, 4, 5].map((impact) => likelihood * 10 + impact)),
    );
    const counted = (some: readonly Cell[]) =>
      some
        .filter(({ count }) => count > 0)
        .map(({ rating, count }) => [rating.likelihood, rating.impact, rating.level, count]);
    expect(counted(cells)).toEqual([
      [1, 5, 'MODERATE', 1],
      [3, 4, 'HIGH', 2],
    ]);
    expect(counted(await matrix({ basis: 'INHERENT' }))).toEqual([[5, 5, 'EXTREME', 3]]);
    expect(counted(await matrix({ where: { level: { eq: 'HIGH' } } }))).toEqual([[3, 4, 'HIGH', 2]]);
  });
});
