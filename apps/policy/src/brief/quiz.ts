import type { Problem } from '@courtesy/kernel';

/** A question with one right choice. */
export interface QuizQuestion {
  readonly question: string;
  readonly choices: readonly string[];
  /** From 1. */
  readonly rightChoice: number;
}

/** A few questions by which a reader shows to have understood. */
export interface BriefQuiz {
  /** How many of a hundred points it takes. */
  readonly passMark: number;
  readonly questions: readonly QuizQuestion[];
}

const MAX_QUESTIONS = 20;
const MAX_QUESTION = 500;
const MAX_CHOICE = 200;

/** What is wrong with a text that must say something within a length; empty when nothing is. */
export function problemsOfText(path: string, text: string, longest: number): Problem[] {
  if (text.trim() === '') return [{ path, message: 'is empty' }];
  return text.length > longest ? [{ path, message: `has ${text.length} characters; at most ${longest} are kept` }] : [];
}

function problemsOfQuestion(path: string, { question, choices, rightChoice }: QuizQuestion): Problem[] {
  const problems = [
    ...problemsOfText(`${path}.question`, question, MAX_QUESTION),
    ...choices.flatMap((choice, i) => problemsOfText(`${path}.choices[${i}]`, choice, MAX_CHOICE)),
  ];
  if (choices.length < 2 || choices.length > 8)
    problems.push({ path: `${path}.choices`, message: `has ${choices.length} choices; give 2 to 8` });
  else if (rightChoice < 1 || rightChoice > choices.length)
    problems.push({ path: `${path}.rightChoice`, message: `${rightChoice} is none of the ${choices.length} choices` });
  return problems;
}

/** Everything that is wrong with a quiz; empty when nothing is. */
export function problemsOfQuiz({ passMark, questions }: BriefQuiz): Problem[] {
  const problems = questions.flatMap((each, i) => problemsOfQuestion(`quiz.questions[${i}]`, each));
  if (passMark < 1 || passMark > 100)
    problems.push({ path: 'quiz.passMark', message: `${passMark} is not between 1 and 100` });
  if (questions.length < 1 || questions.length > MAX_QUESTIONS)
    problems.push({
      path: 'quiz.questions',
      message: `has ${questions.length} questions; give 1 to ${MAX_QUESTIONS}`,
    });
  return problems;
}

/** What is wrong with the answers given to a version, which may have no quiz; empty when nothing is. */
export function problemsOfAnswers(quiz: BriefQuiz | null, answers: readonly number[] | null | undefined): Problem[] {
  const path = 'answers';
  if (!quiz) return answers ? [{ path, message: 'are for a version with a quiz, and this one has none' }] : [];
  const wanted = quiz.questions.length;
  if (!answers) return [{ path, message: `are absent; the quiz has ${wanted} questions` }];
  if (answers.length !== wanted)
    return [{ path, message: `are ${answers.length}, and the quiz has ${wanted} questions` }];
  return quiz.questions.flatMap(({ choices }, i) => {
    const answer = answers[i] ?? 0;
    return answer >= 1 && answer <= choices.length
      ? []
      : [{ path: `${path}[${i}]`, message: `${answer} is none of the ${choices.length} choices` }];
  });
}

/** How many of a hundred points the answers give, in whole points; part of a point is none, so that a pass mark of 100 takes every answer. */
export function scoreOf({ questions }: BriefQuiz, answers: readonly number[]): number {
  const right = questions.filter(({ rightChoice }, i) => answers[i] === rightChoice).length;
  return Math.floor((100 * right) / questions.length);
}
