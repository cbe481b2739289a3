import { problemsOfWords, type Problem } from '@courtesy/kernel';
import type { AnswerIdeaInput, IdeaDecision, SuggestIdeaInput } from '@courtesy/graph-types/metrics';
import { problemsOfDays, type Awaited } from '../awaited/awaited.ts';

/** What somebody who works here would do otherwise, and what became of it. */
export interface Idea extends Awaited {
  readonly title: string;
  /** What to do otherwise, and what for. */
  readonly words: string;
  readonly causeId: string | null;
  readonly suggestedAt: Date;
  readonly suggestedById: string;
  /** The last that was decided; null before the first answer. */
  readonly decision: IdeaDecision | null;
}

/** What was decided about an idea, and what it led to. Never changed: a later one goes beside it. */
export interface IdeaAnswer {
  readonly id: string;
  readonly ideaId: string;
  /** Counts the answers of an idea, from 1. */
  readonly number: number;
  readonly decision: IdeaDecision;
  readonly reply: string;
  /** What is tried. */
  readonly initiativeId: string | null;
  /** The version of a policy that it became. */
  readonly policyVersionId: string | null;
  readonly answeredAt: Date;
  readonly answeredById: string | null;
}

/** Nobody decides about an idea of their own. Nothing was done. */
export interface OwnIdea {
  readonly type: 'OwnIdea';
  readonly idea: Idea;
}

/** It was adopted or declined, and that stands. Nothing was done. */
export interface IdeaIsDecided {
  readonly type: 'IdeaIsDecided';
  readonly idea: Idea;
}

const MAX = { title: 200, words: 4_000, reply: 2_000 };

/** What is wrong with an idea by itself. */
export const problemsOfIdea = ({ title, words, answerWithinDays }: SuggestIdeaInput): Problem[] => [
  ...problemsOfWords('title', title, MAX.title),
  ...problemsOfWords('words', words, MAX.words),
  ...problemsOfDays(answerWithinDays),
];

/** What is wrong with an answer by itself: what is tried is an initiative, and what is adopted may be a policy. */
export const problemsOfIdeaAnswer = (input: AnswerIdeaInput): Problem[] => [
  ...problemsOfWords('reply', input.reply, MAX.reply),
  ...(input.decision === 'TRIED' && input.initiativeId == null
    ? [{ path: 'initiativeId', message: 'is needed: name the initiative by which it is tried' }]
    : []),
  ...(input.decision === 'DECLINED' && (input.initiativeId != null || input.policyVersionId != null)
    ? [{ path: 'decision', message: 'DECLINED leads to nothing: leave out initiativeId and policyVersionId' }]
    : []),
];

/** An idea with an answer, or why it takes none: what is tried may be decided later, what is decided is decided. */
export function answeredIdea(
  idea: Idea,
  { decision, at, byId }: { readonly decision: IdeaDecision; readonly at: Date; readonly byId: string | null },
): Idea | OwnIdea | IdeaIsDecided {
  if (byId === idea.suggestedById) return { type: 'OwnIdea', idea };
  if (idea.decision !== null && idea.decision !== 'TRIED') return { type: 'IdeaIsDecided', idea };
  return { ...idea, decision, answeredAt: idea.answeredAt ?? at, version: idea.version + 1 };
}
