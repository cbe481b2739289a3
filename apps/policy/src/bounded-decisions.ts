import { Worker } from 'node:worker_threads';
import type { EvaluationRefused } from './decision/evaluation-refused.ts';
import type { CompiledModel } from './dmn/compile.ts';
import type { Conclusion } from './dmn/conclude.ts';
import type { Found, SearchTerms } from './decision/counterfactuals.ts';
import type { Facts } from './decision/fact-input.ts';
import { EvaluationExhausted } from '@courtesy/feel';
import type { DecisionModel } from './dmn/model.ts';

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: 'warm' }
  | { readonly kind: 'model'; readonly key: string; readonly model: DecisionModel }
  | { readonly kind: 'decide'; readonly key: string; readonly decision: string; readonly facts: Facts }
  | {
      readonly kind: 'search';
      readonly key: string;
      readonly decision: string;
      readonly facts: Facts;
      readonly terms: SearchTerms;
    };

/** What a worker answers. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'conclusion'; readonly conclusion: Conclusion }
  | { readonly kind: 'found'; readonly found: Found }
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
  readonly facts: Facts;
}

/** Decides within bounds of time and memory. */
export interface BoundedDecisions {
  /** Decides, as far as the facts go, at once when the cost is bounded by the sizes of model and facts, otherwise in a worker thread under a deadline. */
  decide(request: DecisionRequest): Promise<Conclusion | EvaluationRefused>;
  /** Looks, always in a worker thread under the deadline, for changes of the facts that give another outcome. */
  search(request: DecisionRequest, terms: SearchTerms): Promise<Found | EvaluationRefused>;
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

type Answer = FromWorker | EvaluationRefused;
interface Job {
  readonly request: DecisionRequest;
  readonly message: ToWorker;
  readonly settle: (answer: Answer) => void;
}

/** Starting a thread and compiling a model, which end by themselves, may take this long, in milliseconds. */
const START_LIMIT_MS = 10_000;
/** Models one worker holds before it is replaced by a fresh one. */
const MODELS_PER_WORKER = 100;

const refused = (reason: EvaluationRefused['reason'], detail: string): EvaluationRefused => ({
  type: 'EvaluationRefused',
  reason,
  detail,
});

const NO_ANSWER = refused('TOO_COSTLY', 'the thread gave no answer');

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

  /** Does one job. The thread is of no further use when the outcome says so. */
  async run({ request, message }: Job, deadlineMs: number): Promise<{ answer: Answer; isSpent: boolean }> {
    const { key, compiled } = request;
    const started = await this.started;
    if (typeof started === 'string') return { answer: refused('BUSY', started), isSpent: true };
    if (!this.known.has(key)) {
      const ready = await this.ask({ kind: 'model', key, model: compiled.model }, START_LIMIT_MS);
      if (typeof ready === 'string') return { answer: refused('BUSY', ready), isSpent: true };
      this.known.add(key);
    }
    const answer = await this.ask(message, deadlineMs);
    if (typeof answer === 'string') return { answer: refused('TOO_COSTLY', answer), isSpent: true };
    if (answer.kind === 'exhausted') return { answer: refused('TOO_COSTLY', answer.reason), isSpent: false };
    return { answer, isSpent: this.known.size >= MODELS_PER_WORKER };
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

  async decide(request: DecisionRequest): Promise<Conclusion | EvaluationRefused> {
    if (request.compiled.isPlain(request.decision)) return inPlace(request);
    const { key, decision, facts } = request;
    const answer = await this.ask(request, { kind: 'decide', key, decision, facts });
    if ('type' in answer) return answer;
    return answer.kind === 'conclusion' ? answer.conclusion : NO_ANSWER;
  }

  async search(request: DecisionRequest, terms: SearchTerms): Promise<Found | EvaluationRefused> {
    const { key, decision, facts } = request;
    const answer = await this.ask(request, { kind: 'search', key, decision, facts, terms });
    if ('type' in answer) return answer;
    return answer.kind === 'found' ? answer.found : NO_ANSWER;
  }

  private ask(request: DecisionRequest, message: ToWorker): Promise<Answer> {
    if (this.isClosed || this.jobs.length >= this.bounds.waiting)
      return Promise.resolve(refused('BUSY', 'too many decisions are waiting'));
    return new Promise((settle) => {
      this.jobs.push({ request, message, settle });
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

  private async work(thread: DecisionThread, job: Job): Promise<void> {
    const { answer, isSpent } = await thread.run(job, this.bounds.deadlineMs);
    job.settle(answer);
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

function inPlace({ compiled, decision, facts }: DecisionRequest): Conclusion | EvaluationRefused {
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
