import { invalidInput, type ComplaintRules, type InvalidInput } from '@courtesy/kernel';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import {
  firstOverlap,
  stateOf,
  successorOf,
  versionInEffect,
  type Effect,
  type VersionState,
} from '../policy/effect.ts';
import { problemsOfApproval, samePerson, type Approval, type Author } from '../policy/policy-version.ts';

/** What a complaint regime says for a time. Nothing of it ever changes but that it is approved, and withdrawn. */
export interface ComplaintRegimeVersion extends Effect {
  readonly id: string;
  readonly regimeId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: 'DRAFT' | 'APPROVED' | 'WITHDRAWN';
  /** What is new in it, in a sentence. */
  readonly summary: string | null;
  readonly rules: ComplaintRules;
  /** Whoever drafted or installed it. */
  readonly author: Author;
  readonly draftedAt: Date;
  readonly approver: Author | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** What a version is at some instant. */
export type ComplaintRegimeVersionState = Exclude<VersionState, 'IN_REVIEW'>;

/** A version takes effect, in place of `replaced` if any. */
export interface ComplaintRegimeVersionApproved {
  readonly type: 'ComplaintRegimeVersionApproved';
  readonly regimeVersion: ComplaintRegimeVersion;
  readonly replaced: ComplaintRegimeVersion | null;
}

/** A version counts no more, or never will. */
export interface ComplaintRegimeVersionWithdrawn {
  readonly type: 'ComplaintRegimeVersionWithdrawn';
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** Another version of the regime is in effect in that time. */
export interface OverlappingRegimeVersion {
  readonly type: 'OverlappingRegimeVersion';
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** What was asked cannot be done to a version in this state. */
export interface IllegalRegimeVersionState {
  readonly type: 'IllegalRegimeVersionState';
  readonly regimeVersion: ComplaintRegimeVersion;
  readonly state: ComplaintRegimeVersionState;
}

/** A regime has one draft at a time. */
export interface RegimeDraftInProgress {
  readonly type: 'RegimeDraftInProgress';
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** The regime says already what its pack does. */
export interface RegimePackUnchanged {
  readonly type: 'RegimePackUnchanged';
  readonly regimeVersion: ComplaintRegimeVersion;
}

/** What a version is at `now`, when the next one takes effect at `successorFrom`. */
export const regimeStateOf = (
  version: ComplaintRegimeVersion,
  successorFrom: Date | null,
  now: Date,
): ComplaintRegimeVersionState => stateOf(version, successorFrom, now) as ComplaintRegimeVersionState;

const stateAmong = (version: ComplaintRegimeVersion, others: readonly ComplaintRegimeVersion[], now: Date) =>
  regimeStateOf(version, version.effectiveFrom && successorOf(others, version.effectiveFrom), now);

/** A draft of the version after `earlier`, all of its regime. */
export const draftOf = (
  earlier: readonly ComplaintRegimeVersion[],
  draft: Pick<ComplaintRegimeVersion, 'id' | 'regimeId' | 'summary' | 'rules' | 'author' | 'draftedAt'>,
): ComplaintRegimeVersion => ({
  ...draft,
  number: earlier.reduce((last, { number }) => Math.max(last, number), 0) + 1,
  status: 'DRAFT',
  approver: null,
  approvedAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 1,
});

/**
 * Approves a draft. `others` are the other versions of its regime, of which none is in effect beside it: one without an end of its own ends
 * where this one begins, any other overlap is refused, and so is one that would change what was in force before `now`.
 */
export function approve(
  current: ComplaintRegimeVersion,
  others: readonly ComplaintRegimeVersion[],
  approval: Approval,
): ComplaintRegimeVersionApproved | SelfApproval | OverlappingRegimeVersion | IllegalRegimeVersionState | InvalidInput {
  const { by, now, effectiveFrom, endsAt } = approval;
  if (current.status !== 'DRAFT')
    return { type: 'IllegalRegimeVersionState', regimeVersion: current, state: stateAmong(current, others, now) };
  if (samePerson(current.author, by))
    return { type: 'SelfApproval', what: `version ${current.number}, which you drafted` };
  const problems = problemsOfApproval(approval);
  if (problems.length > 0) return invalidInput(problems);
  const overlapped = firstOverlap(others, { from: effectiveFrom, until: endsAt }, now);
  if (overlapped) return { type: 'OverlappingRegimeVersion', regimeVersion: overlapped };
  const approved = { status: 'APPROVED' as const, approver: by, approvedAt: now, effectiveFrom, endsAt };
  return {
    type: 'ComplaintRegimeVersionApproved',
    regimeVersion: { ...current, ...approved, version: current.version + 1 },
    replaced: versionInEffect(others, effectiveFrom),
  };
}

/** Ends a version at `now`, or keeps it from ever taking effect. One whose time is over is left alone. */
export function withdraw(
  current: ComplaintRegimeVersion,
  others: readonly ComplaintRegimeVersion[],
  { reason, now }: { readonly reason: string; readonly now: Date },
): ComplaintRegimeVersionWithdrawn | IllegalRegimeVersionState {
  const state = stateAmong(current, others, now);
  if (state === 'WITHDRAWN' || state === 'SUPERSEDED')
    return { type: 'IllegalRegimeVersionState', regimeVersion: current, state };
  const withdrawn = { status: 'WITHDRAWN' as const, withdrawnAt: now, withdrawalReason: reason.trim() };
  return {
    type: 'ComplaintRegimeVersionWithdrawn',
    regimeVersion: { ...current, ...withdrawn, version: current.version + 1 },
  };
}
