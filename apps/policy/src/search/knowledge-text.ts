import { primaryLanguage } from '../language/language.ts';

/** An approved text as it is searched. */
export interface KnowledgeText {
  /** The version that says it. */
  readonly textId: string;
  /** Which of the version's texts it is, from 0. */
  readonly variant: number;
  readonly kind: 'ARTICLE' | 'LETTER';
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly keywords: readonly string[];
}

/** A piece of a text that was found. */
export interface HighlightedText {
  readonly text: string;
  readonly matched: boolean;
}

/** Something that a search found. */
export interface KnowledgeHit {
  readonly id: string;
  readonly kind: KnowledgeText['kind'];
  readonly textId: string;
  readonly title: string;
  readonly language: string;
  /** Pieces of its text with {@link MARKS}. */
  readonly headline: string;
  readonly matchedWords: number;
  /** How well it fits, as a whole number, so that a place in the list is one for sure. */
  readonly score: number;
}

/** Which of PostgreSQL's text search configurations knows a language. Each of them is part of every PostgreSQL since 15. */
const CONFIGURATIONS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nb: 'norwegian',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** The text search configuration for a language: `simple`, which compares words as they are written, for one that none knows. */
export const configurationOf = (language: string): string => CONFIGURATIONS[primaryLanguage(language)] ?? 'simple';

/** All configurations that {@link configurationOf} names. */
export const configurations: readonly string[] = [...new Set([...Object.values(CONFIGURATIONS), 'simple'])];

/** What the database puts around what it found: characters for private use, which no text needs. */
export const MARKS = { start: '\uE000', stop: '\uE001', cut: '\uE002' } as const;

const MARK = /[\uE000\uE001\uE002]/;

/** A text without the characters that {@link MARKS} uses. */
export const withoutMarks = (text: string): string => text.replace(/[\uE000-\uE002]/g, '');

/** What the database found, with marks around it, as pieces. */
export function piecesOf(headline: string): readonly HighlightedText[] {
  const pieces: HighlightedText[] = [];
  let matched = false;
  let rest = headline;
  while (rest !== '') {
    const at = rest.search(MARK);
    const text = at === -1 ? rest : rest.slice(0, at);
    if (text !== '') pieces.push({ text, matched });
    if (at === -1) break;
    if (rest[at] === MARKS.cut) pieces.push({ text: ' … ', matched: false });
    matched = rest[at] === MARKS.start;
    rest = rest.slice(at + 1);
  }
  return pieces;
}
