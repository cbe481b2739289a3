import type { Problem } from '@courtesy/kernel';

/** Why a text came in the language it did. */
export type LanguageMatch = 'WANTED' | 'BROADER' | 'RELATED' | 'DEFAULT';

/** The language chosen among those at hand, and why. */
export interface LanguageChoice {
  readonly language: string;
  readonly match: LanguageMatch;
}

/** The longest language tag that is kept: RFC 5646 asks for no more. */
export const MAX_LANGUAGE_TAG = 35;

/** A BCP 47 tag as it is kept, such as `en-GB` for `EN-gb`; null for what is no tag. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** What is wrong with a language tag; empty when nothing is. */
export function problemsOfLanguage(path: string, tag: string): Problem[] {
  if (tag.length <= MAX_LANGUAGE_TAG && canonicalLanguage(tag) !== null) return [];
  return [{ path, message: `"${tag.slice(0, 50)}" is no language tag of BCP 47, such as cy or en-GB` }];
}

/** The language itself, without region and script: `en` of `en-GB`. */
export const primaryLanguage = (tag: string): string => (tag.split('-')[0] ?? tag).toLowerCase();

/** A tag and its shorter forms, the longest first: the lookup of RFC 4647, section 3.4. */
function lookupChain(tag: string): string[] {
  const parts = tag.split('-');
  const chain: string[] = [];
  while (parts.length > 0) {
    chain.push(parts.join('-'));
    parts.pop();
    // A single letter introduces what follows it and means nothing alone.
    if (parts.at(-1)?.length === 1) parts.pop();
  }
  return chain;
}

// Traditional and simplified Chinese share a language and not a script: neither reads for the other.
const scriptOf = (tag: string): string => {
  const { language, script } = new Intl.Locale(tag).maximize();
  return `${language}-${script ?? ''}`;
};

function chooseFor(available: readonly string[], wanted: string): LanguageChoice | null {
  const [exact, ...broader] = lookupChain(wanted);
  if (exact !== undefined && available.includes(exact)) return { language: exact, match: 'WANTED' };
  const wider = broader.find((tag) => available.includes(tag));
  if (wider !== undefined) return { language: wider, match: 'BROADER' };
  const related = [...available].sort().find((tag) => scriptOf(tag) === scriptOf(wanted));
  return related === undefined ? null : { language: related, match: 'RELATED' };
}

/**
 * The language for somebody who wants `wanted`, best first. For each wanted one: itself; its shorter forms (`en` for `en-GB`); another
 * region's in the same script (`en-US` for `en-GB`). When none of them leads anywhere, `otherwise`. Null when that is not at hand either.
 * All tags must be canonical.
 */
export function chooseLanguage(
  available: readonly string[],
  wanted: readonly string[],
  otherwise: string,
): LanguageChoice | null {
  for (const tag of wanted) {
    const choice = chooseFor(available, tag);
    if (choice) return choice;
  }
  return available.includes(otherwise) ? { language: otherwise, match: 'DEFAULT' } : null;
}

/** The most languages that somebody may want. */
export const MAX_LANGUAGES = 10;

/** What is wrong with the languages that somebody wants; empty when nothing is. */
export function problemsOfLanguages(path: string, languages: readonly string[]): Problem[] {
  return languages.length > MAX_LANGUAGES
    ? [{ path, message: `has ${languages.length}; at most ${MAX_LANGUAGES} may be wanted` }]
    : languages.flatMap((tag, index) => problemsOfLanguage(`${path}[${index}]`, tag));
}

/** Tags as they are kept. Those that are none are left out: {@link problemsOfLanguages} has told of them. */
export const canonicalLanguages = (languages: readonly string[]): readonly string[] =>
  languages.flatMap((tag) => canonicalLanguage(tag) ?? []);
