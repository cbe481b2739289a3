import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTOR_HEADER, actorKey, scopesOf, signActor } from '@courtesy/subgraph/actor';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { startSpecIssuer } from '../../test/spec-issuer.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';

let world: GraphWorld;
let here: Place;
let there: Place;
beforeAll(async () => {
  world = await startGraph();
  here = await givenPlace(world, 'Here');
  there = await givenPlace(world, 'There');
  await givenCases(world, here, 3);
  await givenCases(world, there, 2);
});
afterAll(() => world?.close());

const query = '{ cases(first: 10) { nodes { id } totalCount } }';
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('a token', () => {
  const refused = async (token: string | null) => {
    const { status, data, errors } = await world.post<unknown>(query, {}, token);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(status).toBeGreaterThanOrEqual(400);
  };
  const manager = { role: 'manager', reach: 'ALL' };

  it('of the issuer, for this graph and still valid, is believed', async () => {
    expect((await world.post(query, {}, await world.issuer.sign(manager))).errors).toBeUndefined();
  });

  it('that is missing or nonsense is refused', async () => {
    await refused(null);
    await refused('nonsense');
  });

  it('of another issuer is refused, even one that claims to be ours', async () => {
    const stranger = await startSpecIssuer();
    await refused(await stranger.sign(manager));
    await refused(await stranger.sign(manager, { issuer: world.issuer.url }));
    stranger.close();
  });

  it('of algorithm none is refused', async () => {
    const claims = {
      iss: world.issuer.url,
      aud: 'courtesy',
      sub: 'spec',
      exp: Math.floor(Date.now() / 1000) + 600,
      courtesy: manager,
    };
    await refused(`${encode({ alg: 'none' })}.${encode(claims)}.`);
  });

  it('for another audience, or expired, or without a role, is refused', async () => {
    await refused(await world.issuer.sign(manager, { audience: 'somebody-else' }));
    await refused(await world.issuer.sign(manager, { expires: '-1m' }));
    await refused(await world.issuer.sign({}));
    await refused(await world.issuer.sign({ role: 'emperor' }));
  });
});

describe('a subgraph asked past the gateway', () => {
  const ask = async (header?: string) => {
    const response = await fetch(`${world.services['cases']?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(header && { [ACTOR_HEADER]: header }) },
      body: JSON.stringify({ query }),
    });
    return response.status;
  };

  it('refuses a caller whom the gateway does not vouch for, though they bring a valid token', async () => {
    expect(await ask()).toBe(401);
    const actor = { subject: 'me', role: 'ADMIN', reach: 'ALL', scopes: scopesOf('ADMIN') } as const;
    const header = signActor({
      actor,
      audience: 'cases',
      key: actorKey('guessed', 'cases'),
      issuedAt: new Date(),
      body: JSON.stringify({ query }),
    });
    expect(await ask(header)).toBe(401);
  });
});

describe('how far a role sees', () => {
  const counted = async (as: object) =>
    (await world.ask<{ cases: { totalCount: number } }>(query, {}, as)).data.cases.totalCount;

  it('is its own team, site or region, or everything', async () => {
    expect(await counted({ role: 'lead', teamId: here.teamId })).toBe(3);
    expect(await counted({ role: 'manager', siteId: there.siteId })).toBe(2);
    expect(await counted({ role: 'executive' })).toBe(5);
    expect(await counted({ role: 'agent', teamId: 'team_none', personId: 'pers_none' })).toBe(0);
    for (let tries = 0; (await counted({ role: 'regional', regionId: there.regionId })) !== 2; tries += 1) {
      expect(tries).toBeLessThan(40);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('is nothing of the staff for a customer, on every road', async () => {
    const { data, errors } = await world.ask(
      `query ($person: ID!) { person(id: $person) { displayName } node(id: $person) { ... on Person { displayName } } metric(key: "cases.opened", period: { from: "2026-01-01", to: "2026-02-01" }) { total } }`,
      { person: here.personId },
      { role: 'customer', customerId: 'cust_none' },
    );
    expect(data).toMatchObject({ person: null, metric: null });
    expect(JSON.stringify(data)).not.toMatch(/Ada/);
    expect(errors?.map((error) => error.extensions['code'])).toContain('FORBIDDEN');
  });
});
