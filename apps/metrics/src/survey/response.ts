import type { Problem } from '@courtesy/kernel';
import type { SurveyKind } from '@courtesy/graph-types/metrics';
import type { SurveyAttribution, SurveyInvitation } from './invitation.ts';
import { scaleOf, type SurveyProgrammeVersion } from './programme.ts';

/** What a customer said of something that happened. Who had it in hand is as it was then. There is no response without a score. */
export interface SurveyResponse extends SurveyAttribution {
  readonly id: string;
  /** By which invitation; null when they said so of their own accord. */
  readonly invitationId: string | null;
  /** Of which version of which programme; null when of their own accord. */
  readonly programmeId: string | null;
  readonly versionNumber: number | null;
  readonly kind: SurveyKind;
  readonly tier: string | null;
  /** On the scale of its kind, as they see it last. */
  readonly score: number;
  /** What they said beside. */
  readonly words: string | null;
  readonly givenAt: Date;
  readonly correctedAt: Date | null;
  /** Until when they may correct it; null when they may not. */
  readonly correctableUntil: Date | null;
  /** When a follow-up case was asked for; null when none was. */
  readonly followUpAt: Date | null;
  readonly version: number;
}

/** What a customer said, each time that they said it. */
export interface SurveyResponseVersion {
  readonly id: string;
  readonly responseId: string;
  readonly number: number;
  readonly score: number;
  readonly words: string | null;
  readonly saidAt: Date;
}

/** A response is on record. */
export interface SurveyAnswered {
  readonly type: 'SurveyAnswered';
  readonly response: SurveyResponse;
}

/** What was asked has its answer. */
export interface SurveyAlreadyAnswered {
  readonly type: 'SurveyAlreadyAnswered';
  readonly response: SurveyResponse;
}

/** A response says something else now. */
export interface SurveyAnswerCorrected {
  readonly type: 'SurveyAnswerCorrected';
  readonly response: SurveyResponse;
}

/** The time in which a response may be corrected is over. */
export interface TooLateToCorrect {
  readonly type: 'TooLateToCorrect';
  readonly response: SurveyResponse;
}

/** What a customer says. */
export interface SurveySaid {
  readonly score: number;
  readonly words?: string | null | undefined;
}

/** The same, with when, and under which id. */
export type SaidNow = SurveySaid & { readonly id: string; readonly at: Date };

/** The longest words beside a score, in characters. */
export const MAX_WORDS = 5_000;

/** Everything that is wrong with what a customer says. */
export function problemsOfSaid(kind: SurveyKind, { score, words }: SurveySaid): Problem[] {
  const { lowest, highest } = scaleOf[kind];
  const { length } = words ?? '';
  return [
    ...(Number.isInteger(score) && score >= lowest && score <= highest
      ? []
      : [{ path: 'score', message: `is ${score}; give a whole number from ${lowest} to ${highest}` }]),
    ...(length <= MAX_WORDS
      ? []
      : [{ path: 'words', message: `has ${length} characters; at most ${MAX_WORDS} are kept` }]),
  ];
}

const kept = (words: string | null | undefined): string | null => words?.trim() || null;

/** Whether a score is so low that somebody should see to it. */
const isBad = (score: number, { followUpAtMost }: SurveyProgrammeVersion): boolean =>
  followUpAtMost !== null && score <= followUpAtMost;

function attributionOf(from: SurveyAttribution): SurveyAttribution {
  const { happenedAt, answeredAt, caseId, interactionId, customerId, siteId, teamId, personId, channel } = from;
  return { happenedAt, answeredAt, caseId, interactionId, customerId, siteId, teamId, personId, channel };
}

/** The answer to an invitation, credited to whoever had it in hand when it happened. */
export function answerTo(
  invitation: SurveyInvitation,
  terms: SurveyProgrammeVersion,
  { id, score, words, at }: SaidNow,
): SurveyResponse {
  const { programmeId, versionNumber, kind, tier } = invitation;
  return {
    ...{ id, invitationId: invitation.id, programmeId, versionNumber, kind, tier, ...attributionOf(invitation) },
    ...{ score, words: kept(words), givenAt: at, correctedAt: null },
    correctableUntil: terms.correctWithin > 0 ? new Date(at.getTime() + terms.correctWithin) : null,
    ...{ followUpAt: isBad(score, terms) ? at : null, version: 1 },
  };
}

/** What somebody says of an answer to a case of their own accord; it is as good as what they are asked for. */
export const ofOwnAccord = (
  about: SurveyAttribution & { readonly tier: string | null },
  { id, score, words, at }: SaidNow,
): SurveyResponse => ({
  ...{ id, invitationId: null, programmeId: null, versionNumber: null, kind: 'CSAT', tier: about.tier },
  ...attributionOf(about),
  ...{ score, words: kept(words), givenAt: at, correctedAt: null, correctableUntil: null, followUpAt: null },
  version: 1,
});

/** Says something else instead, in time. What follows from a bad score follows from a corrected one too, but only once. */
export function correct(
  current: SurveyResponse,
  terms: SurveyProgrammeVersion | null,
  { score, words, at }: SurveySaid & { readonly at: Date },
): SurveyAnswerCorrected | TooLateToCorrect {
  if (!terms || current.correctableUntil === null || at >= current.correctableUntil)
    return { type: 'TooLateToCorrect', response: current };
  const followUpAt = current.followUpAt ?? (isBad(score, terms) ? at : null);
  const corrected = { score, words: kept(words), correctedAt: at, followUpAt, version: current.version + 1 };
  return { type: 'SurveyAnswerCorrected', response: { ...current, ...corrected } };
}

/** What was said, as it is kept beside what is said later. */
export const versionOf = (response: SurveyResponse, id: string): SurveyResponseVersion => ({
  ...{ id, responseId: response.id, number: response.version, score: response.score, words: response.words },
  saidAt: response.correctedAt ?? response.givenAt,
});
