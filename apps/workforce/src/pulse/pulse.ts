import type { Problem } from '@courtesy/kernel';
import type { OpenPulseInput, PulseScale } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** One question of a pulse. */
export interface PulseQuestion {
  readonly key: string;
  readonly text: string;
  readonly scale: PulseScale;
}

/** That a team or site is asked how it is. */
export interface Pulse {
  readonly id: string;
  readonly title: string;
  readonly siteId: string;
  /** Null for a whole site. */
  readonly teamId: string | null;
  readonly questions: readonly PulseQuestion[];
  /** How many people were asked. */
  readonly asked: number;
  readonly openedAt: Date;
  readonly closesAt: Date;
  /** When it was sealed, so that it may be read; null until then. */
  readonly closedAt: Date | null;
}

/** That somebody is asked, and whether they answered; never what. */
export interface PulsePerson {
  readonly id: string;
  readonly pulseId: string;
  readonly personId: string;
  /** Their team when the pulse was opened. */
  readonly teamId: string | null;
  readonly hasAnswered: boolean;
}

/** How many of a team gave one answer to one question. */
export interface PulseTally {
  readonly id: string;
  readonly pulseId: string;
  readonly teamId: string | null;
  readonly question: string;
  readonly value: number;
  readonly answers: number;
}

/** Words that somebody wrote. */
export interface PulseComment {
  readonly id: string;
  readonly pulseId: string;
  readonly text: string;
}

/** Too few work there for anybody to be hidden among them. */
export interface TooFewToAsk {
  readonly type: 'TooFewToAsk';
  readonly people: number;
}
/** The caller answered before, or its time is over. */
export interface PulseIsOver {
  readonly type: 'PulseIsOver';
  readonly pulse: Pulse;
}
/** Each person answers once. */
export interface PulseAnsweredAlready {
  readonly type: 'PulseAnsweredAlready';
}

/** Among how many answers at least one is hidden: the number below which surveys of staff usually show nothing. */
export const FEWEST = 5;

/** The answers there may be on each scale. */
export const valuesOf: Readonly<Record<PulseScale, readonly number[]>> = {
  ONE_TO_FIVE: [1, 2, 3, 4, 5],
  YES_NO: [0, 1],
};

const [MAX_TITLE, MAX_QUESTION, MAX_QUESTIONS, MAX_DAYS] = [200, 500, 20, 31];
/** The longest comment, in characters. */
export const MAX_COMMENT = 2_000;
const DAY_MS = 86_400_000;

function problemsOfSpan(closesAt: Date, now: Date): Problem[] {
  const ms = closesAt.getTime() - now.getTime();
  if (ms <= 0) return [{ path: 'closesAt', message: 'has passed' }];
  return ms > MAX_DAYS * DAY_MS ? [{ path: 'closesAt', message: `is more than ${MAX_DAYS} days ahead` }] : [];
}

function problemsOfQuestions({ questions }: OpenPulseInput): Problem[] {
  if (questions.length === 0) return [{ path: 'questions', message: 'are missing' }];
  if (questions.length > MAX_QUESTIONS) return [{ path: 'questions', message: `are more than ${MAX_QUESTIONS}` }];
  return questions.flatMap(({ key, text }, i) => [
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(key)
      ? []
      : [{ path: `questions[${i}].key`, message: `"${key}" is no word of small letters, digits and dashes` }]),
    ...(questions.findIndex((each) => each.key === key) < i
      ? [{ path: `questions[${i}].key`, message: `"${key}" is there twice` }]
      : []),
    ...problemsOfText(`questions[${i}].text`, text, MAX_QUESTION),
  ]);
}

/** What is wrong with a pulse; nothing when it is right. */
export const problemsOfPulse = (input: OpenPulseInput, now: Date): Problem[] => [
  ...problemsOfText('title', input.title, MAX_TITLE),
  ...((input.siteId == null) === (input.teamId == null)
    ? [{ path: 'teamId', message: 'a pulse is of a team or of a whole site; give one of the two' }]
    : []),
  ...problemsOfId('siteId', 'site', input.siteId),
  ...problemsOfId('teamId', 'team', input.teamId),
  ...problemsOfSpan(input.closesAt, now),
  ...problemsOfQuestions(input),
];

/** What is wrong with answers: each question is answered once, on its scale. */
export function problemsOfAnswers(
  { questions }: Pulse,
  answers: readonly { readonly question: string; readonly value: number }[],
): Problem[] {
  const strange = answers.flatMap(({ question, value }, i) => {
    const asked = questions.find(({ key }) => key === question);
    if (!asked) return [{ path: `answers[${i}].question`, message: `"${question}" is not asked` }];
    const values = valuesOf[asked.scale];
    if (!values.includes(value))
      return [{ path: `answers[${i}].value`, message: `${value} is none of ${values.join(', ')}` }];
    const isTwice = answers.findIndex((each) => each.question === question) < i;
    return isTwice ? [{ path: `answers[${i}].question`, message: `"${question}" is answered twice` }] : [];
  });
  const open = questions.filter(({ key }) => answers.every(({ question }) => question !== key));
  return [...strange, ...open.map(({ key }) => ({ path: 'answers', message: `"${key}" is not answered` }))];
}

/**
 * Which groups may be shown beside the whole, so that neither one of them nor what is left of the whole without them has fewer than
 * {@link FEWEST} answers: the smaller ones are taken away until that is so (secondary suppression, as statistical offices do).
 */
export function groupsToShow<T extends { readonly answers: number }>(groups: readonly T[]): readonly T[] {
  const shown = groups.filter(({ answers }) => answers >= FEWEST).toSorted((a, b) => b.answers - a.answers);
  const total = groups.reduce((sum, { answers }) => sum + answers, 0);
  const rest = () => total - shown.reduce((sum, { answers }) => sum + answers, 0);
  while (shown.length > 0 && rest() > 0 && rest() < FEWEST) shown.pop();
  return groups.filter((group) => shown.includes(group));
}

/** What came of one question among some answers. */
export interface PulseFigure {
  readonly question: PulseQuestion;
  /** The mean on its scale. */
  readonly mean: number;
  /** How many gave each answer, in the order of the scale. */
  readonly counts: readonly { readonly value: number; readonly answers: number }[];
}

/** What came of each question, from tallies of the same people; null with fewer than {@link FEWEST} answers. */
export function figuresOf(
  { questions }: Pick<Pulse, 'questions'>,
  tallies: readonly Pick<PulseTally, 'question' | 'value' | 'answers'>[],
): readonly PulseFigure[] | null {
  const figures = questions.map((question) => {
    const counts = valuesOf[question.scale].map((value) => ({
      value,
      answers: tallies
        .filter((tally) => tally.question === question.key && tally.value === value)
        .reduce((sum, { answers }) => sum + answers, 0),
    }));
    const answers = counts.reduce((sum, each) => sum + each.answers, 0);
    const sum = counts.reduce((all, each) => all + each.value * each.answers, 0);
    return { question, counts, answers, mean: answers === 0 ? 0 : sum / answers };
  });
  return figures.some(({ answers }) => answers < FEWEST) ? null : figures;
}
