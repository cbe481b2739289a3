import { placesIn, type TextPlace } from '../plain-language/text-place.ts';

/** A piece of a letter's text: words, a place where a value goes, or the mark that a required element begins. */
export type MergePart =
  | { readonly type: 'WORDS'; readonly words: string }
  | { readonly type: 'FIELD'; readonly name: string; readonly at: TextPlace }
  | { readonly type: 'ELEMENT'; readonly key: string; readonly at: TextPlace };

/** Braces that are no placeholder. */
export interface BrokenPlaceholder {
  readonly at: TextPlace;
  /** What stands there, at most 40 characters. */
  readonly excerpt: string;
}

/** A text taken apart. */
export interface MergeText {
  readonly parts: readonly MergePart[];
  readonly broken: readonly BrokenPlaceholder[];
}

/** What a merge field may be called. */
export const FIELD_NAME = /^[a-z][a-zA-Z0-9_]{0,39}$/;
/** What a required element may be called: the key by which a complaint regime asks for it. */
export const ELEMENT_KEY = /^[a-z0-9][a-z0-9.-]{0,63}$/;

const PLACEHOLDER = /\{\{\s*(element:)?([^{}\s]+)\s*\}\}/g;
const STRAY = /\{\{|\}\}/g;
const MAX_EXCERPT = 40;

function partAt(match: RegExpExecArray, at: TextPlace): MergePart | null {
  const [, element, name = ''] = match;
  if (element) return ELEMENT_KEY.test(name) ? { type: 'ELEMENT', key: name, at } : null;
  return FIELD_NAME.test(name) ? { type: 'FIELD', name, at } : null;
}

/**
 * Takes a text apart in one pass. `{{name}}` is where the value of a field goes, `{{element:key}}` marks where a required element begins;
 * any other pair of braces is broken.
 */
export function parseMergeText(text: string): MergeText {
  const parts: MergePart[] = [];
  const broken: BrokenPlaceholder[] = [];
  const placeAt = placesIn(text);
  const breakAt = (offset: number) =>
    void broken.push({ at: placeAt(offset), excerpt: text.slice(offset, offset + MAX_EXCERPT) });
  const words = (from: number, to: number) => {
    if (from === to) return;
    parts.push({ type: 'WORDS', words: text.slice(from, to) });
    for (const stray of text.slice(from, to).matchAll(STRAY)) breakAt(from + stray.index);
  };
  let done = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    words(done, match.index);
    done = match.index + match[0].length;
    const part = partAt(match, placeAt(match.index));
    if (part) parts.push(part);
    else breakAt(match.index);
  }
  words(done, text.length);
  return { parts, broken };
}

/**
 * Puts values into a text that was taken apart before. A value is words and nothing else: it is not looked into again, so braces in it stay
 * braces. The marks of required elements leave nothing behind.
 */
export function fillIn(parts: readonly MergePart[], values: ReadonlyMap<string, string>): string {
  return parts
    .map((part) => {
      if (part.type === 'WORDS') return part.words;
      return part.type === 'FIELD' ? (values.get(part.name) ?? '') : '';
    })
    .join('');
}
