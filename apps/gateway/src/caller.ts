import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { anonymous, reachOf, reaches, roles, scopesOf, type Actor } from '@courtesy/subgraph/actor';
import { refuseRequest } from './errors.ts';

/** Whose tokens are believed. */
export interface CallerOptions {
  /** Exact `iss` of every token; its discovery document says where the keys are. Without it no token can be verified. */
  readonly issuer?: string | undefined;
  /** Required `aud` of every token. */
  readonly audience: string;
  /** Whether a caller without a token is let in as nobody in particular. */
  readonly anonymous: boolean;
  /** Whether keys may be fetched over plain http: never in production. */
  readonly httpsOnly: boolean;
  readonly now: () => Date;
}

/** Says who a caller is from the `authorization` header. Throws a refusal of code UNAUTHENTICATED or IDENTITY_PROVIDER_UNAVAILABLE. */
export type CallerCheck = (authorization: string | undefined) => Promise<Actor>;

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_S = 5;
const DISCOVERY_TIMEOUT_MS = 5_000;

const lowerRoles = roles
  .filter((role) => role !== 'ANONYMOUS')
  .map((role) => role.toLowerCase() as Lowercase<typeof role>);
const claimSchema = z.object({
  role: z.enum(lowerRoles),
  reach: z.enum(reaches).optional(),
  personId: z.string().optional(),
  teamId: z.string().optional(),
  siteId: z.string().optional(),
  regionId: z.string().optional(),
  customerId: z.string().optional(),
});

/** The actor that a verified token speaks of. Throws UNAUTHENTICATED when its `courtesy` claim is absent or not understood. */
export function actorOfClaims(claims: Readonly<Record<string, unknown>>): Actor {
  const parsed = claimSchema.safeParse(claims['courtesy']);
  if (!parsed.success)
    throw refuseRequest(
      'UNAUTHENTICATED',
      'The token carries no usable "courtesy" claim: it must name a role of this graph.',
    );
  const { role: lowerRole, reach, ...places } = parsed.data;
  const role = lowerRole.toUpperCase() as Actor['role'];
  const known = Object.fromEntries(Object.entries(places).filter(([, id]) => id !== undefined));
  return { subject: String(claims['sub']), role, reach: reach ?? reachOf(role), scopes: scopesOf(role), ...known };
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function discoverKeys(issuer: string, httpsOnly: boolean): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`the issuer's discovery document answers with status ${response.status}`);
  const discovered = discoverySchema.parse(await response.json());
  if (discovered.issuer !== issuer)
    throw new Error(`the discovery document speaks of another issuer: ${discovered.issuer}`);
  if (httpsOnly && !discovered.jwks_uri.startsWith('https:'))
    throw new Error('the issuer serves its keys over plain http');
  return createRemoteJWKSet(new URL(discovered.jwks_uri), {
    cacheMaxAge: 600_000,
    cooldownDuration: 30_000,
    timeoutDuration: DISCOVERY_TIMEOUT_MS,
  });
}

/** Finds the issuer's keys on first use and keeps them; a failed discovery is tried again by the next caller. */
function issuerKeys(issuer: string, httpsOnly: boolean): () => Promise<JWTVerifyGetKey> {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return () => {
    keys ??= discoverKeys(issuer, httpsOnly).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

/** jose's errors about the token itself; all others are about reaching the issuer. */
const blamesToken = (error: unknown) =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The token is not for this graph: its "${error.claim}" claim is refused.`;
  return 'The token cannot be verified.';
};

/** Makes the check for one issuer. Keys are fetched once and cached; algorithms, issuer, audience and times are all checked. */
export function callerCheck(options: CallerOptions): CallerCheck {
  const keys = options.issuer ? issuerKeys(options.issuer, options.httpsOnly) : undefined;
  return async (authorization) => {
    const shown = (authorization ?? '').trim();
    const token = /^Bearer (\S+)$/i.exec(shown)?.[1];
    if (!token || !keys || !options.issuer) {
      // "Bearer" with nothing behind it is the explorer before anybody pasted a token.
      const showsNothing = shown === '' || shown === 'Bearer';
      if (options.anonymous && (showsNothing || !keys)) return anonymous;
      throw refuseRequest('UNAUTHENTICATED', 'Send a token: "authorization: Bearer …".');
    }
    const key = await keys().catch((cause: unknown) => {
      throw unreachable(cause);
    });
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['sub', 'exp'],
        currentDate: options.now(),
      });
      return actorOfClaims(payload);
    } catch (error) {
      if (blamesToken(error)) throw refuseRequest('UNAUTHENTICATED', reasonOf(error));
      throw error instanceof Error && 'extensions' in error ? error : unreachable(error);
    }
  };
}

function unreachable(cause: unknown): Error {
  const refusal = refuseRequest(
    'IDENTITY_PROVIDER_UNAVAILABLE',
    'Tokens cannot be verified just now: the identity provider does not answer.',
  );
  return Object.assign(refusal, { cause });
}
