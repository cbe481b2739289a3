import type { EntityManager } from 'typeorm';
import type { Database, Transaction } from '@courtesy/persistence';
import type { ResourceHost } from '@courtesy/subgraph';
import { planned, type SagaStep, type StepAnswer, type StepCall, type StopPlace } from './plan.ts';
import { nextMove, pauseAfter, type Saga, type SagaMove, type StepEntry } from './saga.ts';
import { addEntry, entriesOf, holdSaga, saveSaga, type Lease } from './saga.store.ts';

/** What sagas of one kind are about, and their steps. The engine knows nothing else of them. */
export interface SagaPlan<S> {
  readonly kind: string;
  readonly steps: readonly SagaStep<S>[];
  /** The subject as it stands. */
  readonly load: (manager: EntityManager, id: string) => Promise<S>;
  /** Keeps what a step answered, in the transaction that puts it on record. */
  readonly took: (
    tx: Transaction,
    subject: S,
    step: { readonly name: string; readonly came: StepAnswer },
  ) => Promise<void>;
  /** Keeps that all is done, or undone with what becomes of the subject. */
  readonly ended: (tx: Transaction, subject: S, ending: string | null) => Promise<void>;
}

/** What driving sagas needs of the process. */
export interface DriverParts extends Pick<ResourceHost, 'now' | 'newId'> {
  readonly database: Database;
  readonly lease: Lease;
  /** The first pause after an attempt without an answer, in milliseconds. */
  readonly retryMs: number;
  /** Told of every place at which the process could end. */
  readonly reached: (step: string, place: StopPlace) => Promise<void>;
  readonly onUnanswered: (saga: Saga, step: string, error: unknown) => void;
}

interface Attempt<S> {
  readonly saga: Saga;
  readonly step: SagaStep<S>;
  readonly move: Exclude<SagaMove, { readonly type: 'END' }>;
  readonly call: StepCall<S>;
}

type Came = StepAnswer | { readonly type: 'UNANSWERED'; readonly error: unknown };

const entryOf = (
  { newId, now }: DriverParts,
  of: Pick<Attempt<never>, 'saga' | 'move'>,
  what: Pick<StepEntry, 'phase' | 'answer' | 'problem'>,
): StepEntry => ({
  ...{ id: newId('sstp'), sagaId: of.saga.id, step: of.move.step, direction: of.move.type },
  ...what,
  at: now(),
});

/** Puts on record what is tried next; null when there is nothing to try now. The lease is checked under the saga's lock, as at every write. */
async function begin<S>(parts: DriverParts, plan: SagaPlan<S>, id: string): Promise<Attempt<S> | null> {
  return parts.database.transaction(async (tx) => {
    const saga = await holdSaga(tx.manager, id, parts.lease);
    if (saga?.state !== 'RUNNING' && saga?.state !== 'UNDOING') return null;
    const entries = (await entriesOf(tx.manager, [id])).get(id) ?? [];
    const move = nextMove(planned(plan.steps as readonly SagaStep<never>[]), entries, saga.state);
    const subject = await plan.load(tx.manager, id);
    if (move.type === 'END') {
      await plan.ended(tx, subject, saga.state === 'UNDOING' ? saga.ending : null);
      await saveSaga(tx.manager, id, { state: saga.state === 'RUNNING' ? 'DONE' : 'UNDONE', lastError: null });
      return null;
    }
    const step = plan.steps.find(({ name }) => name === move.step);
    if (!step) throw new Error(`The plan ${plan.kind} has no step ${move.step}`);
    if (move.type === 'DO' && step.waits?.(subject)) {
      await saveSaga(tx.manager, id, { state: 'WAITING' });
      return null;
    }
    const tried = entryOf(parts, { saga, move }, { phase: 'TRIED', answer: null, problem: null });
    await addEntry(tx.manager, tried);
    const call = { subject, key: `${id}:${step.name}`, isAgain: move.isAgain, requestId: tried.id };
    return { saga, step, move, call };
  });
}

async function attempt<S>({ step, move, call }: Attempt<S>): Promise<Came> {
  try {
    if (move.type === 'DO') return await step.run(call);
    return { type: 'DONE', answer: (await step.undo?.(call)) ?? null };
  } catch (error) {
    return { type: 'UNANSWERED', error };
  }
}

const problemOf = (came: Came): string | null => {
  if (came.type === 'DONE') return null;
  if (came.type !== 'UNANSWERED') return came.problem;
  return came.error instanceof Error ? came.error.message : String(came.error);
};

/** What an attempt makes of its saga, as it stands after it. */
function changeAfter(
  parts: DriverParts,
  saga: Saga,
  { came, isTurned }: { readonly came: Came; readonly isTurned: boolean },
) {
  const now = parts.now();
  if (came.type === 'UNANSWERED' && !isTurned) {
    const attempts = saga.attempts + 1;
    const nextTryAt = new Date(now.getTime() + pauseAfter(attempts, parts.retryMs));
    return { attempts, lastError: problemOf(came), nextTryAt };
  }
  const onward = { attempts: 0, lastError: null, nextTryAt: now };
  if (came.type !== 'REFUSED' || saga.state !== 'RUNNING') return onward;
  return { ...onward, state: 'UNDOING' as const, ending: came.ending, endReason: came.problem };
}

/** Puts on record what came of an attempt; false when the lease was lost meanwhile, and another will ask again. */
async function record<S>(parts: DriverParts, plan: SagaPlan<S>, tried: Attempt<S>, came: Came): Promise<boolean> {
  return parts.database.transaction(async (tx) => {
    const saga = await holdSaga(tx.manager, tried.saga.id, parts.lease);
    if (!saga) return false;
    const answer = came.type === 'UNANSWERED' ? null : came.answer;
    await addEntry(tx.manager, entryOf(parts, tried, { phase: came.type, answer, problem: problemOf(came) }));
    if (tried.move.type === 'DO' && came.type !== 'UNANSWERED') {
      const subject = await plan.load(tx.manager, saga.id);
      await plan.took(tx, subject, { name: tried.step.name, came });
    }
    // Called off meanwhile: the way back begins at once, and asks after whatever went unanswered.
    const isTurned = tried.move.type === 'DO' && saga.state === 'UNDOING';
    await saveSaga(tx.manager, saga.id, changeAfter(parts, saga, { came, isTurned }));
    return came.type !== 'UNANSWERED' || isTurned;
  });
}

/**
 * Takes a saga, whose lease the caller holds, as far as it goes: every attempt is on record before it is made, and what came of it after. Safe to
 * be cut off anywhere. No connection is held while others are asked.
 */
export async function drive<S>(parts: DriverParts, plan: SagaPlan<S>, id: string): Promise<void> {
  for (;;) {
    const tried = await begin(parts, plan, id);
    if (!tried) return;
    const place = tried.move.type === 'DO' ? tried.step.name : `UNDO_${tried.step.name}`;
    await parts.reached(place, 'TRIED');
    const came = await attempt(tried);
    await parts.reached(place, 'CALLED');
    if (came.type === 'UNANSWERED') parts.onUnanswered(tried.saga, tried.step.name, came.error);
    if (!(await record(parts, plan, tried, came))) return;
    await parts.reached(place, came.type);
  }
}
