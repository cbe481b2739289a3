import { BadInput } from '@courtesy/persistence';
import { canonicalLanguage } from '../language/language.ts';
import type { Resolvers } from '../resolver-types.ts';
import { checkPlainLanguage, MAX_CHECKED } from './plain-language.ts';

/** How the SDL of the plain-language check maps to functions. */
export const plainLanguageResolvers: Resolvers = {
  Query: {
    plainLanguageCheck: (_, { text, language }) => {
      const tag = canonicalLanguage(language);
      if (tag === null)
        throw new BadInput(`"${language.slice(0, 50)}" is no language tag of BCP 47, such as cy or en-GB.`);
      if (text.length > MAX_CHECKED)
        throw new BadInput(`The text has ${text.length} characters; at most ${MAX_CHECKED} are looked over.`);
      return checkPlainLanguage(text, tag);
    },
  },
};
