import type { CannotSplitReason } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import type { Undoing } from '../case-merge/case-merge.ts';

/** A case that was made of contacts of another one, and whether that was taken back. Never changed: an undoing is a record of its own. */
export interface CaseSplit {
  readonly id: string;
  /** The case that the contacts stood with. */
  readonly originId: string;
  /** The case that was made of them. */
  readonly caseId: string;
  readonly contactIds: readonly string[];
  readonly reason: string;
  /** The subject of the caller. */
  readonly splitBy: string;
  readonly personId: string | null;
  readonly at: Date;
  readonly undone: Undoing | null;
}

/** A case was made of contacts of another one. */
export interface CaseSplitOff {
  readonly type: 'CaseSplitOff';
  readonly split: CaseSplit;
  readonly case: Case;
}

/** A split was undone: the contacts stand where they stood, and the case that was made of them goes on in the one it came from. */
export interface CaseSplitUndone {
  readonly type: 'CaseSplitUndone';
  readonly split: CaseSplit;
}

/** The contacts cannot be split off, or cannot come back. Nothing was done. */
export interface CannotSplit {
  readonly type: 'CannotSplit';
  readonly reason: CannotSplitReason;
  readonly case: Case;
}

/** The split was undone before. Nothing was done. */
export interface SplitAlreadyUndone {
  readonly type: 'SplitAlreadyUndone';
  readonly split: CaseSplit;
}

/** The most contacts one split takes. */
export const MAX_SPLIT = 100;
