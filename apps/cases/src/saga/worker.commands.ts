import { setTimeout as delay } from 'node:timers/promises';
import { kill, pid } from 'node:process';
import { openDatabase, type Database } from '@courtesy/persistence';
import type { Resource, ResourceHost } from '@courtesy/subgraph';
import { drive, type DriverParts, type SagaPlan } from './driving.commands.ts';
import { stopPointOf, type StopPlace } from './plan.ts';
import type { Saga } from './saga.ts';
import { holdSaga, nextSagaDueAt, releaseSaga, sagasOf, takeSaga, type Lease } from './saga.store.ts';

/** How many sagas one process works on at a time: one that waits for a slow answer does not hold up the others. */
const LANES = 4;
/** How long a lane sleeps at most, in milliseconds: within it, it sees a saga that became due sooner than all it knew of. */
const LONGEST_SLEEP_MS = 500;
/** How long a lane sleeps while another looks out, in milliseconds. */
const DEEP_SLEEP_MS = 30_000;
/** How long it sleeps at least, in milliseconds, when what is due is in another's hands. */
const SHORTEST_SLEEP_MS = 10;
/** How long {@link SagaWorker.run} looks for a saga that another works on to come to rest, in milliseconds. */
const PATIENCE_MS = 10_000;
/** How often it looks, in milliseconds. */
const LOOK_MS = 25;

/** The worker of one process. */
export interface SagaWorker {
  /** Says that something may be due now. */
  wake(): void;
  /** Takes one saga as far as it goes now, and returns when it rests: here, or wherever it is worked on. */
  run(id: string): Promise<void>;
  stop(): Promise<void>;
}

/** The plans of all kinds of sagas. */
export type Plans = (host: ResourceHost) => readonly SagaPlan<never>[];

interface WorkerParts {
  readonly host: ResourceHost;
  readonly database: Database;
  readonly plans: ReadonlyMap<string, SagaPlan<never>>;
}

/**
 * Ends this process outright at the place that `SAGA_STOP_AFTER` names, as a power cut would: for specs that start it anew. Throws in production,
 * where nobody may ask for it.
 */
function stopper({ config }: ResourceHost): DriverParts['reached'] {
  const text = config['SAGA_STOP_AFTER'];
  if (typeof text !== 'string' || text === '') return () => Promise.resolve();
  if (config['NODE_ENV'] === 'production') throw new Error('SAGA_STOP_AFTER is for specs, never for production');
  const point = stopPointOf(text);
  if (!point) throw new Error(`SAGA_STOP_AFTER is "${text}", which names no place such as EXECUTE:CALLED`);
  return async (step: string, place: StopPlace) => {
    if (step !== point.step || place !== point.place) return;
    kill(pid, 'SIGKILL');
    await new Promise(() => undefined);
  };
}

/** Keeps a lease while `work` goes on. */
async function keeping<T>({ database }: WorkerParts, id: string, lease: Lease, work: () => Promise<T>): Promise<T> {
  const renewal = setInterval(() => {
    holdSaga(database.manager, id, lease).catch(() => undefined);
  }, lease.ms / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await releaseSaga(database.manager, id, lease).catch(() => undefined);
  }
}

/** Makes the way of one turn: takes a saga that is due, and drives it. False when there is none. `onTaken` is told before the drive. */
function turns(parts: WorkerParts, onTaken: () => void): (id?: string) => Promise<boolean> {
  const { host, database, plans } = parts;
  const { config, now, newId, log } = host;
  const onUnanswered = (saga: Saga, step: string, err: unknown) =>
    log.warn({ err, saga: saga.id, step, attempts: saga.attempts + 1 }, 'a step went unanswered; it is tried again');
  const shared = {
    now,
    newId,
    database,
    onUnanswered,
    reached: stopper(host),
    retryMs: Number(config['SAGA_RETRY_MS'] ?? 1_000),
  };
  return async (id) => {
    const lease = { word: newId('leas'), ms: Number(config['SAGA_LEASE_MS'] ?? 15_000) };
    const saga = await takeSaga(database.manager, {
      now: now(),
      lease,
      kinds: [...plans.keys()],
      ...(id !== undefined && { id }),
    });
    if (!saga) return false;
    onTaken();
    const plan = plans.get(saga.kind);
    if (!plan) throw new Error(`Nobody knows sagas of the kind ${saga.kind}`);
    await keeping(parts, saga.id, lease, () => drive({ ...shared, lease }, plan, saga.id));
    return true;
  };
}

const isAtWork = ({ state, nextTryAt }: Saga, now: Date) =>
  (state === 'RUNNING' || state === 'UNDOING') && nextTryAt <= now;

/** Takes one saga as far as it goes, or waits until whoever holds it has. */
const runner =
  ({ database, host }: WorkerParts, turn: ReturnType<typeof turns>, stopping: AbortSignal): SagaWorker['run'] =>
  async (id) => {
    for (let waited = 0; waited < PATIENCE_MS && !stopping.aborted; waited += LOOK_MS) {
      if (await turn(id)) return;
      const saga = (await sagasOf(database.manager, [id])).get(id);
      if (!saga || !isAtWork(saga, host.now())) return;
      await delay(LOOK_MS);
    }
  };

/** Lets lanes rest: one of them looks out for what becomes due, the others until they are woken. */
function resting({ database, host, plans }: WorkerParts, stopping: AbortSignal) {
  let woken = new AbortController();
  let hasLookout = false;
  const sleep = (ms: number) =>
    delay(ms, undefined, { signal: AbortSignal.any([stopping, woken.signal]) }).catch(() => undefined);
  const lookOut = async () => {
    const next = await nextSagaDueAt(database.manager, [...plans.keys()]);
    const wait = next ? next.getTime() - host.now().getTime() : LONGEST_SLEEP_MS;
    await sleep(Math.min(Math.max(wait, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS));
  };
  const rest = async () => {
    if (hasLookout) return sleep(DEEP_SLEEP_MS);
    hasLookout = true;
    try {
      return await lookOut();
    } finally {
      hasLookout = false;
    }
  };
  const wake = () => {
    woken.abort();
    woken = new AbortController();
  };
  return { sleep, rest, wake };
}

function startWorker(parts: WorkerParts): SagaWorker {
  const stopping = new AbortController();
  const { sleep, rest, wake } = resting(parts, stopping.signal);
  // Whoever begins to drive may have been the lookout: the others look for themselves, and one of them takes its place.
  const turn = turns(parts, wake);
  const lane = async () => {
    while (!stopping.signal.aborted) {
      try {
        if (!(await turn())) await rest();
      } catch (err) {
        parts.host.log.warn({ err }, 'sagas not looked for; trying again');
        await sleep(LONGEST_SLEEP_MS);
      }
    }
  };
  const lanes = Array.from({ length: LANES }, lane);
  const stop = async () => {
    stopping.abort();
    await Promise.all(lanes);
  };
  return { wake, run: runner(parts, turn, stopping.signal), stop };
}

/** The worker of sagas of one process, on connections of its own: requests that keep the pool busy do not make it late. */
export function sagaWorker(plansOf: Plans): Resource<SagaWorker> {
  return {
    name: 'saga worker',
    open: async (host) => {
      const plans = new Map(plansOf(host).map((plan) => [plan.kind, plan]));
      stopper(host);
      const database = await openDatabase({
        service: 'cases',
        url: String(host.config['DATABASE_URL']),
        tables: host.tables,
        poolSize: LANES + 1,
      });
      const worker = startWorker({ host, database, plans });
      return {
        ...worker,
        stop: async () => {
          await worker.stop();
          await database.close();
        },
      };
    },
    close: (worker) => worker.stop(),
  };
}
