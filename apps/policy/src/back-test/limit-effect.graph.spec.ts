import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aKey, act, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
import { begin, ended } from '../../test/back-test-world.ts';
import { author } from '../../test/policy-documents.ts';
import { ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const LATER = '2026-03-10T12:00:00.000Z';
const period = { from: '2026-03-01T00:00:00Z', until: LATER };
const QUERY = `query ($input: LimitEffectInput!) { limitEffect(input: $input) { decisions flips customersAffected
  givenBefore { amount } givenAfter { amount } costDifference { amount } transitions { before after count } } }`;
const effect = async (input: object) =>
  (await ask<{ limitEffect: object }>(world, QUERY, { input: { ...period, ...input } }, author)).limitEffect;

/** An agent asks for 40, 60, 60 and 80 pounds; a lead approves the first 60, and nobody says anything to the others. */
async function givenAskings() {
  const [agent, lead] = [somebody('AGENT'), somebody('LEAD')];
  const grant = await givenGrant(world);
  await givenGrant(world, { holder: { role: 'LEAD' }, perCase: pounds('500') });
  const customerId = someId('cust');
  const { use } = await reserve(world, agent, '40', { customerId });
  const { request } = await reserve(world, agent, '60', { customerId });
  const { request: open } = await reserve(world, agent, '60');
  await reserve(world, agent, '80');
  const approved = await act(world, 'approveAuthorityRequest', { idempotencyKey: aKey(), requestId: request.id }, lead);
  expect(approved.__typename).toBe('AuthorityRequestApproved');
  return { grant, use, request, open, siteId: agent.siteId };
}

describe('a back-test of other limits', () => {
  it('tells what they would have covered without anybody else, and what that costs more than was given anyway', async () => {
    const { grant, request, open } = await givenAskings();
    clock.set(LATER);
    const authorityLimit = { grantId: grant.id, perCase: pounds('75') };
    const { backTest } = await begin(world, 'runBackTest', { ...period, authorityLimit });
    const test = await ended(world, backTest.id);
    expect(test.outcome).toMatchObject({
      ...{ decisions: 4, flips: 2, unjudged: 0, customersAffected: 1, withoutCustomer: 1 },
      ...{ givenBefore: { amount: '100.00' }, givenAfter: { amount: '160.00' } },
      costDifference: { amount: '60.00', currency: 'GBP' },
    });
    const listed = `query ($id: ID!) { authorityGrant(id: $id) { backTests { nodes { id limits { perCase { amount } perDay { amount } } } } } }`;
    expect(await ask(world, listed, { id: grant.id }, author)).toEqual({
      authorityGrant: {
        backTests: { nodes: [{ id: test.id, limits: { perCase: { amount: '75.00' }, perDay: null } }] },
      },
    });
    expect(test.flips.nodes.map(({ authorityRequest }) => authorityRequest)).toEqual([
      { id: request.id },
      { id: open.id },
    ]);
  });

  it('is weighed at once for one site, and keeps nothing', async () => {
    const { grant, siteId } = await givenAskings();
    clock.set(LATER);
    world.statements();
    const authorityLimit = { grantId: grant.id, perCase: pounds('100') };
    expect(await effect({ authorityLimit, siteId })).toMatchObject({ decisions: 4, flips: 3 });
    expect(await effect({ authorityLimit, siteId: someId('site') })).toMatchObject({ decisions: 0, flips: 0 });
    expect(world.statements().filter((sql) => /insert|update|delete/i.test(sql))).toEqual([]);
    expect(await effect({ authorityLimit: { ...authorityLimit, grantId: someId('agrt') } })).toBeNull();
  });

  it('is refused without a limit, in another currency, and for a time to come', async () => {
    const { id: grantId } = await givenGrant(world);
    const wrongs = [
      { authorityLimit: { grantId }, ...period, until: NOON },
      { authorityLimit: { grantId, perDay: { amount: '10', currency: 'EUR' } }, ...period, until: NOON },
      { authorityLimit: { grantId, perDay: pounds('10') }, ...period },
    ];
    for (const input of wrongs) expect((await errorOf(world, QUERY, { input }, author)).code).toBe('BAD_USER_INPUT');
  });
});
