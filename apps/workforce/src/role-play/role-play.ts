import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { CriterionRatingInput, RolePlaySharing, RolePlayStatus } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { MAX_COMMENT, missingOf, ratingsFrom, type KeptRating } from '../quality-review/rating.ts';
import { personalWordsIn, type PersonalWord } from '../scenario/personal-words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Criterion } from '../scorecard/scorecard.ts';

/** That somebody plays a scenario. */
export interface RolePlaySession {
  readonly id: string;
  readonly scenarioId: string;
  readonly playerId: string;
  readonly status: RolePlayStatus;
  /** What the player said or wrote; null until they did. */
  readonly answer: string | null;
  /** Whether colleagues may read it, and who it is of. */
  readonly sharing: RolePlaySharing;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly reviewerId: string | null;
  readonly ratings: readonly KeptRating[] | null;
  readonly comment: string | null;
  readonly scoredAt: Date | null;
  /** Whether it is kept as one of the best. */
  readonly isBest: boolean;
  readonly version: number;
}

/** What came of something done with a role-play. */
export interface RolePlayOutcome<T extends string> {
  readonly type: T;
  readonly session: RolePlaySession;
}

/** Somebody plays. */
export type RolePlayStarted = RolePlayOutcome<'RolePlayStarted'>;
/** They answered. */
export type RolePlayAnswered = RolePlayOutcome<'RolePlayAnswered'>;
/** They said who may read it. */
export type RolePlayShared = RolePlayOutcome<'RolePlayShared'>;
/** It was scored. */
export type RolePlayScored = RolePlayOutcome<'RolePlayScored'>;
/** It is kept as one of the best. */
export type BestAnswerKept = RolePlayOutcome<'BestAnswerKept'>;
/** It stands where this cannot be done with it. */
export type RolePlayIsElsewhere = RolePlayOutcome<'RolePlayIsElsewhere'>;
/** Whoever plays neither scores nor keeps it, and nobody else answers or shares it. */
export interface NotYourRolePlay extends RolePlayOutcome<'NotYourRolePlay'> {
  readonly whose: 'PLAYER' | 'ANOTHER';
}
/** Whoever played does not want others to read it. */
export type AnswerIsPrivate = RolePlayOutcome<'AnswerIsPrivate'>;
/** The answer tells who somebody is. */
export interface AnswerNotClean extends RolePlayOutcome<'AnswerNotClean'> {
  readonly findings: readonly PersonalWord[];
}
/** Criteria that are looked at have no rating. */
export interface RolePlayRatingsMissing extends RolePlayOutcome<'RolePlayRatingsMissing'> {
  readonly missing: readonly Criterion[];
}

/** The longest answer, in characters. */
export const MAX_ANSWER = 5_000;

/** A role-play as it begins. */
export const newRolePlay = (
  id: string,
  scenario: Scenario,
  by: { readonly personId: string; readonly at: Date },
): RolePlaySession => ({
  ...{ id, scenarioId: scenario.id, playerId: by.personId, status: 'STARTED', answer: null, sharing: 'PRIVATE' },
  ...{ startedAt: by.at, answeredAt: null, reviewerId: null, ratings: null, comment: null, scoredAt: null },
  ...{ isBest: false, version: 1 },
});

/** Who does something, and when. */
export interface RolePlayHand {
  readonly personId: string;
  readonly at: Date;
}

const elsewhere = (session: RolePlaySession): RolePlayIsElsewhere => ({ type: 'RolePlayIsElsewhere', session });
const notYours = (session: RolePlaySession, whose: NotYourRolePlay['whose']): NotYourRolePlay => ({
  ...{ type: 'NotYourRolePlay', session, whose },
});
const further = (current: RolePlaySession, changes: Partial<RolePlaySession>): RolePlaySession => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** Answers as the player. */
export function answerWith(
  current: RolePlaySession,
  { answer, sharing }: { readonly answer: string; readonly sharing: RolePlaySharing },
  by: RolePlayHand,
): RolePlayAnswered | RolePlayIsElsewhere | NotYourRolePlay | InvalidInput {
  if (by.personId !== current.playerId) return notYours(current, 'PLAYER');
  if (current.status !== 'STARTED') return elsewhere(current);
  const problems = problemsOfText('answer', answer, MAX_ANSWER);
  if (problems.length > 0) return invalidInput(problems);
  const changes = { status: 'ANSWERED', answer, sharing, answeredAt: by.at } as const;
  return { type: 'RolePlayAnswered', session: further(current, changes) };
}

/** Says who may read the answer. What is private is kept no more as one of the best. */
export function shareAs(
  current: RolePlaySession,
  sharing: RolePlaySharing,
  by: RolePlayHand,
): RolePlayShared | NotYourRolePlay {
  if (by.personId !== current.playerId) return notYours(current, 'PLAYER');
  const isBest = current.isBest && sharing !== 'PRIVATE';
  return { type: 'RolePlayShared', session: further(current, { sharing, isBest }) };
}

/** Scores an answer whole, by the criteria of the scenario. */
export function scoreBy(
  current: RolePlaySession,
  {
    criteria,
    ratings,
    comment,
  }: {
    readonly criteria: readonly Criterion[];
    readonly ratings: readonly CriterionRatingInput[];
    readonly comment: string;
  },
  by: RolePlayHand,
): RolePlayScored | RolePlayRatingsMissing | RolePlayIsElsewhere | NotYourRolePlay | InvalidInput {
  if (by.personId === current.playerId) return notYours(current, 'ANOTHER');
  if (current.status !== 'ANSWERED') return elsewhere(current);
  const read = ratingsFrom(criteria, ratings);
  if (read.type === 'InvalidInput') return read;
  const problems = problemsOfText('comment', comment, MAX_COMMENT);
  if (problems.length > 0) return invalidInput(problems);
  const missing = missingOf(criteria, read.ratings);
  if (missing.length > 0) return { type: 'RolePlayRatingsMissing', session: current, missing };
  const said = { ratings: read.ratings, comment, reviewerId: by.personId, scoredAt: by.at };
  return { type: 'RolePlayScored', session: further(current, { status: 'SCORED', ...said }) };
}

/** Keeps a scored answer as one of the best, where its player lets others read it and it tells of nobody. */
export function keep(
  current: RolePlaySession,
  by: RolePlayHand,
): BestAnswerKept | AnswerIsPrivate | AnswerNotClean | RolePlayIsElsewhere | NotYourRolePlay {
  if (by.personId === current.playerId) return notYours(current, 'ANOTHER');
  if (current.status !== 'SCORED' || current.answer === null) return elsewhere(current);
  if (current.sharing === 'PRIVATE') return { type: 'AnswerIsPrivate', session: current };
  const findings = personalWordsIn(current.answer, { names: [], contactPoints: [] });
  if (findings.length > 0) return { type: 'AnswerNotClean', session: current, findings };
  return { type: 'BestAnswerKept', session: further(current, { isBest: true }) };
}

/** One of the best answers: a role-play whose player lets others read it. */
export type BestAnswer = RolePlaySession;
