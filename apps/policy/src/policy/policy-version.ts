import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import { problemsOfInstant } from '../standard/standard.ts';
import {
  endOf,
  firstOverlap,
  stateOf,
  successorOf,
  versionInEffect,
  type Effect,
  type VersionState,
  type VersionStatus,
} from './effect.ts';

/** Somebody who had a hand in a version's text. */
export interface Author {
  readonly subject: string;
  /** Null when it was no person. */
  readonly personId: string | null;
}

/** What a policy says for a time. After approval nothing of it changes but that it may be withdrawn. */
export interface PolicyVersion extends Effect {
  readonly id: string;
  readonly policyId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: VersionStatus;
  /** What is new in it, in a sentence. */
  readonly summary: string | null;
  /** Its clauses, in order. */
  readonly clauseIds: readonly string[];
  /** Whoever drafted it, then everybody who revised it. */
  readonly authors: readonly Author[];
  readonly draftedAt: Date;
  readonly submittedAt: Date | null;
  /** Why it was returned from review the last time. */
  readonly returnReason: string | null;
  readonly approver: Author | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** A draft of a policy's next version. */
export interface PolicyVersionDrafted {
  readonly type: 'PolicyVersionDrafted';
  readonly policyVersion: PolicyVersion;
}

/** A draft says something else. */
export interface DraftRevised {
  readonly type: 'DraftRevised';
  readonly policyVersion: PolicyVersion;
}

/** A draft awaits approval. */
export interface PolicyVersionSubmitted {
  readonly type: 'PolicyVersionSubmitted';
  readonly policyVersion: PolicyVersion;
}

/** A version in review is a draft again. */
export interface PolicyVersionReturned {
  readonly type: 'PolicyVersionReturned';
  readonly policyVersion: PolicyVersion;
}

/** A version takes effect, in place of `replaced` if any. */
export interface PolicyVersionApproved {
  readonly type: 'PolicyVersionApproved';
  readonly policyVersion: PolicyVersion;
  readonly replaced: PolicyVersion | null;
}

/** A version counts no more, or never will. */
export interface PolicyVersionWithdrawn {
  readonly type: 'PolicyVersionWithdrawn';
  readonly policyVersion: PolicyVersion;
}

/** What was asked cannot be done to a version in this state. */
export interface IllegalVersionState {
  readonly type: 'IllegalVersionState';
  readonly policyVersion: PolicyVersion;
  readonly state: VersionState;
}

/** Whoever had a hand in a version does not approve it. */
export interface ApproverIsAuthor {
  readonly type: 'ApproverIsAuthor';
  readonly policyVersion: PolicyVersion;
}

/** Another version of the policy is in effect in that time. */
export interface OverlappingVersion {
  readonly type: 'OverlappingVersion';
  readonly policyVersion: PolicyVersion;
}

/** A policy has one draft at a time. */
export interface DraftInProgress {
  readonly type: 'DraftInProgress';
  readonly policyVersion: PolicyVersion;
}

/** The longest summary or reason, in characters. */
export const MAX_NOTE = 2_000;

/** What is wrong with a summary or reason; empty when nothing is. */
export function problemsOfNote(path: string, note: string | null | undefined): Problem[] {
  const length = note?.length ?? 0;
  return length > MAX_NOTE ? [{ path, message: `has ${length} characters; at most ${MAX_NOTE} are kept` }] : [];
}

/** The same for one that must be given. */
export const problemsOfReason = (path: string, reason: string): Problem[] =>
  reason.trim() === '' ? [{ path, message: 'is empty; say why' }] : problemsOfNote(path, reason);

const illegal = (policyVersion: PolicyVersion, state: VersionState): IllegalVersionState => ({
  type: 'IllegalVersionState',
  policyVersion,
  state,
});

const samePerson = (a: Author, b: Author): boolean =>
  a.subject === b.subject || (a.personId !== null && a.personId === b.personId);

/** Whether somebody had a hand in what these authors wrote. */
export const isAmong = (authors: readonly Author[], by: Author): boolean =>
  authors.some((author) => samePerson(author, by));

/** The authors of something once `by` has revised it. */
export const joinedBy = (authors: readonly Author[], by: Author): readonly Author[] =>
  authors.some((each) => each.subject === by.subject && each.personId === by.personId) ? authors : [...authors, by];

/** Puts other clauses or another summary into a draft; whoever does becomes one of its authors. */
export function revise(
  current: PolicyVersion,
  changes: Partial<Pick<PolicyVersion, 'clauseIds' | 'summary'>>,
  by: Author,
): DraftRevised | IllegalVersionState {
  if (current.status !== 'DRAFT') return illegal(current, current.status);
  const authors = joinedBy(current.authors, by);
  return { type: 'DraftRevised', policyVersion: { ...current, ...changes, authors, version: current.version + 1 } };
}

/** Hands a draft over for approval. */
export function submit(current: PolicyVersion, now: Date): PolicyVersionSubmitted | IllegalVersionState | InvalidInput {
  if (current.status !== 'DRAFT') return illegal(current, current.status);
  if (current.clauseIds.length === 0)
    return invalidInput([{ path: 'policyVersionId', message: 'names a draft without clauses; write some first' }]);
  return {
    type: 'PolicyVersionSubmitted',
    policyVersion: {
      ...current,
      status: 'IN_REVIEW',
      submittedAt: now,
      returnReason: null,
      version: current.version + 1,
    },
  };
}

/** Gives a version in review back to its authors. */
export function giveBack(current: PolicyVersion, reason: string): PolicyVersionReturned | IllegalVersionState {
  if (current.status !== 'IN_REVIEW') return illegal(current, current.status);
  const policyVersion = {
    ...current,
    status: 'DRAFT' as const,
    submittedAt: null,
    returnReason: reason.trim(),
    version: current.version + 1,
  };
  return { type: 'PolicyVersionReturned', policyVersion };
}

/** A decision on a version: who takes it, when, and from when until when the version shall count. */
export interface Approval {
  readonly by: Author;
  readonly now: Date;
  readonly effectiveFrom: Date;
  readonly endsAt: Date | null;
}

/** What is wrong with the dates of an approval; empty when nothing is. */
export function problemsOfApproval({ effectiveFrom, endsAt }: Approval): Problem[] {
  const problems = [
    ...problemsOfInstant('effectiveFrom', effectiveFrom),
    ...problemsOfInstant('effectiveUntil', endsAt),
  ];
  if (endsAt && endsAt <= effectiveFrom)
    problems.push({ path: 'effectiveUntil', message: `does not lie after ${effectiveFrom.toISOString()}` });
  return problems;
}

/**
 * Approves a version in review. `others` are the other versions of its policy. Of two versions none is in effect beside the other: one
 * without an end of its own ends where this one begins, any other overlap is refused, and so is one that would change what was in force
 * before `now`.
 */
export function approve(
  current: PolicyVersion,
  others: readonly PolicyVersion[],
  approval: Approval,
): PolicyVersionApproved | ApproverIsAuthor | OverlappingVersion | IllegalVersionState | InvalidInput {
  const { by, now, effectiveFrom, endsAt } = approval;
  if (current.status !== 'IN_REVIEW') return illegal(current, stateAmong(current, others, now));
  if (isAmong(current.authors, by)) return { type: 'ApproverIsAuthor', policyVersion: current };
  const problems = problemsOfApproval(approval);
  if (problems.length > 0) return invalidInput(problems);
  const overlapped = firstOverlap(others, { from: effectiveFrom, until: endsAt }, now);
  if (overlapped) return { type: 'OverlappingVersion', policyVersion: overlapped };
  return {
    type: 'PolicyVersionApproved',
    policyVersion: {
      ...current,
      status: 'APPROVED',
      approver: by,
      approvedAt: now,
      effectiveFrom,
      endsAt,
      version: current.version + 1,
    },
    replaced: versionInEffect(others, effectiveFrom),
  };
}

/** What a version is at `now`, among the other versions of the same. */
export function stateAmong(
  current: Effect & { readonly status: VersionStatus },
  others: readonly Effect[],
  now: Date,
): VersionState {
  return stateOf(current, current.effectiveFrom && successorOf(others, current.effectiveFrom), now);
}

/** Ends a version at `now`, or keeps it from ever taking effect. One whose time is over is left alone. */
export function withdraw(
  current: PolicyVersion,
  others: readonly PolicyVersion[],
  { reason, now }: { readonly reason: string; readonly now: Date },
): PolicyVersionWithdrawn | IllegalVersionState {
  const state = stateAmong(current, others, now);
  if (state === 'WITHDRAWN' || state === 'SUPERSEDED') return illegal(current, state);
  return {
    type: 'PolicyVersionWithdrawn',
    policyVersion: {
      ...current,
      status: 'WITHDRAWN',
      withdrawnAt: now,
      withdrawalReason: reason.trim(),
      version: current.version + 1,
    },
  };
}

/** When a version ceases to count; null while nothing ends it, or when it never counts. */
export const effectiveUntil = (version: Effect, successorFrom: Date | null): Date | null =>
  version.effectiveFrom && endOf(version, successorFrom);
