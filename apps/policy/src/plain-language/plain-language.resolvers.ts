import { BadInput } from '@courtesy/persistence';
import { MAX_ARTICLE_BODY } from '../article/article.ts';
import { canonicalLanguage } from '../language/language.ts';
import type { Resolvers } from '../resolver-types.ts';
import { checkPlainLanguage } from './plain-language.ts';

/** How the SDL of the plain-language check maps to functions. */
export const plainLanguageResolvers: Resolvers = {
  Query: {
    plainLanguageCheck: (_, { text, language }) => {
      const tag = canonicalLanguage(language);
      if (tag === null)
        throw new BadInput(`"${language.slice(0, 50)}" is no language tag of BCP 47, such as cy or en-GB.`);
      if (text.length > MAX_ARTICLE_BODY)
        throw new BadInput(`The text has ${text.length} characters; at most ${MAX_ARTICLE_BODY} are looked over.`);
      return checkPlainLanguage(text, tag);
    },
  },
};
