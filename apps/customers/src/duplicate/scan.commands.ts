import type { EntityManager } from 'typeorm';
import { updateRows, type Transaction } from '@courtesy/persistence';
import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { compare, permilleOf } from './comparing.ts';
import { endedEvent } from './duplicate-events.ts';
import { blocksOf, largest, type DuplicatePair, type DuplicateRun } from './duplicate.ts';
import { duplicateRunTable } from './duplicate.table.ts';
import {
  BATCH,
  countCustomers,
  dropBlocks,
  dropStalePairs,
  lockNextRun,
  nextScan,
  readSlice,
  savePairs,
  sliceOf,
  sortBatch,
  type PairOfIds,
} from './scan.store.ts';
import { traitsOf } from './traits.store.ts';

/** How many customers a slice of blocks should be about, and how many pairs are weighed with their traits in memory. */
const SLICE = 125_000;
const CHUNK = 2_000;
/** So often a step may fail before the run is given up. */
const MAX_FAILURES = 3;

type Parts = Pick<DueParts, 'now' | 'newId'>;

async function begin(manager: EntityManager, run: DuplicateRun): Promise<DuplicateRun> {
  const customers = await countCustomers(manager);
  await dropBlocks(manager);
  const slices = Math.max(1, Math.ceil(customers / SLICE));
  return { ...run, state: 'SORTING', slices, steps: Math.ceil((customers + 1) / BATCH) + slices };
}

async function sort(manager: EntityManager, run: DuplicateRun): Promise<DuplicateRun> {
  const { last, count } = await sortBatch(manager, run, blocksOf(run.criteria));
  const stepsDone = run.stepsDone + 1;
  if (count === BATCH) return { ...run, cursor: last, stepsDone, steps: Math.max(run.steps, stepsDone + run.slices) };
  return { ...run, state: 'COMPARING', cursor: last, stepsDone, steps: stepsDone + run.slices };
}

/** The pairs that reach the threshold, with what they score. */
async function weigh(manager: EntityManager, run: DuplicateRun, pairs: readonly PairOfIds[], { now, newId }: Parts) {
  const traits = await traitsOf(manager, [...new Set(pairs.flat())]);
  return pairs.flatMap(([firstId, secondId]): DuplicatePair[] => {
    const [first, second] = [traits.get(firstId), traits.get(secondId)];
    const permille = first && second ? permilleOf(compare(run.criteria, first, second)) : 0;
    if (permille < run.thresholdPermille) return [];
    return [{ id: newId('dupp'), ruleId: run.ruleId, runId: run.id, firstId, secondId, permille, foundAt: now() }];
  });
}

async function compareSlice(manager: EntityManager, run: DuplicateRun, parts: Parts): Promise<DuplicateRun> {
  const place = run.slices - (run.steps - run.stepsDone);
  const { pairs, leftOut } = await readSlice(manager, sliceOf(place, run.slices));
  let { found } = run;
  for (let from = 0; from < pairs.length; from += CHUNK) {
    const likely = await weigh(manager, run, pairs.slice(from, from + CHUNK), parts);
    await savePairs(manager, likely);
    found += likely.length;
  }
  return {
    ...run,
    ...{ found, compared: run.compared + pairs.length, stepsDone: run.stepsDone + 1 },
    ...{ leftOutCount: run.leftOutCount + leftOut.length, leftOut: largest(run.leftOut, leftOut) },
  };
}

async function finish(tx: Transaction, run: DuplicateRun, at: Date): Promise<DuplicateRun> {
  // A pair that two blocks of different slices brought together was counted twice on the way.
  const found = await dropStalePairs(tx.manager, run);
  await dropBlocks(tx.manager);
  const done: DuplicateRun = { ...run, state: 'DONE', found, endedAt: at, version: run.version + 1 };
  tx.emit(endedEvent(done, at));
  return done;
}

async function step(tx: Transaction, run: DuplicateRun, parts: Parts): Promise<DuplicateRun> {
  if (run.state === 'WAITING') return begin(tx.manager, run);
  if (run.state === 'SORTING') return sort(tx.manager, run);
  if (run.stepsDone < run.steps) return compareSlice(tx.manager, run, parts);
  return finish(tx, run, parts.now());
}

async function giveUpAtLast(tx: Transaction, at: Date): Promise<void> {
  const run = await lockNextRun(tx.manager);
  if (!run) return;
  const failures = run.failures + 1;
  if (failures < MAX_FAILURES) return updateRows(tx.manager, duplicateRunTable, [{ ...run, failures }]);
  const failed: DuplicateRun = { ...run, failures, state: 'FAILED', endedAt: at, version: run.version + 1 };
  await dropBlocks(tx.manager);
  await updateRows(tx.manager, duplicateRunTable, [failed]);
  tx.emit(endedEvent(failed, at));
}

/**
 * Does the next step of the oldest run, in a transaction of its own, so that a process that dies leaves a run to be gone on with where it
 * was. Returns how many steps were done. A run whose step keeps failing is given up.
 */
export async function scanOn({ database, now, newId }: DueParts): Promise<number> {
  try {
    return await database.transaction(async (tx) => {
      const run = await lockNextRun(tx.manager);
      if (!run) return 0;
      await updateRows(tx.manager, duplicateRunTable, [await step(tx, run, { now, newId })]);
      return 1;
    });
  } catch (failure) {
    await database.transaction((tx) => giveUpAtLast(tx, now()));
    throw failure;
  }
}

/** Looks for duplicates when somebody asked for it. */
export const duplicateFinder = dueWorker({
  ...{ name: 'duplicate finder', service: 'customers', next: nextScan, take: scanOn },
});
