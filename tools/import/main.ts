import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BadCommandLine, understood } from '../start/options.ts';
import { UnknownHeader } from './columns.ts';
import { UnreadableHeader } from './csv-rows.ts';
import { type GraphClient, graphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';
import { importComplaints, type ImportCounts } from './import-complaints.ts';
import { type Progress, progressOf } from './progress.ts';
import { type Rejects, rejectsOf } from './rejects.ts';
import { dayStarts } from './reporting-day.ts';
import { SiteBook } from './site-book.ts';
import { openSourceFile, type SourceFile, UnreadableFile } from './source-file.ts';
import { stackTarget, type StackTarget } from './stack-target.ts';

const USAGE =
  'Say: npm run -s import -- complaints FILE [--port N | --url URL] [--token TOKEN]\nFILE is CSV, or CSV packed with gzip.';

/** Bulks under way at once: enough to keep two cores busy while one bulk waits for the disk. */
const LANES = 4;

/** npm runs a script in the repository's folder, wherever the caller stood. */
const callersFolder = process.env['INIT_CWD'] ?? process.cwd();

function importOptions(argv: readonly string[]): { path: string; target: StackTarget } {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { port: { type: 'string' }, url: { type: 'string' }, token: { type: 'string' } },
    }),
  );
  const [what, file, ...more] = positionals;
  if (what !== 'complaints' || file === undefined || more.length > 0) throw new BadCommandLine(USAGE);
  const token = values.token ?? process.env['COURTESY_TOKEN'];
  return { path: resolve(callersFolder, file), target: stackTarget({ ...values, token }) };
}

async function reportingTimeZone(client: GraphClient): Promise<string> {
  const { reportingTimeZone: zone } = await client.ask<{ reportingTimeZone: string | null }>('{ reportingTimeZone }');
  if (zone) return zone;
  throw new GraphFailed({ code: 'NO_TIME_ZONE', message: 'The graph does not say in which time zone it reports.' });
}

interface Run {
  readonly file: SourceFile;
  readonly client: GraphClient;
  readonly rejects: Rejects;
  readonly progress: Progress;
}

async function run({ file, client, rejects, progress }: Run): Promise<ImportCounts> {
  const timeZone = await reportingTimeZone(client);
  return importComplaints(file, {
    client,
    rejects,
    sites: new SiteBook(client, timeZone),
    lanes: LANES,
    startOfDay: dayStarts(timeZone),
    onNotice: progress.say,
    onProgress: progress.rows,
  });
}

async function main(argv: readonly string[]): Promise<void> {
  const { path, target } = importOptions(argv);
  const file = await openSourceFile(path);
  // Asked for once before anything else, so that a stack that does not run is told at once.
  const first = target.token();
  await first;
  const progress = progressOf(file, process.stderr);
  const client = graphClient({
    ...target,
    connections: 2 * LANES,
    onRetry: retrying(progress),
    token: firstThen(first, target),
  });
  const rejects = rejectsOf(path, callersFolder);
  try {
    const counts = await run({ file, client, rejects, progress });
    progress.stop();
    await rejects.close({ read: true });
    if (rejects.path) progress.say(`Rows that were not imported, with the reason of each: ${rejects.path}`);
    const { broughtForward, ...told } = counts;
    if (broughtForward > 0) progress.say(`Known cases that this file told something new: ${broughtForward}`);
    process.stdout.write(`${JSON.stringify(told)}\n`);
  } catch (error) {
    progress.stop();
    await rejects.close({ read: false });
    throw error;
  } finally {
    await client.close();
  }
}

function firstThen(first: Promise<string>, target: StackTarget): () => Promise<string> {
  let used = false;
  return () => {
    if (used) return target.token();
    used = true;
    return first;
  };
}

/** Says that something is waited for, but not each time anew. */
function retrying({ say }: Progress): (reason: string) => void {
  let saidAt = -Infinity;
  return (reason) => {
    if (performance.now() - saidAt < 5_000) return;
    saidAt = performance.now();
    say(`Trying again: ${reason}`);
  };
}

const known = [BadCommandLine, UnreadableFile, UnreadableHeader, UnknownHeader, GraphFailed];

main(process.argv.slice(2)).catch((error: unknown) => {
  const told = known.some((kind) => error instanceof kind);
  process.stderr.write(`${told || !(error instanceof Error) ? String((error as Error).message) : error.stack}\n`);
  process.exit(1);
});
