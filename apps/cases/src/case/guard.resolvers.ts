import type { Resolvers } from '../resolver-types.ts';
import { overridesOfCases } from './guard.store.ts';
import type { GuardFailed, Obstacle } from './guard.ts';
import { transitionCases } from './move.commands.ts';
import { hasMoved } from './move.ts';
import { obstaclesOfCases } from './obstacle.store.ts';

const sentenceOf = ({ kind, what }: Obstacle) => `${kind.toLowerCase().replaceAll('_', ' ')}: ${what}`;

/** The sentence for a case that may not end yet. */
export function explainGuard({ verb, failures, mayOverride }: GuardFailed): string {
  const instead = mayOverride
    ? 'Do it first, or override with a reason.'
    : 'Do it first, or ask somebody who may override (scope case:close_override).';
  return `Something stands in the way of ${verb.toLowerCase()}: ${failures.map(sentenceOf).join('; ')}. ${instead}`;
}

/** How the SDL of the guard and of bulks maps to functions. */
export const guardResolvers: Resolvers = {
  Mutation: {
    transitionCases: (_, { input }, context) => transitionCases(context, input),
  },
  Case: {
    obstacles: ({ id }, _, context) => context.load(obstaclesOfCases, id, undefined),
    guardOverrides: ({ id }, _, context) => context.load(overridesOfCases, id, undefined),
  },
  GuardOverride: {
    person: ({ personId }) => (personId ? { id: personId } : null),
  },
  GuardFailed: {
    message: explainGuard,
  },
  CasesTransitioned: {
    items: ({ outcomes }) => outcomes.map((result, index) => ({ index, result })),
    moved: ({ outcomes }) => outcomes.filter(hasMoved).length,
    refused: ({ outcomes }) => outcomes.filter((outcome) => !hasMoved(outcome)).length,
  },
};
