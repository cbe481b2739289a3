import type { Problem } from '@courtesy/kernel';
import type { GiveRecognitionInput } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** That somebody recognised what a colleague did. */
export interface Recognition {
  readonly id: string;
  readonly personId: string;
  readonly giverId: string;
  /** The case in which they did it. */
  readonly caseId: string | null;
  /** Which of the house's values it showed. */
  readonly value: string;
  readonly words: string;
  readonly givenAt: Date;
  readonly withdrawnAt: Date | null;
}

/** Nobody recognises themselves. */
export interface RecognitionOfOneself {
  readonly type: 'RecognitionOfOneself';
}
/** It was taken back. */
export interface RecognitionWithdrawn {
  readonly type: 'RecognitionWithdrawn';
  readonly recognition: Recognition;
}
/** It was taken back before. */
export interface RecognitionIsWithdrawn {
  readonly type: 'RecognitionIsWithdrawn';
  readonly recognition: Recognition;
}

const [MAX_VALUE, MAX_WORDS] = [100, 2_000];

/** What is wrong with a recognition; nothing when it is right. */
export const problemsOfRecognition = ({ personId, value, words }: GiveRecognitionInput): Problem[] => [
  ...problemsOfId('personId', 'pers', personId),
  ...problemsOfText('value', value, MAX_VALUE),
  ...problemsOfText('words', words, MAX_WORDS),
];

/** Takes it back. */
export const withdraw = (current: Recognition, at: Date): RecognitionWithdrawn | RecognitionIsWithdrawn =>
  current.withdrawnAt
    ? { type: 'RecognitionIsWithdrawn', recognition: current }
    : { type: 'RecognitionWithdrawn', recognition: { ...current, withdrawnAt: at } };
