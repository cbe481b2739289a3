/**
 * Solves an instance of the public nurse rostering benchmark (schedulingbenchmarks.org, text format): `npm run -s roster-bench -- FILE [--seconds N]
 * [--seed N]`. How far it is goes to standard error; the last line of standard output is one JSON object.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { highsOptimizer } from '@courtesy/workforce/src/highs-optimizer.ts';
import { solve } from '@courtesy/workforce/src/rostering/solve.ts';
import { modelOf, rosterOf } from './bench-model.ts';
import { evaluate } from './evaluate.ts';
import { readInstance } from './instance.ts';

const options = { seconds: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } } as const;

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  const seconds = Number(values.seconds);
  if (file === undefined || !(seconds > 0)) {
    process.stderr.write('Say: npm run -s roster-bench -- FILE [--seconds N] [--seed N]\n');
    return 1;
  }
  const instance = readInstance(readFileSync(file, 'utf8'));
  const optimizer = await highsOptimizer();
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const solved = solve(modelOf(instance), {
    ...{ optimizer, elapsed, seconds, gap: 0, seed: Number(values.seed) },
    onProgress: ({ phase, seconds: at, penalty, bound }) =>
      process.stderr.write(`${at.toFixed(1)} s ${phase.toLowerCase()}: penalty ${penalty}, bound ${bound}\n`),
  });
  const { penalty, broken } = evaluate(instance, rosterOf(instance, solved.plan));
  for (const rule of broken) process.stderr.write(`Broken: ${rule}\n`);
  const name = basename(file).replace(/\.txt$/, '');
  const figures = { penalty, bound: Math.min(solved.bound, penalty), seconds: Math.round(elapsed() * 10) / 10 };
  process.stdout.write(`${JSON.stringify({ instance: name, ...figures, hardRulesBroken: broken.length })}\n`);
  return broken.length === 0 ? 0 : 2;
}

process.exit(await run());
