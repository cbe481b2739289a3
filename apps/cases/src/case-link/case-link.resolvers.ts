import { referenceOf } from '../case/case.ts';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { continueCase, linkCases, unlinkCases } from './case-link.commands.ts';
import { linksOfCases, linksSeen } from './case-link.store.ts';

const wordsOf = (constant: string) => constant.toLowerCase().replaceAll('_', ' ');

/** How the SDL of links maps to functions. */
export const caseLinkResolvers: Resolvers = {
  Query: {
    caseLink: (_, { id }, context) => context.load(linksSeen, id, undefined),
  },
  Mutation: {
    linkCases: (_, { input }, context) => linkCases(context, input),
    unlinkCases: (_, { input }, context) => unlinkCases(context, input),
    continueCase: (_, { input }, context) => continueCase(context, input),
  },
  Case: {
    links: ({ id }, _, context) => context.load(linksOfCases, id, undefined),
  },
  CaseLink: {
    __resolveReference: ({ id }, context) => context.load(linksSeen, id, undefined),
    from: ({ fromId }, _, context) => context.load(casesById, fromId, undefined),
    to: ({ toId }, _, context) => context.load(casesById, toId, undefined),
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  CasesAlreadyLinked: {
    message: ({ link }) => `The cases are linked so already, since ${link.at.toISOString()}.`,
  },
  CannotLink: {
    message: ({ reason, kind }) =>
      reason === 'SAME_CASE'
        ? 'A case is not linked with itself.'
        : `The second case leads to the first by "${wordsOf(kind)}" already: each would come before the other.`,
  },
  LinkAlreadyRemoved: {
    message: ({ link }) => `This link was taken away before, with the reason: ${link.removed?.reason ?? ''}`,
  },
  CaseNotEnded: {
    message: ({ case: current }) =>
      `${referenceOf(current)} is ${wordsOf(current.status)}; only a closed or cancelled case is continued by a new one.`,
  },
};
