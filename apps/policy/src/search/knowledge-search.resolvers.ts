import { BadInput } from '@courtesy/persistence';
import { articleVersionsById } from '../article/article-version.store.ts';
import { canonicalLanguage } from '../language/language.ts';
import { letterVersionsById } from '../letter/letter-version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { piecesOf } from './knowledge-text.ts';
import { searchTexts } from './knowledge-search.store.ts';

const MAX_TEXT = 500;

/** How the SDL of the search maps to functions. */
export const knowledgeSearchResolvers: Resolvers = {
  Query: {
    searchKnowledge: (_, args, context) => {
      const language = canonicalLanguage(args.language);
      if (language === null)
        throw new BadInput(`"${args.language.slice(0, 50)}" is no language tag of BCP 47, such as cy or en-GB.`);
      if (args.text.length > MAX_TEXT)
        throw new BadInput(`The text to look for has ${args.text.length} characters; at most ${MAX_TEXT} are taken.`);
      return searchTexts(context, { ...args, language });
    },
  },
  KnowledgeHit: {
    articleVersion: ({ kind, textId }, _, context) =>
      kind === 'ARTICLE' ? context.load(articleVersionsById, textId, undefined) : null,
    letterTemplateVersion: ({ kind, textId }, _, context) =>
      kind === 'LETTER' ? context.load(letterVersionsById, textId, undefined) : null,
    excerpt: ({ headline }) => piecesOf(headline),
  },
};
