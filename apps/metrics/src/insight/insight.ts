import { problemsOfWords, type Problem } from '@courtesy/kernel';
import type { AnswerInsightInput, InsightDecision, RaiseInsightInput } from '@courtesy/graph-types/metrics';
import { problemsOfDays, type Awaited } from '../awaited/awaited.ts';

/** What cases and a figure tell about something that another department could change, and what it decided. */
export interface Insight extends Awaited {
  readonly title: string;
  /** The department that is asked to decide, such as Sales. */
  readonly department: string;
  /** What it is asked to do, and why. */
  readonly ask: string;
  readonly causeId: string | null;
  /** The cases that it rests on. */
  readonly caseIds: readonly string[];
  /** The figure that it rests on, with its period; all three or none. */
  readonly metricKey: string | null;
  readonly figureFrom: string | null;
  readonly figureTo: string | null;
  readonly raisedAt: Date;
  /** Null when whoever raised it is no person on record. */
  readonly raisedById: string | null;
  readonly decision: InsightDecision | null;
  /** What was done, or why nothing will be. */
  readonly reply: string | null;
  readonly answeredById: string | null;
}

/** The department has answered before. Nothing was done. */
export interface InsightIsAnswered {
  readonly type: 'InsightIsAnswered';
  readonly insight: Insight;
}

const MAX = { title: 200, department: 100, ask: 2_000, reply: 2_000, cases: 500 };

/** What is wrong with an insight by itself. */
export function problemsOfInsight(input: RaiseInsightInput): Problem[] {
  const { title, department, ask, caseIds, figure, answerWithinDays } = input;
  return [
    ...problemsOfWords('title', title, MAX.title),
    ...problemsOfWords('department', department, MAX.department),
    ...problemsOfWords('ask', ask, MAX.ask),
    ...(caseIds.length <= MAX.cases ? [] : [{ path: 'caseIds', message: `names more than ${MAX.cases} cases` }]),
    ...(caseIds.length > 0 || figure
      ? []
      : [{ path: 'caseIds', message: 'names no case; rest it on cases or a figure' }]),
    ...problemsOfDays(answerWithinDays),
  ];
}

/** What is wrong with an answer. */
export const problemsOfAnswer = ({ reply }: AnswerInsightInput): Problem[] =>
  problemsOfWords('reply', reply, MAX.reply);

/** An insight with the answer of its department, or why it takes none. */
export function answered(
  insight: Insight,
  { decision, reply, at, byId }: { decision: InsightDecision; reply: string; at: Date; byId: string | null },
): Insight | InsightIsAnswered {
  if (insight.decision) return { type: 'InsightIsAnswered', insight };
  const version = insight.version + 1;
  return { ...insight, decision, reply: reply.trim(), answeredAt: at, answeredById: byId, version };
}
