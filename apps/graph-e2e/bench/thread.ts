/**
 * How long the golden thread takes over fifty complaints. See tools/bench/README.md. `npm run -s bench -- thread [--rounds N]` prints one JSON line.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '@courtesy/testing';
import { givenThread, THREAD } from '../test/golden-thread.ts';
import { startGraph } from '../test/graph-world.ts';
import { asked } from '../test/verbs.ts';

const COMPLAINTS = 50;
const tenths = (number: number) => Math.round(number * 10) / 10;

async function measure(rounds: number) {
  const world = await startGraph();
  try {
    const { manager, policy } = await givenThread(world, COMPLAINTS);
    const times: number[] = [];
    let calls = 0;
    for (let round = -3; round < rounds; round += 1) {
      await world.quiet();
      const startedAt = performance.now();
      await asked(world, manager, THREAD, { first: COMPLAINTS, at: null, policyVersionId: policy.policyVersion.id });
      // What is asked of services that have just started warms them up.
      if (round >= 0) times.push(performance.now() - startedAt);
      calls = world.spent().calls;
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => tenths(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
    return {
      ...{ complaints: COMPLAINTS, rounds, calls, threadMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99) } },
      ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, loadAverage: loadavg().map(tenths) },
    };
  } finally {
    await world.close();
  }
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { rounds: { type: 'string', default: '100' } } });
  const server = await startPostgres();
  process.env['COURTESY_TEST_POSTGRES'] = server.superuserUrl;
  try {
    console.log(JSON.stringify(await measure(Number(values.rounds))));
  } finally {
    await server.stop();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
