import { parentPort } from 'node:worker_threads';
import { highsOptimizer } from './highs-optimizer.ts';
import type { FromRosterWorker, ToRosterWorker } from './roster-solver.ts';
import { solveRoster, type RosterEffort } from './rostering/solution.ts';

const tell = (message: FromRosterWorker) => parentPort?.postMessage(message);

/** The greedy roster goes ahead, so that there is an answer when the rest takes too long. */
async function propose({ problem, effort }: ToRosterWorker): Promise<void> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const optimizer = await highsOptimizer();
  const onProgress: RosterEffort['onProgress'] = (progress) => tell({ kind: 'progress', progress });
  const onFallback: RosterEffort['onFallback'] = (solution) => tell({ kind: 'fallback', solution });
  const solving = { ...effort, optimizer, elapsed, onProgress, onFallback };
  tell({ kind: 'solution', solution: solveRoster(problem, solving) });
}

parentPort?.on('message', (message: ToRosterWorker) => void propose(message));
