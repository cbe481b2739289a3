import type { Problem } from '@courtesy/kernel';
import type { BriefKind, InputMaybe, PolicyAudienceInput } from '@courtesy/graph-types/policy';
import { problemsOfName } from '../calendar/calendar.ts';
import type { Effect } from '../policy/effect.ts';
import { audienceOf, problemsOfAudience } from '../policy/policy.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import type { BriefContent, BriefFaq } from './brief.ts';
import { problemsOfQuiz, problemsOfText, type BriefQuiz } from './quiz.ts';

/** A bulletin or brief, or what is other in it, as a caller gives it. What is absent stays as it is, or is not said. */
export interface BriefGiven {
  readonly title?: InputMaybe<string>;
  readonly product?: InputMaybe<string>;
  readonly reviewBy?: InputMaybe<Date>;
  readonly message?: InputMaybe<string>;
  readonly tellCustomers?: InputMaybe<string>;
  readonly terms?: InputMaybe<string>;
  readonly faqs?: InputMaybe<readonly BriefFaq[]>;
  readonly audience?: InputMaybe<PolicyAudienceInput>;
  readonly mustReadBeforeShift?: InputMaybe<boolean>;
  readonly quiz?: InputMaybe<BriefQuiz>;
  readonly liveFrom?: InputMaybe<Date>;
  readonly liveUntil?: InputMaybe<Date>;
}

const MAX_TEXT = 20_000;
const MAX_QUESTION = 500;
const MAX_ANSWER = 2_000;
const MAX_FAQS = 50;

function problemsOfFaqs(faqs: readonly BriefFaq[]): Problem[] {
  if (faqs.length > MAX_FAQS)
    return [{ path: 'faqs', message: `has ${faqs.length} questions; at most ${MAX_FAQS} are kept` }];
  return faqs.flatMap(({ question, answer }, i) => [
    ...problemsOfText(`faqs[${i}].question`, question, MAX_QUESTION),
    ...problemsOfText(`faqs[${i}].answer`, answer, MAX_ANSWER),
  ]);
}

function problemsOfWindow({ liveFrom, liveUntil }: BriefGiven): Problem[] {
  const problems = [...problemsOfInstant('liveFrom', liveFrom), ...problemsOfInstant('liveUntil', liveUntil)];
  if (liveFrom && liveUntil && liveUntil <= liveFrom)
    problems.push({ path: 'liveUntil', message: `does not lie after ${liveFrom.toISOString()}` });
  return problems;
}

/** What a bulletin has and a promotion has not, and the other way round. */
function problemsOfKind(kind: BriefKind, { terms, reviewBy }: BriefGiven): Problem[] {
  const foreign = kind === 'BULLETIN' ? { terms } : { reviewBy };
  return Object.entries(foreign).flatMap(([path, value]) =>
    value == null ? [] : [{ path, message: `is not for a ${kind.toLowerCase()}` }],
  );
}

/** Everything that is wrong with what is said in a bulletin or brief of a kind; empty when nothing is. */
export function problemsOfBrief(kind: BriefKind, given: BriefGiven): Problem[] {
  const { title, product, message, tellCustomers, terms, faqs, audience, quiz, reviewBy } = given;
  const texts = Object.entries({ message, tellCustomers, terms });
  return [
    ...Object.entries({ title, product }).flatMap(([path, name]) => (name == null ? [] : problemsOfName(path, name))),
    ...texts.flatMap(([path, text]) => (text == null ? [] : problemsOfText(path, text, MAX_TEXT))),
    ...problemsOfKind(kind, given),
    ...problemsOfFaqs(faqs ?? []),
    ...problemsOfAudience(audience),
    ...(quiz ? problemsOfQuiz(quiz) : []),
    ...problemsOfWindow(given),
    ...problemsOfInstant('reviewBy', reviewBy),
  ];
}

/** What is given of a version's content; what is absent is left out. */
export function contentGiven(given: BriefGiven): Partial<BriefContent & Pick<Effect, 'effectiveFrom' | 'endsAt'>> {
  const { message, tellCustomers, terms, faqs, audience, mustReadBeforeShift, quiz, liveFrom, liveUntil } = given;
  return {
    ...(message != null && { message: message.trim() }),
    ...(tellCustomers != null && { tellCustomers: tellCustomers.trim() }),
    ...(terms != null && { terms: terms.trim() }),
    ...(faqs != null && { faqs }),
    ...(audience != null && audienceOf(audience)),
    ...(mustReadBeforeShift != null && { mustReadBeforeShift }),
    ...(quiz != null && { quiz }),
    ...(liveFrom != null && { effectiveFrom: liveFrom }),
    ...(liveUntil != null && { endsAt: liveUntil }),
  };
}
