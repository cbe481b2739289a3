import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { z } from 'zod';
import { ACTOR_HEADER, CALLER_HEADER, REQUEST_ID_HEADER, serviceSubject, signActor, type Actor } from './actor.ts';
import type { CommonConfig } from './config.ts';

/** How long a call waits for its answer when the caller does not say, in milliseconds; its tries share it. */
export const PEER_DEADLINE_MS = 5_000;
/** The pauses before a call is tried again, in milliseconds. There are as many further tries as pauses. */
const PAUSES_MS = [50, 250];

/** One operation of another service. */
export interface PeerRequest<A> {
  /** The GraphQL document, which lives with the caller. */
  readonly document: string;
  /** A mutation's `input` carries its `idempotencyKey`: without one it is never sent twice. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the answer's `data` must look like. */
  readonly answer: z.ZodType<A>;
  /** What the call may do at the other service: as little as it needs. */
  readonly scopes: readonly string[];
  /** Ties the logs of both services together. */
  readonly requestId: string;
  readonly deadlineMs?: number;
}

/** Another service that this one may call, as itself. */
export interface Peer {
  /** Calls it, and returns its answer's data. Throws {@link PeerFailed} when there is none to rely on. */
  call<A>(request: PeerRequest<A>): Promise<A>;
}

/**
 * Why a call came to nothing. UNREACHABLE: it never got there. LATE or BROKEN: nobody knows whether anything was done. REFUSED: the other service
 * understood, and will not do it however often it is asked.
 */
export type PeerFailure = 'UNREACHABLE' | 'LATE' | 'BROKEN' | 'REFUSED';

/** Thrown by {@link Peer.call}. */
export class PeerFailed extends Error {
  override readonly name = 'PeerFailed';
  readonly reason: PeerFailure;

  constructor(service: string, reason: PeerFailure, detail: string, cause?: unknown) {
    super(`The call of ${service} came to nothing (${reason}): ${detail}`, { cause });
    this.reason = reason;
  }
}

const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const BROKE_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Whether what is asked may be asked twice: a query, or a mutation under an idempotency key. */
function isRepeatable({ document, variables }: Pick<PeerRequest<unknown>, 'document' | 'variables'>): boolean {
  const input = variables['input'] as { readonly idempotencyKey?: unknown } | undefined;
  return !/^\s*mutation\b/.test(document) || typeof input?.idempotencyKey === 'string';
}

/** Codes of errors that the same request would meet again. */
const FINAL = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED', 'GRAPHQL_VALIDATION_FAILED']);

interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message?: string; readonly extensions?: { readonly code?: string } }[];
}

interface Road {
  readonly caller: string;
  readonly audience: string;
  readonly url: string;
  readonly key: string;
  readonly now: () => Date;
}

async function send(road: Road, asked: PeerRequest<unknown>, signal: AbortSignal): Promise<Answered> {
  const { document: query, variables, scopes, requestId } = asked;
  const body = JSON.stringify({ query, variables });
  const actor: Actor = { subject: serviceSubject(road.caller), role: 'SERVICE', reach: 'ALL', scopes: [...scopes] };
  const response = await request(`${road.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [REQUEST_ID_HEADER]: requestId,
      [CALLER_HEADER]: road.caller,
      [ACTOR_HEADER]: signActor({ actor, audience: road.audience, key: road.key, issuedAt: road.now(), body }),
    },
    body,
    signal,
  });
  const text = await response.body.text();
  try {
    return JSON.parse(text) as Answered;
  } catch {
    throw new Error(`status ${response.statusCode} and no GraphQL answer: ${text.slice(0, 200)}`);
  }
}

/** What an answer says; an error in it says that nothing in it can be relied on. */
function read<A>(road: Road, asked: PeerRequest<A>, { data, errors }: Answered): A {
  const [first] = errors ?? [];
  if (first) {
    const reason = FINAL.has(first.extensions?.code ?? '') ? 'REFUSED' : 'BROKEN';
    throw new PeerFailed(road.audience, reason, first.message ?? 'an error without words');
  }
  const parsed = asked.answer.safeParse(data);
  if (!parsed.success) throw new PeerFailed(road.audience, 'BROKEN', `an answer of another shape: ${parsed.error}`);
  return parsed.data;
}

/** Why sending failed, as far as the caller must know. */
function failure(road: Road, error: unknown, isLate: boolean): PeerFailed {
  if (error instanceof PeerFailed) return error;
  const reason = isLate ? 'LATE' : NEVER_ARRIVED.has(codeOf(error)) ? 'UNREACHABLE' : 'BROKEN';
  return new PeerFailed(road.audience, reason, error instanceof Error ? error.message : String(error), error);
}

/** Calls over one road: tried again only when the connection failed, and what is asked may come twice. */
function peerOver(road: Road): Peer {
  return {
    async call(asked) {
      const signal = AbortSignal.timeout(asked.deadlineMs ?? PEER_DEADLINE_MS);
      for (const pause of [...PAUSES_MS, null]) {
        try {
          return read(road, asked, await send(road, asked, signal));
        } catch (error) {
          const isConnection = NEVER_ARRIVED.has(codeOf(error)) || BROKE_OFF.has(codeOf(error));
          if (pause === null || signal.aborted || !isConnection || !isRepeatable(asked))
            throw failure(road, error, signal.aborted);
          await delay(pause);
        }
      }
      throw new PeerFailed(road.audience, 'UNREACHABLE', 'it was not tried');
    },
  };
}

/** The services that `caller` may call, as its environment names them. Throws when asked for one whose address or key is missing. */
export function peersOf(
  caller: string,
  { PEERS, PEER_KEYS }: Pick<CommonConfig, 'PEERS' | 'PEER_KEYS'>,
  now: () => Date,
): (name: string) => Peer {
  return (audience) => {
    const [url, key] = [PEERS?.[audience], PEER_KEYS?.[audience]];
    if (url && key) return peerOver({ caller, audience, url, key, now });
    const missing = async () => {
      throw new PeerFailed(audience, 'UNREACHABLE', 'PEERS and PEER_KEYS do not name its address and key');
    };
    return { call: missing };
  };
}
