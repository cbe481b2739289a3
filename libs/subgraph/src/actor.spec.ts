import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActorRefused, actorKey, roles, scopesOf, signActor, verifyActor, type Actor } from './actor.ts';

const key = actorKey('a-master-secret', 'cases');
const actor: Actor = {
  subject: 'pers_1',
  role: 'MANAGER',
  reach: 'SITE',
  scopes: scopesOf('MANAGER'),
  siteId: 'site_1',
};
const issuedAt = new Date('2026-03-02T10:00:00.000Z');
const body = '{"query":"{ cases { nodes { id } } }"}';
const header = signActor({ actor, audience: 'cases', key, issuedAt, body });

const later = (ms: number) => new Date(issuedAt.getTime() + ms);
const reasonFor = (changed: Partial<Parameters<typeof verifyActor>[0]>) => {
  try {
    verifyActor({ header, audience: 'cases', key, now: later(1000), body, ...changed });
    return 'BELIEVED';
  } catch (error) {
    if (error instanceof ActorRefused) return error.reason;
    throw error;
  }
};

describe('an actor header', () => {
  it('brings the caller over as they were', () => {
    expect(verifyActor({ header, audience: 'cases', key, now: later(29_000), body })).toEqual(actor);
  });

  it('is refused when missing or no header at all', () => {
    expect(reasonFor({ header: undefined })).toBe('MISSING');
    for (const bad of ['x', 'a.b.c', '.', 'a.']) expect(reasonFor({ header: bad })).toMatch(/MALFORMED|FORGED/);
  });

  it('is refused when forged with another key, such as that of another subgraph', () => {
    const forged = signActor({ actor, audience: 'cases', key: actorKey('a-master-secret', 'policy'), issuedAt, body });
    expect(reasonFor({ header: forged })).toBe('FORGED');
  });

  it('is refused when a single character of it is altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: header.length - 2 }), (at) => {
        const other = header[at] === 'A' ? 'B' : 'A';
        expect(reasonFor({ header: header.slice(0, at) + other + header.slice(at + 1) })).toMatch(/FORGED|MALFORMED/);
      }),
    );
  });

  it('is refused when older than 30 seconds, or from a clock that runs ahead by more than 5', () => {
    expect(reasonFor({ now: later(30_000) })).toBe('BELIEVED');
    expect(reasonFor({ now: later(30_001) })).toBe('EXPIRED');
    expect(reasonFor({ now: later(-5_000) })).toBe('BELIEVED');
    expect(reasonFor({ now: later(-5_001) })).toBe('FROM_THE_FUTURE');
  });

  it('is refused when what was signed is no vouching at all, or does not say when it was', () => {
    const signed = (text: string) => {
      const payload = Buffer.from(text).toString('base64url');
      return `${payload}.${createHmac('sha256', key).update(payload).digest('base64url')}`;
    };
    const envelope = JSON.parse(Buffer.from(header.split('.')[0] ?? '', 'base64url').toString()) as object;
    expect(reasonFor({ header: signed(JSON.stringify(envelope)) })).toBe('BELIEVED');
    for (const iat of [undefined, null, 'now', {}]) {
      expect(reasonFor({ header: signed(JSON.stringify({ ...envelope, iat })) })).toBe('MALFORMED');
    }
    for (const bad of ['', 'x', 'null', '[]', '1', '{}']) {
      expect(reasonFor({ header: signed(bad) })).toBe('MALFORMED');
    }
  });

  it('is refused when meant for another subgraph, even under the same key', () => {
    expect(reasonFor({ audience: 'policy' })).toBe('WRONG_AUDIENCE');
  });

  it('is refused when meant for another body', () => {
    expect(reasonFor({ body: body.replace('cases', 'closeCases') })).toBe('WRONG_BODY');
  });
});

describe('the scopes of a role', () => {
  it('let analysts read and nothing else, executives sign reports off beside, and a customer write of themself alone', () => {
    const written = { ANALYST: [], EXECUTIVE: ['report:sign'], CUSTOMER: ['self:write'] } as const;
    for (const [role, writes] of Object.entries(written))
      expect(scopesOf(role as keyof typeof written).filter((scope) => !scope.endsWith(':read'))).toEqual(writes);
    expect(scopesOf('ANONYMOUS')).toEqual([]);
  });

  it('give the bulk roads to nobody but administrators and services', () => {
    expect(roles.filter((role) => scopesOf(role).includes('graph:bulk'))).toEqual(['ADMIN', 'SERVICE']);
  });
});
