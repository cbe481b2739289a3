import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts } from '@courtesy/subgraph';
import type { KeepPromiseInput, MakePromiseInput, WaivePromiseInput } from '@courtesy/graph-types/customers';
import { customersById } from '../customer/customer.store.ts';
import { customerTable } from '../customer/customer.table.ts';
import { countAnew } from '../health/health.store.ts';
import { problemWithText } from '../customer/wording.ts';
import {
  keep,
  MAX_PROMISE,
  problemsOfPromise,
  waive,
  type CustomerPromise,
  type PromiseEnded,
  type PromiseKept,
  type PromiseMade,
  type PromiseWaived,
} from './promise.ts';
import { promiseTable } from './promise.table.ts';
import { addPromise, breakPromises, lockPromise, nextPromiseDue, savePromise } from './promise.store.ts';

type Told = 'made' | 'kept' | 'broken' | 'waived';

/** What other services are told of a promise. */
const eventOf = (told: Told, promise: CustomerPromise, time: Date): NewEvent => ({
  ...{ type: `courtesy.promise.${told}.v1` as const, subject: promise.id, sequence: promise.version, time },
  data: {
    ...{ customerId: promise.customerId, caseId: promise.caseId, personId: promise.personId, teamId: promise.teamId },
    ...{ text: promise.text, dueAt: promise.dueAt.toISOString(), at: time.toISOString() },
  },
});

/** Puts a promise to a customer on record. */
export async function makePromise(
  context: Context,
  input: MakePromiseInput,
): Promise<PromiseMade | NotFound | InvalidInput | IdempotencyKeyReused> {
  const { db, actor, now } = context;
  const problems = problemsOfPromise(input, now());
  if (problems.length > 0) return invalidInput(problems);
  const customer = await context.load(customersById, input.customerId, undefined);
  if (!customer) return notFound(input.customerId);
  const request = { key: input.idempotencyKey, operation: 'makePromise', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const promise: CustomerPromise = {
        ...{ id: context.newId('prom'), customerId: customer.id, caseId: input.caseId ?? null, text: input.text },
        ...{ personId: input.personId ?? actor.personId ?? null, teamId: input.teamId ?? actor.teamId ?? null },
        ...{ madeBy: actor.subject, madeAt: now(), dueAt: input.dueAt, status: 'OPEN' as const },
        ...{ endedAt: null, keptAt: null, note: null, version: 1 },
      };
      await addPromise(tx.manager, promise);
      tx.emit(eventOf('made', promise, now()));
      return { type: 'PromiseMade' as const, promise };
    }),
  );
}

interface OnPromise {
  readonly promiseId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly note: readonly [path: string, text: string];
}

/** The one way of a change: lock, decide, save, announce. */
async function endPromise<T extends PromiseKept | PromiseWaived>(
  { db, actor, now }: Context,
  { promiseId, expectedVersion, note }: OnPromise,
  decide: (promise: CustomerPromise) => T | PromiseEnded,
): Promise<T | PromiseEnded | NotFound | StaleVersion<CustomerPromise> | InvalidInput> {
  const problem = problemWithText(note[0], note[1], MAX_PROMISE);
  if (problem) return invalidInput([problem]);
  return db.transaction(async (tx): Promise<T | PromiseEnded | NotFound | StaleVersion<CustomerPromise>> => {
    const current = await lockPromise(tx.manager, actor, promiseId);
    if (!current) return notFound(promiseId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current);
    if (outcome.type === 'PromiseEnded') return outcome;
    await savePromise(tx.manager, outcome.promise);
    const { promise } = outcome;
    // Kept too late before anybody noticed that it was broken: others learn of both.
    if (current.status === 'OPEN' && promise.status === 'BROKEN') tx.emit(eventOf('broken', promise, promise.dueAt));
    tx.emit(eventOf(outcome.type === 'PromiseKept' ? 'kept' : 'waived', promise, now()));
    return outcome;
  });
}

/** Keeps a promise, in time or late. */
export const keepPromise = (context: Context, input: KeepPromiseInput) =>
  endPromise<PromiseKept>(context, { ...input, note: ['evidence', input.evidence] }, (promise) =>
    keep(promise, input.evidence, context.now()),
  );

/** Holds nobody to a promise any more. */
export const waivePromise = (context: Context, input: WaivePromiseInput) =>
  endPromise<PromiseWaived>(context, { ...input, note: ['reason', input.reason] }, (promise) =>
    waive(promise, input.reason, context.now()),
  );

/** How many promises one transaction ends. */
const BATCH = 500;

/** Ends the promises whose time has passed, and announces each once. Returns how many. */
export function noticeBrokenPromises({ database, now }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const broken = await breakPromises(tx.manager, now(), BATCH);
    const customers = [...new Set(broken.map(({ customerId }) => customerId))];
    await countAnew(tx.manager, customers, now());
    tx.emit(...broken.map((each) => eventOf('broken', each, each.dueAt)));
    return broken.length;
  });
}

/** Finds broken promises within a second of when they were due. */
export const promiseKeeper = dueWorker({
  ...{ name: 'promise keeper', service: 'customers', tables: [promiseTable, customerTable] },
  ...{ next: nextPromiseDue, take: noticeBrokenPromises },
});
