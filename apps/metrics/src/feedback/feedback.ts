import type { Problem } from '@courtesy/kernel';
import type { CaseState } from '../fact/case-fact.ts';
import { problemsOfSaid, type SurveyResponse, type SurveySaid } from '../survey/response.ts';

/** How an answer was for a customer: the CSAT among what they say, by the name that it had first. */
export type Feedback = SurveyResponse;

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

/** Everything that is wrong with a feedback as given. */
export const problemsOfFeedback = (given: SurveySaid): Problem[] => problemsOfSaid('CSAT', given);

/** The instant of the answer that stands; null when none does. A case that was closed without one was answered when it was closed. */
export const answeredAt = ({ resolvedAt, closedAt }: Pick<CaseState, 'resolvedAt' | 'closedAt'>): Date | null =>
  resolvedAt ?? closedAt;
