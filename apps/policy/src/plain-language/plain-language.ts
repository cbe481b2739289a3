import type { PlainLanguageFindingKind } from '@courtesy/graph-types/policy';
import { primaryLanguage } from '../language/language.ts';
import { placesIn } from './text-place.ts';
import { LIX_LETTERS, readabilityOf, syllablesOf, type Readability, type TextCounts } from './readability.ts';

/** Something that makes a text hard to read, and where. */
export interface PlainLanguageFinding {
  readonly kind: PlainLanguageFindingKind;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly excerpt: string;
}

/** How plainly a text is written. */
export interface PlainLanguageCheck {
  readonly words: number;
  readonly sentences: number;
  /** Null when the text is too short, or in a script that no formula here is made for. */
  readonly readability: Readability | null;
  /** At most {@link MAX_FINDINGS}, in the order of the text. */
  readonly findings: readonly PlainLanguageFinding[];
}

/** A sentence is long when it has more words: the limit of the GOV.UK content guidance. */
export const LONG_SENTENCE = 25;
/** A word is long when it has more letters. */
export const LONG_WORD = 13;
/** How much of a text is looked over, in characters: enough for an average, and done before anybody else has to wait. */
export const MAX_CHECKED = 20_000;
/** The most findings of one text. */
export const MAX_FINDINGS = 200;
const MAX_EXCERPT = 120;

const IRREGULAR =
  'been begun broken brought built bought caught chosen done drawn driven eaten fallen felt found forgotten given gone held kept known ' +
  'laid led left lent lost made meant met paid put read said seen sent set shown shut sold spent spoken taken taught told thought ' +
  'understood won written';
const PASSIVE = new RegExp(
  `\\b(?:am|is|are|was|were|be|been|being)\\s+(?:not\\s+|\\w+ly\\s+)?(?:\\w{2,}ed|${IRREGULAR.split(' ').join('|')})\\b`,
  'gi',
);
// A line that ends in the middle of a paragraph ends no sentence; one before a list item, a heading or an empty line does.
const WRAPPED = /(?<=\S[^\S\n]*)\n(?![^\S\n]*(?:\n|[-*+#>|]|\d+[.)]))/g;
const LETTER = /\p{L}/u;
const OTHER_SCRIPT = /(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{L}/gu;

interface Span {
  readonly offset: number;
  readonly text: string;
}

const segments = (text: string, language: string, granularity: 'sentence' | 'word') =>
  [...new Intl.Segmenter(language, { granularity }).segment(text)].map(({ index, segment, isWordLike }) => ({
    offset: index,
    text: segment,
    isWordLike,
  }));

interface Suspect extends Span {
  readonly kind: PlainLanguageFindingKind;
}

interface Sentence extends Span {
  readonly words: readonly Span[];
}

function sentencesOf(text: string, language: string): Sentence[] {
  return segments(text, language, 'sentence').flatMap((sentence) => {
    const words = segments(sentence.text, language, 'word')
      .filter((word) => word.isWordLike === true && LETTER.test(word.text))
      .map((word) => ({ offset: sentence.offset + word.offset, text: word.text }));
    const indent = sentence.text.length - sentence.text.trimStart().length;
    return words.length === 0 ? [] : [{ offset: sentence.offset + indent, text: sentence.text.trim(), words }];
  });
}

function countsOf(sentences: readonly Sentence[], english: boolean): TextCounts {
  const words = sentences.flatMap((sentence) => sentence.words);
  return {
    words: words.length,
    sentences: sentences.length,
    syllables: english ? words.reduce((sum, word) => sum + syllablesOf(word.text), 0) : 0,
    longWords: words.filter(({ text }) => [...text].length > LIX_LETTERS).length,
  };
}

function findingsOf(text: string, sentences: readonly Sentence[], english: boolean): PlainLanguageFinding[] {
  const long = sentences.filter(({ words }) => words.length > LONG_SENTENCE);
  const words = sentences.flatMap((each) => each.words).filter((word) => [...word.text].length > LONG_WORD);
  const passive = english
    ? sentences.flatMap(({ offset, text: sentence }) =>
        [...sentence.matchAll(PASSIVE)].map((match) => ({ offset: offset + match.index, text: match[0] })),
      )
    : [];
  const suspects: Suspect[] = [
    ...long.map((span) => ({ ...span, kind: 'LONG_SENTENCE' as const })),
    ...words.map((span) => ({ ...span, kind: 'LONG_WORD' as const })),
    ...passive.map((span) => ({ ...span, kind: 'PASSIVE' as const })),
  ];
  const placeAt = placesIn(text);
  return suspects
    .sort((a, b) => a.offset - b.offset)
    .slice(0, MAX_FINDINGS)
    .map(({ kind, offset, text: found }) => ({
      kind,
      ...placeAt(offset),
      excerpt: found.trim().slice(0, MAX_EXCERPT),
    }));
}

/** Looks the first {@link MAX_CHECKED} characters of a text over for what makes it hard to read. Its findings are hints: no rule knows what a sentence means. */
export function checkPlainLanguage(whole: string, language: string): PlainLanguageCheck {
  const text = whole.slice(0, MAX_CHECKED);
  const english = primaryLanguage(language) === 'en';
  const sentences = sentencesOf(text.replace(WRAPPED, ' '), language);
  const counts = countsOf(sentences, english);
  const strange = text.match(OTHER_SCRIPT)?.length ?? 0;
  const measurable = strange * 10 <= (text.match(/\p{L}/gu)?.length ?? 0);
  return {
    words: counts.words,
    sentences: counts.sentences,
    readability: measurable ? readabilityOf(counts, language) : null,
    findings: findingsOf(text, sentences, english),
  };
}
