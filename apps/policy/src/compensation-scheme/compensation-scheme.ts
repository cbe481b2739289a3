import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { HeadOfLoss } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import { firstOverlap, versionInEffect, type Effect, type VersionState } from '../policy/effect.ts';
import { isAmong, problemsOfApproval, stateAmong, type Approval, type Author } from '../policy/policy-version.ts';

/** How much compensation is usual for what. What it says stands in its versions. */
export interface CompensationScheme {
  readonly id: string;
  readonly name: string;
  /** Of all its amounts. */
  readonly currency: string;
  /** The policy whose clauses its bands rest on. */
  readonly policyId: string | null;
}

/** How much is usual for one head of loss at one weight, in minor units of `currency`, before any uplift. */
export interface CompensationBand {
  readonly id: string;
  readonly schemeVersionId: string;
  /** Its place in the version, from 1. */
  readonly position: number;
  readonly head: HeadOfLoss;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  /** The anchor of a clause of the scheme's policy. */
  readonly clause: string | null;
}

/** A circumstance that makes a loss weigh more. */
export interface UpliftFactor {
  readonly code: string;
  /** By how many percent it raises both limits of a band. */
  readonly percent: number;
  readonly reason: string;
  /** The heads of loss it is for; empty for any. */
  readonly heads: readonly HeadOfLoss[];
}

/** On what published guidance a scheme rests. */
export interface SchemeSource {
  readonly title: string;
  readonly url: string | null;
  /** A day such as 2026-01-31. */
  readonly readOn: string;
}

/** What a scheme says for a time, beside its bands. After approval nothing of it changes but that it may be withdrawn. */
export interface CompensationSchemeVersion extends Effect {
  readonly id: string;
  readonly schemeId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: 'DRAFT' | 'APPROVED' | 'WITHDRAWN';
  readonly summary: string | null;
  readonly uplifts: readonly UpliftFactor[];
  readonly source: SchemeSource | null;
  readonly author: Author;
  readonly draftedAt: Date;
  readonly approver: Author | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** A scheme was begun with the draft of its first version. */
export interface CompensationSchemeDrafted {
  readonly type: 'CompensationSchemeDrafted';
  readonly scheme: CompensationScheme;
  readonly schemeVersion: CompensationSchemeVersion;
}

/** The next version of a scheme is drafted. */
export interface CompensationSchemeVersionDrafted {
  readonly type: 'CompensationSchemeVersionDrafted';
  readonly schemeVersion: CompensationSchemeVersion;
}

/** A version takes effect, in place of `replaced` if any. */
export interface CompensationSchemeVersionApproved {
  readonly type: 'CompensationSchemeVersionApproved';
  readonly schemeVersion: CompensationSchemeVersion;
  readonly replaced: CompensationSchemeVersion | null;
}

/** A version counts no more, or never will. */
export interface CompensationSchemeVersionWithdrawn {
  readonly type: 'CompensationSchemeVersionWithdrawn';
  readonly schemeVersion: CompensationSchemeVersion;
}

/** What was asked cannot be done to a version in this state. */
export interface SchemeVersionNotOpen {
  readonly type: 'SchemeVersionNotOpen';
  readonly schemeVersion: CompensationSchemeVersion;
  readonly state: VersionState;
}

/** Another version of the scheme is in effect in that time. */
export interface OverlappingSchemeVersion {
  readonly type: 'OverlappingSchemeVersion';
  readonly schemeVersion: CompensationSchemeVersion;
}

type Others = readonly CompensationSchemeVersion[];

const notOpen = (current: CompensationSchemeVersion, others: Others, now: Date): SchemeVersionNotOpen => ({
  type: 'SchemeVersionNotOpen',
  schemeVersion: current,
  state: stateAmong(current, others, now),
});

/** Approves a draft that another person wrote. `others` are the other versions of its scheme; no two are ever in effect at once. */
export function approveVersion(
  current: CompensationSchemeVersion,
  others: Others,
  approval: Approval,
): CompensationSchemeVersionApproved | SelfApproval | OverlappingSchemeVersion | SchemeVersionNotOpen | InvalidInput {
  const { by, now, effectiveFrom, endsAt } = approval;
  if (current.status !== 'DRAFT') return notOpen(current, others, now);
  if (isAmong([current.author], by)) return { type: 'SelfApproval', what: `you drafted ${current.id} yourself` };
  const problems = problemsOfApproval(approval);
  if (problems.length > 0) return invalidInput(problems);
  const overlapped = firstOverlap(others, { from: effectiveFrom, until: endsAt }, now);
  if (overlapped) return { type: 'OverlappingSchemeVersion', schemeVersion: overlapped };
  const approved = { status: 'APPROVED' as const, approver: by, approvedAt: now, effectiveFrom, endsAt };
  return {
    type: 'CompensationSchemeVersionApproved',
    schemeVersion: { ...current, ...approved, version: current.version + 1 },
    replaced: versionInEffect(others, effectiveFrom),
  };
}

/** Ends a version at `now`, or keeps it from ever taking effect. One whose time is over is left alone. */
export function withdrawVersion(
  current: CompensationSchemeVersion,
  others: Others,
  { reason, now }: { readonly reason: string; readonly now: Date },
): CompensationSchemeVersionWithdrawn | SchemeVersionNotOpen {
  const state = stateAmong(current, others, now);
  if (state === 'WITHDRAWN' || state === 'SUPERSEDED') return notOpen(current, others, now);
  const withdrawn = { status: 'WITHDRAWN' as const, withdrawnAt: now, withdrawalReason: reason };
  return {
    type: 'CompensationSchemeVersionWithdrawn',
    schemeVersion: { ...current, ...withdrawn, version: current.version + 1 },
  };
}
