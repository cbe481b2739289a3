/** What is known of somebody that spells them. */
export interface Known {
  /** Each as its parts, such as given and family name; one that is a single word has one part. */
  readonly names: readonly (readonly string[])[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Names on social networks. */
  readonly handles: readonly string[];
  /** Lines, localities and postcodes of their addresses. */
  readonly places: readonly string[];
  /** By what other systems know them. */
  readonly externalIds: readonly string[];
  /** Whether nobody else among the customers is called as they are: then their whole name is theirs wherever it stands. */
  readonly namesAreTheirs: boolean;
}

/** Regular expressions of PostgreSQL by which somebody is found: wherever it stands, and in rows that are theirs. */
export interface Patterns {
  readonly everywhere: string;
  readonly own: string;
}

/** Matches nothing at all: an anonymous customer is found by nothing. */
const NOTHING = '(?:a\\Ab)';
/** Shorter numbers are found in too much that is none. */
const SHORTEST_PHONE = 7;
/** Shorter words, such as a name of two letters or the number of a house, would take half of every sentence along. */
const SHORTEST_WORD = 3;

const literally = (text: string) => text.replaceAll(/[\\^$.|?*+()[\]{}-]/g, '\\$&');
const isLetter = (character: string) => /[\p{L}\p{N}]/u.test(character);

/** A word or words as they may be set: as whole words, whatever white space is between them. */
function words(text: string): string {
  const inside = text.trim().split(/\s+/).map(literally).join('[\\s,]+');
  const [first = '', last = ''] = [text.trim().at(0), text.trim().at(-1)];
  return `${isLetter(first) ? '\\m' : ''}${inside}${isLetter(last) ? '\\M' : ''}`;
}

/** A number however it is punctuated, with its country code, with a nought instead, or without either. */
function phone(text: string): string | null {
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < SHORTEST_PHONE) return null;
  // The last nine digits are the number within its country nearly everywhere; what stands before may be written in several ways.
  const core = digits.slice(-9);
  return `(?:[+]?[0-9][0-9 ().\\/-]{0,8})?${[...core].join('[ ().\\/-]{0,3}')}`;
}

const either = (patterns: readonly string[]) => (patterns.length > 0 ? `(?:${patterns.join('|')})` : NOTHING);
const distinct = (texts: readonly (string | null)[]) =>
  [...new Set(texts.filter((text): text is string => Boolean(text)))].toSorted((a, b) => b.length - a.length);

/** By what somebody is found. The longest comes first, so that a whole name goes before its parts. */
export function patternsOf(known: Known): Patterns {
  const long = (text: string) => text.trim().length >= SHORTEST_WORD;
  const whole = known.names
    .filter((parts) => parts.length > 1)
    .flatMap((parts) => [parts.join(' '), parts.toReversed().join(' ')])
    .map(words);
  const reach = [
    ...known.emails.map((email) => literally(email.trim())),
    ...known.phones.map(phone),
    ...known.handles.filter(long).map((handle) => literally(handle.trim())),
  ];
  const parts = [...known.names.flat(), ...known.places, ...known.externalIds].filter(long).map(words);
  return {
    everywhere: either(distinct([...reach, ...(known.namesAreTheirs ? whole : [])])),
    own: either(distinct([...reach, ...whole, ...parts])),
  };
}
