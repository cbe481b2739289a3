import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { giveBack, givenEntitlement, ledgerOf, use } from '../../test/contract-world.ts';
import { agent, ask, errorOf, eventsAbout, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('giving a use back', () => {
  it('returns the used term of a case that was merged, once', async () => {
    const { id } = await givenEntitlement(world, { total: 10 });
    const { use: used } = await use(world, id);
    const returned = await Promise.all([giveBack(world, used.id), giveBack(world, used.id)]);
    expect(returned.map(({ __typename }) => __typename).sort()).toEqual([
      'EntitlementUseNotReturnable',
      'EntitlementUseReturned',
    ]);
    expect(await ledgerOf(world, id)).toMatchObject({
      remaining: { terms: '10' },
      uses: {
        nodes: [
          {
            kind: 'RETURN',
            amount: { terms: '-1' },
            returns: { id: used.id },
            reason: 'The case was merged into another',
          },
          { kind: 'USE', amount: { terms: '1' }, returns: null, reason: null },
        ],
      },
    });
    expect((await eventsAbout(world, id)).at(-1)).toMatchObject({
      type: 'courtesy.entitlement.returned.v1',
      sequence: 3,
      data: { returnsUseId: used.id, units: -1, remaining: 10 },
    });
  });

  it('needs a use, a reason, and no giving back', async () => {
    const { id } = await givenEntitlement(world, { allocation: 'PERIOD' });
    const { use: used } = await use(world, id);
    expect(await giveBack(world, used.id, { reason: ' ' })).toMatchObject({ problems: [{ path: 'reason' }] });
    expect(await giveBack(world, someId('entu'))).toMatchObject({ __typename: 'NotFound' });
    const back = await giveBack(world, used.id);
    expect(back.__typename).toBe('EntitlementUseReturned');
    expect(await giveBack(world, back.use.id)).toMatchObject({ code: 'ENTITLEMENT_USE_NOT_RETURNABLE' });
  });

  it('leaves, in whatever order things are used and given back, a ledger whose sum is total less remaining', async () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 240 }) }),
      fc.record({ back: fc.nat({ max: 20 }) }),
    );
    const story = fc.record({
      hours: fc.boolean(),
      restricted: fc.boolean(),
      steps: fc.array(step, { maxLength: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ hours, restricted, steps }) => {
        const kind = hours ? { allocation: 'HOURS', total: 8 } : { allocation: 'CASES', total: 4 };
        const { id } = await givenEntitlement(world, { ...kind, restricted });
        const uses: string[] = [];
        for (const each of steps) {
          if ('take' in each) {
            const used = await use(world, id, hours ? { minutes: each.take } : {});
            if (used.__typename === 'EntitlementUsed') uses.push(used.use.id);
          } else if (uses.length > 0) await giveBack(world, uses[each.back % uses.length] ?? '');
        }
        const { total, remaining, uses: ledger } = await ledgerOf(world, id);
        const units = (amount: { terms: string; minutes: number | null } | null) =>
          amount?.minutes ?? Number(amount?.terms);
        const sum = ledger.nodes.reduce((so, { amount }) => so + units(amount), 0);
        expect(sum).toBe(units(total) - units(remaining));
        if (restricted) expect(units(remaining)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a ledger', () => {
  it('is read a page at a time, latest first, and made-up cursors are refused', async () => {
    const { id } = await givenEntitlement(world, { allocation: 'PERIOD' });
    for (let count = 0; count < 5; count += 1) await use(world, id);
    const page = async (after?: string) =>
      (
        await ask<{
          entitlement: { uses: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
        }>(
          world,
          `query ($id: ID!, $after: String) { entitlement(id: $id) {
             uses(first: 3, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }`,
          { id, after },
          agent,
        )
      ).entitlement.uses;
    const first = await page();
    const second = await page(first.pageInfo.endCursor);
    expect([first.nodes.length, second.nodes.length, second.pageInfo.hasNextPage]).toEqual([3, 2, false]);
    expect(new Set([...first.nodes, ...second.nodes].map((row) => row.id)).size).toBe(5);
    const after = Buffer.from('["x"]').toString('base64url');
    expect(
      await errorOf(
        world,
        `query ($id: ID!, $after: String) { entitlement(id: $id) { uses(after: $after) { nodes { id } } } }`,
        {
          id,
          after,
        },
      ),
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
