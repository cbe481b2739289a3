import { spellings, wordsOf } from './words.ts';

/** The longest text that is looked for, in characters. */
export const MAX_TEXT = 200;
/** The shortest one. */
export const MIN_TEXT = 2;
/** How many of its words count. */
const MAX_WORDS = 6;
/** The fewest digits that can be the end of a telephone number, and the fewest characters that can begin a reference. */
const MIN_DIGITS = 4;
const MIN_REFERENCE = 3;
/** How far into a word the database knows its beginning by heart. */
const MAX_BEGINNING = 8;

/** What somebody who writes a text in the search box can mean. */
export interface SearchQuery {
  readonly words: readonly string[];
  /** A global id of a customer, contact point, external identity or purchase. */
  readonly globalId: string | null;
  /** The beginning of an e-mail address or a name on a social network. */
  readonly address: string | null;
  /** Of an e-mail address, the words before the @, digits apart: how a misspelt one is found. */
  readonly addressWords: readonly string[];
  /** The last digits of a telephone number, as they may be on record: with and without what one dials at home or from abroad. */
  readonly digits: readonly string[];
  /** The beginning of an id in another system, or of an order number. */
  readonly reference: string | null;
}

const GLOBAL_ID = /^(cust|cpt|xid|pur)_[0-9a-z]{26}$/;
/** A telephone number as people write it. */
const NUMBER = /^\+?[\d\s().\-/]+$/;

function endingsOf(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  if (!NUMBER.test(text) || digits.length < MIN_DIGITS) return [];
  const bare = digits.replace(/^0{1,2}/, '');
  return bare === digits || bare.length < MIN_DIGITS ? [digits] : [digits, bare];
}

/** Reads what is looked for. Null when it is too short or too long to look for. */
export function readQuery(given: string): SearchQuery | null {
  const text = given.trim();
  const isText = text.isWellFormed() && !text.includes('\0');
  if (text.length < MIN_TEXT || text.length > MAX_TEXT || !isText) return null;
  const isOneWord = !/\s/.test(text);
  const isAddress = isOneWord && text.includes('@');
  const local = isAddress ? text.slice(0, text.lastIndexOf('@')) : '';
  return {
    words: isAddress ? [] : wordsOf(text).slice(0, MAX_WORDS),
    globalId: GLOBAL_ID.test(text.toLowerCase()) ? text.toLowerCase() : null,
    address: isOneWord && text.length >= MIN_REFERENCE ? text.toLowerCase().replace(/^@/, '') : null,
    addressWords: wordsOf(local.replace(/([0-9]+)/g, ' $1 ')).slice(0, MAX_WORDS),
    digits: endingsOf(text),
    reference: isOneWord && !isAddress && text.length >= MIN_REFERENCE ? text.toLowerCase() : null,
  };
}

/** Keys of the search index of which a row must have all, and groups of keys of each of which it must have one. */
export interface Keys {
  readonly all: readonly string[];
  readonly some: readonly (readonly string[])[];
}

/** What finds the names in which each word stands, or begins. Null when there is nothing to go by. */
export function beginningKeys(words: readonly string[]): Keys | null {
  const all = words.filter((word) => word.length > 1).map((word) => `<${word.slice(0, MAX_BEGINNING)}`);
  return all.length > 0 ? { all, some: [] } : null;
}

/** Whether the database keeps keys of a word wherever it stands. */
const hasKeys = (word: string) => word.length > 2 || /^[0-9]/.test(word);

/** What finds the contact points in which each word stands. */
export function wordKeys(words: readonly string[]): Keys | null {
  const all = words.filter(hasKeys).map((word) => `~${word}`);
  return all.length > 0 ? { all, some: [] } : null;
}

/** What finds the texts in which each word stands, or one that is a typing error of it. */
export function spellingKeys(words: readonly string[]): Keys | null {
  const known = words.filter(hasKeys);
  const some = known.map((word) => spellings(word).map((spelling) => `~${spelling}`));
  return some.length > 0 ? { all: [], some } : null;
}
