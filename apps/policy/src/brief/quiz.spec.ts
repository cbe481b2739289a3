import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { problemsOfAnswers, problemsOfQuiz, scoreOf, type BriefQuiz } from './quiz.ts';

const quizzes = fc.record({
  passMark: fc.integer({ min: 1, max: 100 }),
  questions: fc.array(
    fc.integer({ min: 2, max: 8 }).chain((choices) =>
      fc.record({
        question: fc.constant('Which?'),
        choices: fc.constant(Array.from({ length: choices }, (_, i) => `Choice ${i + 1}`)),
        rightChoice: fc.integer({ min: 1, max: choices }),
      }),
    ),
    { minLength: 1, maxLength: 20 },
  ),
});

describe('a quiz', () => {
  it('gives a hundred points for all right answers, none for none, and each right answer counts', () => {
    fc.assert(
      fc.property(quizzes, (quiz) => {
        expect(problemsOfQuiz(quiz)).toEqual([]);
        const right = quiz.questions.map(({ rightChoice }) => rightChoice);
        expect(problemsOfAnswers(quiz, right)).toEqual([]);
        const scores = [...right, null].map((_, wrong) =>
          scoreOf(
            quiz,
            right.map((each, i) => (i < wrong ? 0 : each)),
          ),
        );
        expect(scores[0]).toBe(100);
        expect(scores.at(-1)).toBe(0);
        expect(scores.every((score, i) => i === 0 || score < (scores[i - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it('of all but one of three questions gives less than 67 points: part of a point is none', () => {
    const question = { question: 'Which?', choices: ['This', 'That'], rightChoice: 1 };
    expect(scoreOf({ passMark: 1, questions: [question, question, question] }, [1, 1, 2])).toBe(66);
  });

  it('without questions, with too many or too few choices, or with no right one is refused', () => {
    const quiz = (choices: readonly string[], rightChoice: number): BriefQuiz => ({
      passMark: 50,
      questions: [{ question: 'Which?', choices, rightChoice }],
    });
    const pathsOf = (given: BriefQuiz) => problemsOfQuiz(given).map(({ path }) => path);
    expect(pathsOf({ passMark: 101, questions: [] })).toEqual(['quiz.passMark', 'quiz.questions']);
    expect(pathsOf(quiz(['One'], 1))).toEqual(['quiz.questions[0].choices']);
    expect(pathsOf(quiz(['One', ' '], 0))).toEqual(['quiz.questions[0].choices[1]', 'quiz.questions[0].rightChoice']);
  });
});
