import { isIdOf, type Problem } from '@courtesy/kernel';
import type { AcknowledgementMethod, InputMaybe, JobRole } from '@courtesy/graph-types/policy';
import { problemsOfInstant } from '../standard/standard.ts';

/** That somebody has taken note of a version. Never changed, never deleted. */
export interface Acknowledgement {
  readonly id: string;
  readonly personId: string;
  readonly policyVersionId: string;
  readonly method: AcknowledgementMethod;
  /** Of a hundred points; null for every method but a quiz. */
  readonly quizScore: number | null;
  readonly acknowledgedAt: Date;
  readonly recordedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
}

/** What is kept of a person: where they stand in the organisation, as the workforce service announced it last. */
export interface AudienceMember {
  readonly id: string;
  readonly jobRole: JobRole;
  readonly siteId: string;
  readonly teamId: string | null;
  readonly leftAt: Date | null;
}

/** Somebody of a policy's audience who has not acknowledged a version. */
export type AcknowledgementGap = AudienceMember;

/** Somebody has taken note of a version. */
export interface PolicyVersionAcknowledged {
  readonly type: 'PolicyVersionAcknowledged';
  readonly acknowledgement: Acknowledgement;
}

/** They had before, and the first one stands. */
export interface AlreadyAcknowledged {
  readonly type: 'AlreadyAcknowledged';
  readonly acknowledgement: Acknowledgement;
}

/** An acknowledgement as a caller gives it. */
export interface AcknowledgementGiven {
  readonly personId?: InputMaybe<string>;
  readonly method: AcknowledgementMethod;
  readonly quizScore?: InputMaybe<number>;
  readonly acknowledgedAt?: InputMaybe<Date>;
}

function problemsOfScore({ method, quizScore }: AcknowledgementGiven): Problem[] {
  const path = 'quizScore';
  if (method !== 'QUIZ') return quizScore == null ? [] : [{ path, message: `is for QUIZ only, not for ${method}` }];
  if (quizScore == null) return [{ path, message: 'is absent; say how many of a hundred points the quiz gave' }];
  return quizScore < 0 || quizScore > 100 ? [{ path, message: `${quizScore} is not between 0 and 100` }] : [];
}

/** Everything that keeps an acknowledgement from being recorded for `personId`, the caller's own when none is given. */
export function problemsOfAcknowledgement(
  given: AcknowledgementGiven,
  personId: string | null | undefined,
  now: Date,
): Problem[] {
  const person = personId && isIdOf('pers', personId) ? [] : [{ path: 'personId', message: personProblem(personId) }];
  const early = problemsOfInstant('acknowledgedAt', given.acknowledgedAt);
  const late =
    given.acknowledgedAt && given.acknowledgedAt > now
      ? [{ path: 'acknowledgedAt', message: 'lies in the future; nobody has read what they will read' }]
      : [];
  return [...person, ...problemsOfScore(given), ...(early.length > 0 ? early : late)];
}

const personProblem = (personId: string | null | undefined): string =>
  personId ? `"${personId}" is not the id of a person` : 'is absent, and the caller is no person; say who';
