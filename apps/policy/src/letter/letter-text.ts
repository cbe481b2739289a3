import type { Problem } from '@courtesy/kernel';
import type { InputMaybe, LetterVariantInput, MergeFieldInput } from '@courtesy/graph-types/policy';
import { MAX_NAME, problemsOfName } from '../calendar/calendar.ts';
import { canonicalLanguage, problemsOfLanguage } from '../language/language.ts';
import { spoken } from '../plain-language/text-place.ts';
import { ELEMENT_KEY, FIELD_NAME, parseMergeText, type MergePart } from './merge-text.ts';
import { formatValue, type MergeField } from './merge-value.ts';
import type { LetterVariant } from './variant.ts';

/** What a version of a template says, and what it has to be told. */
export interface LetterText {
  readonly variants: readonly LetterVariant[];
  readonly fields: readonly MergeField[];
  /** What every variant must contain, by the keys with which complaint regimes ask for it. */
  readonly requiredElements: readonly string[];
}

/** A text as a caller gives it. */
export interface LetterTextGiven {
  readonly variants: readonly LetterVariantInput[];
  readonly fields?: InputMaybe<readonly MergeFieldInput[]>;
  readonly requiredElements?: InputMaybe<readonly string[]>;
}

/** The most variants, fields or required elements of a template. */
export const MAX_LETTER_PARTS = 100;
/** The longest body of a letter, in characters. */
export const MAX_LETTER_BODY = 20_000;
/** The most characters of all bodies of a template together. */
export const MAX_LETTER_BODIES = 200_000;

const tooMany = (path: string, given: readonly unknown[]): Problem[] =>
  given.length > MAX_LETTER_PARTS
    ? [{ path, message: `has ${given.length}; at most ${MAX_LETTER_PARTS} are kept` }]
    : [];

function problemsOfField(field: MergeFieldInput, path: string): Problem[] {
  const problems: Problem[] = [];
  if (!FIELD_NAME.test(field.name))
    problems.push({ path: `${path}.name`, message: `"${field.name}" is no name of a field, such as customerName` });
  if (field.description.trim() === '' || field.description.length > MAX_NAME)
    problems.push({ path: `${path}.description`, message: `is empty or has more than ${MAX_NAME} characters` });
  if (formatValue(field.type, field.example, 'en') === null)
    problems.push({ path: `${path}.example`, message: `"${field.example.slice(0, 50)}" is no ${field.type}` });
  return problems;
}

function repeated(keys: readonly string[], pathOf: (index: number) => string): Problem[] {
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: pathOf(index), message: `is the same as that of ${pathOf(first)}` }];
  });
}

/** The text of a variant taken apart: its subject, then its body. */
export const partsOf = ({ subject, body }: Pick<LetterVariant, 'subject' | 'body'>): readonly MergePart[] => [
  ...parseMergeText(subject).parts,
  ...parseMergeText(body).parts,
];

function problemsOfWords(text: string, path: string, known: ReadonlySet<string>): Problem[] {
  const { parts, broken } = parseMergeText(text);
  return [
    ...broken.map(({ at, excerpt }) => ({
      path,
      message: `has at ${spoken(at)} "${excerpt}", which is no placeholder; write {{field}} or {{element:key}}`,
    })),
    ...parts.flatMap((part) =>
      part.type === 'FIELD' && !known.has(part.name)
        ? [{ path, message: `names at ${spoken(part.at)} {{${part.name}}}, which is not among the fields` }]
        : [],
    ),
  ];
}

function problemsOfVariant(variant: LetterVariantInput, path: string, given: LetterTextGiven): Problem[] {
  const known = new Set(given.fields?.map(({ name }) => name));
  const keys = new Set(partsOf(variant).flatMap((part) => (part.type === 'ELEMENT' ? [part.key] : [])));
  const lacking = (given.requiredElements ?? []).filter((key) => !keys.has(key));
  const empty =
    variant.body.trim() === '' ? [{ path: `${path}.body`, message: 'is empty; say what the letter says' }] : [];
  const long =
    variant.body.length > MAX_LETTER_BODY
      ? [{ path: `${path}.body`, message: `has more than ${MAX_LETTER_BODY} characters` }]
      : [];
  return [
    ...problemsOfLanguage(`${path}.language`, variant.language),
    ...problemsOfName(`${path}.subject`, variant.subject),
    ...empty,
    ...long,
    ...problemsOfWords(variant.subject, `${path}.subject`, known),
    ...problemsOfWords(variant.body, `${path}.body`, known),
    ...lacking.map((key) => ({
      path: `${path}.body`,
      message: `does not contain {{element:${key}}}, which is required`,
    })),
  ];
}

const languageOf = ({ language }: { readonly language: string }) => canonicalLanguage(language) ?? language;

function problemsOfVariants(given: LetterTextGiven, defaultLanguage: string): Problem[] {
  const { variants } = given;
  const standard = new Set(variants.filter(({ format }) => format === 'STANDARD').map(languageOf));
  const languages = new Set([defaultLanguage, ...variants.map(languageOf)]);
  return [
    ...variants.flatMap((variant, index) => problemsOfVariant(variant, `variants[${index}]`, given)),
    ...repeated(
      variants.map((each) => `${languageOf(each)} ${each.format}`),
      (index) => `variants[${index}]`,
    ),
    // What a customer wants may be missing; the standard text of a language never is, so that some text always serves.
    ...[...languages].flatMap((language) =>
      standard.has(language) ? [] : [{ path: 'variants', message: `has no STANDARD text in ${language}` }],
    ),
  ];
}

function problemsOfUse({ variants, fields }: LetterTextGiven): Problem[] {
  const used = new Set(variants.flatMap(partsOf).flatMap((part) => (part.type === 'FIELD' ? [part.name] : [])));
  return (fields ?? []).flatMap(({ name }, index) =>
    used.has(name) ? [] : [{ path: `fields[${index}].name`, message: `${name} is used in no variant` }],
  );
}

/** Everything that is wrong with a template's text, by place; empty when nothing is. */
export function problemsOfLetterText(given: LetterTextGiven, defaultLanguage: string): Problem[] {
  const fields = given.fields ?? [];
  const keys = given.requiredElements ?? [];
  const many = [
    ...tooMany('variants', given.variants),
    ...tooMany('fields', fields),
    ...tooMany('requiredElements', keys),
  ];
  if (many.length > 0) return many;
  const characters = given.variants.reduce((sum, { body }) => sum + body.length, 0);
  if (characters > MAX_LETTER_BODIES)
    return [
      { path: 'variants', message: `have ${characters} characters; at most ${MAX_LETTER_BODIES} are kept together` },
    ];
  return [
    ...fields.flatMap((field, index) => problemsOfField(field, `fields[${index}]`)),
    ...repeated(
      fields.map(({ name }) => name),
      (index) => `fields[${index}].name`,
    ),
    ...keys.flatMap((key, index) =>
      ELEMENT_KEY.test(key)
        ? []
        : [{ path: `requiredElements[${index}]`, message: `"${key.slice(0, 50)}" is no key, such as adr-referral` }],
    ),
    ...problemsOfVariants(given, defaultLanguage),
    ...problemsOfUse(given),
  ];
}

/** A text as it is kept. */
export const letterTextOf = ({ variants, fields, requiredElements }: LetterTextGiven): LetterText => ({
  variants: variants.map((each) => ({
    language: languageOf(each),
    format: each.format ?? 'STANDARD',
    subject: each.subject.trim(),
    body: each.body,
  })),
  fields: (fields ?? []).map(({ name, type, description, example }) => ({
    name,
    type,
    description: description.trim(),
    example,
  })),
  requiredElements: [...new Set(requiredElements ?? [])],
});

/** The text of a variant with the examples of its fields in place, as it is read in print. */
export function exampleOf({ fields }: Pick<LetterText, 'fields'>, { language }: Pick<LetterVariant, 'language'>) {
  return new Map(fields.map(({ name, type, example }) => [name, formatValue(type, example, language) ?? example]));
}
