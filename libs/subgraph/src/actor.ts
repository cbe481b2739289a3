import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The jobs a caller can hold. `SERVICE` is one of our own processes; `ANONYMOUS` is a caller nobody vouched for. */
export const roles = [
  'ANONYMOUS',
  'CUSTOMER',
  'AGENT',
  'LEAD',
  'MANAGER',
  'REGIONAL',
  'EXECUTIVE',
  'ANALYST',
  'ADMIN',
  'SERVICE',
] as const;
/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** How far a caller sees: only what is their own, their team, their site, their region, or everything. */
export const reaches = ['OWN', 'TEAM', 'SITE', 'REGION', 'ALL'] as const;
/** One of {@link reaches}. */
export type Reach = (typeof reaches)[number];

/** The shape of an {@link Actor}, as it travels in the actor header. */
export const actorSchema = z.object({
  subject: z.string().min(1),
  role: z.enum(roles),
  reach: z.enum(reaches),
  scopes: z.array(z.string()),
  personId: z.string().optional(),
  teamId: z.string().optional(),
  siteId: z.string().optional(),
  regionId: z.string().optional(),
  customerId: z.string().optional(),
});

/** Who is asking, what they may do (`scopes`) and how far they see (`reach`). Ids are global ids such as `pers_…`. */
export type Actor = Readonly<z.infer<typeof actorSchema>>;

/** Name of the HTTP header in which the gateway vouches for a caller. */
export const ACTOR_HEADER = 'x-courtesy-actor';
/** Name of the HTTP header in which another service says which of its keys it signed with (ADR 0014). Absent from what the gateway sends. */
export const CALLER_HEADER = 'x-courtesy-caller';
/** Name of the HTTP header that ties one request's logs and errors together across services. */
export const REQUEST_ID_HEADER = 'x-request-id';
/** Age in milliseconds after which an actor header is refused. */
export const ACTOR_MAX_AGE_MS = 30_000;
/** How far ahead, in milliseconds, the signer's clock may be. */
export const ACTOR_MAX_AHEAD_MS = 5_000;

const read = ['customer:read', 'case:read', 'casework:read', 'workforce:read', 'policy:read', 'metric:read'];
const desk = [...read, 'customer:write', 'case:write', 'workforce:self'];
const lead = [
  ...desk,
  'customer:sensitive',
  'customer:merge',
  'vulnerability:read',
  'vulnerability:write',
  'workforce:sensitive',
  'automation:write',
  'quality:write',
  'training:write',
  'meeting:write',
  'roster:write',
  'routing:write',
  'appraisal:write',
  'metric:write',
  'improvement:write',
  'day:read',
  'fairness:read',
];
const manager = [...lead, 'workforce:write', 'policy:write', 'case:close_override'];
const siteManager = [
  ...manager,
  'incident:medical',
  'privacy:read',
  'privacy:write',
  'export:read',
  'employment:read',
  'employment:write',
  'hiring:read',
  'hiring:write',
  'budget:read',
  'budget:write',
  'report:write',
  'report:sign',
];

const scopesByRole: Readonly<Record<Role, readonly string[]>> = {
  ANONYMOUS: [],
  CUSTOMER: ['customer:read', 'case:read', 'self:write'],
  AGENT: desk,
  LEAD: lead,
  MANAGER: siteManager,
  REGIONAL: siteManager,
  EXECUTIVE: [...read, 'budget:read', 'fairness:read', 'report:sign'],
  ANALYST: [...read, 'export:read', 'budget:read', 'fairness:read'],
  ADMIN: [...siteManager, 'graph:bulk', 'audit:read'],
  SERVICE: [
    ...manager,
    'budget:read',
    'budget:write',
    'report:write',
    'graph:bulk',
    'privacy:read',
    'privacy:write',
    'privacy:erase',
    'privacy:gather',
  ],
};

const reachByRole: Readonly<Record<Role, Reach>> = {
  ANONYMOUS: 'OWN',
  CUSTOMER: 'OWN',
  AGENT: 'TEAM',
  LEAD: 'TEAM',
  MANAGER: 'SITE',
  REGIONAL: 'REGION',
  EXECUTIVE: 'ALL',
  ANALYST: 'ALL',
  ADMIN: 'ALL',
  SERVICE: 'ALL',
};

/** What each role may do, as `<noun>:<verb>` scopes. The one place where roles become permissions. */
export function scopesOf(role: Role): string[] {
  return [...scopesByRole[role]];
}

/** How far a role sees when its token does not say. */
export function reachOf(role: Role): Reach {
  return reachByRole[role];
}

/** The caller without a token: may see only what the schema leaves to everyone. */
export const anonymous: Actor = { subject: 'anonymous', role: 'ANONYMOUS', reach: 'OWN', scopes: [] };

/**
 * The key with which headers for one audience are signed, derived from the gateway's master secret.
 * A subgraph holds only its own key, so a leaked one cannot speak to the others.
 */
export function actorKey(masterSecret: string, audience: string): string {
  return createHmac('sha256', masterSecret).update(`courtesy-actor:${audience}`).digest('base64url');
}

/**
 * The key with which one service signs its calls to another, derived from the gateway's master secret: the caller holds it for this audience
 * alone, and the audience believes it of this caller alone. It is neither the key of the gateway's headers nor that of the road back.
 */
export function peerKey(masterSecret: string, road: { readonly caller: string; readonly audience: string }): string {
  return actorKey(masterSecret, `${road.audience}<${road.caller}`);
}

/** The subject under which a service calls others. */
export const serviceSubject = (service: string): string => `service:${service}`;

const envelopeSchema = z.object({ actor: actorSchema, aud: z.string(), iat: z.number(), digest: z.string() });

type Envelope = Readonly<z.infer<typeof envelopeSchema>>;

/** What was signed. Throws {@link ActorRefused} when that is no vouching: one that says no time would never grow old. */
function readEnvelope(payload: string): Envelope {
  try {
    return envelopeSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  } catch {
    throw new ActorRefused('MALFORMED');
  }
}

const digestOf = (body: string | Uint8Array) => createHash('sha256').update(body).digest('base64url');
const macOf = (payload: string, key: string) => createHmac('sha256', key).update(payload).digest();

/** Vouches for `actor` towards one audience, at one time, for one request body. Returns the header's value. */
export function signActor(input: {
  readonly actor: Actor;
  readonly audience: string;
  readonly key: string;
  readonly issuedAt: Date;
  readonly body: string | Uint8Array;
}): string {
  const envelope: Envelope = {
    actor: input.actor,
    aud: input.audience,
    iat: input.issuedAt.getTime(),
    digest: digestOf(input.body),
  };
  const payload = Buffer.from(JSON.stringify(envelope)).toString('base64url');
  return `${payload}.${macOf(payload, input.key).toString('base64url')}`;
}

/** Why an actor header was not believed. */
export type ActorRefusal =
  'MISSING' | 'MALFORMED' | 'FORGED' | 'EXPIRED' | 'FROM_THE_FUTURE' | 'WRONG_AUDIENCE' | 'WRONG_BODY' | 'WRONG_CALLER';

/** Thrown by {@link verifyActor}; `reason` says which check failed and is safe to show to the caller. */
export class ActorRefused extends Error {
  readonly reason: ActorRefusal;
  constructor(reason: ActorRefusal) {
    super(`The actor header was refused: ${reason}`);
    this.reason = reason;
  }
}

/** What it takes to believe an actor header. */
export interface HeaderToVerify {
  readonly header: string | undefined;
  readonly audience: string;
  readonly key: string;
  readonly now: Date;
  readonly body: string | Uint8Array;
}

/** Believes a header only if it was signed with `key` for this audience, this body and the last 30 seconds. Throws {@link ActorRefused}. */
export function verifyActor(input: HeaderToVerify): Actor {
  if (!input.header) throw new ActorRefused('MISSING');
  const [payload, mac, ...rest] = input.header.split('.');
  if (!payload || !mac || rest.length > 0) throw new ActorRefused('MALFORMED');
  const expected = macOf(payload, input.key);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new ActorRefused('FORGED');
  const envelope = readEnvelope(payload);
  if (envelope.aud !== input.audience) throw new ActorRefused('WRONG_AUDIENCE');
  const age = input.now.getTime() - envelope.iat;
  if (age > ACTOR_MAX_AGE_MS) throw new ActorRefused('EXPIRED');
  if (age < -ACTOR_MAX_AHEAD_MS) throw new ActorRefused('FROM_THE_FUTURE');
  if (envelope.digest !== digestOf(input.body)) throw new ActorRefused('WRONG_BODY');
  return envelope.actor;
}

/**
 * Believes the header of another service as {@link verifyActor} does, and only about that service itself: with its key it cannot speak for a
 * person, for another service, or with a scope that no service has. Throws {@link ActorRefused}.
 */
export function verifyCaller(caller: string, input: HeaderToVerify): Actor {
  const actor = verifyActor(input);
  const known = new Set(scopesOf('SERVICE'));
  const isItself = actor.role === 'SERVICE' && actor.subject === serviceSubject(caller);
  if (!isItself || !actor.scopes.every((scope) => known.has(scope))) throw new ActorRefused('WRONG_CALLER');
  return actor;
}
