import ts from 'typescript';

/** What one aggregate is called in each place where it is named. */
export interface Words {
  /** `gift-card`: folder, files and event types. */
  readonly file: string;
  /** `GiftCard`: the type in TypeScript and in the graph. */
  readonly type: string;
  /** `GiftCards`. */
  readonly types: string;
  /** `giftCard`: fields that hold one. */
  readonly one: string;
  /** `giftCards`: fields that hold several. */
  readonly many: string;
  /** `gift card`: in sentences. */
  readonly word: string;
  /** `gift cards`. */
  readonly words: string;
  /** `a gift card`. */
  readonly aWord: string;
  /** `gift_cards`: the table. */
  readonly table: string;
  /** `gift`: what its ids begin with. */
  readonly prefix: string;
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
/** As `createId` of the kernel wants it. */
const PREFIX = /^[a-z][a-z0-9]{0,15}$/;

/** A name or option that cannot be used; the message says what to write instead. */
export class UnusableName extends Error {}

const pascal = (kebab: string) => kebab.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
const camel = (kebab: string) => kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The regular English plural of the last word of a kebab-case name. */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** The singular that {@link pluralOf} made `name` of; a name that looks like no plural is returned as it is. */
export function singularOf(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(ss|x|z|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) ? name.slice(0, -1) : name;
}

/** One word, since it names the database, the roles and, in capitals, variables of the environment. */
const ONE_WORD = /^[a-z][a-z0-9]{0,30}$/;

/** Refuses what cannot name a subgraph, whose definition is a constant of that name. Throws {@link UnusableName}. */
export function requireService(name: string): string {
  const token = ts.createScanner(ts.ScriptTarget.Latest, true, undefined, name).scan();
  if (ONE_WORD.test(name) && token === ts.SyntaxKind.Identifier) return name;
  throw new UnusableName(
    `"${name}" cannot be the name of a subgraph: write one word in lower case that TypeScript leaves free.`,
  );
}

/** Refuses anything but kebab-case. Throws {@link UnusableName}. */
export function requireKebab(name: string, what: string): string {
  if (KEBAB.test(name)) return name;
  throw new UnusableName(`"${name}" cannot be the name of ${what}: write it in lower case with hyphens, as gift-card.`);
}

/** All names of an aggregate, from the one in the singular. Throws {@link UnusableName}. */
export function wordsOf(name: string, given: { readonly plural?: string; readonly prefix?: string } = {}): Words {
  const file = requireKebab(name, 'an aggregate');
  const plural = requireKebab(given.plural ?? pluralOf(file), 'several aggregates');
  if (plural === file) throw new UnusableName(`One and several ${file} need different names: say --plural.`);
  const prefix = given.prefix ?? file.replaceAll('-', '').slice(0, 4);
  if (!PREFIX.test(prefix)) throw new UnusableName(`"${prefix}" cannot begin an id: at most 16 letters and digits.`);
  const word = file.replaceAll('-', ' ');
  return {
    file,
    type: pascal(file),
    types: pascal(plural),
    one: camel(file),
    many: camel(plural),
    word,
    words: plural.replaceAll('-', ' '),
    aWord: `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`,
    table: plural.replaceAll('-', '_'),
    prefix,
  };
}
