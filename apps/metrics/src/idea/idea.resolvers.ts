import { statusOf } from '../awaited/awaited.ts';
import { initiativesById } from '../initiative/initiative.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { causesById } from '../root-cause/root-cause.store.ts';
import { answerIdea, suggestIdea } from './idea.commands.ts';
import { answersOfIdeas, ideasById, listIdeas } from './idea.store.ts';

const reference = (id: string | null) => (id === null ? null : { id });

/** How the SDL of ideas maps to functions. */
export const ideaResolvers: Resolvers = {
  Query: {
    idea: (_, { id }, context) => context.load(ideasById, id, undefined),
    ideas: (_, { isUnanswered, ...page }, { db, now }) => listIdeas(db.manager, isUnanswered ? now() : null, page),
  },
  Mutation: {
    suggestIdea: (_, { input }, context) => suggestIdea(context, input),
    answerIdea: (_, { input }, context) => answerIdea(context, input),
  },
  Idea: {
    __resolveReference: ({ id }, context) => context.load(ideasById, id, undefined),
    status: (idea, _, { now }) => statusOf(idea, now()),
    cause: ({ causeId }, _, context) => (causeId ? context.load(causesById, causeId, undefined) : null),
    suggestedBy: ({ suggestedById }) => ({ id: suggestedById }),
    answers: async ({ id }, _, context) => [...((await context.load(answersOfIdeas, id, undefined)) ?? [])],
  },
  IdeaAnswer: {
    initiative: ({ initiativeId }, _, context) =>
      initiativeId ? context.load(initiativesById, initiativeId, undefined) : null,
    policyVersion: ({ policyVersionId }) => reference(policyVersionId),
    answeredBy: ({ answeredById }) => reference(answeredById),
  },
  OwnIdea: { message: () => 'Nobody decides about an idea of their own. Let another person do it.' },
  IdeaIsDecided: { message: ({ idea }) => `It is decided already: ${String(idea.decision)}.` },
};
