import { invalidInput } from '@courtesy/kernel';
import type { LetterFormat } from '@courtesy/graph-types/policy';
import { nestedPage, survivorOf } from '@courtesy/subgraph';
import { mayNameCustomer } from '../adjustment/adjustment.store.ts';
import { problemsOfLanguages, type LanguageMatch } from '../language/language.ts';
import type { Resolvers } from '../resolver-types.ts';
import { isPrintedLarge } from './adjusted.ts';
import { letterVersionsById } from './letter-version.store.ts';
import type { MergeProblem } from './merge-value.ts';
import { renderLetter, sendLetter, variantWanted } from './sending.commands.ts';
import { lettersOfCases, lettersOfCustomers, sentLettersById } from './sent-letter.store.ts';

/** A variant that was chosen for what somebody wanted. */
interface Chosen {
  readonly language: string;
  readonly format: LetterFormat;
  readonly match: LanguageMatch;
  readonly wantedFormat: LetterFormat;
}

const REASONS: Readonly<Record<LanguageMatch, string>> = {
  WANTED: 'a language that was wanted',
  BROADER: 'the wanted language without its region',
  RELATED: 'the wanted language of another region',
  DEFAULT: 'the default language, since none that was wanted is there',
};

const inWords = (format: LetterFormat) => format.toLowerCase().replace('_', ' ');

const choiceOf = ({ language, format, match, wantedFormat }: Chosen): string =>
  format === wantedFormat
    ? `The ${inWords(format)} text in ${language}: ${REASONS[match]}.`
    : `The ${inWords(format)} text in ${language}: ${REASONS[match]}; it has no ${inWords(wantedFormat)} text in that language.`;

const MESSAGES: Readonly<Record<MergeProblem['kind'], string>> = {
  MISSING: 'is not given',
  UNKNOWN: 'is no field of this letter',
  TWICE: 'is given more than once',
  UNFIT: 'does not fit its type, or cannot be printed',
};

/** How the SDL of letters maps to functions. */
export const sentLetterResolvers: Resolvers = {
  Query: {
    renderLetter: async (_, { letterTemplateId, fields, at, ...reader }, context) => {
      const problems = problemsOfLanguages('languages', reader.languages ?? []);
      if (problems.length > 0) return invalidInput(problems);
      mayNameCustomer(context, reader.customerId);
      const wanted = await variantWanted(context, reader);
      return renderLetter(context, { letterTemplateId, wanted, fields: fields ?? [], at: at ?? context.now() });
    },
    sentLetter: (_, { id }, context) => context.load(sentLettersById, id, undefined),
  },
  Mutation: {
    sendLetter: (_, { input }, context) => sendLetter(context, input),
  },
  Case: {
    letters: ({ id }, page, context) => nestedPage(context, lettersOfCases, id, page),
  },
  Customer: {
    letters: ({ id }, page, context) => nestedPage(context, lettersOfCustomers, id, page),
  },
  SentLetter: {
    __resolveReference: ({ id }, context) => context.load(sentLettersById, id, undefined),
    letterTemplateVersion: ({ letterTemplateVersionId }, _, context) =>
      context.load(letterVersionsById, letterTemplateVersionId, undefined),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    choice: choiceOf,
    printLarge: isPrintedLarge,
    sender: ({ senderId }) => (senderId ? { id: senderId } : null),
  },
  LetterRendered: {
    choice: (rendered) => choiceOf({ ...rendered, wantedFormat: rendered.wanted.format }),
    printLarge: ({ format, wanted: { format: wantedFormat, adjustments } }) =>
      isPrintedLarge({ format, wantedFormat, adjustments }),
    adjustments: ({ wanted }) => wanted.adjustments,
  },
  MergeValuesUnfit: {
    message: ({ problems: [first] }) => (first ? `${first.field} ${MESSAGES[first.kind]}.` : 'The values do not fit.'),
  },
  NoLetterInUse: {
    message: ({ letterTemplate, at }) => `No version of "${letterTemplate.name}" was in use at ${at.toISOString()}.`,
  },
};
