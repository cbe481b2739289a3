import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { ArticleState } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import { comesIntoEffect, endOf, successorOf, versionInEffect, type Effect } from '../policy/effect.ts';
import { isAmong, joinedBy, type Author } from '../policy/policy-version.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import type { ArticleText } from './article.ts';
import type { IllegalTextState } from './text-refusals.ts';

/**
 * What an article says in one language for a time. Of the dates it has as an {@link Effect}, `effectiveFrom` is when it is published,
 * `endsAt` when it was to be archived from the start, and `withdrawnAt` when it is archived by a later decision, or was recalled before it
 * was published. Once approved its text never changes.
 */
export interface ArticleVersion extends Effect, ArticleText {
  readonly id: string;
  readonly articleId: string;
  readonly language: string;
  /** From 1 in each language of an article, without gaps. */
  readonly number: number;
  /** Whoever drafted it, then everybody who revised it. */
  readonly authors: readonly Author[];
  readonly draftedAt: Date;
  readonly approver: Author | null;
  /** From when the staff it is for may read it. */
  readonly internalAt: Date | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** A draft of an article's next version in a language. */
export interface ArticleVersionDrafted {
  readonly type: 'ArticleVersionDrafted';
  readonly articleVersion: ArticleVersion;
}

/** A draft says something else. */
export interface ArticleDraftRevised {
  readonly type: 'ArticleDraftRevised';
  readonly articleVersion: ArticleVersion;
}

/** A version is approved and will be published, in place of `replaced` if any. */
export interface ArticleScheduled {
  readonly type: 'ArticleScheduled';
  readonly articleVersion: ArticleVersion;
  readonly replaced: ArticleVersion | null;
}

/** A version is archived, or will be. */
export interface ArticleArchived {
  readonly type: 'ArticleArchived';
  readonly articleVersion: ArticleVersion;
}

/** A version was taken back before it was published. */
export interface ArticleRecalled {
  readonly type: 'ArticleRecalled';
  readonly articleVersion: ArticleVersion;
}

/** What is not published by then cannot be archived then. */
export interface ArchivedBeforePublication {
  readonly type: 'ArchivedBeforePublication';
  readonly articleVersion: ArticleVersion;
}

/** An earlier version of the same language is published later. */
export interface PublicationOutOfOrder {
  readonly type: 'PublicationOutOfOrder';
  readonly articleVersion: ArticleVersion;
}

/** What a version is at `now`: no clock has to strike for an approved one to be published, or archived. */
export function articleStateOf(version: ArticleVersion, successorFrom: Date | null, now: Date): ArticleState {
  const { approvedAt, internalAt, effectiveFrom, withdrawnAt } = version;
  if (!approvedAt || !internalAt || !effectiveFrom) return 'DRAFT';
  if (withdrawnAt && withdrawnAt < effectiveFrom) return 'RECALLED';
  if (now < internalAt) return 'DRAFT';
  if (now < effectiveFrom) return 'INTERNAL';
  const until = archivedAt(version, successorFrom);
  return until === null || now < until ? 'PUBLISHED' : 'ARCHIVED';
}

/** The same among the other versions in its language. */
export const articleStateAmong = (
  version: ArticleVersion,
  others: readonly ArticleVersion[],
  now: Date,
): ArticleState => articleStateOf(version, version.effectiveFrom && successorOf(others, version.effectiveFrom), now);

/** When a version is archived: as planned, as decided later, or when the next one is published. Null while none is known or it never is published. */
export function archivedAt(version: ArticleVersion, successorFrom: Date | null): Date | null {
  const { effectiveFrom, withdrawnAt } = version;
  if (!effectiveFrom || (withdrawnAt && withdrawnAt < effectiveFrom)) return null;
  return endOf(version, successorFrom);
}

const illegal = (text: ArticleVersion, state: string): IllegalTextState => ({ type: 'IllegalTextState', text, state });

/** Puts other words into a draft; whoever does becomes one of its authors. */
export function reviseArticle(
  current: ArticleVersion,
  changes: Partial<ArticleText>,
  by: Author,
): ArticleDraftRevised | IllegalTextState {
  if (current.approvedAt) return illegal(current, 'APPROVED');
  const authors = joinedBy(current.authors, by);
  const articleVersion = { ...current, ...changes, authors, version: current.version + 1 };
  return { type: 'ArticleDraftRevised', articleVersion };
}

/** A decision to publish: who takes it, when, and the dates. */
export interface Schedule {
  readonly by: Author;
  readonly now: Date;
  /** From when staff may read it. */
  readonly internalAt: Date;
  /** From when everybody it is for may. */
  readonly publishedAt: Date;
  /** Until when; null while nobody knows. */
  readonly archivedAt: Date | null;
}

function problemsOfSchedule({ now, ...dates }: Schedule): Problem[] {
  const { internalAt, publishedAt, archivedAt: until } = dates;
  const problems = [
    ...problemsOfInstant('internalAt', internalAt),
    ...problemsOfInstant('publishedAt', publishedAt),
    ...problemsOfInstant('archivedAt', until),
  ];
  if (problems.length > 0) return problems;
  if (internalAt < now)
    problems.push({
      path: 'internalAt',
      message: 'lies in the past, when nobody can have read it; leave it out for now',
    });
  if (publishedAt < internalAt)
    problems.push({ path: 'publishedAt', message: `lies before internalAt, ${internalAt.toISOString()}` });
  if (until && until < publishedAt)
    problems.push({ path: 'archivedAt', message: `lies before publishedAt, ${publishedAt.toISOString()}` });
  return problems;
}

/**
 * Approves a draft and says when it is to be read. `others` are the other versions in its language: they are published in the order of
 * their numbers, and each archives the one before it.
 */
export function schedule(
  current: ArticleVersion,
  others: readonly ArticleVersion[],
  decision: Schedule,
): ArticleScheduled | SelfApproval | PublicationOutOfOrder | IllegalTextState | InvalidInput {
  const { by, now, internalAt, publishedAt, archivedAt: endsAt } = decision;
  if (current.approvedAt) return illegal(current, 'APPROVED');
  if (isAmong(current.authors, by)) return { type: 'SelfApproval', what: `version ${current.number}, which you wrote` };
  const problems = problemsOfSchedule(decision);
  if (problems.length > 0) return invalidInput(problems);
  const inTheWay = others.find((other) => comesIntoEffect(other) && other.effectiveFrom >= publishedAt);
  if (inTheWay) return { type: 'PublicationOutOfOrder', articleVersion: inTheWay };
  const dates = { approver: by, approvedAt: now, internalAt, effectiveFrom: publishedAt, endsAt };
  return {
    type: 'ArticleScheduled',
    articleVersion: { ...current, ...dates, version: current.version + 1 },
    replaced: versionInEffect(others, publishedAt),
  };
}

/** When and why something is taken off. */
export interface TakenOff {
  readonly at: Date;
  readonly reason: string;
  readonly now: Date;
}

const takenOff = (current: ArticleVersion, { at, reason }: TakenOff): ArticleVersion => ({
  ...current,
  withdrawnAt: at,
  withdrawalReason: reason.trim(),
  version: current.version + 1,
});

/** Archives a version at `at`, which is not before `now` nor before it is published. One archived for later may be archived sooner. */
export function archive(
  current: ArticleVersion,
  others: readonly ArticleVersion[],
  taken: TakenOff,
): ArticleArchived | ArchivedBeforePublication | IllegalTextState | InvalidInput {
  const state = articleStateAmong(current, others, taken.now);
  if (!current.effectiveFrom || taken.at < current.effectiveFrom) {
    const never = state === 'RECALLED' || state === 'ARCHIVED';
    return never ? illegal(current, state) : { type: 'ArchivedBeforePublication', articleVersion: current };
  }
  if (state === 'ARCHIVED' || state === 'RECALLED') return illegal(current, state);
  if (taken.at < taken.now)
    return invalidInput([{ path: 'archivedAt', message: 'lies in the past; it was read until now' }]);
  return { type: 'ArticleArchived', articleVersion: takenOff(current, taken) };
}

/** Takes an approved version back at `now`, before it is published. What was published is archived instead. */
export function recall(
  current: ArticleVersion,
  others: readonly ArticleVersion[],
  taken: Omit<TakenOff, 'at'>,
): ArticleRecalled | IllegalTextState {
  const state = articleStateAmong(current, others, taken.now);
  if (!current.effectiveFrom || state === 'RECALLED' || taken.now >= current.effectiveFrom)
    return illegal(current, state);
  return { type: 'ArticleRecalled', articleVersion: takenOff(current, { ...taken, at: taken.now }) };
}
