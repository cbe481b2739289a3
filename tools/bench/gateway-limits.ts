/**
 * What the gateway spends on a query that is too large, and on the largest one it serves.
 * `node tools/bench/gateway-limits.ts` prints one JSON line: CPU milliseconds, medians and worst of the rounds.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { readConfig } from '@courtesy/gateway/src/config.ts';
import { startGateway, type RunningGateway } from '@courtesy/gateway/src/gateway.ts';

const ROUNDS = 15;
const supergraph = readFileSync(new URL('../../apps/gateway/supergraph.graphql', import.meta.url), 'utf8');

const id = (n: number) => `case_${String(n).padStart(26, '0')}`;
/** The same question `count` times under other names, each with a join into another subgraph. */
const aliases = (count: number, salt = 0) =>
  `{ ${Array.from({ length: count }, (_, n) => `alias_${salt}_${n}: case(id: "${id(n)}") { id subject }`).join(' ')} }`;

/** CPU milliseconds of this process while `work` runs. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function rounds(
  work: (round: number) => Promise<unknown>,
): Promise<{ first: number; median: number; worst: number }> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) taken.push(await cpuOf(() => work(round)));
  const sorted = [...taken].sort((a, b) => a - b);
  const figure = (value: number | undefined) => Math.round((value ?? 0) * 10) / 10;
  return { first: figure(taken[0]), median: figure(sorted[Math.floor(ROUNDS / 2)]), worst: figure(sorted.at(-1)) };
}

/** A subgraph that answers nothing useful, so that planning is what is measured. */
async function startEmptySubgraph() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"data":{}}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

async function start(url: string): Promise<{ gateway: RunningGateway; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraph.replaceAll(/http:\/\/127\.0\.0\.1:400\d\/graphql/g, url));
  const config = readConfig(['--anonymous', '--port', '0', '--supergraph', file], { LOG_LEVEL: 'silent' });
  return {
    gateway: await startGateway(config, {
      log: pino({ level: 'silent' }),
      now: () => new Date(),
      newRequestId: randomUUID,
    }),
    folder,
  };
}

const { server, url } = await startEmptySubgraph();
const { gateway, folder } = await start(url);
const ask = async (query: string) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.text();
};

await ask('{ __typename }');
const large = aliases(500);
const refused = await ask(large);
const report = {
  bytes: large.length,
  refusedAs: (JSON.parse(refused) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
  refusedCpuMs: await rounds(() => ask(large)),
  served100AliasesCpuMs: await rounds((round) => ask(aliases(100, round))),
  servedAgainCpuMs: await rounds(() => ask(aliases(100))),
};
console.log(JSON.stringify(report));
await gateway.stop();
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true, force: true });
