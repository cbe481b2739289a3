import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { freeStackPort } from '@courtesy/tools/start/ports.ts';
import { startStack, type Stack } from '@courtesy/tools/start/stack.ts';
import { complaintFile, complaintsAtHand, itWithComplaints, startImport } from '../../test/complaints.ts';

const ROWS = 5077;
const FILE = complaintFile('cfpb_2023-06_full18col_public.csv.gz');
let stack: Stack;
let dataDir: string;
beforeAll(async () => {
  if (!complaintsAtHand) return;
  dataDir = mkdtempSync(join(tmpdir(), 'courtesy-killed-'));
  stack = await startStack({ dataDir, port: await freeStackPort(), demo: false, durable: false });
});
afterAll(async () => {
  await stack?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask<T>(query: string): Promise<T> {
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack.tokenFor('manager')}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: object };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const importNow = () => startImport(FILE, ['--port', String(stack.ports.gateway)]);

/** Kills the process outright; the supervisor starts it again. */
function killOutright(name: keyof Stack['services']): void {
  const { pid } = stack.services[name];
  if (pid) process.kill(pid, 'SIGKILL');
}

describe('an import while services and the importer itself are killed outright', () => {
  itWithComplaints('run again ends with every case once, and the metric equal to the rows of the file', async () => {
    const first = importNow();
    for (const name of ['cases', 'customers', 'metrics', 'workforce', 'gateway'] as const) {
      await pause(400);
      killOutright(name);
    }
    await pause(300);
    first.child.kill('SIGKILL');
    await first.done;

    const second = importNow();
    await pause(700);
    killOutright('cases');
    await second.done;

    let last = await importNow().done;
    for (let tries = 0; last.exitCode !== 0 && tries < 5; tries += 1) last = await importNow().done;
    expect(last.counts).toMatchObject({ read: ROWS, rejected: 0 });
    expect((last.counts?.imported ?? 0) + (last.counts?.already ?? 0)).toBe(ROWS);

    const counts = () =>
      ask<{ cases: { totalCount: number }; customers: { totalCount: number }; metric: { total: number } }>(
        `{ cases(first: 1) { totalCount } customers(first: 1) { totalCount } metric(key: "cases.opened", period: { from: "2011-01-01", to: "2027-01-01" }) { total } }`,
      );
    let now = await counts();
    for (let tries = 0; now.metric.total < ROWS && tries < 100; tries += 1) {
      await pause(100);
      now = await counts();
    }
    expect(now).toEqual({ cases: { totalCount: ROWS }, customers: { totalCount: ROWS }, metric: { total: ROWS } });
  });
});
