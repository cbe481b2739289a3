import type { OrderedStep, StepPhase } from './saga.ts';

/** What came of an attempt. A step that throws is unanswered: it is tried again, and told so. */
export type StepAnswer =
  | { readonly type: 'DONE'; readonly answer: unknown }
  /** It will not be done: all is undone, and `ending` is what becomes of the subject. */
  | { readonly type: 'REFUSED'; readonly answer: unknown; readonly problem: string; readonly ending: string }
  /** Not so; the step waits for another attempt by somebody. */
  | { readonly type: 'DECLINED'; readonly answer: unknown; readonly problem: string };

/** What an attempt is told. */
export interface StepCall<S> {
  readonly subject: S;
  /** The same for every attempt of this step of this saga, and told to its undo too. */
  readonly key: string;
  /** Whether it was tried before and nobody knows what came of it. */
  readonly isAgain: boolean;
  /** Ties the logs of all who are asked together. */
  readonly requestId: string;
}

/** One step of a plan. It may be attempted any number of times, and must have its effect once. */
export interface SagaStep<S> {
  readonly name: string;
  /** Whether somebody else has to do something first. */
  readonly waits?: (subject: S) => boolean;
  readonly run: (call: StepCall<S>) => Promise<StepAnswer>;
  /** Takes back whatever the step came to, also when nobody knows what that was. Throws when nobody knows whether it is undone. */
  readonly undo?: (call: StepCall<S>) => Promise<unknown>;
}

/** Orders the steps as the record needs them. */
export const planned = (steps: readonly SagaStep<never>[]): OrderedStep[] =>
  steps.map(({ name, undo }) => ({ name, hasUndo: undo !== undefined }));

/** The places in an attempt at which a process may end: before the call, after its answer, and after that is on record. */
export type StopPlace = 'TRIED' | 'CALLED' | Exclude<StepPhase, 'TRIED'>;

/** Where a process of a spec is to end itself outright, such as `EXECUTE:CALLED`; on the way back a step is called `UNDO_EXECUTE`. */
export interface StopPoint {
  readonly step: string;
  readonly place: StopPlace;
}

/** Reads a stop point; null when the text is none. */
export function stopPointOf(text: string): StopPoint | null {
  const [, step, place] = /^([A-Z_]+):(TRIED|CALLED|DONE|REFUSED|DECLINED|UNANSWERED)$/.exec(text) ?? [];
  return step && place ? { step, place: place as StopPlace } : null;
}
