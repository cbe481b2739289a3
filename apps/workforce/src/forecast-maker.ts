import { Worker } from 'node:worker_threads';
import type { Resource } from '@courtesy/subgraph';
import type { ForecastMade } from './forecast/forecast.ts';
import type { Expected } from './forecast/methods.ts';
import type { Series } from './forecast/series.ts';

/** What the worker thread is asked. */
export interface ForecastQuestion {
  readonly history: Series;
  /** So many days after the last of the history. */
  readonly horizon: number;
  /** Whose public holidays are like no other day; nobody's for null. */
  readonly place: { readonly country: string; readonly region: string | null } | null;
}

/** What it answers. */
export type ForecastReply =
  | {
      readonly kind: 'made';
      readonly made: ForecastMade;
      readonly bar: Expected | null;
      /** Public holidays in the history and after it. */
      readonly holidays: readonly string[];
    }
  | { readonly kind: 'too short' }
  | { readonly kind: 'unknown place'; readonly problem: string };

/** Makes forecasts, one after another, in a thread of its own, so that whoever serves requests stays free. */
export interface ForecastMaker {
  /** @throws Error when the thread fails or is stopped. */
  readonly make: (question: ForecastQuestion) => Promise<ForecastReply>;
  readonly close: () => Promise<void>;
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
/** Room for the thread's values, in MiB. */
const MEMORY_MIB = 512;

interface Asked {
  readonly resolve: (reply: ForecastReply) => void;
  readonly reject: (failure: Error) => void;
}

/** A maker whose thread begins with the first question. A thread that failed is replaced for the next one. */
function forecastMaker(): ForecastMaker {
  let worker: Worker | null = null;
  let waiting: Asked[] = [];
  const fail = (failure: Error) => {
    const lost = waiting;
    [worker, waiting] = [null, []];
    for (const { reject } of lost) reject(failure);
  };
  const start = (): Worker => {
    const started = new Worker(new URL(`./forecast-worker.${extension}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
    });
    // The thread answers in the order in which it was asked.
    started.on('message', (reply: ForecastReply) => waiting.shift()?.resolve(reply));
    started.on('error', (failure) => started === worker && fail(failure as Error));
    started.on('exit', () => started === worker && fail(new Error('The forecasting thread ended.')));
    return started;
  };
  return {
    make: (question) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        waiting.push({ resolve, reject });
        worker.postMessage(question);
      }),
    close: async () => {
      const ending = worker;
      fail(new Error('Forecasting has stopped.'));
      await ending?.terminate();
    },
  };
}

/** Makes forecasts in the background of one process. */
export const forecaster: Resource<ForecastMaker> = {
  name: 'forecaster',
  open: () => Promise.resolve(forecastMaker()),
  close: (maker) => maker.close(),
};
