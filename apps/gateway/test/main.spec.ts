import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startSubgraph, supergraphOf, type TestSubgraph } from './gateway-world.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs the gateway as its own process. */
function runGateway(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += String(chunk)));
  child.stderr.on('data', (chunk) => (output.err += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, output, ended };
}

describe('The gateway as a process', () => {
  let folder: string;
  let stranger: TestSubgraph;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-main-'));
    file = join(folder, 'supergraph.graphql');
    stranger = await startSubgraph({
      name: 'weather',
      sdl: '',
      resolvers: { Query: { sky: () => 'grey' } },
      wholeSdl:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) type Query { sky: String }',
    });
    await writeFile(file, supergraphOf([stranger]));
  });
  afterAll(async () => {
    await stranger.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('serves any supergraph file to anybody with --anonymous, and ends with code 0 when told to stop', async () => {
    const { child, output, ended } = runGateway(['--supergraph', file, '--port', '0', '--anonymous']);
    await eventually(() => output.out.includes('the gateway is ready'), 15_000);
    const url = String(/"url":"(http[^"]+)"/.exec(output.out)?.[1]);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ sky }"}',
    });
    expect(await response.json()).toEqual({ data: { sky: 'grey' } });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output.err).toBe('');
  }, 20_000);

  it('in production refuses --anonymous', async () => {
    const { output, ended } = runGateway(['--supergraph', file, '--port', '0', '--anonymous'], {
      NODE_ENV: 'production',
    });
    expect(await ended).toBe(1);
    expect(output.err).toContain('--anonymous: is refused when NODE_ENV is production');
  }, 20_000);

  it('with a supergraph that does not load ends with one clear line', async () => {
    const broken = join(folder, 'broken.graphql');
    await writeFile(broken, 'type Query { sky: String }');
    const { output, ended } = runGateway(['--supergraph', broken, '--port', '0', '--anonymous']);
    expect(await ended).toBe(1);
    expect(output.err).toMatch(/^The gateway cannot start: [^\n]+\n$/);
  }, 20_000);
});
