import type { Problem } from '@courtesy/kernel';
import type { CaseFact } from '../fact/case-fact.ts';

/** How an answer was for a customer. Who had answered is as it was when they said so. */
export interface Feedback {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
  /** 1 to 5. */
  readonly score: number;
  readonly words: string | null;
  readonly givenAt: Date;
  /** The answer it is about; each has one feedback at most. */
  readonly answeredAt: Date;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly personId: string | null;
}

/** The feedback is on record. */
export interface FeedbackGiven {
  readonly type: 'FeedbackGiven';
  readonly feedback: Feedback;
}

/** This answer has its feedback. */
export interface FeedbackAlreadyGiven {
  readonly type: 'FeedbackAlreadyGiven';
  readonly feedback: Feedback;
}

/** The case has no answer that stands. */
export interface CaseNotAnswered {
  readonly type: 'CaseNotAnswered';
  readonly caseId: string;
}

/** The longest words of a feedback, in characters. */
export const MAX_WORDS = 5_000;
const LOWEST = 1;
const HIGHEST = 5;

/** Everything that is wrong with a feedback as given. */
export function problemsOfFeedback(given: {
  readonly score: number;
  readonly words?: string | null | undefined;
}): Problem[] {
  const problems: Problem[] = [];
  if (given.score < LOWEST || given.score > HIGHEST)
    problems.push({ path: 'score', message: `is ${given.score}; give a whole number from ${LOWEST} to ${HIGHEST}` });
  const { length } = given.words ?? '';
  if (length > MAX_WORDS)
    problems.push({ path: 'words', message: `has ${length} characters; at most ${MAX_WORDS} are kept` });
  return problems;
}

/** The instant of the answer that stands; null when none does. A case that was closed without one was answered when it was closed. */
export const answeredAt = ({ resolvedAt, closedAt }: CaseFact): Date | null => resolvedAt ?? closedAt;

/** Attributes a feedback to whoever had the case when its answer stood. */
export function attributed(
  fact: CaseFact,
  given: Pick<Feedback, 'id' | 'score' | 'words' | 'givenAt' | 'answeredAt'>,
): Feedback {
  const { caseId, customerId, siteId, teamId, assigneeId } = fact;
  return { ...given, caseId, customerId, siteId, teamId, personId: assigneeId };
}
