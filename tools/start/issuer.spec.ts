import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@courtesy/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from './data-directory.ts';
import { loginOf } from './identities.ts';
import { type Issuer, startIssuer } from './issuer.ts';

const data = dataDirectory(mkdtempSync(join(tmpdir(), 'courtesy-spec-')));
let issuer: Issuer;
let port: number;
const greeting = { stack: 'courtesy' as const, pid: process.pid, port: 1, data: data.root };
beforeAll(async () => {
  port = await freePort();
  issuer = await startIssuer(data, greeting, port);
});
afterAll(async () => {
  await issuer.close();
  rmSync(data.root, { recursive: true, force: true });
});

const verify = async (token: string) => {
  const discovered = (await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  return jwtVerify(token, createRemoteJWKSet(new URL(discovered.jwks_uri)), {
    issuer: issuer.url,
    audience: 'courtesy',
    algorithms: ['ES256'],
  });
};

/** `fetch` sends no `host` of the caller's choosing. */
function post(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('the development issuer', () => {
  it('signs tokens that verify by its discovery document alone', async () => {
    const { body } = await post('/token?role=manager');
    const { payload } = await verify((JSON.parse(body) as { access_token: string }).access_token);
    expect(payload).toMatchObject({ sub: 'demo-manager', courtesy: { role: 'manager', reach: 'ALL' } });
  });

  it('puts the place asked for into a token made for a spec', async () => {
    const { payload } = await verify(await issuer.tokenFor('agent', { teamId: 'team_1' }));
    expect(payload['courtesy']).toEqual({ role: 'agent', teamId: 'team_1' });
  });

  it.each([
    ['a web page', { origin: 'https://example.org' }],
    ['a host name pointed at this machine', { host: 'example.org' }],
  ])('refuses %s', async (_, headers) => {
    expect((await post('/token?role=admin', headers)).status).toBe(403);
  });

  it('knows only the roles there are, of which nobody is none', async () => {
    expect((await post('/token?role=chef')).status).toBe(400);
    expect((await post('/token?role=anonymous')).status).toBe(400);
  });

  it('never shows the private part of its key, nor lets others read it', async () => {
    const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: object[] };
    expect(Object.keys(keys[0] ?? {})).not.toContain('d');
    expect(statSync(data.issuerKeys).mode & 0o077).toBe(0);
  });

  it('keeps its key from one start to the next', async () => {
    const token = await issuer.tokenFor('analyst');
    await issuer.close();
    issuer = await startIssuer(data, greeting, port);
    expect((await verify(token)).payload.sub).toBe('demo-analyst');
  });

  it('is refused in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(startIssuer(data, greeting, await freePort())).rejects.toMatchObject({ name: 'IssuerRefused' });
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });
});

describe('a demo login', () => {
  it('is the one the demo data names, and the manager sees everything unless it says otherwise', () => {
    const file = join(data.root, 'logins.json');
    writeFileSync(file, JSON.stringify({ manager: { subject: 'maria', name: 'Maria', siteId: 'site_1' } }));
    expect(loginOf('manager', file)).toEqual({ subject: 'maria', name: 'Maria', siteId: 'site_1', reach: 'ALL' });
    expect(loginOf('lead', file)).toEqual({ subject: 'demo-lead', name: 'Demo lead' });
  });

  it('that is misspelt names the file', () => {
    const file = join(data.root, 'bad.json');
    writeFileSync(file, JSON.stringify({ manager: { name: 'Maria' } }));
    expect(() => loginOf('manager', file)).toThrow(/bad\.json is not a list of demo logins: .*subject/);
  });
});
