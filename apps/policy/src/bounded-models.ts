import { Worker } from 'node:worker_threads';
import type { Problem } from '@courtesy/kernel';
import type { ModelAnswer, ModelTask } from './model-worker.ts';
import type { DecisionTableVersion } from './decision-table/decision-table-version.ts';
import { unanalysed, type RuleTableAnalysis } from './decision-table/table-findings.ts';
import type { DecisionModel } from './dmn/model.ts';

/** What of a version follows from its rules alone: the same id and count of changes always mean the same rules. */
export type Version = Pick<DecisionTableVersion, 'id' | 'version' | 'model' | 'decision'>;

/** Bounds of the work on models. */
export interface ModelBounds {
  /** Longest time one task may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Versions whose analysis is kept; a tenth as many are kept as XML. */
  readonly kept?: number;
}

/**
 * Work on models that users write, in a thread of its own and each task under a deadline, so that no model stalls the service: reading,
 * compiling and analysing take as long as texts and tables are intricate.
 */
export interface BoundedModels {
  /** Everything that keeps a model from being a draft, `path` where no place in it is at fault; empty when nothing does. */
  problemsOf(model: DecisionModel, path: string): Promise<readonly Problem[]>;
  /** The model that DMN XML holds, or everything that is wrong with it, by line or by cell. */
  read(dmn: string, path: string): Promise<DecisionModel | readonly Problem[]>;
  /** What can be said of each table that a version's decision needs. One too intricate for the deadline is told as incomplete. */
  analysisOf(version: Version): Promise<readonly RuleTableAnalysis[]>;
  /** A version as DMN 1.3 XML. */
  dmnOf(version: Version): Promise<string>;
}

/** Starting the thread, which ends by itself, may take this long, in milliseconds. */
const START_LIMIT_MS = 10_000;

/** What a thread answers next; null when it dies, or `limitMs` pass. */
function nextAnswer(worker: Worker, limitMs: number): Promise<ModelAnswer | null> {
  return new Promise((resolve) => {
    const settle = (answer: ModelAnswer | null) => {
      clearTimeout(timer);
      worker.off('message', settle).off('error', fail).off('exit', fail);
      resolve(answer);
    };
    const fail = () => settle(null);
    const timer = setTimeout(fail, limitMs);
    worker.on('message', settle).on('error', fail).on('exit', fail);
  });
}

/** The thread, which does one task at a time. It sees neither our environment nor our arguments, and holds no process open. */
class ModelThread {
  private worker: Worker | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** The answer to a task, after those asked before; null when the thread died of it or `limitMs` passed. Throws when no thread starts. */
  ask(task: ModelTask, limitMs: number): Promise<ModelAnswer | null> {
    const answer = this.last.then(() => this.work(task, limitMs));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async work(task: ModelTask, limitMs: number): Promise<ModelAnswer | null> {
    const worker = this.worker ?? (await this.start());
    this.worker = null;
    const next = nextAnswer(worker, limitMs);
    worker.postMessage(task);
    const answer = await next;
    if (answer) this.worker = worker;
    else await worker.terminate();
    return answer;
  }

  private async start(): Promise<Worker> {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./model-worker.${extension}`, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
    worker.unref();
    // One that dies while nobody waits for it is no error of this process.
    worker.on('error', () => undefined);
    if ((await nextAnswer(worker, START_LIMIT_MS))?.kind === 'ready') return worker;
    await worker.terminate();
    throw new Error('The thread for decision models does not start');
  }
}

/** Keeps what was made of the `limit` versions asked for last. What failed is made again for the next who asks. */
function remembered<T>(limit: number, make: (version: Version) => Promise<T>): (version: Version) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (version) => {
    const key = `${version.id}:${version.version}`;
    const made = known.get(key) ?? make(version);
    // A map keeps the order of insertion: the version asked for longest ago stands first.
    known.delete(key);
    known.set(key, made);
    const [oldest] = known.keys();
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    made.catch(() => known.delete(key));
    return made;
  };
}

const tooLong = (path: string): readonly Problem[] => [
  { path, message: 'takes too long to be read; write simpler expressions, or fewer' },
];

/** Opens a thread for models; it starts with the first task. */
export function openModels({ deadlineMs = 5_000, kept = 200 }: ModelBounds = {}): BoundedModels {
  const thread = new ModelThread();
  const ask = (task: ModelTask) => thread.ask(task, deadlineMs);
  return {
    problemsOf: async (model, path) => {
      const answer = await ask({ kind: 'check', model, path });
      return answer?.kind === 'problems' ? answer.problems : tooLong(path);
    },
    read: async (dmn, path) => {
      const answer = await ask({ kind: 'read', dmn, path });
      if (answer?.kind === 'model') return answer.model;
      return answer?.kind === 'problems' ? answer.problems : tooLong(path);
    },
    analysisOf: remembered(kept, async ({ model, decision }) => {
      const answer = await ask({ kind: 'analyse', model, decision });
      return answer?.kind === 'analyses' ? answer.analyses : unanalysed(model, decision);
    }),
    dmnOf: remembered(Math.ceil(kept / 10), async ({ id, model }) => {
      const answer = await ask({ kind: 'write', model });
      if (answer?.kind !== 'dmn') throw new Error(`${id} is not written in time`);
      return answer.dmn;
    }),
  };
}

/** The work on models of this process. */
export const models = openModels();
