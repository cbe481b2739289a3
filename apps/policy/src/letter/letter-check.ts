import type { LetterFormat } from '@courtesy/graph-types/policy';
import { checkPlainLanguage, type PlainLanguageCheck } from '../plain-language/plain-language.ts';
import { exampleOf, type LetterText } from './letter-text.ts';
import { fillIn, parseMergeText } from './merge-text.ts';

/** How plainly one variant of a letter is written, as it reads with the examples of its fields. */
export interface VariantCheck {
  readonly language: string;
  readonly format: LetterFormat;
  readonly check: PlainLanguageCheck;
  /** The highest reading age that is let pass without a reason. */
  readonly readingAgeLimit: number;
}

/** The highest reading age of a letter that is approved without a reason, by format. A rule of this house, from no standard. */
export const READING_AGE_LIMIT: Readonly<Record<LetterFormat, number>> = {
  STANDARD: 14,
  LARGE_PRINT: 14,
  EASY_READ: 10,
};

/** How plainly each variant is written. */
export const checksOf = (text: LetterText): readonly VariantCheck[] =>
  text.variants.map((variant) => ({
    language: variant.language,
    format: variant.format,
    check: checkPlainLanguage(fillIn(parseMergeText(variant.body).parts, exampleOf(text, variant)), variant.language),
    readingAgeLimit: READING_AGE_LIMIT[variant.format],
  }));

/** The variants that are harder to read than is let pass without a reason. */
export const tooHardOf = (text: LetterText): readonly VariantCheck[] =>
  checksOf(text).filter(({ check, readingAgeLimit }) => (check.readability?.readingAge ?? 0) > readingAgeLimit);
