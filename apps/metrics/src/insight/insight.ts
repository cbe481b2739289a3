import type { Problem } from '@courtesy/kernel';
import type {
  AnswerInsightInput,
  InsightDecision,
  InsightStatus,
  RaiseInsightInput,
} from '@courtesy/graph-types/metrics';

/** What cases and a figure tell about something that another department could change, and what it decided. */
export interface Insight {
  readonly id: string;
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
  /** When an answer is due. */
  readonly answerBy: Date;
  /** When it was noticed that none had come by then. */
  readonly unansweredAt: Date | null;
  readonly decision: InsightDecision | null;
  /** What was done, or why nothing will be. */
  readonly reply: string | null;
  readonly answeredAt: Date | null;
  readonly answeredById: string | null;
  readonly version: number;
}

/** The department has answered before. Nothing was done. */
export interface InsightIsAnswered {
  readonly type: 'InsightIsAnswered';
  readonly insight: Insight;
}

/** How many times 24 hours a department has to answer, unless somebody says otherwise. */
export const ANSWER_DAYS = 10;
const MAX = { title: 200, department: 100, ask: 2_000, reply: 2_000, cases: 500, days: 90 };
const DAY_MS = 86_400_000;

const problemsOfText = (path: string, text: string, max: number): Problem[] =>
  text.trim() !== '' && text.length <= max ? [] : [{ path, message: `must have 1 to ${max} characters` }];

/** What is wrong with an insight by itself. */
export function problemsOfInsight(input: RaiseInsightInput): Problem[] {
  const { title, department, ask, caseIds, figure, answerWithinDays } = input;
  const days = answerWithinDays ?? ANSWER_DAYS;
  return [
    ...problemsOfText('title', title, MAX.title),
    ...problemsOfText('department', department, MAX.department),
    ...problemsOfText('ask', ask, MAX.ask),
    ...(caseIds.length <= MAX.cases ? [] : [{ path: 'caseIds', message: `names more than ${MAX.cases} cases` }]),
    ...(caseIds.length > 0 || figure
      ? []
      : [{ path: 'caseIds', message: 'names no case; rest it on cases or a figure' }]),
    ...(days >= 1 && days <= MAX.days ? [] : [{ path: 'answerWithinDays', message: `must be 1 to ${MAX.days}` }]),
  ];
}

/** What is wrong with an answer. */
export const problemsOfAnswer = ({ reply }: AnswerInsightInput): Problem[] => problemsOfText('reply', reply, MAX.reply);

/** The instant so many times 24 hours after another. */
export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

/** How an insight stands at an instant: without an answer at the instant it is due, it is unanswered. */
export function statusOf({ decision, answerBy }: Pick<Insight, 'decision' | 'answerBy'>, at: Date): InsightStatus {
  if (decision) return 'ANSWERED';
  return answerBy <= at ? 'UNANSWERED' : 'WAITING';
}

/** An insight with the answer of its department, or why it takes none. */
export function answered(
  insight: Insight,
  { decision, reply, at, byId }: { decision: InsightDecision; reply: string; at: Date; byId: string | null },
): Insight | InsightIsAnswered {
  if (insight.decision) return { type: 'InsightIsAnswered', insight };
  const version = insight.version + 1;
  return { ...insight, decision, reply: reply.trim(), answeredAt: at, answeredById: byId, version };
}
