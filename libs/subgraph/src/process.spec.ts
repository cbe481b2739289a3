import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '@courtesy/persistence';
import { actorFor, testDatabase, type TestDatabase } from '@courtesy/testing';
import { clinic, wardBook } from '../test/clinic.ts';
import { startProxy } from '../test/silenceable-proxy.ts';
import { ACTOR_HEADER, actorKey, scopesOf, signActor } from './actor.ts';
import { serviceLog } from './log.ts';
import { startSubgraph, type RunningSubgraph } from './subgraph.ts';

const key = actorKey('a-master-secret-of-specs', 'clinic');
let test: TestDatabase;
let service: RunningSubgraph | null = null;
let url: string;
let logged: string[] = [];
const start = async (databaseUrl = test.appUrl) => {
  logged = [];
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: databaseUrl,
    ACTOR_KEY: key,
    FEED_KEY: 'the-feed-key-of-specs',
    FEEDS: {},
    LOG_LEVEL: 'info',
    DATABASE_POOL: 3,
  } as const;
  const log = serviceLog('clinic', 'info', { write: (line: string) => void logged.push(line) });
  service = await startSubgraph(clinic, config, { log });
  url = await service.listen();
};
beforeAll(async () => {
  test = await testDatabase({
    service: 'clinic',
    migrate: async (at) => void (await migrate({ url: at, migrations: clinic.migrations })),
  });
});
afterEach(async () => {
  await service?.close();
  service = null;
});
afterAll(() => test?.drop());

const send = (body: string, contentType = 'application/json') =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-request-id': 'req-7',
      [ACTOR_HEADER]: signActor({
        actor: actorFor('AGENT', { scopes: scopesOf('AGENT') }),
        audience: 'clinic',
        key,
        issuedAt: new Date(),
        body,
      }),
    },
    body,
  });
const ask = async (query: string, variables = {}) =>
  (await (await send(JSON.stringify({ query, variables }))).json()) as Record<string, unknown>;

/** What was logged, but for the address. */
const complaints = () => logged.filter((line) => !line.includes('Server listening'));

/** Speaks to the database as the service does, past it. */
const asService = async (sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: test.appUrl, application_name: 'spec' });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
};
const listeners = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'courtesy-feed' AND query LIKE 'LISTEN%'`;
const until = async (what: () => Promise<boolean> | boolean) => {
  for (let tries = 0; !(await what()); tries += 1) {
    if (tries > 250) throw new Error('It never came to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const readiness = async () => (await fetch(`${url}/health/ready`)).status;

describe('an error', () => {
  it('bears the id of its request, in the answer and in the log', async () => {
    await start();
    const { errors } = await ask('{ admit(name: "Nobody", diagnosis: "-") }');
    expect(errors).toMatchObject([
      { extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'clinic', requestId: 'req-7' } },
    ]);
    expect(complaints().map((line) => JSON.parse(line) as object)).toMatchObject([
      { requestId: 'req-7', msg: 'resolver failed', err: { code: '23514', constraint: 'patients_name_check' } },
    ]);
    expect(await ask('{ nonsense }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'req-7' } }],
    });
  });

  it('leaves nothing of what people told us in the log', async () => {
    await start();
    await ask('query ($d: String!) { admit(name: "Nobody", diagnosis: $d) }', { d: 'a secret illness' });
    await ask('{ admit(name: "a\\u0000b", diagnosis: "a secret illness") }');
    const failure = service?.database.manager.query('INSERT INTO patients SELECT $1 WHERE $2 = $2', [
      'Nobody',
      'a secret illness',
    ]);
    await failure?.catch((err: unknown) =>
      serviceLog('x', 'info', { write: (line) => void logged.push(line) }).warn({ err }),
    );
    expect(complaints()).toHaveLength(3);
    expect(logged.join('')).toMatch(/INSERT INTO patients/);
    expect(logged.join('')).not.toMatch(/secret illness|Failing row/);
  });

  it('leaves out of a database error what the database quotes, and keeps what it says', async () => {
    await start();
    const failure = service?.database.manager.query('SELECT $1::json, $2::integer', ['{}', 'a secret illness']);
    await failure?.catch((err: unknown) =>
      serviceLog('x', 'info', { write: (line) => void logged.push(line) }).warn({ err }),
    );
    expect(logged.join('')).toMatch(/invalid input syntax for type integer: \\"…\\"/);
    expect(logged.join('')).not.toMatch(/secret illness/);
  });

  it("of a body that is no GraphQL request is the sender's, and says so", async () => {
    await start();
    for (const body of ['{}', 'null', '[]', '"x"', '{"query":1}', '{"query":"{ slow(seconds: 0) }","variables":[]}']) {
      const response = await send(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
    expect((await send('{ slow(seconds: 0) }', 'text/plain')).status).toBe(415);
    expect(complaints()).toEqual([]);
  });
});

describe('the resources of a service', () => {
  it('are open before the first request and until the last one in hand is answered', async () => {
    await start();
    expect(wardBook).toEqual(['opened']);
    const isAsleep = async () =>
      (await asService(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep($1)' AND state = 'active'`))
        .length === 1;
    const inHand = ask('{ slow(seconds: 0.5) }');
    await until(isAsleep);
    await service?.close();
    service = null;
    expect(await inHand).toEqual({ data: { slow: 'done' } });
    expect(wardBook).toEqual(['opened', 'slow', 'closed']);
  });
});

describe('a question to the feed', () => {
  it('that names a place beyond counting, or anything twice, is refused', async () => {
    await start();
    const asked = [
      'lastEventId=99999999999999999999.1',
      'lastEventId=1.9999999999999999999',
      'timeout=x',
      'types=a&types=b',
    ];
    for (const query of asked) {
      const headers = { authorization: 'Bearer the-feed-key-of-specs' };
      expect((await fetch(`${url}/events?${query}`, { headers })).status).toBe(400);
    }
    expect(complaints()).toEqual([]);
  });
});

describe('a service whose database', () => {
  it('cuts every connection answers the next request, and listens for commits again', async () => {
    await start();
    await ask('{ slow(seconds: 0) }');
    const [before] = (await asService(listeners)) as { pid: number }[];
    await asService(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await until(async () => (await asService(listeners)).length === 0);
    await until(async () => 'data' in (await ask('{ slow(seconds: 0) }')));
    await until(async () => (await asService(listeners)).length === 1);
    expect(await asService(listeners)).not.toEqual([before]);
  });

  it('is away or silent is live but not ready, says so at once, and is ready again when it is back', async () => {
    const proxy = await startProxy(test.appUrl);
    await start(proxy.url);
    for (const state of ['CUT', 'SILENT'] as const) {
      await proxy.become(state);
      const began = performance.now();
      expect(await readiness()).toBe(503);
      expect(performance.now() - began).toBeLessThan(4000);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      await proxy.become('CUT');
      await proxy.become('OPEN');
      await until(async () => (await readiness()) === 200);
    }
    await service?.close();
    service = null;
    await proxy.close();
  });

  it('is lost while the service stops does not keep it, and leaves no listener behind', async () => {
    const proxy = await startProxy(test.appUrl);
    await start(proxy.url);
    await proxy.become('CUT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await service?.close();
    service = null;
    await proxy.become('OPEN');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await asService(listeners)).toEqual([]);
    await proxy.close();
  });
});

describe('a service that is told to stop', () => {
  const environment = () => ({
    PATH: process.env['PATH'],
    NODE_NO_WARNINGS: '1',
    PORT: new URL(url).port,
    DATABASE_URL: test.appUrl,
    ACTOR_KEY: key,
    FEED_KEY: 'the-feed-key-of-specs',
  });

  it('by SIGTERM finishes the requests in hand, takes no other, and is gone soon after', async () => {
    await start();
    await service?.close();
    service = null;
    const main = fileURLToPath(new URL('../test/clinic-main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] });
    try {
      const ended = once(child, 'exit');
      await until(() =>
        readiness().then(
          (status) => status === 200,
          () => false,
        ),
      );
      const inHand = ask('{ slow(seconds: 1) }');
      const waiting = fetch(`${url}/events?timeout=20000`, {
        headers: { authorization: 'Bearer the-feed-key-of-specs' },
      });
      await until(
        async () =>
          (await asService(`SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`))
            .length > 0,
      );
      child.kill('SIGTERM');
      await until(() =>
        ask('{ slow(seconds: 0) }').then(
          () => false,
          () => true,
        ),
      );
      expect(await inHand).toEqual({ data: { slow: 'done' } });
      expect(await (await waiting).json()).toEqual([]);
      const answered = performance.now();
      expect(await ended).toEqual([0, null]);
      expect(performance.now() - answered).toBeLessThan(2000);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('a route of the service’s own', () => {
  it('is served beside the graph, with parsers that the graph does not take over and errors as everywhere', async () => {
    await start();
    const headers = { 'content-type': 'text/plain', 'x-request-id': 'req-8' };
    const answer = await fetch(`${url}/letters`, { method: 'PUT', headers, body: 'Dear Sirs' });
    expect(await answer.json()).toEqual({ letter: 'Dear Sirs', at: expect.any(String) });
    expect((await send('{ slow(seconds: 0) }', 'text/plain')).status).toBe(415);
    const missing = await fetch(`${url}/letters`, { headers: { 'x-request-id': 'req-9' } });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      errors: [
        {
          message: 'There is no letter.',
          extensions: { code: 'BAD_REQUEST', service: 'clinic', requestId: 'req-9' },
        },
      ],
    });
  });
});
