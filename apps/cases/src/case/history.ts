import type { Problem } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { CaseHistoryInput, HistoricInteractionInput } from '@courtesy/graph-types/cases';
import { problemsOfContact } from '../interaction/interaction.ts';
import { movedEvent, timelinessEvent } from './case-events.ts';
import { problemWithText, type Case, type CaseMoved, type IllegalCaseTransition } from './case.ts';
import { MAX_NAME } from './opening.ts';
import { takeStep, type AssignmentTarget } from './step.ts';

/** A case brought forward: as it is now, and what there is to announce. No events means that nothing was new. */
export interface BroughtForward {
  readonly case: Case;
  readonly events: readonly NewEvent[];
  /** The steps it took, in order. */
  readonly moved: readonly CaseMoved[];
}

/** What is wrong with the contacts of a history. */
function problemsOfContacts(contacts: readonly HistoricInteractionInput[], now: Date): Problem[] {
  return contacts.flatMap((contact, i) => {
    const externalId = problemWithText('externalId', contact.externalId, MAX_NAME);
    const problems = [...(externalId ? [externalId] : []), ...problemsOfContact(contact, now)];
    return problems.map(({ path, message }) => ({ path: `history.interactions[${i}].${path}`, message }));
  });
}

/** What is wrong with a history in itself, read at `now`. */
export function problemsOfHistory(history: CaseHistoryInput, now: Date): Problem[] {
  const toCome = (['assignedAt', 'resolvedAt'] as const).flatMap((name) => {
    const at = history[name];
    return at && at > now ? [{ path: `history.${name}`, message: 'lies in the future' }] : [];
  });
  return [...toCome, ...problemsOfAnswer(history), ...problemsOfContacts(history.interactions ?? [], now)];
}

function problemsOfAnswer(history: CaseHistoryInput): Problem[] {
  const answered = [history.resolvedAt, history.outcome].filter(Boolean).length;
  if (answered === 1) return [{ path: 'history.outcome', message: 'an answer needs both resolvedAt and outcome' }];
  if (history.disputed !== null && history.disputed !== undefined && answered === 0) {
    return [{ path: 'history.disputed', message: 'only an answer can be disputed: give resolvedAt and outcome too' }];
  }
  return [];
}

/** Before every assignment. */
const NEVER = new Date(-8.64e15);

/** A case that was taken up again here is answered here: the other system's answer is the one that no longer stands. */
const awaitsAnswer = (current: Case) => current.resolvedAt === null && current.reopenCount === 0;

/** A dispute of the other system's answer may become known later; one that is on record is not taken back. */
const mayLearn = (current: Case, disputed: boolean) =>
  current.reopenCount === 0 && (current.disputed === null || (disputed && !current.disputed));

/** The steps of the history that this case has not made yet, each through the one transition table. */
function* newSteps(
  history: CaseHistoryInput,
  to: AssignmentTarget,
): Generator<(current: Case) => CaseMoved | IllegalCaseTransition | null> {
  const { assignedAt, resolvedAt, outcome, disputed, respondedInTime } = history;
  yield (current) =>
    assignedAt && (current.assignedAt ?? NEVER) < assignedAt && current.resolvedAt === null
      ? takeStep(current, { verb: 'ASSIGN', ...to }, assignedAt)
      : null;
  yield (current) =>
    resolvedAt && outcome && awaitsAnswer(current)
      ? takeStep(current, { verb: 'RESOLVE', outcome, respondedInTime }, resolvedAt)
      : null;
  yield (current) =>
    typeof disputed === 'boolean' && mayLearn(current, disputed)
      ? takeStep(current, { verb: 'DISPUTE', disputed }, resolvedAt ?? current.resolvedAt ?? current.openedAt)
      : null;
}

/**
 * Brings a case forward to what its history says, doing only what is new and taking nothing back: a case that is further on here than in
 * the other system stays where it is. The same history twice changes nothing.
 */
export function bringForward(known: Case, history: CaseHistoryInput, to: AssignmentTarget): BroughtForward {
  let current = known;
  const events: NewEvent[] = [];
  const moved: CaseMoved[] = [];
  const timely = history.respondedInTime;
  const willResolve = Boolean(history.resolvedAt && history.outcome && awaitsAnswer(current));
  if (timely !== null && timely !== undefined && current.respondedInTime !== timely && !willResolve) {
    current = { ...current, respondedInTime: timely, version: current.version + 1 };
    events.push(timelinessEvent(current, timely, history.assignedAt ?? current.openedAt));
  }
  for (const step of newSteps(history, to)) {
    const outcome = step(current);
    if (outcome === null || outcome.type === 'IllegalCaseTransition') continue;
    current = outcome.case;
    events.push(movedEvent(outcome));
    moved.push(outcome);
  }
  return { case: current, events, moved };
}
