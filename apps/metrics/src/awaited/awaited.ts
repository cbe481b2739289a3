import type { Problem } from '@courtesy/kernel';
import type { AnswerStatus } from '@courtesy/graph-types/metrics';

/** Something that an answer is awaited to by an instant. */
export interface Awaited {
  readonly id: string;
  /** When an answer is due. */
  readonly answerBy: Date;
  /** When the first answer came; null before. */
  readonly answeredAt: Date | null;
  /** When it was noticed that none had come by then; null before, and when it came in time. */
  readonly unansweredAt: Date | null;
  readonly version: number;
}

/** How many times 24 hours there are to answer, unless somebody says otherwise. */
export const ANSWER_DAYS = 10;
const MAX_DAYS = 90;
const DAY_MS = 86_400_000;

/** The instant so many times 24 hours after another. */
export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/** What is wrong with how long there is to answer. */
export const problemsOfDays = (days: number | null | undefined): Problem[] =>
  days == null || (days >= 1 && days <= MAX_DAYS)
    ? []
    : [{ path: 'answerWithinDays', message: `must be 1 to ${MAX_DAYS}` }];

/** How it stands at an instant: without an answer at the instant it is due, it is unanswered. */
export function statusOf({ answeredAt, answerBy }: Pick<Awaited, 'answeredAt' | 'answerBy'>, at: Date): AnswerStatus {
  if (answeredAt) return 'ANSWERED';
  return answerBy <= at ? 'UNANSWERED' : 'WAITING';
}
