import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type DataDirectory, writePrivately } from './data-directory.ts';
import { isLoginRole, loginOf, loginRoles, type LoginRole, type Place } from './identities.ts';
import type { Greeting } from './running-stack.ts';

/** The development OIDC issuer: vouches for the demo logins, towards this machine only. */
export interface Issuer {
  /** `iss` of its tokens, under which its discovery document is found. */
  readonly url: string;
  /** Signs a token for the demo login of `role`; `claims` replace parts of its `courtesy` claim. */
  tokenFor(role: LoginRole, claims?: Place): Promise<string>;
  close(): Promise<void>;
}

/** Thrown in production, where whoever could reach the issuer's port could be anybody. */
export class IssuerRefused extends Error {
  override readonly name = 'IssuerRefused';
}

const ALGORITHM = 'ES256';
const LIFETIME = '12h';

/**
 * Starts the issuer on the loopback address.
 *
 * @throws IssuerRefused when `NODE_ENV` is production.
 */
export async function startIssuer(data: DataDirectory, greeting: Greeting, port: number): Promise<Issuer> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new IssuerRefused(
      'The development issuer is refused when NODE_ENV is production: set OIDC_ISSUER to a real one.',
    );
  }
  const jwk = await keptKey(data.issuerKeys);
  const url = `http://127.0.0.1:${port}`;
  const sign = signer(jwk, url, data.demoLogins);
  const documents = { ...discovery(url), '/jwks': { keys: [publicPart(jwk)] }, '/stack': greeting };
  const server = createServer((request, response) => {
    answer(request, { documents, sign }).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, { status: 500, body: { error: (error as Error).message } }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, tokenFor: sign, close };
}

async function keptKey(file: string): Promise<JWK> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const bare = await exportJWK(privateKey);
  const jwk = { ...bare, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(bare) };
  writePrivately(file, jwk);
  return jwk;
}

function publicPart(jwk: JWK): JWK {
  const { d: _private, ...shown } = jwk;
  return shown;
}

type Sign = (role: LoginRole, claims?: Place) => Promise<string>;

function signer(jwk: JWK, issuer: string, demoLogins: string): Sign {
  const key = importJWK(jwk, ALGORITHM);
  return async (role, claims = {}) => {
    const { subject, name, ...place } = loginOf(role, demoLogins);
    return new SignJWT({ name, courtesy: { role, ...place, ...claims } })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', ...(jwk.kid && { kid: jwk.kid }) })
      .setIssuer(issuer)
      .setSubject(subject)
      .setAudience('courtesy')
      .setIssuedAt()
      .setExpirationTime(LIFETIME)
      .sign(await key);
  };
}

const discovery = (issuer: string) => ({
  '/.well-known/openid-configuration': {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
  },
});

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

async function answer(
  request: IncomingMessage,
  parts: { documents: Readonly<Record<string, unknown>>; sign: Sign },
): Promise<Reply> {
  if (!isLocal(request)) return { status: 403, body: { error: 'The development issuer answers this machine only.' } };
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://issuer');
  const document = parts.documents[pathname];
  if (request.method === 'GET' && document) return { status: 200, body: document };
  if (request.method !== 'POST' || pathname !== '/token')
    return { status: 404, body: { error: 'There is nothing here.' } };
  const role = (searchParams.get('role') ?? '').toLowerCase();
  if (!isLoginRole(role))
    return { status: 400, body: { error: `There is no role "${role}"; there are ${loginRoles.join(', ')}.` } };
  return { status: 200, body: { access_token: await parts.sign(role), token_type: 'Bearer' } };
}

/** A web page open in a browser on this machine is not this machine: it sends its origin, or a host name it had pointed here. */
function isLocal(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const address = request.socket.remoteAddress ?? '';
  return address === '127.0.0.1' && ['127.0.0.1', 'localhost'].includes(host) && request.headers.origin === undefined;
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' });
  response.end(JSON.stringify(body));
}
