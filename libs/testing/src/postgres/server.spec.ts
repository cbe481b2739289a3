import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withClient } from '../sql.ts';
import { gone } from './live-process.ts';
import { endLeftoverServer, startPostgres } from './server.ts';

const homes: string[] = [];
function givenHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'courtesy-spec-'));
  chmodSync(home, 0o755);
  homes.push(home);
  return home;
}
const clusterOf = (home: string): string => {
  const pointer = join(home, 'cluster.path');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(home, 'cluster');
};
afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));

const one = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query(sql)).rows[0] as unknown);

/** Starts a throw-away server in another process, which the spec may then kill. */
async function givenOtherProcess(options: object = {}): Promise<{ pid: number; server: number; directory: string }> {
  const script = `const { startPostgres } = await import(${JSON.stringify(fileURLToPath(new URL('./server.ts', import.meta.url)))});
    const { pid, superuserUrl } = await startPostgres(${JSON.stringify(options)}); console.log(JSON.stringify({ pid, superuserUrl }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)));
    child.once('exit', (code) => reject(new Error(`The other process ended with ${code}.`)));
  });
  const { pid, superuserUrl } = JSON.parse(line) as { pid: number; superuserUrl: string };
  const setting = (await one(superuserUrl, 'SHOW data_directory')) as { data_directory: string };
  return { pid: child.pid ?? -1, server: pid, directory: setting.data_directory };
}

describe('a throw-away server', () => {
  it('answers as PostgreSQL 18 in UTF-8, and its files are gone after its end', async () => {
    const server = await startPostgres();
    const { version, directory, low } = (await one(
      server.superuserUrl,
      `SELECT current_setting('server_version') AS version, current_setting('data_directory') AS directory, lower('ÄÖ') AS low`,
    )) as { version: string; directory: string; low: string };
    expect(version).toMatch(/^18\./);
    expect(low).toBe('äö');
    await server.stop();
    expect(await gone(server.pid, 0)).toBe(true);
    expect(existsSync(dirname(directory))).toBe(false);
  });

  it('lets nobody in without the password, and nobody from another machine', async () => {
    const server = await startPostgres();
    const url = new URL(server.superuserUrl);
    url.password = 'guess';
    await expect(one(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((found) => found && !found.internal && found.family === 'IPv4');
    if (outside) {
      url.hostname = outside.address;
      await expect(one(url.href, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    await server.stop();
  });

  it('can be started several times at once', async () => {
    const servers = await Promise.all([startPostgres(), startPostgres(), startPostgres()]);
    expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('dies with the process that started it, also by kill -9, and leaves no files', async () => {
    const other = await givenOtherProcess();
    process.kill(other.pid, 'SIGKILL');
    expect(await gone(other.server, 10_000)).toBe(true);
    const deadline = Date.now() + 5_000;
    while (existsSync(dirname(other.directory)) && Date.now() < deadline) await new Promise((r) => setTimeout(r, 20));
    expect(existsSync(dirname(other.directory))).toBe(false);
  });

  it('names the port that is in use', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) =>
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)),
    );
    await expect(startPostgres({ port })).rejects.toMatchObject({ name: 'PortTaken', port });
    await new Promise((resolve) => blocker.close(resolve));
  });
});

describe('a persistent server', () => {
  let home: string;
  beforeAll(() => void (home = givenHome()));

  it('keeps its data from one start to the next, and its durability', async () => {
    const first = await startPostgres({ dataDir: home });
    expect(await one(first.superuserUrl, 'SHOW fsync')).toEqual({ fsync: 'on' });
    await one(first.superuserUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await startPostgres({ dataDir: home });
    expect(await one(second.superuserUrl, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
    await second.stop();
  });

  it('writes nothing of what it was told into its log, whatever a statement failed with', async () => {
    const home = givenHome();
    const server = await startPostgres({ dataDir: home });
    await one(server.superuserUrl, `CREATE TABLE known AS SELECT 'mary@example.com' AS address`);
    await one(server.superuserUrl, `CREATE UNIQUE INDEX known_key ON known (address)`);
    const code = { code: expect.any(String) };
    for (const sql of [`INSERT INTO known VALUES ('mary@example.com')`, `SELECT 'mary@example.com'::integer`])
      await expect(one(server.superuserUrl, sql)).rejects.toMatchObject(code);
    await server.stop();
    const log = readFileSync(join(home, 'postgres.log'), 'utf8');
    expect(log).toMatch(/database system is shut down/);
    expect(log).not.toMatch(/mary|known_key/i);
  });

  it('is refused a second time while the first runs, naming who holds it', async () => {
    const server = await startPostgres({ dataDir: home });
    await expect(startPostgres({ dataDir: home })).rejects.toMatchObject({ name: 'DirectoryInUse', pid: process.pid });
    await server.stop();
  });

  it('starts again at once after its owner was killed', async () => {
    const other = await givenOtherProcess({ dataDir: home });
    process.kill(other.pid, 'SIGKILL');
    await gone(other.pid, 5_000);
    const next = await startPostgres({ dataDir: home });
    expect(await one(next.superuserUrl, 'SELECT 1 AS one')).toEqual({ one: 1 });
    expect(await gone(other.server, 0)).toBe(true);
    await next.stop();
  });

  it('whose owner was killed can be ended, which frees its port', async () => {
    const other = await givenOtherProcess({ dataDir: home });
    process.kill(other.pid, 'SIGKILL');
    await gone(other.pid, 5_000);
    await endLeftoverServer(home);
    expect(await gone(other.server, 0)).toBe(true);
  });

  it('starts over a postmaster.pid that names a stranger', async () => {
    writeFileSync(join(clusterOf(home), 'postmaster.pid'), `${process.pid}\n${clusterOf(home)}\n1\n5432\n`);
    const server = await startPostgres({ dataDir: home });
    await server.stop();
  });
});

describe('a damaged data directory', () => {
  it.each([
    [
      'a folder with something else in it',
      (cluster: string) => rmSync(join(cluster, 'PG_VERSION')),
      /PG_VERSION is missing/,
    ],
    [
      'another major version',
      (cluster: string) => writeFileSync(join(cluster, 'PG_VERSION'), '16\n'),
      /PostgreSQL 16, not 18/,
    ],
    ['no control file', (cluster: string) => rmSync(join(cluster, 'global', 'pg_control')), /pg_control is missing/],
    [
      'a control file of noise',
      (cluster: string) => writeFileSync(join(cluster, 'global', 'pg_control'), 'noise'),
      /./,
    ],
  ])('is named in one line: %s', async (_, damage, reason) => {
    const home = givenHome();
    await (await startPostgres({ dataDir: home })).stop();
    const cluster = clusterOf(home);
    damage(cluster);
    const refusal = await startPostgres({ dataDir: home }).catch(
      (error: unknown) => error as Error & { reason: string },
    );
    expect(refusal).toMatchObject({
      name: 'DataDirectoryDamaged',
      directory: cluster,
      reason: expect.stringMatching(reason),
    });
    expect((refusal as Error).message).not.toContain('\n');
  });

  it('is not taken for damaged when the folder is merely empty', async () => {
    const home = join(givenHome(), 'new');
    mkdirSync(home);
    await (await startPostgres({ dataDir: home })).stop();
  });
});
