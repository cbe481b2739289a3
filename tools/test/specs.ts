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

const resultsOf = (name: string) => readTally(name, join(RESULTS, `${name}.json`));

async function projectsWithSpecs(): Promise<string[]> {
  const words = ['nx', 'show', 'projects', '--with-target', 'test', '--json'] as const;
  const { ok, output } = await run({ words, cwd: root, env: environment, timeout: 60_000 });
  if (!ok) throw new Error(`nx cannot list the projects:\n${output}`);
  return JSON.parse(output.slice(output.indexOf('['))) as string[];
}

/** Specs that run one after another in one process: of a part of a project, where it is cut into two. */
interface Lane {
  readonly projects: string;
  readonly part?: '1' | '2';
}

/**
 * Three lanes for two cores, since a story of the whole graph waits as long as it works: the stories, which take longer than all else together, in two
 * halves, and everything else.
 */
const STORIES = 'graph-e2e';
const LANES: readonly Lane[] = [
  { projects: `--projects=${STORIES}`, part: '1' },
  { projects: `--projects=${STORIES}`, part: '2' },
  { projects: `--exclude=${STORIES}` },
];

/** By what name a lane's results of a project are known. */
const named = (project: string, { part }: Lane) => (part === undefined ? project : `${project}-${part}`);

/**
 * Runs the specs of every project through Nx on the PostgreSQL at `postgresUrl`, lane by lane, and says each project's count as it ends. Results
 * that Nx had in its cache count like fresh ones.
 */
export async function runSpecs(postgresUrl: string, say: (line: string) => void): Promise<Tally> {
  rmSync(RESULTS, { recursive: true, force: true });
  const others = (await projectsWithSpecs()).filter((project) => project !== STORIES);
  const runLane = (lane: Lane) =>
    run({
      words: ['nx', 'run-many', '-t', 'test', lane.projects, '--parallel=1', '--output-style=static'],
      cwd: root,
      env: { ...environment, COURTESY_TEST_POSTGRES: postgresUrl, ...(lane.part && { COURTESY_TEST_PART: lane.part }) },
      timeout: ALL_SPECS,
      onLine: (line) => {
        const project = ENDED.exec(line)?.[1];
        if (project !== undefined) say(lineFor(named(project, lane)));
      },
    });
  const ended = await Promise.all(LANES.map(runLane));
  const stories = LANES.flatMap((lane) => (lane.part === undefined ? [] : named(STORIES, lane)));
  const tally = [...stories, ...others].map(resultsOf).reduce(addTallies, nothing);
  const failed = ended.find(({ ok }) => !ok);
  const unexplained = failed && tally.failed === 0;
  return unexplained ? addTallies(tally, tallyOfStep(false, 'nx run-many -t test', failed.output)) : tally;
}

function lineFor(name: string): string {
  const tally = resultsOf(name);
  return `${tally.failed === 0 ? '✓' : '✗'} specs of ${name}: ${summaryOf(tally)}`;
}
