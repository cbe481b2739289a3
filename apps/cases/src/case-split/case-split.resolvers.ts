import { referenceOf } from '../case/case.ts';
import { casesById } from '../case/case.store.ts';
import { interactionsById } from '../interaction/interaction.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { splitCase, undoSplit } from './case-split.commands.ts';
import type { CannotSplit } from './case-split.ts';
import { splitsOfCases, splitsSeen } from './case-split.store.ts';

/** The sentence for contacts that cannot be split off, or cannot come back. */
export function explainSplit({ reason, case: about }: CannotSplit): string {
  switch (reason) {
    case 'CASE_ENDED':
      return `${referenceOf(about)} is ${about.status.toLowerCase()}: split it while somebody works on it.`;
    case 'CONTACT_ELSEWHERE':
      return `Not all of these contacts are current records that stand with ${referenceOf(about)}.`;
    case 'CONTACT_WENT_ON':
      return `A contact of ${referenceOf(about)} was split off again since: undo that first.`;
  }
}

/** How the SDL of splits maps to functions. */
export const caseSplitResolvers: Resolvers = {
  Query: {
    caseSplit: (_, { id }, context) => context.load(splitsSeen, id, undefined),
  },
  Mutation: {
    splitCase: (_, { input }, context) => splitCase(context, input),
    undoSplit: (_, { input }, context) => undoSplit(context, input),
  },
  Case: {
    splits: ({ id }, _, context) => context.load(splitsOfCases, id, undefined),
  },
  CaseSplit: {
    __resolveReference: ({ id }, context) => context.load(splitsSeen, id, undefined),
    state: ({ undone }) => (undone ? 'REVERTED' : 'APPLIED'),
    origin: ({ originId }, _, context) => context.load(casesById, originId, undefined),
    case: ({ caseId }, _, context) => context.load(casesById, caseId, undefined),
    contacts: async ({ contactIds }, _, context) => {
      const found = await Promise.all(contactIds.map((id) => context.load(interactionsById, id, undefined)));
      return found.filter((each) => each !== null);
    },
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  CannotSplit: {
    message: explainSplit,
  },
  SplitAlreadyUndone: {
    message: ({ split }) => `This split was undone before, with the reason: ${split.undone?.reason ?? ''}`,
  },
};
