import { isIdOf, type Problem } from '@courtesy/kernel';
import type { NeedAnswer, RecordNeedInput } from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';

/** What a customer asks for or expects. What they said never changes; how staff understood it does, until it is answered. */
export interface CustomerNeed {
  readonly id: string;
  readonly customerId: string;
  readonly caseId: string | null;
  /** In the customer's words. */
  readonly text: string;
  /** In the words of staff; null until somebody restated it. */
  readonly restated: string | null;
  readonly restatedBy: string | null;
  readonly restatedAt: Date | null;
  /** Whether it was met; null until that is answered. */
  readonly answer: NeedAnswer | null;
  /** In which respect. */
  readonly answerWords: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly version: number;
}

/** A need is on record. */
export interface NeedRecorded {
  readonly type: 'NeedRecorded';
  readonly need: CustomerNeed;
}

/** A need is understood so from now on. */
export interface NeedRestated {
  readonly type: 'NeedRestated';
  readonly need: CustomerNeed;
}

/** It is known whether a need was met. */
export interface NeedAnswered {
  readonly type: 'NeedAnswered';
  readonly need: CustomerNeed;
}

/** Whether the need was met is answered already. Nothing was done. */
export interface NeedIsAnswered {
  readonly type: 'NeedIsAnswered';
  readonly need: CustomerNeed;
}

/** The longest need, restatement and answer, in characters. */
export const MAX_NEED = 2000;

/** Everything that is wrong with a need as given; empty when nothing is. */
export function problemsOfNeed({ text, caseId }: RecordNeedInput): Problem[] {
  const problem = problemWithText('text', text, MAX_NEED);
  const isCase = !caseId || isIdOf('case', caseId);
  return [
    ...(problem ? [problem] : []),
    ...(isCase ? [] : [{ path: 'caseId', message: `"${caseId}" is not the id of a case` }]),
  ];
}

/** Who says something of a need, and when. */
export interface Sayer {
  readonly subject: string;
  readonly at: Date;
}

/** Puts a need in the words of staff, once more if need be, until it is answered. */
export function restate(need: CustomerNeed, restated: string, by: Sayer): NeedRestated | NeedIsAnswered {
  if (need.answer !== null) return { type: 'NeedIsAnswered', need };
  const said = { restated, restatedBy: by.subject, restatedAt: by.at, version: need.version + 1 };
  return { type: 'NeedRestated', need: { ...need, ...said } };
}

/** Answers whether a need was met, once. */
export function answer(
  need: CustomerNeed,
  { met, words }: { readonly met: NeedAnswer; readonly words: string },
  by: Sayer,
): NeedAnswered | NeedIsAnswered {
  if (need.answer !== null) return { type: 'NeedIsAnswered', need };
  const said = {
    answer: met,
    answerWords: words,
    answeredBy: by.subject,
    answeredAt: by.at,
    version: need.version + 1,
  };
  return { type: 'NeedAnswered', need: { ...need, ...said } };
}
