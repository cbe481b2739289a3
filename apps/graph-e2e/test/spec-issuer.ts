import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPortFree } from '@courtesy/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An identity provider for specs: signs what it is told to. */
export interface Issuer {
  readonly url: string;
  /** A token with this `courtesy` claim, whose subject is the claim's, or its person; `changes` make it one that should be refused. */
  sign(courtesy: object, changes?: { audience?: string; issuer?: string; expires?: string }): Promise<string>;
  close(): void;
}

/** Listens on a free port of the loopback address. */
export const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

/** From where ports are drawn: below those that systems give to connections that go out, which could take one before a service listens on it. */
const [LOWEST, HIGHEST] = [20_000, 32_000];

/** A port nobody listens on just now. */
export async function freshPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(port)) return port;
  }
}

const HOUR_MS = 3_600_000;
const MS_OF_SECOND = 1000;
/** A JWT counts in seconds. */
const seconds = (at: Date, plusMs = 0) => Math.floor((at.getTime() + plusMs) / MS_OF_SECOND);

/** Whose token it is: one person may come under several subjects. */
const subjectOf = ({ subject, personId }: { subject?: string; personId?: string }) => subject ?? personId ?? 'spec';

/** Starts an identity provider with keys of its own, whose tokens are issued at `now` and hold for an hour. */
export async function startSpecIssuer(now: () => Date = () => new Date()): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'spec', alg: 'ES256', use: 'sig' };
  let url = '';
  const server = createServer((request, response) => {
    const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  url = await listen(server);
  return {
    url,
    sign: (courtesy, changes = {}) =>
      new SignJWT({ courtesy })
        .setProtectedHeader({ alg: 'ES256', kid: 'spec' })
        .setSubject(subjectOf(courtesy as { subject?: string; personId?: string }))
        .setIssuer(changes.issuer ?? url)
        .setAudience(changes.audience ?? 'courtesy')
        .setIssuedAt(seconds(now()))
        .setExpirationTime(changes.expires ?? seconds(now(), HOUR_MS))
        .sign(privateKey),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
