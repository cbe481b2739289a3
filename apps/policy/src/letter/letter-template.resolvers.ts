import type { Context } from '@courtesy/subgraph';
import { nestedPage } from '@courtesy/subgraph';
import { endOf } from '../policy/effect.ts';
import type { Resolvers } from '../resolver-types.ts';
import { approveLetterTemplate, withdrawLetterTemplate } from './letter-approval.commands.ts';
import { checksOf } from './letter-check.ts';
import {
  draftLetterTemplate,
  draftLetterTemplateVersion,
  reviseLetterTemplateDraft,
} from './letter-template.commands.ts';
import { letterStateOf, type LetterTemplate, type LetterTemplateVersion } from './letter-template.ts';
import { letterTemplatesById, listLetterTemplates } from './letter-template.store.ts';
import { letterSuccessors, letterVersionPages, letterVersionsAt, letterVersionsById } from './letter-version.store.ts';

const successorOf = ({ id, effectiveFrom }: LetterTemplateVersion, context: Context) =>
  effectiveFrom ? context.load(letterSuccessors, id, undefined) : null;

/** The template that a version is one of. */
export async function templateOf(version: LetterTemplateVersion, context: Context): Promise<LetterTemplate> {
  const template = await context.load(letterTemplatesById, version.letterTemplateId, undefined);
  if (!template) throw new Error(`The template of ${version.id} is not there`);
  return template;
}

/** How the SDL of letter templates maps to functions. */
export const letterTemplateResolvers: Resolvers = {
  Query: {
    letterTemplate: (_, { id }, context) => context.load(letterTemplatesById, id, undefined),
    letterTemplates: (_, args, { db, now }) => listLetterTemplates(db.manager, { ...args, now: now() }),
    letterTemplateVersion: (_, { id }, context) => context.load(letterVersionsById, id, undefined),
  },
  Mutation: {
    draftLetterTemplate: (_, { input }, context) => draftLetterTemplate(context, input),
    draftLetterTemplateVersion: (_, { input }, context) => draftLetterTemplateVersion(context, input),
    reviseLetterTemplateDraft: (_, { input }, context) => reviseLetterTemplateDraft(context, input),
    approveLetterTemplate: (_, { input }, context) => approveLetterTemplate(context, input),
    withdrawLetterTemplate: (_, { input }, context) => withdrawLetterTemplate(context, input),
  },
  LetterTemplate: {
    __resolveReference: ({ id }, context) => context.load(letterTemplatesById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    current: ({ id }, _, context) => context.load(letterVersionsAt, id, { at: context.now() }),
    versionAt: ({ id }, { at }, context) => context.load(letterVersionsAt, id, { at }),
    versions: ({ id }, page, context) => nestedPage(context, letterVersionPages, id, page),
  },
  LetterTemplateVersion: {
    __resolveReference: ({ id }, context) => context.load(letterVersionsById, id, undefined),
    letterTemplate: (version, _, context) => templateOf(version, context),
    state: async (version, _, context) => letterStateOf(version, await successorOf(version, context), context.now()),
    plainLanguage: (version) => checksOf(version),
    authors: ({ authors }) => authors.flatMap(({ personId }) => (personId ? { id: personId } : [])),
    approver: ({ approver }) => (approver?.personId ? { id: approver.personId } : null),
    effectiveUntil: async (version, _, context) =>
      version.effectiveFrom && endOf(version, await successorOf(version, context)),
  },
  LetterTooHardToRead: {
    message: ({ variants }) => {
      const [first] = variants;
      const age = first?.check.readability?.readingAge;
      return `${variants.length} of its texts need a higher reading age than is let pass, such as ${first?.language} ${first?.format} with ${age} instead of ${first?.readingAgeLimit}. Write them more plainly, or say why not in plainLanguageReason.`;
    },
  },
  OverlappingLetterVersion: {
    message: ({ letterTemplateVersion }) =>
      `Version ${letterTemplateVersion.number} is in use in that time. Choose dates that leave it alone, or withdraw it.`,
  },
};
