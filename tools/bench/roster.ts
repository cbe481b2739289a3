/**
 * How long proposing a roster takes. `node tools/bench/roster.ts [--seconds N] [--seed N] [--people A,B,C]` prints one JSON line for each size. See
 * README.md beside it.
 */
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { breachesOf } from '@courtesy/workforce/src/rostering/check.ts';
import { recount } from '@courtesy/workforce/src/rostering/recount.ts';
import { proposeInThread } from '@courtesy/workforce/src/roster-solver.ts';
import { cpuSeconds } from './cpu-time.ts';
import { peakMemory } from './peak-memory.ts';
import { rosterProblem } from './roster-data.ts';

const options = {
  seconds: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  people: { type: 'string', default: '50,200,1000' },
  one: { type: 'boolean', default: false },
} as const;
const { values } = parseArgs({ options });
const rounded = (value: number) => Math.round(value * 10) / 10;

/** Proposes one roster in this process and prints what it took; 1 when the checker finds a broken rule. */
async function measure(people: number): Promise<number> {
  const problem = rosterProblem(people, Number(values.seed));
  const began = performance.now();
  const effort = { seconds: Number(values.seconds), gap: 0.01, seed: Number(values.seed) };
  const solution = await proposeInThread(problem, effort);
  if (solution === null) return 1;
  const seconds = rounded((performance.now() - began) / 1000);
  const cpu = cpuSeconds(process.pid);
  const broken = breachesOf(problem, solution.assignments).length;
  const again = recount(problem, solution.assignments, { reasons: false });
  const { status, penalty, bound, fairness, unmet, brokenWishes, assignments } = solution;
  const figures = {
    ...{ people, weeks: 4, shifts: assignments.length, seconds, cpuSeconds: cpu, peakMiB: peakMemory(process.pid) },
    ...{
      status,
      penalty: rounded(penalty),
      bound: rounded(bound),
      gap: rounded(((penalty - bound) / penalty) * 1000) / 1000,
    },
    ...{ hardRulesBroken: broken, recountAgrees: Math.abs(again.penalty - penalty) < 1e-6 },
    ...{
      intervalsUnmet: unmet.length,
      wishesBroken: brokenWishes.length,
      fairness: Math.round(fairness * 1000) / 1000,
    },
    ...{ load: loadavg().map(rounded), node: process.version },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return broken;
}

/** Each size has a process of its own, so that its peak memory is its own. */
function measureApart(people: string): Promise<number> {
  const words = ['--one', '--people', people, '--seconds', values.seconds, '--seed', values.seed];
  const child = spawn(process.execPath, [new URL(import.meta.url).pathname, ...words], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

let failed = 0;
for (const people of values.people.split(',')) {
  failed += values.one ? await measure(Number(people)) : await measureApart(people);
}
process.exit(failed === 0 ? 0 : 1);
