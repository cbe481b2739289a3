import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import type { DecisionModel } from '../dmn/model.ts';
import { firstOverlap, versionInEffect, type Effect, type VersionState } from '../policy/effect.ts';
import {
  isAmong,
  joinedBy,
  problemsOfApproval,
  stateAmong,
  type Approval,
  type Author,
} from '../policy/policy-version.ts';
import type { DecisionTable } from './decision-table.ts';
import type { RulePlace } from './table-findings.ts';

/** The rules of a decision table for a time. After approval nothing of it changes but that it may be withdrawn. */
export interface DecisionTableVersion extends Effect {
  readonly id: string;
  readonly decisionTableId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: 'DRAFT' | 'APPROVED' | 'WITHDRAWN';
  /** The rules, with every decision that the asked one needs. */
  readonly model: DecisionModel;
  /** Name of the model's decision that is asked. */
  readonly decision: string;
  /** What is new in it, in a sentence. */
  readonly summary: string | null;
  /** Whoever drafted it, then everybody who revised it. */
  readonly authors: readonly Author[];
  readonly draftedAt: Date;
  readonly approver: Author | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** What a version is at some instant: there is no review between draft and approval. */
export type DecisionTableState = Exclude<VersionState, 'IN_REVIEW'>;

/** A table was begun with the draft of its first version. */
export interface DecisionTableDrafted {
  readonly type: 'DecisionTableDrafted';
  readonly decisionTable: DecisionTable;
  readonly decisionTableVersion: DecisionTableVersion;
}

/** A model became a draft. */
export interface DecisionModelImported {
  readonly type: 'DecisionModelImported';
  readonly decisionTable: DecisionTable;
  readonly decisionTableVersion: DecisionTableVersion;
}

/** A draft of a table's next version. */
export interface DecisionTableVersionDrafted {
  readonly type: 'DecisionTableVersionDrafted';
  readonly decisionTableVersion: DecisionTableVersion;
}

/** A draft has other rules. */
export interface DecisionTableRevised {
  readonly type: 'DecisionTableRevised';
  readonly decisionTableVersion: DecisionTableVersion;
}

/** A version takes effect, in place of `replaced` if any. */
export interface DecisionTableVersionApproved {
  readonly type: 'DecisionTableVersionApproved';
  readonly decisionTableVersion: DecisionTableVersion;
  readonly replaced: DecisionTableVersion | null;
  /** Rules that no facts reach: no fault, but a warning. */
  readonly unreachable: readonly RulePlace[];
}

/** A version counts no more, or never will. */
export interface DecisionTableVersionWithdrawn {
  readonly type: 'DecisionTableVersionWithdrawn';
  readonly decisionTableVersion: DecisionTableVersion;
}

/** A table has one draft at a time. */
export interface DecisionTableDraftInProgress {
  readonly type: 'DecisionTableDraftInProgress';
  readonly decisionTableVersion: DecisionTableVersion;
}

/** What was asked cannot be done to a version in this state. */
export interface IllegalDecisionTableState {
  readonly type: 'IllegalDecisionTableState';
  readonly decisionTableVersion: DecisionTableVersion;
  readonly state: DecisionTableState;
}

/** Another version of the table is in effect in that time. */
export interface OverlappingDecisionTableVersion {
  readonly type: 'OverlappingDecisionTableVersion';
  readonly decisionTableVersion: DecisionTableVersion;
}

/** What is known of a version when its draft is begun. */
export type Beginning = Pick<
  DecisionTableVersion,
  'id' | 'decisionTableId' | 'number' | 'model' | 'decision' | 'draftedAt'
> & { readonly by: Author; readonly summary?: string | null | undefined };

/** A new draft. */
export const draftOf = ({ by, summary, ...known }: Beginning): DecisionTableVersion => ({
  ...known,
  status: 'DRAFT',
  summary: summary?.trim() || null,
  authors: [by],
  approver: null,
  approvedAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 1,
});

const illegal = (
  current: DecisionTableVersion,
  others: readonly DecisionTableVersion[],
  now: Date,
): IllegalDecisionTableState => ({
  type: 'IllegalDecisionTableState',
  decisionTableVersion: current,
  state: stateAmong(current, others, now) as DecisionTableState,
});

/** Why a version may not be revised at `now`; null when it may. */
export const refusalToRevise = (
  current: DecisionTableVersion,
  others: readonly DecisionTableVersion[],
  now: Date,
): IllegalDecisionTableState | null => (current.status === 'DRAFT' ? null : illegal(current, others, now));

/** Puts other rules or another summary into a draft; whoever does becomes one of its authors. */
export function revise(
  current: DecisionTableVersion,
  changes: Partial<Pick<DecisionTableVersion, 'model' | 'decision' | 'summary'>>,
  by: Author,
): DecisionTableRevised {
  const authors = joinedBy(current.authors, by);
  const decisionTableVersion = { ...current, ...changes, authors, version: current.version + 1 };
  return { type: 'DecisionTableRevised', decisionTableVersion };
}

/** Why a draft cannot be approved from some instant on, whoever approves it. */
export type ApprovalRefusal = SelfApproval | OverlappingDecisionTableVersion | IllegalDecisionTableState | InvalidInput;

/**
 * Why a draft cannot be approved so, before its rules are looked at; null when they may be. `others` are the other versions of its table: of
 * two versions none is in effect beside the other, as for policies.
 */
export function refusalToApprove(
  current: DecisionTableVersion,
  others: readonly DecisionTableVersion[],
  approval: Approval,
): ApprovalRefusal | null {
  const { by, now, effectiveFrom, endsAt } = approval;
  if (current.status !== 'DRAFT') return illegal(current, others, now);
  if (isAmong(current.authors, by))
    return { type: 'SelfApproval', what: `rules of version ${current.number} that you wrote` };
  const problems = problemsOfApproval(approval);
  if (problems.length > 0) return invalidInput(problems);
  const overlapped = firstOverlap(others, { from: effectiveFrom, until: endsAt }, now);
  return overlapped && { type: 'OverlappingDecisionTableVersion', decisionTableVersion: overlapped };
}

/** Approves a draft against which neither {@link refusalToApprove} nor the gate has anything, `unreachable` being what the gate warns of. */
export function approve(
  current: DecisionTableVersion,
  others: readonly DecisionTableVersion[],
  { by, now, effectiveFrom, endsAt, unreachable }: Approval & { readonly unreachable: readonly RulePlace[] },
): DecisionTableVersionApproved {
  return {
    type: 'DecisionTableVersionApproved',
    decisionTableVersion: {
      ...current,
      status: 'APPROVED',
      approver: by,
      approvedAt: now,
      effectiveFrom,
      endsAt,
      version: current.version + 1,
    },
    replaced: versionInEffect(others, effectiveFrom),
    unreachable,
  };
}

/** Ends a version at `now`, or keeps it from ever taking effect. One whose time is over is left alone. */
export function withdraw(
  current: DecisionTableVersion,
  others: readonly DecisionTableVersion[],
  { reason, now }: { readonly reason: string; readonly now: Date },
): DecisionTableVersionWithdrawn | IllegalDecisionTableState {
  const state = stateAmong(current, others, now);
  if (state === 'WITHDRAWN' || state === 'SUPERSEDED') return illegal(current, others, now);
  return {
    type: 'DecisionTableVersionWithdrawn',
    decisionTableVersion: {
      ...current,
      status: 'WITHDRAWN',
      withdrawnAt: now,
      withdrawalReason: reason.trim(),
      version: current.version + 1,
    },
  };
}
