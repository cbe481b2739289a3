import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { InputMaybe, LetterKind, LetterTemplateState } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import type { IllegalTextState } from '../article/text-refusals.ts';
import { problemsOfName } from '../calendar/calendar.ts';
import { firstOverlap, stateOf, successorOf, versionInEffect, type Effect } from '../policy/effect.ts';
import { isAmong, joinedBy, problemsOfApproval, type Approval, type Author } from '../policy/policy-version.ts';
import { tooHardOf, type VariantCheck } from './letter-check.ts';
import type { LetterText } from './letter-text.ts';

/** A letter that is written many times. What it says stands in its versions. */
export interface LetterTemplate {
  readonly id: string;
  readonly name: string;
  readonly kind: LetterKind;
  readonly ownerId: string;
  /** The language in which it always has a standard text. */
  readonly defaultLanguage: string;
  readonly version: number;
}

/** What a template says for a time, in all of its variants. Once approved nothing of it changes but that it may be withdrawn. */
export interface LetterTemplateVersion extends Effect, LetterText {
  readonly id: string;
  readonly letterTemplateId: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly authors: readonly Author[];
  readonly draftedAt: Date;
  readonly approver: Author | null;
  /** Why it was approved although it is hard to read. */
  readonly plainLanguageReason: string | null;
  readonly withdrawalReason: string | null;
  readonly version: number;
}

/** A template was begun with the draft of its first version. */
export interface LetterTemplateDrafted {
  readonly type: 'LetterTemplateDrafted';
  readonly letterTemplate: LetterTemplate;
  readonly letterTemplateVersion: LetterTemplateVersion;
}

/** A draft of a template's next version. */
export interface LetterTemplateVersionDrafted {
  readonly type: 'LetterTemplateVersionDrafted';
  readonly letterTemplateVersion: LetterTemplateVersion;
}

/** A draft says something else. */
export interface LetterTemplateDraftRevised {
  readonly type: 'LetterTemplateDraftRevised';
  readonly letterTemplateVersion: LetterTemplateVersion;
}

/** A version takes effect, in place of `replaced` if any. */
export interface LetterTemplateApproved {
  readonly type: 'LetterTemplateApproved';
  readonly letterTemplateVersion: LetterTemplateVersion;
  readonly replaced: LetterTemplateVersion | null;
}

/** A version is used no more, or never will be. */
export interface LetterTemplateWithdrawn {
  readonly type: 'LetterTemplateWithdrawn';
  readonly letterTemplateVersion: LetterTemplateVersion;
}

/** A letter is harder to read than is let pass without a reason. */
export interface LetterTooHardToRead {
  readonly type: 'LetterTooHardToRead';
  readonly letterTemplateVersion: LetterTemplateVersion;
  readonly variants: readonly VariantCheck[];
}

/** Another version of the template is used in that time. */
export interface OverlappingLetterVersion {
  readonly type: 'OverlappingLetterVersion';
  readonly letterTemplateVersion: LetterTemplateVersion;
}

/** What is wrong with what is said of a template beside its text; empty when nothing is. */
export function problemsOfTemplate(given: { readonly name: string; readonly ownerId: InputMaybe<string> }): Problem[] {
  return [
    ...problemsOfName('name', given.name),
    ...(given.ownerId == null || isIdOf('pers', given.ownerId)
      ? []
      : [{ path: 'ownerId', message: `"${given.ownerId}" is not the id of a person` }]),
  ];
}

/** A draft of a version. */
export const letterDraftOf = (
  place: Pick<LetterTemplateVersion, 'id' | 'letterTemplateId' | 'number'>,
  text: LetterText,
  drafted: { readonly by: Author; readonly at: Date },
): LetterTemplateVersion => ({
  ...place,
  ...text,
  authors: [drafted.by],
  draftedAt: drafted.at,
  approver: null,
  approvedAt: null,
  plainLanguageReason: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 1,
});

/** What a version is at `now`: no clock has to strike for an approved one to be used. */
export function letterStateOf(
  version: LetterTemplateVersion,
  successorFrom: Date | null,
  now: Date,
): LetterTemplateState {
  const status = version.withdrawnAt ? 'WITHDRAWN' : version.approvedAt ? 'APPROVED' : 'DRAFT';
  const state = stateOf({ ...version, status }, successorFrom, now);
  return state === 'IN_REVIEW' ? 'DRAFT' : state;
}

const illegal = (text: LetterTemplateVersion, state: string): IllegalTextState => ({
  type: 'IllegalTextState',
  text,
  state,
});

/** Puts another text into a draft; whoever does becomes one of its authors. */
export function reviseLetter(
  current: LetterTemplateVersion,
  text: LetterText,
  by: Author,
): LetterTemplateDraftRevised | IllegalTextState {
  if (current.approvedAt) return illegal(current, 'APPROVED');
  const authors = joinedBy(current.authors, by);
  const letterTemplateVersion = { ...current, ...text, authors, version: current.version + 1 };
  return { type: 'LetterTemplateDraftRevised', letterTemplateVersion };
}

/** A decision on a version, with the reason for approving it although it is hard to read. */
export interface LetterApproval extends Approval {
  readonly plainLanguageReason: string | null;
}

function problemsOfDates(approval: LetterApproval): Problem[] {
  const problems = problemsOfApproval(approval);
  if (approval.effectiveFrom < approval.now)
    problems.push({ path: 'effectiveFrom', message: 'lies in the past, when nobody used it; leave it out for now' });
  return problems;
}

/** Approves a draft. `others` are the other versions of its template, of which none is used beside it. */
export function approveLetter(
  current: LetterTemplateVersion,
  others: readonly LetterTemplateVersion[],
  approval: LetterApproval,
):
  | LetterTemplateApproved
  | SelfApproval
  | LetterTooHardToRead
  | OverlappingLetterVersion
  | IllegalTextState
  | InvalidInput {
  const { by, now, effectiveFrom, endsAt, plainLanguageReason } = approval;
  if (current.approvedAt) return illegal(current, 'APPROVED');
  if (isAmong(current.authors, by)) return { type: 'SelfApproval', what: `version ${current.number}, which you wrote` };
  const problems = problemsOfDates(approval);
  if (problems.length > 0) return invalidInput(problems);
  const tooHard = tooHardOf(current);
  if (tooHard.length > 0 && plainLanguageReason === null)
    return { type: 'LetterTooHardToRead', letterTemplateVersion: current, variants: tooHard };
  const overlapped = firstOverlap(others, { from: effectiveFrom, until: endsAt }, now);
  if (overlapped) return { type: 'OverlappingLetterVersion', letterTemplateVersion: overlapped };
  const decided = { approver: by, approvedAt: now, effectiveFrom, endsAt, plainLanguageReason };
  return {
    type: 'LetterTemplateApproved',
    letterTemplateVersion: { ...current, ...decided, version: current.version + 1 },
    replaced: versionInEffect(others, effectiveFrom),
  };
}

/** Ends a version at `now`, or keeps an approved one from ever being used. */
export function withdrawLetter(
  current: LetterTemplateVersion,
  others: readonly LetterTemplateVersion[],
  { reason, now }: { readonly reason: string; readonly now: Date },
): LetterTemplateWithdrawn | IllegalTextState {
  const state = letterStateOf(current, current.effectiveFrom && successorOf(others, current.effectiveFrom), now);
  if (state !== 'APPROVED' && state !== 'EFFECTIVE') return illegal(current, state);
  const withdrawn = { withdrawnAt: now, withdrawalReason: reason.trim(), version: current.version + 1 };
  return { type: 'LetterTemplateWithdrawn', letterTemplateVersion: { ...current, ...withdrawn } };
}
