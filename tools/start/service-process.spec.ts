import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, gone } from '@courtesy/testing';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServiceProcess, serviceProcess, type ServiceSpec } from './service-process.ts';

/** The least a service does: answers its probe, and drains when told to. */
const service = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });
`;

/** Becomes ready only after it has been told to stop, and then takes its time to drain. */
const slowService = `
  import { createServer } from 'node:http';
  let told = false;
  createServer((request, response) => response.writeHead(told ? 200 : 503).end('{}')).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { told = true; setTimeout(() => process.exit(0), 500); });
  console.log('listening');
`;

let folder: string;
let lines: string[];
let running: ServiceProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtesy-spec-'));
  lines = [];
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function givenSpec(source = service): Promise<ServiceSpec> {
  const entry = join(folder, 'main.mjs');
  writeFileSync(entry, source);
  const port = await freePort();
  const environment = { PATH: process.env['PATH'], PORT: String(port) };
  const log = join(folder, 'service.log');
  return {
    name: 'lamp',
    command: [entry],
    environment,
    port,
    log,
    onDeath: (line) => lines.push(line),
    onChange: () => undefined,
  };
}

async function given(source = service): Promise<ServiceProcess> {
  running = serviceProcess(await givenSpec(source));
  return running;
}

async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!what() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(what()).toBe(true);
}

describe('a service', () => {
  it('that dies unasked is started again, and one line says so', async () => {
    const lamp = await given();
    await lamp.start();
    const first = lamp.pid ?? -1;
    process.kill(first, 'SIGKILL');
    await until(() => lamp.pid !== undefined && lamp.pid !== first);
    await lamp.start();
    expect(lines).toEqual([expect.stringMatching(/^lamp died \(signal SIGKILL\); starting it again in 0\.25 s/)]);
  }, 30_000);

  it('that is killed or stopped by us stays down until it is started', async () => {
    const lamp = await given();
    await lamp.start();
    await lamp.kill();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([lamp.pid, lines]).toEqual([undefined, []]);
    await lamp.start();
    await lamp.stop();
    expect(lamp.pid).toBeUndefined();
  }, 30_000);

  it('that is stopped while it is getting ready stays down', async () => {
    const lamp = await given(slowService);
    const starting = lamp.start().catch(() => undefined);
    await until(() => readFileSync(join(folder, 'service.log'), 'utf8') === 'listening\n');
    await lamp.stop();
    await starting;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([lamp.pid, lines]).toEqual([undefined, []]);
  }, 30_000);

  it('drains when it is stopped', async () => {
    const spec = await givenSpec();
    running = serviceProcess(spec);
    await running.start();
    await running.stop();
    expect(readFileSync(spec.log, 'utf8')).toBe('drained\n');
  }, 30_000);

  it('that cannot start says why in the last line of its log, and is not tried again', async () => {
    const lamp = await given(`console.error('The wick is missing.'); process.exit(3);`);
    await expect(lamp.start()).rejects.toThrow(/^lamp did not start \(exit code 3\): The wick is missing\. Its log: /);
    expect([lamp.pid, lines]).toEqual([undefined, []]);
  }, 30_000);

  it('ends when its supervisor is killed, and drains first', async () => {
    const spec = await givenSpec();
    const module = fileURLToPath(new URL('./service-process.ts', import.meta.url));
    const script = `const { serviceProcess } = await import(${JSON.stringify(module)});
      const lamp = serviceProcess({ ...${JSON.stringify(spec)}, onDeath() {}, onChange() {} });
      await lamp.start(); console.log(lamp.pid); setInterval(() => {}, 1000);`;
    const supervisor = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      supervisor.stdout.once('data', (chunk) => resolve(Number(chunk)));
      supervisor.once('exit', () => reject(new Error('The supervisor did not start.')));
    });
    supervisor.kill('SIGKILL');
    expect(await gone(pid, 10_000)).toBe(true);
    expect(readFileSync(spec.log, 'utf8')).toBe('drained\n');
  }, 30_000);
});
