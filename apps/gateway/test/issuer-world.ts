import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** What a token says beside the issuer's defaults. */
export interface TokenClaims {
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string;
  readonly expires?: string;
  readonly courtesy?: object | undefined;
}

/** A real OIDC issuer on a real port, as far as discovery and keys go. */
export interface TestIssuer {
  readonly url: string;
  /** How often the keys were fetched. */
  keyFetches: number;
  token(claims?: TokenClaims): Promise<string>;
  /** Signs with a new key that is published beside the old one. */
  rotate(algorithm: string): Promise<void>;
  stop(): Promise<void>;
}

interface Signer {
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

async function newSigner(algorithm: string, kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

const manager = { role: 'manager', reach: 'ALL' };

export async function startIssuer(firstAlgorithm = 'ES256'): Promise<TestIssuer> {
  const signers = [await newSigner(firstAlgorithm, 'key-0')];
  const app = Fastify({ forceCloseConnections: true });
  const state = { keyFetches: 0 };
  app.get('/.well-known/openid-configuration', async () => ({ issuer: issuerUrl(), jwks_uri: `${issuerUrl()}/keys` }));
  app.get('/keys', async () => {
    state.keyFetches += 1;
    return { keys: signers.map(({ published }) => published) };
  });
  const issuerUrl = () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await app.listen({ host: '127.0.0.1', port: 0 });
  const token = async ({
    issuer,
    audience = 'courtesy',
    subject = 'user-1',
    expires = '5m',
    ...claims
  }: TokenClaims = {}) => {
    const { algorithm, privateKey, published } = signers.at(-1) as Signer;
    const courtesy = 'courtesy' in claims ? claims.courtesy : manager;
    return new SignJWT(courtesy ? { courtesy } : {})
      .setProtectedHeader({ alg: algorithm, kid: published.kid as string })
      .setIssuer(issuer ?? issuerUrl())
      .setAudience(audience)
      .setSubject(subject)
      .setExpirationTime(expires)
      .sign(privateKey);
  };
  const rotate = async (algorithm: string) => {
    signers.push(await newSigner(algorithm, `key-${signers.length}`));
  };
  return Object.assign(state, { url: issuerUrl(), token, rotate, stop: async () => app.close() });
}
