import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { addTallies, nothing, readTally, summaryOf, tallyOfStep, type Tally } from './jest-results.ts';
import { environment, root } from './steps.ts';

const RESULTS = join(root, 'dist/test-results');
/** Longer than any machine takes on which somebody waits for it: a lane that hangs is ended, one that is slow is not. */
const ALL_SPECS = 30 * 60_000;
/** The line above a project's output, which Nx prints whole when its specs have ended. */
const ENDED = /^> nx run ([\w-]+):test(?:  \[.*)?$/;

const resultsOf = (project: string) => readTally(project, join(RESULTS, `${project}.json`));

async function projectsWithSpecs(): Promise<string[]> {
  const words = ['nx', 'show', 'projects', '--with-target', 'test', '--json'] as const;
  const { ok, output } = await run({ words, cwd: root, env: environment, timeout: 60_000 });
  if (!ok) throw new Error(`nx cannot list the projects:\n${output}`);
  return JSON.parse(output.slice(output.indexOf('['))) as string[];
}

/** Two lanes of projects, one a core. The stories of the whole graph take as long as everything else together, so they begin at once. */
const LANES = [['--projects=graph-e2e'], ['--exclude=graph-e2e']] as const;

/**
 * Runs the specs of every project through Nx, two projects at a time, on the PostgreSQL at `postgresUrl`, and says each
 * project's count as it ends. Results that Nx had in its cache count like fresh ones.
 */
export async function runSpecs(postgresUrl: string, say: (line: string) => void): Promise<Tally> {
  rmSync(RESULTS, { recursive: true, force: true });
  const projects = await projectsWithSpecs();
  const runLane = (lane: readonly string[]) =>
    run({
      words: ['nx', 'run-many', '-t', 'test', ...lane, '--parallel=1', '--output-style=static'],
      cwd: root,
      env: { ...environment, COURTESY_TEST_POSTGRES: postgresUrl },
      timeout: ALL_SPECS,
      onLine: (line) => {
        const project = ENDED.exec(line)?.[1];
        if (project !== undefined) say(lineFor(project));
      },
    });
  const ended = await Promise.all(LANES.map(runLane));
  const tally = projects.map(resultsOf).reduce(addTallies, nothing);
  const failed = ended.find(({ ok }) => !ok);
  const unexplained = failed && tally.failed === 0;
  return unexplained ? addTallies(tally, tallyOfStep(false, 'nx run-many -t test', failed.output)) : tally;
}

function lineFor(project: string): string {
  const tally = resultsOf(project);
  return `${tally.failed === 0 ? '✓' : '✗'} specs of ${project}: ${summaryOf(tally)}`;
}
