import type { LetterAdjustment, LetterFormat } from '@courtesy/graph-types/policy';
import { chooseLanguage, type LanguageMatch } from '../language/language.ts';

/** A template's text in one language and one format. */
export interface LetterVariant {
  readonly language: string;
  readonly format: LetterFormat;
  readonly subject: string;
  readonly body: string;
}

/** What somebody can read. */
export interface VariantWanted {
  /** As canonical BCP 47 tags, best first. */
  readonly languages: readonly string[];
  readonly format: LetterFormat;
  /** What is done otherwise with their letters. */
  readonly adjustments: readonly LetterAdjustment[];
}

/** The variant that a letter is written in, and why. */
export interface VariantChoice {
  readonly variant: LetterVariant;
  readonly match: LanguageMatch;
  /** Whether the format wanted is there in that language; the standard text is used when it is not. */
  readonly formatFound: boolean;
}

/**
 * The variant for somebody. First the language, as {@link chooseLanguage} has it; then, in that language, the format wanted, or else the
 * standard text: a letter in large print that nobody can read serves less than one that can be printed large. Null when not even the
 * default language has a standard text, which no template that was approved lets happen.
 */
export function chooseVariant(
  variants: readonly LetterVariant[],
  wanted: Pick<VariantWanted, 'languages' | 'format'>,
  defaultLanguage: string,
): VariantChoice | null {
  const languages = [...new Set(variants.map(({ language }) => language))];
  const choice = chooseLanguage(languages, wanted.languages, defaultLanguage);
  const inLanguage = variants.filter(({ language }) => language === choice?.language);
  const found = inLanguage.find(({ format }) => format === wanted.format);
  const variant = found ?? inLanguage.find(({ format }) => format === 'STANDARD');
  return choice && variant ? { variant, match: choice.match, formatFound: found !== undefined } : null;
}
