import { BadCommandLine } from '../start/options.ts';
import { UnknownHeader } from './columns.ts';
import { BadMapping } from './column-mapping.ts';
import { UnreadableHeader } from './csv-rows.ts';
import { graphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';
import { importOptions } from './import-options.ts';
import { LANES, runImport, runZendesk } from './import-runs.ts';
import { type Progress, progressOf } from './progress.ts';
import { rejectsOf } from './rejects.ts';
import { openSourceFile, UnreadableFile } from './source-file.ts';
import type { StackTarget } from './stack-target.ts';

/** npm runs a script in the repository's folder, wherever the caller stood. */
const callersFolder = process.env['INIT_CWD'] ?? process.cwd();

const linesOnly: Progress = {
  rows: () => undefined,
  say: (line) => void process.stderr.write(`${line}\n`),
  stop: () => undefined,
};

async function main(argv: readonly string[]): Promise<void> {
  const options = importOptions(argv, callersFolder);
  const { path, target } = options;
  const file = options.kind === 'zendesk' ? null : await openSourceFile(path);
  // Asked for once before anything else, so that a stack that does not run is told at once.
  const first = target.token();
  await first;
  const progress = file ? progressOf(file, process.stderr) : linesOnly;
  const client = graphClient({
    ...target,
    connections: 2 * LANES,
    onRetry: retrying(progress),
    token: firstThen(first, target),
  });
  const rejects = rejectsOf(path, callersFolder);
  try {
    const run = { client, rejects, progress };
    const told = file ? await runImport(file, options, run) : await runZendesk(options, run);
    progress.stop();
    await rejects.close({ read: true });
    if (rejects.path) progress.say(`Rows that were not imported, with the reason of each: ${rejects.path}`);
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

const known = [BadCommandLine, BadMapping, UnreadableFile, UnreadableHeader, UnknownHeader, GraphFailed];

main(process.argv.slice(2)).catch((error: unknown) => {
  const told = known.some((kind) => error instanceof kind);
  process.stderr.write(`${told || !(error instanceof Error) ? String((error as Error).message) : error.stack}\n`);
  process.exit(1);
});
