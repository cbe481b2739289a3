import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ACTOR_HEADER, actorKey, CALLER_HEADER, peerKey, REQUEST_ID_HEADER, scopesOf, signActor } from './actor.ts';
import { verifyActor, verifyCaller, type Actor } from './actor.ts';
import { peersOf, type PeerRequest } from './peer.ts';

const MASTER = 'a-master-secret-of-specs-about-peers';
const now = () => new Date('2026-03-02T10:00:00.000Z');
const key = peerKey(MASTER, { caller: 'cases', audience: 'policy' });
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

interface Seen {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Another service, as far as its wire goes: answers each request with the next of `answers`; null breaks the connection off. */
async function otherService(answers: readonly (object | null | 'LATE')[]) {
  const seen: Seen[] = [];
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += String(chunk)));
    req.on('end', () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      seen.push({ headers: req.headers as Record<string, string>, body });
      if (answer === null) req.socket.destroy();
      else if (answer !== 'LATE') res.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peer = peersOf('cases', { PEERS: { policy: url }, PEER_KEYS: { policy: key } }, now)('policy');
  return { peer, seen };
}

const asked = (more: Partial<PeerRequest<{ ok: boolean }>> = {}) => ({
  document: 'mutation ($input: I!) { ok(input: $input) }',
  variables: { input: { idempotencyKey: 'k-1' } },
  answer: z.object({ ok: z.boolean() }),
  scopes: ['policy:read'],
  requestId: 'req-1',
  ...more,
});
const yes = { data: { ok: true } };

describe('a call from service to service', () => {
  it('is signed as the service itself, with the scopes it needs and the id of the request', async () => {
    const { peer, seen } = await otherService([yes]);
    expect(await peer.call(asked())).toEqual({ ok: true });
    const [{ headers, body } = { headers: {}, body: '' }] = seen as [Seen];
    expect(headers).toMatchObject({ [CALLER_HEADER]: 'cases', [REQUEST_ID_HEADER]: 'req-1' });
    const header = headers[ACTOR_HEADER];
    expect(verifyCaller('cases', { header, audience: 'policy', key, now: now(), body })).toEqual({
      subject: 'service:cases',
      role: 'SERVICE',
      reach: 'ALL',
      scopes: ['policy:read'],
    });
  });

  it('is tried again when the connection broke off, and only when it may come twice', async () => {
    const { peer, seen } = await otherService([null, null, yes]);
    expect(await peer.call(asked())).toEqual({ ok: true });
    expect(seen).toHaveLength(3);
    server?.close();
    const other = await otherService([null, yes]);
    await expect(other.peer.call(asked({ variables: { input: {} } }))).rejects.toMatchObject({ reason: 'BROKEN' });
    expect(other.seen).toHaveLength(1);
  });

  it('gives up at its deadline without trying again, since nobody knows what was done', async () => {
    const { peer, seen } = await otherService(['LATE']);
    await expect(peer.call(asked({ deadlineMs: 50 }))).rejects.toMatchObject({ reason: 'LATE' });
    expect(seen).toHaveLength(1);
  });

  it('tells a refusal that stays one from a service that broke, and from an answer of another shape', async () => {
    const error = (code: string) => ({ errors: [{ message: 'No', extensions: { code } }] });
    const { peer } = await otherService([
      error('FORBIDDEN'),
      error('INTERNAL_SERVER_ERROR'),
      { data: { ok: 'maybe' } },
    ]);
    for (const reason of ['REFUSED', 'BROKEN', 'BROKEN'])
      await expect(peer.call(asked())).rejects.toMatchObject({ reason });
  });

  it('never leaves without an address and a key', async () => {
    const nobody = peersOf('cases', { PEERS: {}, PEER_KEYS: {} }, now)('policy');
    await expect(nobody.call(asked())).rejects.toMatchObject({ reason: 'UNREACHABLE' });
  });
});

describe('the key of one service towards another', () => {
  const service: Actor = { subject: 'service:cases', role: 'SERVICE', reach: 'ALL', scopes: ['policy:read'] };
  const verify = (actor: Actor, signedWith = key) => {
    const header = signActor({ actor, audience: 'policy', key: signedWith, issuedAt: now(), body: '{}' });
    return () => verifyCaller('cases', { header, audience: 'policy', key, now: now(), body: '{}' });
  };

  it('speaks for that service, and for nobody else', () => {
    expect(verify(service)()).toEqual(service);
    const others: Actor[] = [
      { ...service, role: 'ADMIN' },
      { ...service, subject: 'service:metrics' },
      { ...service, scopes: ['audit:read'] },
      { ...service, role: 'MANAGER', subject: 'mary', scopes: scopesOf('MANAGER') },
    ];
    for (const actor of others) expect(verify(actor)).toThrow(/WRONG_CALLER/);
  });

  it('is neither the gateway’s, nor that of another caller, nor that of the road back', () => {
    const roads = [
      { caller: 'metrics', audience: 'policy' },
      { caller: 'policy', audience: 'cases' },
    ];
    for (const other of [actorKey(MASTER, 'policy'), ...roads.map((road) => peerKey(MASTER, road))])
      expect(verify(service, other)).toThrow(/FORGED/);
    const header = signActor({ actor: service, audience: 'policy', key, issuedAt: now(), body: '{}' });
    const gateway = { header, audience: 'policy', key: actorKey(MASTER, 'policy'), now: now(), body: '{}' };
    expect(() => verifyActor(gateway)).toThrow(/FORGED/);
  });
});
