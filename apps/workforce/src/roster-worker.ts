import { parentPort } from 'node:worker_threads';
import { highsOptimizer } from './highs-optimizer.ts';
import type { FromRosterWorker, ToRosterWorker } from './roster-solver.ts';
import { greedyRoster, solveRoster } from './rostering/solution.ts';

const tell = (message: FromRosterWorker) => parentPort?.postMessage(message);

/** The greedy roster goes ahead, so that there is an answer when the rest takes too long. */
async function propose({ problem, effort }: ToRosterWorker): Promise<void> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  tell({ kind: 'fallback', solution: greedyRoster(problem, elapsed) });
  const optimizer = await highsOptimizer();
  const onProgress = (progress: Parameters<NonNullable<Parameters<typeof solveRoster>[1]['onProgress']>>[0]) =>
    tell({ kind: 'progress', progress });
  tell({ kind: 'solution', solution: solveRoster(problem, { ...effort, optimizer, elapsed, onProgress }) });
}

parentPort?.on('message', (message: ToRosterWorker) => void propose(message));
