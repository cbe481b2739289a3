import { Worker } from 'node:worker_threads';
import type { FromAnalyst, ToAnalyst } from './analysis-worker.ts';
import type { DecisionTableVersion } from './decision-table/decision-table-version.ts';
import { unanalysed, type RuleTableAnalysis } from './decision-table/table-findings.ts';

/** What of a version an analysis depends on. */
export type Analysed = Pick<DecisionTableVersion, 'id' | 'version' | 'model' | 'decision'>;

/** Bounds of analysis. */
export interface AnalysisBounds {
  /** Longest time the analysis of one version may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Versions whose analysis is kept. */
  readonly kept?: number;
}

type Analyses = readonly RuleTableAnalysis[];

/** Starting the thread, which ends by itself, may take this long, in milliseconds. */
const START_LIMIT_MS = 10_000;

/** What a thread answers next; null when it dies, or `limitMs` pass. */
function nextAnswer(worker: Worker, limitMs: number): Promise<FromAnalyst | null> {
  return new Promise((resolve) => {
    const settle = (answer: FromAnalyst | null) => {
      clearTimeout(timer);
      worker.off('message', settle).off('error', fail).off('exit', fail);
      resolve(answer);
    };
    const fail = () => settle(null);
    const timer = setTimeout(fail, limitMs);
    worker.on('message', settle).on('error', fail).on('exit', fail);
  });
}

/** The thread that analyses, one version at a time. It sees neither our environment nor our arguments, and holds no process open. */
class Analyst {
  private worker: Worker | null = null;

  /** The analysis of a version; null when the thread died of it or `limitMs` passed. Throws when no thread starts. */
  async ask(message: ToAnalyst, limitMs: number): Promise<Analyses | null> {
    const worker = this.worker ?? (await this.start());
    this.worker = null;
    const answer = nextAnswer(worker, limitMs);
    worker.postMessage(message);
    const found = await answer;
    if (found === null || found === 'ready') {
      await worker.terminate();
      return null;
    }
    this.worker = worker;
    return found;
  }

  private async start(): Promise<Worker> {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./analysis-worker.${extension}`, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
    worker.unref();
    // One that dies while nobody waits for it is no error of this process.
    worker.on('error', () => undefined);
    if ((await nextAnswer(worker, START_LIMIT_MS)) === 'ready') return worker;
    await worker.terminate();
    throw new Error('The thread for analyses does not start');
  }
}

/**
 * Analyses versions in a thread of its own, each under a deadline, so that no table stalls the service. The results are kept for the
 * versions asked for last: a draft that changes is another version. A table too intricate for the deadline is told as incomplete.
 */
export function openAnalyses({ deadlineMs = 2_000, kept = 200 }: AnalysisBounds = {}): (
  version: Analysed,
) => Promise<Analyses> {
  const analyst = new Analyst();
  const known = new Map<string, Promise<Analyses>>();
  let last: Promise<unknown> = Promise.resolve();
  const begin = ({ model, decision }: Analysed): Promise<Analyses> => {
    const found = last.then(
      async () => (await analyst.ask({ model, decision }, deadlineMs)) ?? unanalysed(model, decision),
    );
    last = found.catch(() => undefined);
    return found;
  };
  return (version) => {
    const key = `${version.id}:${version.version}`;
    const found = known.get(key) ?? begin(version);
    // A map keeps the order of insertion: the version asked for longest ago stands first.
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    // What failed is tried again by the next who asks.
    found.catch(() => known.delete(key));
    return found;
  };
}

/** The analyses of this process. */
export const analysisOf = openAnalyses();
