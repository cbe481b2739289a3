import type { CannotMergeReason } from '@courtesy/graph-types/cases';
import { isUnended, type Case, type IllegalCaseTransition, type Survivor } from '../case/case.ts';
import { takeStep } from '../case/step.ts';

/** How one case stood when it was merged. */
export interface MergedCase extends Pick<Case, 'status' | 'statusReason'> {
  readonly caseId: string;
}

/** That something was taken back: never changed. */
export interface Undoing {
  readonly reason: string;
  /** The subject of the caller. */
  readonly by: string;
  readonly personId: string | null;
  readonly at: Date;
}

/** Cases that were continued within another one, and whether that was taken back. Never changed: an undoing is a record of its own. */
export interface CaseMerge {
  readonly id: string;
  /** The case that went on, itself merged into none at that time. */
  readonly survivorId: string;
  /** The merged cases as they stood, in the order of their ids. */
  readonly merged: readonly MergedCase[];
  readonly reason: string;
  /** The subject of the caller. */
  readonly mergedBy: string;
  readonly personId: string | null;
  readonly at: Date;
  readonly undone: Undoing | null;
}

/** Cases were merged. */
export interface CasesMerged {
  readonly type: 'CasesMerged';
  readonly merge: CaseMerge;
  /** The case that goes on. */
  readonly survivor: Case;
}

/** A merge was undone: its cases go their own way again. */
export interface CaseMergeUndone {
  readonly type: 'CaseMergeUndone';
  readonly merge: CaseMerge;
}

/** These two cannot be one. Nothing was done. */
export interface CannotMerge {
  readonly type: 'CannotMerge';
  readonly reason: CannotMergeReason;
  readonly case: Case;
  readonly survivor: Case;
}

/** The merge was undone before. Nothing was done. */
export interface MergeAlreadyUndone {
  readonly type: 'MergeAlreadyUndone';
  readonly merge: CaseMerge;
}

/** The most cases one merge takes. */
export const MAX_MERGED = 50;

/** Who stands for a customer: themself, unless they were merged into another. */
export type RootOf = (customerId: string) => string;

/**
 * Why one case cannot be continued in the other; null when it can. An open matter is never laid into one that has been answered: nobody would
 * answer it, and the figures would call it answered.
 */
function reasonAgainst(survivor: Case, merged: Case, rootOf: RootOf): CannotMergeReason | null {
  if (merged.id === survivor.id) return 'SAME_CASE';
  if (rootOf(merged.customerId) !== rootOf(survivor.customerId)) return 'DIFFERENT_CUSTOMERS';
  const goesOn = isUnended(survivor.status) || (survivor.status === 'RESOLVED' && merged.status === 'RESOLVED');
  return goesOn ? null : 'SURVIVOR_ENDED';
}

/** The first thing that keeps cases from being continued in `survivor`, which is merged into none; null when nothing does. */
export function refusalOfMerge(
  survivor: Case,
  merged: readonly Case[],
  merge: { readonly id: string; readonly reason: string; readonly at: Date; readonly rootOf: RootOf },
): CannotMerge | IllegalCaseTransition | null {
  const into: Survivor = { survivorId: survivor.id, mergeId: merge.id };
  for (const each of merged) {
    const reason = reasonAgainst(survivor, each, merge.rootOf);
    if (reason) return { type: 'CannotMerge', reason, case: each, survivor };
    const moved = takeStep(each, { verb: 'MERGE', reason: merge.reason, into }, merge.at);
    if (moved.type === 'IllegalCaseTransition') return moved;
  }
  return null;
}
