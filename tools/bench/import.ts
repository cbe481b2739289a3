/**
 * How fast complaints come into the graph, and what that takes. `node tools/bench/import.ts FILE [--port N]` prints Markdown.
 * See README.md beside it for what each figure means.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RowReader } from '../import/csv-rows.ts';
import { type GraphClient, graphClient } from '../import/graph-client.ts';
import { openSourceFile } from '../import/source-file.ts';
import { freeStackPort } from '../start/ports.ts';
import { type Stack, startStack } from '../start/stack.ts';
import { copyRows } from './copy-rows.ts';
import { postgresVersion } from './figures.ts';
import { peakMemory, watchPeak } from './peak-memory.ts';

const importer = fileURLToPath(new URL('../import/main.ts', import.meta.url));
/** How long the metrics may take to catch up. */
const PATIENCE_MS = 600_000;

interface Counts {
  readonly read: number;
  readonly imported: number;
  readonly already: number;
  readonly rejected: number;
}

interface ImporterRun {
  readonly counts: Counts;
  readonly seconds: number;
  readonly peak: number | null;
}

async function runImporter(file: string, port: number): Promise<ImporterRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [importer, 'complaints', file, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const watch = watchPeak(child.pid);
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  const code = await new Promise((end) => child.once('close', end));
  if (code !== 0) throw new Error(`The importer ended with ${String(code)}.`);
  const counts = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Counts;
  return { counts, seconds: (performance.now() - startedAt) / 1000, peak: watch.stop() };
}

const totalQuery = `{ metric(key: "cases.opened", period: { from: "1970-01-01", to: "2100-01-01" }, grain: TOTAL) { total } }`;

async function metricsCaughtUp(client: GraphClient, wanted: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { metric } = await client.ask<{ metric: { total: number } | null }>(totalQuery);
    if ((metric?.total ?? 0) >= wanted) return;
    if (performance.now() > deadline) throw new Error(`The metrics count ${metric?.total ?? 0} of ${wanted} cases.`);
    await pause(50);
  }
}

async function headerOf(path: string): Promise<readonly string[]> {
  const reader = new RowReader();
  for await (const text of (await openSourceFile(path)).text()) {
    reader.push(text);
    if (reader.header) return reader.header;
  }
  return [];
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(stack: Stack, file: string) {
  const copied = await copyRows(stack.databases.cases.ownerUrl, file, await headerOf(file));
  const startedAt = performance.now();
  const run = await runImporter(file, stack.ports.gateway);
  const client = graphClient({ url: stack.url, token: () => stack.tokenFor('admin') });
  await metricsCaughtUp(client, run.counts.imported);
  const caughtUp = (performance.now() - startedAt) / 1000;
  await client.close();
  const services = Object.values(stack.services).map(({ name, pid }) => ({ name, peak: peakMemory(pid) }));
  return { copied, run, caughtUp, services, postgres: await postgresVersion(stack.databases.cases.ownerUrl) };
}

function report(file: string, { copied, run, caughtUp, services, postgres }: Measured): string {
  const rate = (rows: number, seconds: number) => Math.round(rows / seconds).toLocaleString('en');
  const { counts } = run;
  const figure = (what: string, seconds: number, rows: number) =>
    `| ${what} | ${seconds.toFixed(2)} | ${rate(rows, seconds)} |`;
  const [processor] = cpus();
  return [
    `Import of \`${file.split('/').at(-1)}\`: ${counts.read} rows read, ${counts.imported} imported, ${counts.already} known, ${counts.rejected} rejected.`,
    '',
    '| what | seconds | rows a second |',
    '| --- | ---: | ---: |',
    figure('until the importer has ended', run.seconds, counts.read),
    figure('until the metrics count every case', caughtUp, counts.read),
    figure('`COPY` of the same rows into one flat table', copied.seconds, copied.rows),
    '',
    '| process | peak memory, MiB |',
    '| --- | ---: |',
    ...[{ name: 'importer', peak: run.peak }, ...services].map(
      ({ name, peak }) => `| ${name} | ${peak ?? 'unknown'} |`,
    ),
    '',
    `Node ${process.version}, PostgreSQL ${postgres}, ${cpus().length} cores (${processor?.model.trim() || 'unknown model'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}.`,
  ].join('\n');
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { port: { type: 'string' } },
  });
  const [path] = positionals;
  if (path === undefined) throw new Error('Say: node tools/bench/import.ts FILE [--port N]');
  const file = resolve(path);
  const dataDir = mkdtempSync(join(tmpdir(), 'courtesy-bench-'));
  const port = values.port === undefined ? await freeStackPort() : Number(values.port);
  const stack = await startStack({
    dataDir,
    port,
    demo: false,
    onLine: (line) => void process.stderr.write(`${line}\n`),
  });
  try {
    console.log(report(file, await measure(stack, file)));
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
