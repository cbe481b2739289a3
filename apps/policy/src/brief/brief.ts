import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { BriefKind, BriefState, JobRole } from '@courtesy/graph-types/policy';
import { comesIntoEffect, stateOf, successorOf, versionInEffect, type Effect } from '../policy/effect.ts';
import type { BriefQuiz } from './quiz.ts';

/** News for staff: a bulletin or a promotion. What it says stands in its versions. */
export interface StaffBrief {
  readonly id: string;
  readonly kind: BriefKind;
  readonly title: string;
  /** The product or service of a bulletin; null for a promotion. */
  readonly product: string | null;
  readonly reviewBy: Date | null;
  readonly cancelledAt: Date | null;
  readonly cancellationReason: string | null;
  readonly version: number;
}

/** News of a product or service. */
export type ProductBulletin = StaffBrief;

/** What staff must know of a promotion. */
export type PromotionBrief = StaffBrief;

/** A question that customers ask, and what to answer. */
export interface BriefFaq {
  readonly question: string;
  readonly answer: string;
}

/** How far a version's road went, as stored. Whether it is live is a matter of dates: see {@link stateAmong}. */
export type BriefVersionStatus = 'DRAFT' | 'APPROVED' | 'WITHDRAWN';

/** What decides when a version is live. `approvedAt` is when it was published; the dates of a draft are what its author wishes. */
export interface DatedVersion extends Effect {
  readonly id: string;
  readonly briefId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly status: BriefVersionStatus;
}

/** What a version says. */
export interface BriefContent {
  readonly message: string;
  readonly tellCustomers: string | null;
  /** Null for a bulletin. */
  readonly terms: string | null;
  readonly faqs: readonly BriefFaq[];
  /** Who is to read it by their work; empty for any. */
  readonly audienceRoles: readonly JobRole[];
  /** Who is to read it by their site; empty for any. */
  readonly audienceSiteIds: readonly string[];
  readonly mustReadBeforeShift: boolean;
  readonly quiz: BriefQuiz | null;
}

/** What a bulletin or brief says for a time. Once published nothing of it changes but that it may be withdrawn. */
export interface BriefVersion extends DatedVersion, BriefContent {
  readonly authorId: string | null;
}

/** A bulletin or brief with the draft of its first version. */
export interface BriefDrafted {
  readonly type: 'BriefDrafted';
  readonly brief: StaffBrief;
  readonly briefVersion: BriefVersion;
}

/** It is live, or will be. */
export interface BriefPublished {
  readonly type: 'BriefPublished';
  readonly brief: StaffBrief;
  readonly briefVersion: BriefVersion;
}

/** It says something else; the versions in `withdrawn` will never be live. */
export interface BriefAmended {
  readonly type: 'BriefAmended';
  readonly brief: StaffBrief;
  readonly briefVersion: BriefVersion;
  readonly withdrawn: readonly BriefVersion[];
}

/** It is over; the versions in `withdrawn` ended with that, or will never be live. */
export interface BriefCancelled {
  readonly type: 'BriefCancelled';
  readonly brief: StaffBrief;
  readonly withdrawn: readonly BriefVersion[];
}

/** What was asked cannot be done to a bulletin or brief in this state. */
export interface IllegalBriefState {
  readonly type: 'IllegalBriefState';
  readonly brief: StaffBrief;
  readonly state: BriefState;
}

const inWords = { APPROVED: 'SCHEDULED', EFFECTIVE: 'LIVE', SUPERSEDED: 'ENDED', WITHDRAWN: 'ENDED' } as const;

/** What a version is at `now`, among all versions of its brief: no clock has to strike for it to become live, or to end. */
export function stateAmong(version: DatedVersion, all: readonly DatedVersion[], now: Date): BriefState {
  const successorFrom = version.effectiveFrom && successorOf(all, version.effectiveFrom);
  const state = stateOf(version, successorFrom, now);
  return state === 'DRAFT' || state === 'IN_REVIEW' ? 'DRAFT' : inWords[state];
}

/** What a bulletin or brief is at `now`, by all of its versions. */
export function stateOfBrief(all: readonly DatedVersion[], now: Date): BriefState {
  const states = new Set(all.map((each) => stateAmong(each, all, now)));
  return (['LIVE', 'SCHEDULED', 'DRAFT', 'ENDED'] as const).find((state) => states.has(state)) ?? 'ENDED';
}

/** The version whose readers count: the one live at `now`, or else the one published last. Null before the first is published. */
export function versionToRead<T extends DatedVersion>(all: readonly T[], now: Date): T | null {
  return versionInEffect(all, now) ?? all.filter(({ approvedAt }) => approvedAt !== null).at(-1) ?? null;
}

const later = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);

/** Refuses dates that would leave a version no time to be live. */
function overBefore({ endsAt, effectiveFrom }: Pick<Effect, 'endsAt' | 'effectiveFrom'>): InvalidInput | null {
  if (!endsAt || !effectiveFrom || endsAt > effectiveFrom) return null;
  const message = `is ${endsAt.toISOString()}, and it would be live only from ${effectiveFrom.toISOString()} on`;
  return invalidInput([{ path: 'liveUntil', message }]);
}

/** The version as published at `now`: what shall count from an instant that is passed counts from now on. */
const published = (version: BriefVersion, now: Date): BriefVersion & { readonly effectiveFrom: Date } => ({
  ...version,
  status: 'APPROVED',
  approvedAt: now,
  effectiveFrom: later(now, version.effectiveFrom),
});

const grown = (brief: StaffBrief, changes: Partial<StaffBrief> = {}): StaffBrief => ({
  ...brief,
  ...changes,
  version: brief.version + 1,
});

/** Publishes a draft, of which `all` are the versions in order. */
export function publish(
  brief: StaffBrief,
  all: readonly BriefVersion[],
  now: Date,
): BriefPublished | IllegalBriefState | InvalidInput {
  const draft = all.find(({ status }) => status === 'DRAFT');
  if (!draft) return { type: 'IllegalBriefState', brief, state: stateOfBrief(all, now) };
  const briefVersion = published(draft, now);
  return overBefore(briefVersion) ?? { type: 'BriefPublished', brief: grown(brief), briefVersion };
}

/** What shall be other in a bulletin or brief, with the id that a next version would get and who writes it. */
export interface Amendment {
  readonly brief: Partial<Pick<StaffBrief, 'title' | 'reviewBy'>>;
  readonly content: Partial<BriefContent & Pick<Effect, 'effectiveFrom' | 'endsAt'>>;
  readonly newId: () => string;
  readonly authorId: string | null;
}

const withdrawnAt = (version: BriefVersion, now: Date): BriefVersion => ({
  ...version,
  status: 'WITHDRAWN',
  withdrawnAt: now,
});

/**
 * Lets a bulletin or brief say something else: its draft in place, what is published by a next version. What was to be live and is not yet,
 * never will be; what is live holds until the next version begins, now at the earliest. So at most one is live at a time, and what was live
 * before `now` stays what was.
 */
export function amend(
  brief: StaffBrief,
  all: readonly BriefVersion[],
  { brief: ofBrief, content, newId, authorId }: Amendment,
  now: Date,
): BriefAmended | IllegalBriefState | InvalidInput {
  const state = stateOfBrief(all, now);
  const latest = all.at(-1);
  if (!latest || state === 'ENDED') return { type: 'IllegalBriefState', brief, state };
  const changed = grown(brief, ofBrief);
  if (latest.status === 'DRAFT') {
    const briefVersion = { ...latest, ...content, authorId };
    return overBefore(briefVersion) ?? { type: 'BriefAmended', brief: changed, briefVersion, withdrawn: [] };
  }
  const next = published(
    { ...latest, ...content, id: newId(), number: latest.number + 1, withdrawnAt: null, authorId },
    now,
  );
  const refusal = overBefore(next);
  if (refusal) return refusal;
  const withdrawn = all
    .filter((each) => comesIntoEffect(each) && (each.effectiveFrom > now || each.effectiveFrom >= next.effectiveFrom))
    .map((each) => withdrawnAt(each, now));
  return { type: 'BriefAmended', brief: changed, briefVersion: next, withdrawn };
}

/** Ends a bulletin or brief at `now`, or keeps it from ever being live. One that is over is left alone. */
export function cancel(
  brief: StaffBrief,
  all: readonly BriefVersion[],
  { reason, now }: { readonly reason: string; readonly now: Date },
): BriefCancelled | IllegalBriefState {
  const state = stateOfBrief(all, now);
  if (state === 'ENDED') return { type: 'IllegalBriefState', brief, state };
  const withdrawn = all.filter((each) => stateAmong(each, all, now) !== 'ENDED').map((each) => withdrawnAt(each, now));
  const cancelled = grown(brief, { cancelledAt: now, cancellationReason: reason.trim() });
  return { type: 'BriefCancelled', brief: cancelled, withdrawn };
}
