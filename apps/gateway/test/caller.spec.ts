import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnsecuredJWT } from 'jose';
import { actorKey, verifyActor } from '@courtesy/subgraph/actor';
import { startIssuer, type TestIssuer } from './issuer-world.ts';
import { lastCall, SECRET, startTestGateway, type TestGateway } from './gateway-world.ts';
import { openShop, type Shop } from './shop-world.ts';

describe('A caller', () => {
  let shop: Shop;
  let issuer: TestIssuer;
  let stranger: TestIssuer;
  let gateway: TestGateway;
  beforeAll(async () => {
    [shop, issuer, stranger] = await Promise.all([openShop(), startIssuer('RS256'), startIssuer()]);
    gateway = await startTestGateway({ supergraph: shop.supergraph, env: { OIDC_ISSUER: issuer.url }, flags: [] });
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([shop.stop(), issuer.stop(), stranger.stop()]);
  });
  const askWith = (token: string) =>
    gateway.ask('{ orders(first: 1) { title } }', { headers: { authorization: `Bearer ${token}` } });
  const expectRefused = async (token: string, message: string) => {
    shop.orders.calls.length = 0;
    const { status, data, errors, headers } = await askWith(token);
    expect({ status, data }).toEqual({ status: 401, data: undefined });
    expect(errors).toEqual([
      { message, extensions: { code: 'UNAUTHENTICATED', requestId: headers.get('x-request-id') } },
    ]);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(shop.orders.calls).toHaveLength(0);
  };

  it('with a token of the issuer is served, and vouched for with role, reach and scopes', async () => {
    const { errors, status } = await askWith(
      await issuer.token({ subject: 'user-7', courtesy: { role: 'lead', teamId: 'team_1' } }),
    );
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    const { headers, body } = lastCall(shop.orders);
    const header = String(headers['x-courtesy-actor']);
    const actor = verifyActor({ header, audience: 'orders', key: actorKey(SECRET, 'orders'), now: new Date(), body });
    expect(actor).toMatchObject({ subject: 'user-7', role: 'LEAD', reach: 'TEAM', teamId: 'team_1' });
    expect(actor.scopes).toContain('case:write');
  });

  it('without a token is refused, even for introspection', async () => {
    const { status, errors } = await gateway.ask('{ __schema { queryType { name } } }');
    expect(status).toBe(401);
    expect(errors).toMatchObject([
      { message: 'Send a token: "authorization: Bearer …".', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('with a token of another issuer is refused', async () => {
    await expectRefused(await stranger.token(), 'The token cannot be verified.');
    await expectRefused(await stranger.token({ issuer: issuer.url }), 'The token cannot be verified.');
    await expectRefused(
      await issuer.token({ issuer: stranger.url }),
      'The token is not for this graph: its "iss" claim is refused.',
    );
  });

  it('with a token for another audience is refused', async () => {
    await expectRefused(
      await issuer.token({ audience: 'billing' }),
      'The token is not for this graph: its "aud" claim is refused.',
    );
  });

  it('with an expired token is refused', async () => {
    await expectRefused(await issuer.token({ expires: '-1m' }), 'The token has expired.');
  });

  it('with an unsigned token (alg none) is refused', async () => {
    const claims = { courtesy: { role: 'admin' } };
    const unsigned = new UnsecuredJWT(claims)
      .setIssuer(issuer.url)
      .setAudience('courtesy')
      .setSubject('u')
      .setExpirationTime('5m')
      .encode();
    await expectRefused(unsigned, 'The token cannot be verified.');
  });

  it('with an altered token is refused', async () => {
    const [head, payload, signature] = (await issuer.token()).split('.');
    const claims = JSON.parse(Buffer.from(String(payload), 'base64url').toString()) as object;
    const richer = Buffer.from(JSON.stringify({ ...claims, courtesy: { role: 'admin' } })).toString('base64url');
    await expectRefused(`${head}.${richer}.${signature}`, 'The token cannot be verified.');
  });

  it('with a role that this graph does not know, or with none, is refused', async () => {
    const message = 'The token carries no usable "courtesy" claim: it must name a role of this graph.';
    await expectRefused(await issuer.token({ courtesy: { role: 'owner' } }), message);
    await expectRefused(await issuer.token({ courtesy: { role: 'anonymous' } }), message);
    await expectRefused(await issuer.token({ courtesy: undefined }), message);
  });

  it('makes the gateway fetch the keys once, not once a request', async () => {
    const before = issuer.keyFetches;
    const token = await issuer.token();
    await Promise.all(Array.from({ length: 10 }, () => askWith(token)));
    expect(issuer.keyFetches - before).toBe(0);
  });

  it('whose issuer is away is told so', async () => {
    const late = await startIssuer('EdDSA');
    const token = await late.token();
    await late.stop();
    const other = await startTestGateway({ supergraph: shop.supergraph, env: { OIDC_ISSUER: late.url }, flags: [] });
    const { status, errors } = await other.ask('{ __typename }', { headers: { authorization: `Bearer ${token}` } });
    await other.stop();
    expect(status).toBe(503);
    expect(errors).toMatchObject([{ extensions: { code: 'IDENTITY_PROVIDER_UNAVAILABLE' } }]);
  });

  it('is let in as nobody with --anonymous, yet a token that is shown must be good', async () => {
    const open = await startTestGateway({ supergraph: shop.supergraph, env: { OIDC_ISSUER: issuer.url } });
    const statusWith = async (authorization: string) =>
      (await open.ask('{ __typename }', { headers: { authorization } })).status;
    expect(await statusWith('')).toBe(200);
    expect(await statusWith('Bearer ')).toBe(200);
    expect(await statusWith(`Bearer ${await issuer.token()}`)).toBe(200);
    expect(await statusWith(`Bearer ${await stranger.token()}`)).toBe(401);
    expect(await statusWith('Basic dXNlcjpwYXNz')).toBe(401);
    await open.stop();
  });
});
