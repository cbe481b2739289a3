import { formatDuration, type Duration, type Problem } from '@courtesy/kernel';
import type { SurveyKind, SurveyMoment } from '@courtesy/graph-types/metrics';

/** From which score to which an answer goes. A scale belongs to its kind: figures of one kind are of one scale. */
export interface SurveyScale {
  readonly lowest: number;
  readonly highest: number;
}

/** The scale of each kind. */
export const scaleOf: Readonly<Record<SurveyKind, SurveyScale>> = {
  CSAT: { lowest: 1, highest: 5 },
  NPS: { lowest: 0, highest: 10 },
  CES: { lowest: 1, highest: 7 },
};

/** What customers are asked on a kind of occasion. Everything that can change about it stands in its versions. */
export interface SurveyProgramme {
  readonly id: string;
  readonly name: string;
  readonly kind: SurveyKind;
  /** Of which site's work it asks; null for all. */
  readonly siteId: string | null;
  /** The version that counts for who is asked from now on. */
  readonly versionNumber: number;
  /** It asks of nothing that happened before. */
  readonly startedAt: Date;
  /** The person who started it; null when a service did. */
  readonly startedById: string | null;
  /** From then on it asks of nothing; null while it does. */
  readonly endedAt: Date | null;
  readonly version: number;
}

/** What a version says: when is asked, whom, how often, and with which words. Durations are whole milliseconds. */
export interface SurveyTerms {
  readonly moment: SurveyMoment;
  /** The channels of which it asks; none for all. */
  readonly channels: readonly string[];
  /** From what happened to when they are asked. */
  readonly delay: Duration;
  /** How many of a hundred are asked. */
  readonly sharePercent: number;
  /** For how long nobody is asked again, by whichever programme. */
  readonly interval: Duration;
  /** For how long they may answer. */
  readonly answerWithin: Duration;
  /** For how long after it an answer may be corrected. */
  readonly correctWithin: Duration;
  /** A score that is no higher opens a follow-up case; null for none. */
  readonly followUpAtMost: number | null;
  readonly question: string;
  /** What is asked beside the score; null for nothing. */
  readonly wordsQuestion: string | null;
}

/** One version of a programme. It never changes. */
export interface SurveyProgrammeVersion extends SurveyTerms {
  readonly id: string;
  readonly programmeId: string;
  readonly number: number;
  /** Why it took the place of the one before; null for the first. */
  readonly because: string | null;
  readonly decidedById: string | null;
  readonly decidedAt: Date;
}

/** A programme that has ended is not changed any more. */
export interface SurveyProgrammeIsEnded {
  readonly type: 'SurveyProgrammeIsEnded';
  readonly programme: SurveyProgramme;
}

const MAX_NAME = 200;
const MAX_QUESTION = 500;
const MAX_BECAUSE = 1_000;
const DAY_MS = 86_400_000;
const MAX_CHANNELS = 20;

/** How far each time of a programme may go, in milliseconds. */
const limits = {
  delay: [0, 30 * DAY_MS],
  interval: [0, 730 * DAY_MS],
  answerWithin: [3_600_000, 90 * DAY_MS],
  correctWithin: [0, 30 * DAY_MS],
} as const;

const problemWithWords = (path: string, text: string, most: number): Problem[] =>
  text.trim() !== '' && text.length <= most ? [] : [{ path, message: `must have 1 to ${most} characters` }];

/** Everything that is wrong with the name of a programme. */
export const problemsOfName = (name: string): Problem[] => problemWithWords('name', name, MAX_NAME);

/** Everything that is wrong with the reason of a change. */
export const problemsOfBecause = (because: string): Problem[] => problemWithWords('because', because, MAX_BECAUSE);

function problemsOfTimes(terms: SurveyTerms): Problem[] {
  return (Object.keys(limits) as (keyof typeof limits)[]).flatMap((path) => {
    const [least, most] = limits[path];
    const isWithin = terms[path] >= least && terms[path] <= most;
    const range = `${formatDuration(least as Duration)} to ${formatDuration(most as Duration)}`;
    return isWithin ? [] : [{ path, message: `is ${formatDuration(terms[path])}; give ${range}` }];
  });
}

/** Everything that is wrong with the terms of a version. */
export function problemsOfTerms(kind: SurveyKind, terms: SurveyTerms): Problem[] {
  const { lowest, highest } = scaleOf[kind];
  const { followUpAtMost, sharePercent, channels, question, wordsQuestion } = terms;
  const isOnScale = followUpAtMost === null || (followUpAtMost >= lowest && followUpAtMost < highest);
  return [
    ...problemsOfTimes(terms),
    ...(sharePercent >= 1 && sharePercent <= 100
      ? []
      : [{ path: 'sharePercent', message: `is ${sharePercent}; give 1 to 100` }]),
    ...(channels.length <= MAX_CHANNELS && channels.every((channel) => /^[A-Z_]{1,40}$/.test(channel))
      ? []
      : [{ path: 'channels', message: `names more than ${MAX_CHANNELS}, or something that is no channel` }]),
    ...(isOnScale
      ? []
      : [{ path: 'followUpAtMost', message: `is ${followUpAtMost}; give ${lowest} to ${highest - 1}, or nothing` }]),
    ...problemWithWords('question', question, MAX_QUESTION),
    ...(wordsQuestion === null ? [] : problemWithWords('wordsQuestion', wordsQuestion, MAX_QUESTION)),
  ];
}

/** Goes on by another version: whoever was asked before, was asked by the one before. What has ended stays as it is. */
export const revised = (current: SurveyProgramme): SurveyProgramme | SurveyProgrammeIsEnded =>
  current.endedAt === null
    ? { ...current, versionNumber: current.versionNumber + 1, version: current.version + 1 }
    : { type: 'SurveyProgrammeIsEnded', programme: current };

/** Asks of nothing any more. Whoever was asked may still answer. */
export const ended = (current: SurveyProgramme, at: Date): SurveyProgramme | SurveyProgrammeIsEnded =>
  current.endedAt === null
    ? { ...current, endedAt: at, version: current.version + 1 }
    : { type: 'SurveyProgrammeIsEnded', programme: current };
