import { Worker } from 'node:worker_threads';
import type { EvaluationRefused } from './decision/evaluation-refused.ts';
import type { CompiledModel } from './dmn/compile.ts';
import type { Conclusion } from './dmn/conclude.ts';
import { EvaluationExhausted, type Scope } from './dmn/feel.ts';
import type { DecisionModel } from './dmn/model.ts';

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: 'warm' }
  | { readonly kind: 'model'; readonly key: string; readonly model: DecisionModel }
  | { readonly kind: 'decide'; readonly key: string; readonly decision: string; readonly facts: Scope };

/** What a worker answers. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'conclusion'; readonly conclusion: Conclusion }
  | { readonly kind: 'exhausted'; readonly reason: string };

/** One decision to make. */
export interface DecisionRequest {
  /** Identity of the model's version: the same key always means the same model. */
  readonly key: string;
  /** The version, compiled. */
  readonly compiled: CompiledModel;
  /** Decision asked for. */
  readonly decision: string;
  /** Facts by the names of the inputs. */
  readonly facts: Scope;
}

/** Decides within bounds of time and memory. */
export interface BoundedDecisions {
  /** Decides, as far as the facts go, at once when the cost is bounded by the sizes of model and facts, otherwise in a worker thread under a deadline. */
  decide(request: DecisionRequest): Promise<Conclusion | EvaluationRefused>;
  /** Ends the worker threads; what still waits is refused as BUSY. */
  close(): Promise<void>;
}

/** Bounds of evaluation. */
export interface DecisionBounds {
  /** Longest time one evaluation may take in a worker, in milliseconds. */
  readonly deadlineMs?: number;
  /** Worker threads at most. */
  readonly workers?: number;
  /** Evaluations that may wait for a worker. */
  readonly waiting?: number;
  /** Room for the values of one worker, in MiB. */
  readonly memoryMb?: number;
}

type Outcome = Conclusion | EvaluationRefused;
interface Job {
  readonly request: DecisionRequest;
  readonly settle: (outcome: Outcome) => void;
}

/** Starting a thread and compiling a model, which end by themselves, may take this long, in milliseconds. */
const START_LIMIT_MS = 5_000;
/** Models one worker holds before it is replaced by a fresh one. */
const MODELS_PER_WORKER = 100;

const refused = (reason: EvaluationRefused['reason'], detail: string): EvaluationRefused => ({
  type: 'EvaluationRefused',
  reason,
  detail,
});

/** One thread with the models it knows. It sees neither our environment nor our arguments. */
class DecisionThread {
  readonly known = new Set<string>();
  private readonly worker: Worker;
  private readonly started: Promise<FromWorker | string>;
  private answered: (answer: FromWorker | string) => void = () => undefined;

  constructor(memoryMb: number) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.worker = new Worker(new URL(`./decision-worker.${extension}`, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    this.worker.on('message', (answer: FromWorker) => this.answered(answer));
    this.worker.on('error', (failure: Error) => this.answered(failure.message));
    this.worker.on('exit', () => this.answered('its thread ended'));
    this.worker.unref();
    this.started = this.ask({ kind: 'warm' }, START_LIMIT_MS);
  }

  /** The answer to one message; a text when the thread died or `limitMs` passed. One message is asked at a time. */
  private ask(message: ToWorker, limitMs: number): Promise<FromWorker | string> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answered(`it took longer than ${limitMs} ms`), limitMs);
      this.answered = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.worker.postMessage(message);
    });
  }

  /** Runs one request. The thread is of no further use when the outcome says so. */
  async run(request: DecisionRequest, deadlineMs: number): Promise<{ outcome: Outcome; isSpent: boolean }> {
    const { key, compiled, decision, facts } = request;
    const started = await this.started;
    if (typeof started === 'string') return { outcome: refused('BUSY', started), isSpent: true };
    if (!this.known.has(key)) {
      const ready = await this.ask({ kind: 'model', key, model: compiled.model }, START_LIMIT_MS);
      if (typeof ready === 'string') return { outcome: refused('BUSY', ready), isSpent: true };
      this.known.add(key);
    }
    const answer = await this.ask({ kind: 'decide', key, decision, facts }, deadlineMs);
    if (typeof answer === 'string') return { outcome: refused('TOO_COSTLY', answer), isSpent: true };
    if (answer.kind === 'conclusion')
      return { outcome: answer.conclusion, isSpent: this.known.size >= MODELS_PER_WORKER };
    const detail = answer.kind === 'exhausted' ? answer.reason : 'the thread gave no answer';
    return { outcome: refused('TOO_COSTLY', detail), isSpent: false };
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

class Decisions implements BoundedDecisions {
  private readonly bounds: Required<DecisionBounds>;
  private readonly idle: DecisionThread[] = [];
  private readonly jobs: Job[] = [];
  private readonly threads = new Set<DecisionThread>();
  private isClosed = false;

  constructor(bounds: Required<DecisionBounds>) {
    this.bounds = bounds;
    while (this.threads.size < bounds.workers) this.start();
  }

  decide(request: DecisionRequest): Promise<Outcome> {
    if (request.compiled.isPlain(request.decision)) return Promise.resolve().then(() => inPlace(request));
    if (this.isClosed || this.jobs.length >= this.bounds.waiting)
      return Promise.resolve(refused('BUSY', 'too many decisions are waiting'));
    return new Promise((settle) => {
      this.jobs.push({ request, settle });
      this.next();
    });
  }

  /** Starts a thread ahead of the decisions that will need it. */
  private start(): void {
    const thread = new DecisionThread(this.bounds.memoryMb);
    this.threads.add(thread);
    this.idle.push(thread);
  }

  private next(): void {
    if (this.isClosed || this.jobs.length === 0) return;
    const thread = this.idle.pop();
    if (!thread) return;
    const job = this.jobs.shift();
    if (job) void this.work(thread, job);
  }

  private async work(thread: DecisionThread, { request, settle }: Job): Promise<void> {
    const { outcome, isSpent } = await thread.run(request, this.bounds.deadlineMs);
    settle(outcome);
    if (isSpent) {
      this.threads.delete(thread);
      await thread.end();
      if (!this.isClosed) this.start();
    } else this.idle.push(thread);
    this.next();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { settle } of this.jobs.splice(0)) settle(refused('BUSY', 'the service is stopping'));
    await Promise.all([...this.threads].map((thread) => thread.end()));
    this.threads.clear();
  }
}

function inPlace({ compiled, decision, facts }: DecisionRequest): Outcome {
  try {
    return compiled.conclude(decision, facts);
  } catch (failure) {
    if (failure instanceof EvaluationExhausted) return refused('TOO_COSTLY', failure.message);
    throw failure;
  }
}

/** Opens an evaluator and starts its threads, which hold no process open. */
export function openDecisions(bounds: DecisionBounds = {}): BoundedDecisions {
  return new Decisions({ deadlineMs: 60, workers: 2, waiting: 200, memoryMb: 64, ...bounds });
}
