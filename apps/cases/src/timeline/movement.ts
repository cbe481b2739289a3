import type { CaseOutcome, CasePriority, CaseStatus } from '@courtesy/graph-types/cases';
import type { Case, CaseMoved } from '../case/case.ts';

/** What a movement changed. */
export type MovementKind = 'STATUS' | 'ASSIGNED' | 'PRIORITISED' | 'DISPUTED';

/** One change of a case, as it goes on record. Never changed; what it does not change is null. */
export interface Movement {
  readonly id: string;
  readonly caseId: string;
  readonly kind: MovementKind;
  readonly at: Date;
  readonly recordedAt: Date;
  /** The subject of the caller. Null for what was recorded before callers were. */
  readonly recordedBy: string | null;
  readonly personId: string | null;
  /** Null when the case was opened. */
  readonly fromStatus: CaseStatus | null;
  readonly toStatus: CaseStatus;
  readonly reason: string | null;
  /** How the case was answered, when it was. */
  readonly outcome: CaseOutcome | null;
  readonly fromPriority: CasePriority | null;
  readonly priority: CasePriority | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly disputed: boolean | null;
}

/** By whom, when and under which id something goes on record. */
export interface RecordMark {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly personId: string | null;
}

const unchanged = {
  ...{ reason: null, outcome: null, fromPriority: null, priority: null },
  ...{ siteId: null, teamId: null, assigneeId: null, disputed: null },
} as const;

const marked = (subject: Case, { id, at, by, personId }: RecordMark) => ({
  ...{ id, caseId: subject.id, recordedAt: at, recordedBy: by, personId },
});

const placeOf = ({ siteId, teamId, assigneeId }: Case) => ({ siteId, teamId, assigneeId });

/** The movement by which a case began. */
export const openingOf = (opened: Case, mark: RecordMark): Movement => ({
  ...marked(opened, mark),
  ...unchanged,
  ...{ kind: 'STATUS', at: opened.openedAt, fromStatus: null, toStatus: 'NEW' },
});

/** What a change of a case puts on record. */
export function movementOf(moved: CaseMoved, mark: RecordMark): Movement {
  const { case: after, from, at } = moved;
  const record = { ...marked(after, mark), ...unchanged, at, fromStatus: from, toStatus: after.status };
  switch (moved.type) {
    case 'CaseAssigned':
      return { ...record, kind: 'ASSIGNED', ...placeOf(after) };
    case 'CasePrioritised':
      return {
        ...record,
        ...{ kind: 'PRIORITISED', fromPriority: moved.fromPriority, priority: after.priority, reason: moved.reason },
      };
    case 'DisputeRecorded':
      return { ...record, kind: 'DISPUTED', disputed: after.disputed };
    case 'CaseMerged':
    case 'CaseUnmerged':
      return { ...record, kind: 'STATUS', reason: moved.reason };
    case 'CaseResolved':
      return { ...record, kind: 'STATUS', outcome: after.outcome };
    case 'CaseStarted':
    case 'CaseClosed':
      return { ...record, kind: 'STATUS' };
    case 'CaseWaiting':
    case 'CaseReopened':
    case 'CaseCancelled':
      return { ...record, kind: 'STATUS', reason: after.statusReason };
  }
}
