import type { AskableCaseVerb, AutomationRunOutcome } from '@courtesy/graph-types/cases';
import type { MoveOutcome } from '../case/move.ts';
import { hasMoved } from '../case/move.ts';

/** What came of one step of a rule. */
export interface AutomationStep {
  readonly verb: AskableCaseVerb;
  /** The type of what came of it, such as CaseResolved or GuardFailed. */
  readonly result: string;
  /** The kinds of what stood in the way, where the guard refused it. */
  readonly failures: readonly string[];
}

/** One time that a rule acted, or was kept from acting. Never changed. */
export interface AutomationRun {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly caseId: string;
  /** The type of the event that set it off. */
  readonly cause: string;
  /** The event's place in the feed. */
  readonly eventId: string;
  /** The rules that led here, the first one first, with this one last. */
  readonly chain: readonly string[];
  readonly outcome: AutomationRunOutcome;
  readonly steps: readonly AutomationStep[];
  /** The case's version before and after: an event between them was this run's doing. */
  readonly versionBefore: number;
  readonly versionAfter: number;
  readonly at: Date;
}

/** What goes on record of a step. */
export const stepOf = (verb: AskableCaseVerb, outcome: MoveOutcome): AutomationStep => ({
  verb,
  result: outcome.type,
  failures: outcome.type === 'GuardFailed' ? outcome.failures.map(({ kind }) => kind) : [],
});

/** What a run comes to: the steps end with the first that is refused. */
export function outcomeOf(outcomes: readonly MoveOutcome[]): AutomationRunOutcome {
  const taken = outcomes.filter(hasMoved).length;
  if (taken === outcomes.length) return 'APPLIED';
  return taken === 0 ? 'REFUSED' : 'PARTLY_APPLIED';
}

/** Whether a rule must not act on what a chain of rules has brought about: it is part of that chain. */
export const isLoop = (ruleId: string, chain: readonly string[]): boolean => chain.includes(ruleId);
