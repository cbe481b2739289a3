import { Worker } from 'node:worker_threads';
import type { RosterProblem, RosterSolution } from './rostering/problem.ts';
import type { Effort, Progress } from './rostering/solve.ts';

/** What the worker thread is told. */
export interface ToRosterWorker {
  readonly problem: RosterProblem;
  readonly effort: Effort;
}

/** What the worker thread answers: a greedy roster, how far it is, and the roster. */
export type FromRosterWorker =
  | { readonly kind: 'fallback'; readonly solution: RosterSolution }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'solution'; readonly solution: RosterSolution };

/** Who listens, and who may stop it. */
export interface RosterSolving {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting ends the thread at once. */
  readonly signal?: AbortSignal;
}

/** How much longer than it was allowed the thread may take, to end a step that cannot be broken off, before the greedy roster answers. */
const GRACE = { share: 0.1, seconds: 3 };
/** Room for the thread's values, in MiB; WebAssembly's own memory is beside it. */
const MEMORY_MIB = 1_536;

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/**
 * Proposes a roster in a thread of its own, so that whoever asks stays free. Null when it was called off. A thread that fails, or takes longer than
 * it may, is ended; then the greedy roster answers.
 * @throws Error when the thread fails before even a greedy roster was found.
 */
export function proposeInThread(
  problem: RosterProblem,
  effort: Effort,
  { onProgress, signal }: RosterSolving = {},
): Promise<RosterSolution | null> {
  if (signal?.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./roster-worker.${extension}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
    });
    let fallback: RosterSolution | null = null;
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', cancel);
      void worker.terminate().then(settle);
    };
    const fail = (failure: Error) => end(() => (fallback ? resolve(fallback) : reject(failure)));
    const cancel = () => end(() => resolve(null));
    const late = () => fail(new Error('No roster was found in time.'));
    const deadline = setTimeout(late, (effort.seconds * (1 + GRACE.share) + GRACE.seconds) * 1000);
    signal?.addEventListener('abort', cancel, { once: true });
    worker.on('error', fail);
    worker.on('message', (message: FromRosterWorker) => {
      if (message.kind === 'fallback') fallback = message.solution;
      else if (message.kind === 'progress') onProgress?.(message.progress);
      else end(() => resolve(message.solution));
    });
    const told: ToRosterWorker = { problem, effort };
    worker.postMessage(told);
  });
}
