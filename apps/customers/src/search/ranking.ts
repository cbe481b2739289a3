import type { CustomerMatchField, CustomerMatchManner } from '@courtesy/graph-types/customers';
import type { SearchQuery } from './query.ts';
import { alikeness, wordsOf } from './words.ts';

/** Something recorded about a customer that may be what is looked for. */
export interface Found {
  /** Who stands for the customer today. */
  readonly customerId: string;
  /** Whether it is on record of a customer who was merged into that one. */
  readonly merged: boolean;
  readonly field: CustomerMatchField;
  readonly value: string;
  /** Another spelling by which it may match: of a contact point the one it is looked up by, of a name given and family name. */
  readonly spelling: string;
  /** Whether it is out of use. */
  readonly ended: boolean;
}

/** Why a customer was found. */
export interface CustomerMatch {
  readonly field: CustomerMatchField;
  readonly manner: CustomerMatchManner;
  readonly value: string;
  readonly score: number;
  readonly ended: boolean;
  readonly merged: boolean;
}

/** A customer who was found, with the reasons, the best first. */
export interface RankedCustomer {
  readonly customerId: string;
  readonly score: number;
  readonly matches: readonly CustomerMatch[];
}

interface Likeness {
  readonly manner: CustomerMatchManner;
  readonly score: number;
}

/** What is no longer in use counts for so much of what it would otherwise. */
const ENDED = 0.6;
/** A beginning or an ending is worth at least this much, and more the more of the whole it is. */
const PART = 0.8;
/** What is as unlike as this was found by chance. */
const LEAST = 0.5;
/** Each word too many in a name takes away so much. */
const SURPLUS = 0.02;
const MAX_MATCHES = 5;

const whole: Likeness = { manner: 'EXACT', score: 1 };
const part = (manner: CustomerMatchManner, asked: string, known: string): Likeness => ({
  manner,
  score: PART + (1 - PART) * Math.min(1, asked.length / known.length) * 0.9,
});

/** How well one word stands for another. */
function wordLikeness(asked: string, known: string): Likeness {
  if (asked === known) return whole;
  if (known.startsWith(asked)) return part('BEGINNING', asked, known);
  const isFarOff = Math.min(asked.length, known.length) < LEAST * Math.max(asked.length, known.length);
  return { manner: 'ALIKE', score: isFarOff ? 0 : 0.95 * alikeness(asked, known) };
}

/** How well words asked for stand for words on record: each for the one it is most like, wherever that stands. */
export function textLikeness(asked: readonly string[], known: readonly string[]): Likeness {
  let sum = 0;
  let manner: CustomerMatchManner = 'EXACT';
  for (const word of asked) {
    let best: Likeness = { manner: 'ALIKE', score: 0 };
    for (const other of known) {
      const likeness = wordLikeness(word, other);
      if (likeness.score > best.score) best = likeness;
    }
    sum += best.score;
    if (best.manner === 'ALIKE' || manner === 'EXACT') manner = best.manner;
  }
  const surplus = Math.max(0, known.length - asked.length);
  if (manner === 'EXACT' && surplus > 0) manner = 'BEGINNING';
  return { manner, score: Math.max(0, sum / Math.max(1, asked.length) - SURPLUS * Math.min(5, surplus)) };
}

const better = (a: Likeness, b: Likeness) => (b.score > a.score ? b : a);

function addressLikeness(query: SearchQuery, { spelling }: Found): Likeness {
  const { address } = query;
  const local = spelling.split('@')[0] ?? '';
  if (address === null) return scaled(0.9, textLikeness(query.words, wordsOf(local)));
  if (address === spelling) return whole;
  if (spelling.startsWith(address)) return part('BEGINNING', address, spelling);
  const alike: Likeness = { manner: 'ALIKE', score: 0.95 * alikeness(address, spelling) };
  return query.words.length === 0 ? alike : better(alike, scaled(0.9, textLikeness(query.words, wordsOf(local))));
}

const scaled = (by: number, { manner, score }: Likeness): Likeness => ({ manner, score: by * score });

function numberLikeness({ digits }: SearchQuery, { spelling }: Found): Likeness {
  const known = spelling.replace(/\D/g, '');
  let best: Likeness = { manner: 'ALIKE', score: 0 };
  for (const asked of digits)
    best = better(best, asked === known ? whole : known.endsWith(asked) ? part('ENDING', asked, known) : best);
  return best;
}

function referenceLikeness({ reference }: SearchQuery, { value }: Found): Likeness {
  const asked = reference ?? '';
  return asked === value.toLowerCase() ? whole : part('BEGINNING', asked, value);
}

/** The words, and each with the next as one: a postcode is written with its gap or without. */
const withPairs = (words: readonly string[]) => [
  ...words,
  ...words.slice(1).map((word, place) => `${words[place] ?? ''}${word}`),
];

/** How well something on record is what is looked for. */
function likenessOf(query: SearchQuery, found: Found): Likeness {
  switch (found.field) {
    case 'NAME':
      return better(
        textLikeness(query.words, wordsOf(found.value)),
        found.spelling ? textLikeness(query.words, wordsOf(found.spelling)) : { manner: 'ALIKE', score: 0 },
      );
    case 'EMAIL':
    case 'SOCIAL':
      return addressLikeness(query, found);
    case 'PHONE':
      return numberLikeness(query, found);
    case 'POSTAL':
      return scaled(0.85, textLikeness(query.words, withPairs(wordsOf(found.value))));
    case 'EXTERNAL_ID':
    case 'ORDER_NUMBER':
      return referenceLikeness(query, found);
    case 'CUSTOMER_ID':
    case 'REFERENCE':
      return whole;
  }
}

const rounded = (score: number) => Math.round(score * 1000) / 1000;

function matchOf(query: SearchQuery, found: Found): CustomerMatch | null {
  const { manner, score } = likenessOf(query, found);
  if (score < LEAST) return null;
  const { field, value, ended, merged } = found;
  return { field, manner, value, score: rounded(ended ? score * ENDED : score), ended, merged };
}

const byScore = (a: CustomerMatch, b: CustomerMatch) =>
  b.score - a.score || (a.field < b.field ? -1 : a.field > b.field ? 1 : a.value < b.value ? -1 : 1);

/**
 * The customers whom a query finds, the best first: by their best match, then by how many things match, then by id. What is out of use counts
 * for less than the same in use. The same rows give the same order, however they come.
 */
export function rank(query: SearchQuery, found: readonly Found[]): RankedCustomer[] {
  const matches = new Map<string, Map<string, CustomerMatch>>();
  for (const each of found) {
    const match = matchOf(query, each);
    if (!match) continue;
    const own = matches.get(each.customerId) ?? new Map<string, CustomerMatch>();
    matches.set(each.customerId, own);
    const key = `${match.field} ${match.value}`;
    const known = own.get(key);
    if (!known || known.score < match.score) own.set(key, match);
  }
  const ranked = [...matches].map(([customerId, own]): RankedCustomer => {
    const sorted = [...own.values()].toSorted(byScore);
    return { customerId, score: sorted[0]?.score ?? 0, matches: sorted.slice(0, MAX_MATCHES) };
  });
  return ranked.toSorted(
    (a, b) => b.score - a.score || b.matches.length - a.matches.length || (a.customerId < b.customerId ? -1 : 1),
  );
}

/** A score so good that what only sounds alike would be in the way. */
const GOOD = 0.9;
/** The round from which on names are looked for by their sound, or by some of their words. */
const LAST_RESORT = 3;

/**
 * Whether to look no further: when there are more than were asked for, when it is somebody's very address, number or id, and before the
 * last resorts when somebody was found who is nearly right.
 */
export function isEnough(
  ranked: readonly RankedCustomer[],
  { round, first }: { readonly round: number; readonly first: number },
): boolean {
  const [best] = ranked;
  const match = best?.matches[0];
  if (!best || !match) return false;
  const isCertain = match.score === 1 && match.field !== 'NAME';
  return isCertain || ranked.length > first || (round >= LAST_RESORT && best.score >= GOOD);
}
