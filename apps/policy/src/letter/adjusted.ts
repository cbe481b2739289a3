import type { LetterAdjustment, LetterFormat } from '@courtesy/graph-types/policy';

const OF_LETTERS = ['AUDIO', 'BRAILLE', 'EASY_READ', 'LARGE_PRINT'] as const satisfies readonly LetterAdjustment[];

/** Those of a customer's adjustments that concern letters. */
export const letterAdjustments = (adjustments: readonly string[]): LetterAdjustment[] =>
  OF_LETTERS.filter((each) => adjustments.includes(each));

/**
 * The format in which a letter is wanted: the one that was asked for, or else the one that is right for the customer. Short words come before
 * large print, since any text can be printed large.
 */
export function wantedFormat(
  asked: LetterFormat | null | undefined,
  adjustments: readonly LetterAdjustment[],
): LetterFormat {
  if (asked) return asked;
  if (adjustments.includes('EASY_READ')) return 'EASY_READ';
  return adjustments.includes('LARGE_PRINT') ? 'LARGE_PRINT' : 'STANDARD';
}

/** Whether a letter is to be printed large that is not written for it. */
export const isPrintedLarge = (letter: {
  readonly format: LetterFormat;
  readonly wantedFormat: LetterFormat;
  readonly adjustments: readonly LetterAdjustment[];
}): boolean =>
  letter.format !== 'LARGE_PRINT' &&
  (letter.wantedFormat === 'LARGE_PRINT' || letter.adjustments.includes('LARGE_PRINT'));
