import { isIdOf, type Problem } from '@courtesy/kernel';
import type { CustomerPromiseStatus, MakePromiseInput } from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';

/** Something a person of the service said they would do for a customer, by an instant. What was said never changes. */
export interface CustomerPromise {
  readonly id: string;
  readonly customerId: string;
  readonly caseId: string | null;
  readonly text: string;
  readonly personId: string | null;
  readonly teamId: string | null;
  /** The subject of the caller who put it on record. */
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly dueAt: Date;
  readonly status: CustomerPromiseStatus;
  /** When it was kept in time, broken or waived; null while it is open. A promise is broken at the very instant at which it was due. */
  readonly endedAt: Date | null;
  /** When it was kept, be it too late; null while it was not. */
  readonly keptAt: Date | null;
  /** What shows that it was kept, or why it was waived. */
  readonly note: string | null;
  readonly version: number;
}

/** A promise is on record. */
export interface PromiseMade {
  readonly type: 'PromiseMade';
  readonly promise: CustomerPromise;
}

/** A promise was kept, in time or late. */
export interface PromiseKept {
  readonly type: 'PromiseKept';
  readonly promise: CustomerPromise;
}

/** The customer holds nobody to a promise any more. */
export interface PromiseWaived {
  readonly type: 'PromiseWaived';
  readonly promise: CustomerPromise;
}

/** The promise has ended. Nothing was done. */
export interface PromiseEnded {
  readonly type: 'PromiseEnded';
  readonly promise: CustomerPromise;
}

/** How a team kept its promises that were due in a time. */
export interface PromiseKeeping {
  readonly due: number;
  readonly kept: number;
  readonly keptLate: number;
  readonly broken: number;
  readonly waived: number;
  readonly open: number;
}

/** The longest text of a promise, in characters. */
export const MAX_PROMISE = 2000;

/** Everything that is wrong with a promise as given; empty when nothing is. */
export function problemsOfPromise(input: MakePromiseInput, now: Date): Problem[] {
  const ids = [
    ['caseId', 'case', 'case'],
    ['personId', 'pers', 'person'],
    ['teamId', 'team', 'team'],
  ] as const;
  const wrong = ids.flatMap(([path, prefix, noun]): Problem[] => {
    const id = input[path];
    return typeof id === 'string' && !isIdOf(prefix, id)
      ? [{ path, message: `"${id}" is not the id of a ${noun}` }]
      : [];
  });
  const text = problemWithText('text', input.text, MAX_PROMISE);
  const late = input.dueAt <= now ? [{ path: 'dueAt', message: 'has passed; a promise is about what is to come' }] : [];
  return [...(text ? [text] : []), ...late, ...wrong];
}

/** Keeps a promise: in time it ends as kept; after it was due it stays broken, and it is on record when it was kept all the same. */
export function keep(promise: CustomerPromise, note: string, now: Date): PromiseKept | PromiseEnded {
  const isOver = promise.status === 'WAIVED' || promise.keptAt !== null;
  if (isOver) return { type: 'PromiseEnded', promise };
  const kept = { ...promise, keptAt: now, note, version: promise.version + 1 };
  const inTime = promise.status === 'OPEN' && now <= promise.dueAt;
  if (inTime) return { type: 'PromiseKept', promise: { ...kept, status: 'KEPT', endedAt: now } };
  return { type: 'PromiseKept', promise: { ...kept, status: 'BROKEN', endedAt: promise.dueAt } };
}

/** Waives an open promise that is not due yet. */
export function waive(promise: CustomerPromise, note: string, now: Date): PromiseWaived | PromiseEnded {
  if (promise.status !== 'OPEN' || now > promise.dueAt) return { type: 'PromiseEnded', promise };
  const waived: CustomerPromise = { ...promise, status: 'WAIVED', endedAt: now, note, version: promise.version + 1 };
  return { type: 'PromiseWaived', promise: waived };
}

/** The share of the promises that were due and held to which was kept in time, 0 to 1; null when there was none. */
export const keptRate = ({ kept, broken }: PromiseKeeping): number | null =>
  kept + broken === 0 ? null : kept / (kept + broken);
