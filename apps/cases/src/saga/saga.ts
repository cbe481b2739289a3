/** How a saga stands: RUNNING and UNDOING are the worker's turn, WAITING somebody else's; DONE and UNDONE are its ends. */
export type SagaState = 'RUNNING' | 'WAITING' | 'UNDOING' | 'DONE' | 'UNDONE';

/** Which way a saga goes: through its steps, or back. */
export type SagaDirection = 'DO' | 'UNDO';

/**
 * What an entry of the record says of a step. TRIED comes before the attempt, the others after its answer: DONE, REFUSED (it will not be done),
 * DECLINED (this attempt will not do it, another may) and UNANSWERED (nobody knows).
 */
export type StepPhase = 'TRIED' | 'DONE' | 'REFUSED' | 'DECLINED' | 'UNANSWERED';

/** An entry of a saga's record, which is only ever added to. */
export interface StepEntry {
  readonly id: string;
  readonly sagaId: string;
  readonly step: string;
  readonly direction: SagaDirection;
  readonly phase: StepPhase;
  /** What the step answered; null where it answered nothing. */
  readonly answer: unknown;
  /** Why it did not come to what was wanted. */
  readonly problem: string | null;
  readonly at: Date;
}

/** A saga as it stands. Its record says how it came there. */
export interface Saga {
  /** The id of what it is about. */
  readonly id: string;
  readonly kind: string;
  readonly state: SagaState;
  /** What is to be said of its subject once all is undone; null while it goes forward. */
  readonly ending: string | null;
  readonly endReason: string | null;
  /** How often in a row the step in hand went unanswered. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextTryAt: Date;
}

/** What the engine must know of a step to order it. */
export interface OrderedStep {
  readonly name: string;
  readonly hasUndo: boolean;
}

/** What is to be done next. `isAgain` says that it was tried before, and that nobody knows what came of it. */
export type SagaMove =
  { readonly type: SagaDirection; readonly step: string; readonly isAgain: boolean } | { readonly type: 'END' };

const has = (entries: readonly StepEntry[], step: string, direction: SagaDirection, phase: StepPhase): boolean =>
  entries.some((entry) => entry.step === step && entry.direction === direction && entry.phase === phase);

/** Whether the last attempt of a step has no answer on record. */
function isOpen(entries: readonly StepEntry[], step: string, direction: SagaDirection): boolean {
  const last = entries.findLast((entry) => entry.step === step && entry.direction === direction);
  return last?.phase === 'TRIED' || last?.phase === 'UNANSWERED';
}

/**
 * What a saga's record asks for next. Forward: the first step that is not done. Back: the last step that was ever tried and is not undone, since
 * one that was tried may have had its effect without an answer.
 */
export function nextMove(
  plan: readonly OrderedStep[],
  entries: readonly StepEntry[],
  state: 'RUNNING' | 'UNDOING',
): SagaMove {
  const direction = state === 'RUNNING' ? 'DO' : 'UNDO';
  const next =
    state === 'RUNNING'
      ? plan.find(({ name }) => !has(entries, name, 'DO', 'DONE'))
      : plan.findLast(
          ({ name, hasUndo }) => hasUndo && has(entries, name, 'DO', 'TRIED') && !has(entries, name, 'UNDO', 'DONE'),
        );
  if (!next) return { type: 'END' };
  return { type: direction, step: next.name, isAgain: isOpen(entries, next.name, direction) };
}

/** The longest pause between two attempts, in milliseconds. */
export const LONGEST_RETRY_MS = 300_000;

/** How long to wait after so many attempts in a row, the first pause given: twice as long each time. In milliseconds. */
export const pauseAfter = (attempts: number, firstMs: number): number =>
  Math.min(firstMs * 2 ** Math.min(attempts - 1, 30), LONGEST_RETRY_MS);

/** After how many unanswered attempts in a row a saga counts as stuck; it is tried on all the same. */
export const STUCK_AFTER = 3;
