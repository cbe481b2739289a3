import type { CannotLinkReason, CaseLinkKind } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import type { Undoing } from '../case-merge/case-merge.ts';

/** That two cases have to do with one another. Never changed: taking it away is a record of its own. */
export interface CaseLink {
  readonly id: string;
  readonly kind: CaseLinkKind;
  /** The case that is the parent, the duplicate, the consequence or the continuation. */
  readonly fromId: string;
  readonly toId: string;
  readonly note: string | null;
  /** The subject of the caller. */
  readonly linkedBy: string;
  readonly personId: string | null;
  readonly at: Date;
  readonly removed: Undoing | null;
}

/** Two cases were linked. */
export interface CasesLinked {
  readonly type: 'CasesLinked';
  readonly link: CaseLink;
}

/** A link was taken away. */
export interface CasesUnlinked {
  readonly type: 'CasesUnlinked';
  readonly link: CaseLink;
}

/** The two are linked so already. Nothing was done. */
export interface CasesAlreadyLinked {
  readonly type: 'CasesAlreadyLinked';
  readonly link: CaseLink;
}

/** The two cannot be linked so. Nothing was done. */
export interface CannotLink {
  readonly type: 'CannotLink';
  readonly reason: CannotLinkReason;
  readonly kind: CaseLinkKind;
}

/** The link was taken away before. Nothing was done. */
export interface LinkAlreadyRemoved {
  readonly type: 'LinkAlreadyRemoved';
  readonly link: CaseLink;
}

/** A case that ended goes on in a new one. */
export interface CaseContinued {
  readonly type: 'CaseContinued';
  readonly case: Case;
  readonly link: CaseLink;
}

/** Only what has ended for good is continued by a new case. Nothing was done. */
export interface CaseNotEnded {
  readonly type: 'CaseNotEnded';
  readonly case: Case;
}

/** Whether a link says the same whichever case comes first. */
export const isMutual = (kind: CaseLinkKind): boolean => kind === 'RELATED_TO';
