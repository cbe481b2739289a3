import { startPostgres } from '@courtesy/testing';
import { stopAll } from './command.ts';
import { addTallies, nothing, summaryOf, tallyOfStep, type Tally } from './jest-results.ts';
import { runSpecs } from './specs.ts';
import { lanes, type Step } from './steps.ts';

const say = (line: string) => console.log(line);

async function proveStep({ name, prove }: Step): Promise<Tally> {
  const started = performance.now();
  const { ok, output } = await prove();
  say(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return tallyOfStep(ok, name, output);
}

async function proveInOrder(steps: readonly Step[]): Promise<Tally> {
  let tally = nothing;
  for (const step of steps) tally = addTallies(tally, await proveStep(step));
  return tally;
}

/** A PostgreSQL that cannot start, or a list of projects that cannot be read, fails the run with its reason and ends it. */
async function proveSpecs(): Promise<Tally> {
  try {
    const postgres = await startPostgres();
    stopPostgres = () => postgres.stop();
    return await runSpecs(postgres.superuserUrl, say);
  } catch (error) {
    return tallyOfStep(false, 'specs', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await stopPostgres();
  }
}

let stopPostgres: () => Promise<void> = () => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void stopAll()
      .then(stopPostgres)
      .finally(() => process.exit(130));
  });

const before = await Promise.all(lanes.map(proveInOrder));
const tally = [...before, await proveSpecs()].reduce(addTallies, nothing);
for (const failure of tally.failures) say(`\n✗ ${failure}`);
say(`\n${summaryOf(tally)}`);
process.exit(tally.failed === 0 ? 0 : 1);
