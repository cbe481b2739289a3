/**
 * How long the golden thread takes over fifty complaints. See tools/bench/README.md. `npm run -s bench -- thread [--rounds N]` prints one JSON line.
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '@courtesy/testing';
import { machine, percentiles } from '@courtesy/tools/bench/figures.ts';
import { givenThread, THREAD } from '../test/golden-thread.ts';
import { startGraph } from '../test/graph-world.ts';
import { asked } from '../test/verbs.ts';

const COMPLAINTS = 50;

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
    return {
      ...{ complaints: COMPLAINTS, rounds, calls, threadMs: percentiles(times) },
      ...machine(),
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
