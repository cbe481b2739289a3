import type { InvalidInput, NotFound, StaleVersion } from '@courtesy/kernel';
import type { CaseVerb } from '@courtesy/graph-types/cases';
import type { Case, CaseMoved, IllegalCaseTransition } from './case.ts';
import type { GuardedVerb, GuardFailed } from './guard.ts';
import type { CaseStep, MovedBy } from './step.ts';

/** One step asked of one case. */
export interface CaseMove<V extends CaseVerb = CaseVerb> {
  readonly caseId: string;
  readonly step: CaseStep<V>;
  /** A case that is at another version is left alone. */
  readonly expectedVersion?: number | null | undefined;
  /** Ends the case over its obstacles, when the caller may; the reason and the obstacles go on record. */
  readonly override?: { readonly reason: string } | null | undefined;
}

/** Why a step was not taken. */
export type MoveRefused<V extends CaseVerb = CaseVerb> =
  IllegalCaseTransition | NotFound | StaleVersion<Case> | InvalidInput | (V extends GuardedVerb ? GuardFailed : never);

/** What came of one step. */
export type MoveOutcome<V extends CaseVerb = CaseVerb> = MovedBy<V> | MoveRefused<V>;

/** Whether a step was taken: the case moved. */
export const hasMoved = (outcome: MoveOutcome): outcome is CaseMoved => 'at' in outcome;

/** What became of a bulk, in the order in which it was asked. */
export interface CasesTransitioned {
  readonly type: 'CasesTransitioned';
  readonly outcomes: readonly MoveOutcome[];
}
