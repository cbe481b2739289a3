import type { PersonalWordKind } from '@courtesy/graph-types/workforce';

/** Something in a text that tells who somebody is, and where it stands. */
export interface PersonalWord {
  readonly kind: PersonalWordKind;
  /** The place of its first character, from 0, in the text as Unicode composes it. */
  readonly from: number;
  readonly text: string;
}

/** What is known of the people of a case: what they are called, and how they are reached. */
export interface KnownPeople {
  readonly names: readonly string[];
  readonly contactPoints: readonly string[];
}

/** They stand where something was taken out already, a name or something else; no rule looks into them, and none sees them as words. */
const [MASK, NAME_MASK] = ['\uE000', '\uE001'];
const MASKS = /[\uE000\uE001]/gu;

/** What is written in place of what is taken out. */
export const placeholders: Readonly<Record<Exclude<PersonalWordKind, 'SUM'>, string>> = {
  ...{ NAME: '[name]', EMAIL: '[e-mail address]', LINK: '[link]', PHONE: '[telephone number]' },
  ...{ ADDRESS: '[address]', DATE: '[date]', NUMBER: '[number]' },
};
/** Sums are told by their size alone. */
export const sums = ['[a sum below ten]', '[a sum in the tens]', '[a sum in the hundreds]', '[a sum in the thousands]'];

/** Capitalised words that name nobody: those with which sentences begin, days, months and a few short forms. */
const ALLOWED = new Set(
  `a an the i i'm i've i'd i'll we we're we've we'd we'll they he she it it's you your my our their his her its this that these those
there here what when where why who how which if and but or so then yes no not never please thank thanks hello hi dear regards sorry can could would
will shall should may might must do does did don't didn't is are was were isn't wasn't has have had be been am for from to in on at by with without
as of after before since until now today tomorrow yesterday also just still only because while once all any some every each both many most nothing
nobody somebody someone everybody everyone everything let let's kind best yours sincerely faithfully good morning afternoon evening
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
ask ring call tell write send give find read see look ok okay pin vat tv uk eu sms dvd usb pdf faq`.split(/\s+/u),
);
const isAllowed = (word: string) => ALLOWED.has(word.toLowerCase().replaceAll('’', "'"));

const WORD = String.raw`\p{L}[\p{L}'’-]*`;
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)';
const ROAD =
  '(?:street|st|road|rd|lane|ln|avenue|ave|drive|close|court|way|place|square|terrace|gardens|grove|crescent|hill|row|mews|boulevard|straße|strasse|gasse|platz|weg|allee)';
const CURRENCY = '(?:pounds?|quid|euros?|dollars?|pence|cents?|gbp|usd|eur|p)';

/** What looks like somebody, in the order in which it is looked for: what an earlier rule takes a later one does not see. */
const rules: readonly (readonly [PersonalWordKind, RegExp])[] = [
  ['EMAIL', /(?<![^\s@<>()[\]"',;])[^\s@<>()[\]"',;]+@[^\s@<>()[\]"',;]+\.\p{L}{2,}/giu],
  ['EMAIL', /[\w.+-]+\s+[([]?at[)\]]?\s+[\w-]+\s+[([]?dot[)\]]?\s+\p{L}{2,}/giu],
  ['LINK', /(?:https?:\/\/|www\.)\S+/giu],
  ['LINK', /(?<!\S)@\w{2,}/giu],
  ['ADDRESS', /(?<![\p{L}\d])[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}(?![\p{L}\d])/giu],
  ['ADDRESS', new RegExp(String.raw`(?<![\p{L}\d])\d+[a-z]?\s+(?:${WORD}\.?\s+){1,3}?${ROAD}(?![\p{L}\d])`, 'giu')],
  ['SUM', new RegExp(String.raw`(?:[£$€¥]|(?<!\p{L})(?:gbp|usd|eur))\s?\d[\d.,]*(?:\s?[km](?!\p{L}))?`, 'giu')],
  ['SUM', new RegExp(String.raw`(?<![\p{L}\d.,])\d[\d.,]*\s?(?:[£$€¥]|${CURRENCY}(?![\p{L}\d]))`, 'giu')],
  ['DATE', /(?<![\p{L}\d])\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d)/giu],
  [
    'DATE',
    new RegExp(
      String.raw`(?<![\p{L}\d])\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+${MONTH}(?!\p{L})(?:,?\s+\d{2,4}(?!\d))?`,
      'giu',
    ),
  ],
  [
    'DATE',
    new RegExp(String.raw`(?<!\p{L})${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?(?![\p{L}\d])(?:,?\s+\d{2,4}(?!\d))?`, 'giu'),
  ],
  ['PHONE', /\+?\d(?:[\s().\/-]*\d){6,}/giu],
  ['NUMBER', /(?<![\p{L}\d_])[a-z]{2,6}_[0-9a-z]{10,}/giu],
  // Letters and at least two digits in one word are an order, a contract, a number plate.
  ['NUMBER', /(?<![\p{L}\d])(?=[\p{L}/-]*\d[\p{L}/-]*\d)(?=[\d/-]*\p{L})[\p{L}\d]+(?:[-/][\p{L}\d]+)*/giu],
  ['NUMBER', /\d(?:[\s-]?\d){3,}/giu],
  [
    'NAME',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Mm]rs?|[Mm]s|Miss|[Mm]x|[Dd]r|[Pp]rof|Sir|Dame|Lady|Lord|Herr|Frau)\.?\s+${WORD}(?:\s+\p{Lu}[\p{L}'’-]*)*`,
      'gu',
    ),
  ],
  [
    'NAME',
    new RegExp(
      String.raw`(?<=(?<!\p{L})(?:my name is|my name['’]s|name is|i am called)\s+)${WORD}(?:\s+${WORD})?`,
      'giu',
    ),
  ],
  [
    'NAME',
    new RegExp(String.raw`(?<=(?<!\p{L})(?:regards|sincerely|faithfully|cheers)[,.]?\s+)${WORD}(?:\s+${WORD})?`, 'giu'),
  ],
];

/** Capitalised words that begin no sentence, or stand before another, or before a name that was taken out. */
const capitalised = [
  /(?<=[\p{Ll}\p{N},;:)\uE000\uE001]["'’”]?\s+["'“‘(]?)\p{Lu}[\p{L}'’-]+/gu,
  /\p{Lu}[\p{L}'’-]+(?=\s+(?:\p{Lu}\p{Ll}|\uE001))/gu,
];

const foldOne = (character: string) => character.normalize('NFD').charAt(0).toLowerCase();
/** A text of the same length without accents and capitals. */
const folded = (text: string) => Array.from({ length: text.length }, (_, i) => foldOne(text.charAt(i))).join('');
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);

/** The words of names that are looked for whatever their case: two letters or more. */
const nameWords = ({ names }: KnownPeople): string[] =>
  [...new Set(names.flatMap((name) => folded(name.normalize('NFC')).split(/[^\p{L}]+/u)))].filter(
    (word) => word.length > 1,
  );

/** Contact points whole, and the parts of postal addresses. */
const contactParts = ({ contactPoints }: KnownPeople): string[] =>
  [
    ...new Set(
      contactPoints.flatMap((each) => [each, ...each.split(',')].map((part) => folded(part.trim().normalize('NFC')))),
    ),
  ]
    .filter((part) => part.length > 2)
    .sort((a, b) => b.length - a.length);

/** A text in which each of these words, in order and none over another, is written otherwise. */
function rewritten(text: string, words: readonly PersonalWord[], instead: (word: PersonalWord) => string): string {
  const pieces: string[] = [];
  let at = 0;
  for (const word of words) {
    pieces.push(text.slice(at, word.from), instead(word));
    at = word.from + word.text.length;
  }
  return pieces.join('') + text.slice(at);
}
const masking = ({ kind, text }: PersonalWord) => (kind === 'NAME' ? NAME_MASK : MASK).repeat(text.length);

/** A text in which what was taken out is masked. */
function masked(text: string): string {
  return [...Object.values(placeholders), ...sums].reduce((rest, placeholder) => {
    const mask = placeholder === placeholders.NAME ? NAME_MASK : MASK;
    return rest.replaceAll(placeholder, mask.repeat(placeholder.length));
  }, text);
}

/** Everything in a text that tells who somebody is, in order; nothing in one that is clean. */
export function personalWordsIn(given: string, known: KnownPeople): PersonalWord[] {
  const text = given.normalize('NFC');
  const found: PersonalWord[] = [];
  let rest = masked(text);
  const take = (kind: PersonalWordKind, pattern: RegExp, seen: string, passes = (_: string) => true) => {
    const words = [...seen.matchAll(pattern)].flatMap(({ 0: match, index }): PersonalWord[] => {
      const isTaken = rest.slice(index, index + match.length).search(MASKS) >= 0;
      return isTaken || !passes(match) ? [] : [{ kind, from: index, text: text.slice(index, index + match.length) }];
    });
    found.push(...words);
    rest = rewritten(rest, words, masking);
  };
  for (const part of contactParts(known))
    take('ADDRESS', new RegExp(`(?<![\\p{L}\\d])${escaped(part)}(?![\\p{L}\\d])`, 'gu'), folded(rest));
  for (const [kind, pattern] of rules) take(kind, pattern, rest);
  for (const word of nameWords(known))
    take('NAME', new RegExp(`(?<!\\p{L})${escaped(word)}(?!\\p{L})`, 'gu'), folded(rest));
  for (const pattern of capitalised) take('NAME', pattern, rest, (word) => !isAllowed(word));
  return found.sort((a, b) => a.from - b.from);
}

/** What is written in place of a sum: how large it is, and no figure. */
function sumOf(text: string): string {
  const digits = text.replaceAll(/[^\d.,]/gu, '').replace(/[.,]\d{1,2}$/u, '');
  const size = digits.replaceAll(/\D/gu, '').replace(/^0+/u, '').length + (/\d\s?[km]$/iu.test(text) ? 3 : 0);
  return sums[Math.min(Math.max(size - 1, 0), sums.length - 1)] ?? '';
}

/** A text out of which everything was taken that tells who somebody is. What was taken out can give away what stood beside it, so it is looked at until nothing is found. */
export function redacted(given: string, known: KnownPeople): string {
  let text = given.normalize('NFC').replaceAll(MASKS, '');
  for (let found = personalWordsIn(text, known); found.length > 0; found = personalWordsIn(text, known)) {
    text = rewritten(text, found, (word) => (word.kind === 'SUM' ? sumOf(word.text) : placeholders[word.kind]));
  }
  return text;
}
