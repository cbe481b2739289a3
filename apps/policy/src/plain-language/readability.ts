import type { ReadabilityFormula } from '@courtesy/graph-types/policy';
import { primaryLanguage } from '../language/language.ts';

/** What the formulas count. */
export interface TextCounts {
  readonly words: number;
  readonly sentences: number;
  /** Of English words, estimated; 0 in other languages. */
  readonly syllables: number;
  /** Words of more than {@link LIX_LETTERS} letters. */
  readonly longWords: number;
}

/** How hard a text is to read. */
export interface Readability {
  readonly formula: ReadabilityFormula;
  /** By that formula, to one decimal. */
  readonly score: number;
  /** From which age somebody reads it with ease. */
  readonly readingAge: number;
}

/** From how many words on the formulas say something: a shorter text has too few sentences to speak of an average. */
export const MIN_WORDS = 30;
/** A word is long for LIX when it has more letters. */
export const LIX_LETTERS = 6;

const VOWELS = /[aeiouy]+/g;
const SILENT_END = /(?:[^laeiouy]es|[^td]ed|[^l]e)$/;
const SPOKEN_LE = /[^aeiouy]les?$/;

/**
 * The syllables of an English word: its groups of vowels without a silent ending. An estimate: English spelling does not tell, and over a
 * whole text the errors even out.
 */
export function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  const groups = letters.match(VOWELS)?.length ?? 0;
  return Math.max(1, SILENT_END.test(letters) && !SPOKEN_LE.test(letters) ? groups - 1 : groups);
}

const tenth = (value: number) => Math.round(value * 10) / 10;
/** A child in the first grade of an American school, by which these scales were made, is six. */
const ageOfGrade = (grade: number) => Math.max(5, Math.round(grade) + 5);

/**
 * Reading ease of an English text: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233. Its age by
 * the grade level of J. P. Kincaid et al., "Derivation of new readability formulas", Research Branch Report 8-75 (1975), plus five.
 */
function readingEase({ words, sentences, syllables }: TextCounts): Readability {
  const perSentence = words / sentences;
  const perWord = syllables / words;
  return {
    formula: 'READING_EASE',
    score: tenth(206.835 - 1.015 * perSentence - 84.6 * perWord),
    readingAge: ageOfGrade(0.39 * perSentence + 11.8 * perWord - 15.59),
  };
}

/** From how many long words in a sentence on a text is of a grade: J. Anderson, "Lix and Rix", Journal of Reading 26 (1983), 490-496. */
const GRADES = [0.2, 0.5, 0.8, 1.3, 1.8, 2.4, 3.0, 3.7, 4.5, 5.3, 6.2, 7.2];

/**
 * LIX of a text in any language written with letters: C. H. Björnsson, "Läsbarhet" (Stockholm, 1968). Its age by the grade that Anderson
 * gives for the long words in a sentence, plus five.
 */
function lix({ words, sentences, longWords }: TextCounts): Readability {
  const inSentence = longWords / sentences;
  return {
    formula: 'LIX',
    score: tenth(words / sentences + (100 * longWords) / words),
    readingAge: ageOfGrade(1 + GRADES.filter((bound) => inSentence >= bound).length),
  };
}

/** How hard a text is to read; null when it is too short for any formula. */
export function readabilityOf(counts: TextCounts, language: string): Readability | null {
  if (counts.words < MIN_WORDS) return null;
  return primaryLanguage(language) === 'en' ? readingEase(counts) : lix(counts);
}
