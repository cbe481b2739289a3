import type { Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { CaseHistoryInput } from '@courtesy/graph-types/cases';
import { movedEvent, timelinessEvent } from './case-events.ts';
import {
  assign,
  recordDispute,
  resolve,
  type Assignment,
  type Case,
  type CaseMoved,
  type IllegalCaseTransition,
} from './case.ts';

/** A case brought forward: as it is now, and what there is to announce. No events means that nothing was new. */
export interface BroughtForward {
  readonly case: Case;
  readonly events: readonly NewEvent[];
}

/** What is wrong with a history in itself. */
export function problemsOfHistory(history: CaseHistoryInput): Problem[] {
  const answered = [history.resolvedAt, history.outcome].filter(Boolean).length;
  if (answered === 1) return [{ path: 'history.outcome', message: 'an answer needs both resolvedAt and outcome' }];
  if (history.disputed !== null && history.disputed !== undefined && answered === 0) {
    return [{ path: 'history.disputed', message: 'only an answer can be disputed: give resolvedAt and outcome too' }];
  }
  return [];
}

/** The steps of the history that this case has not made yet, each through the one transition table. */
function* newSteps(
  history: CaseHistoryInput,
  to: Assignment,
): Generator<(current: Case) => CaseMoved | IllegalCaseTransition | null> {
  const { assignedAt, resolvedAt, outcome, disputed, respondedInTime } = history;
  yield (current) =>
    assignedAt && current.assignedAt?.getTime() !== assignedAt.getTime() && current.resolvedAt === null
      ? assign(current, to, assignedAt)
      : null;
  yield (current) =>
    resolvedAt && outcome && current.resolvedAt === null
      ? resolve(current, { outcome, respondedInTime }, resolvedAt)
      : null;
  yield (current) =>
    disputed !== null && disputed !== undefined && current.disputed !== disputed
      ? recordDispute(current, disputed, resolvedAt ?? current.resolvedAt ?? current.openedAt)
      : null;
}

/**
 * Brings a case forward to what its history says, doing only what is new and taking nothing back: a case that is further on here than in
 * the other system stays where it is. The same history twice changes nothing.
 */
export function bringForward(known: Case, history: CaseHistoryInput, to: Assignment): BroughtForward {
  let current = known;
  const events: NewEvent[] = [];
  const timely = history.respondedInTime;
  const willResolve = Boolean(history.resolvedAt && history.outcome && current.resolvedAt === null);
  if (timely !== null && timely !== undefined && current.respondedInTime !== timely && !willResolve) {
    current = { ...current, respondedInTime: timely, version: current.version + 1 };
    events.push(timelinessEvent(current, timely, history.assignedAt ?? current.openedAt));
  }
  for (const step of newSteps(history, to)) {
    const outcome = step(current);
    if (outcome === null || outcome.type === 'IllegalCaseTransition') continue;
    current = outcome.case;
    events.push(movedEvent(outcome));
  }
  return { case: current, events };
}
