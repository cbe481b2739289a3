import { isIdOf, type Problem } from '@courtesy/kernel';
import type { LetterAdjustment, LetterFormat } from '@courtesy/graph-types/policy';
import type { LanguageMatch } from '../language/language.ts';
import { partsOf } from './letter-text.ts';
import { fillIn, parseMergeText } from './merge-text.ts';
import { mergeValues, type MergeProblem, type MergeValue } from './merge-value.ts';
import type { LetterTemplate, LetterTemplateVersion } from './letter-template.ts';
import { chooseVariant, type VariantWanted } from './variant.ts';

/** A letter as it reads, and which text it was made of. */
export interface LetterRendered {
  readonly type: 'LetterRendered';
  readonly letterTemplate: LetterTemplate;
  readonly letterTemplateVersion: LetterTemplateVersion;
  readonly language: string;
  readonly format: LetterFormat;
  readonly match: LanguageMatch;
  readonly wanted: VariantWanted;
  readonly subject: string;
  readonly body: string;
  /** The keys of the required elements it contains. */
  readonly elements: readonly string[];
}

/** Values that do not fit what the template expects to be told. */
export interface MergeValuesUnfit {
  readonly type: 'MergeValuesUnfit';
  readonly problems: readonly MergeProblem[];
}

/** No version of the template was in use. */
export interface NoLetterInUse {
  readonly type: 'NoLetterInUse';
  readonly letterTemplate: LetterTemplate;
  readonly at: Date;
}

/** A letter as it was sent. Nothing of it ever changes. */
export interface SentLetter {
  readonly id: string;
  readonly letterTemplateVersionId: string;
  readonly caseId: string | null;
  readonly customerId: string;
  readonly language: string;
  readonly format: LetterFormat;
  readonly match: LanguageMatch;
  readonly wantedLanguages: readonly string[];
  readonly wantedFormat: LetterFormat;
  /** What was done otherwise with letters to this customer. */
  readonly adjustments: readonly LetterAdjustment[];
  readonly subject: string;
  readonly body: string;
  readonly elements: readonly string[];
  readonly fields: readonly MergeValue[];
  /** The person who sent it, when it was one. */
  readonly senderId: string | null;
  readonly sentBy: string;
  readonly sentAt: Date;
}

/** A letter was sent. */
export interface LetterSent {
  readonly type: 'LetterSent';
  readonly letter: SentLetter;
}

/** What is wrong with whom a letter is for; empty when nothing is. */
export function problemsOfAddressee(to: {
  readonly caseId?: string | null | undefined;
  readonly customerId: string;
}): Problem[] {
  return [
    ...(to.caseId == null || isIdOf('case', to.caseId)
      ? []
      : [{ path: 'caseId', message: `"${to.caseId}" is not the id of a case` }]),
    ...(isIdOf('cust', to.customerId)
      ? []
      : [{ path: 'customerId', message: `"${to.customerId}" is not the id of a customer` }]),
  ];
}

/** Writes a letter in the variant that serves the reader best, with the values in place. */
export function render(
  template: LetterTemplate,
  version: LetterTemplateVersion,
  wanted: VariantWanted,
  given: readonly MergeValue[],
): LetterRendered | MergeValuesUnfit {
  const choice = chooseVariant(version.variants, wanted, template.defaultLanguage);
  if (!choice) throw new Error(`${version.id} has no standard text in ${template.defaultLanguage}`);
  const { language, format, subject, body } = choice.variant;
  const values = mergeValues(version.fields, given, language);
  if (!(values instanceof Map)) return { type: 'MergeValuesUnfit', problems: values as readonly MergeProblem[] };
  return {
    type: 'LetterRendered',
    letterTemplate: template,
    letterTemplateVersion: version,
    language,
    format,
    match: choice.match,
    wanted,
    subject: fillIn(parseMergeText(subject).parts, values),
    body: fillIn(parseMergeText(body).parts, values),
    elements: [...new Set(partsOf(choice.variant).flatMap((part) => (part.type === 'ELEMENT' ? [part.key] : [])))],
  };
}
