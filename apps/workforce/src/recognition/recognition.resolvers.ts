import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { giveRecognition, withdrawRecognition } from './recognition.commands.ts';
import { recognitionsById, recognitionsOfPeople } from './recognition.store.ts';

/** How the SDL of recognition maps to functions. */
export const recognitionResolvers: Resolvers = {
  Mutation: {
    giveRecognition: (_, { input }, context) => giveRecognition(context, input),
    withdrawRecognition: (_, { input }, context) => withdrawRecognition(context, input),
  },
  Person: {
    recognitions: ({ id }, args, context) => present(context.load(recognitionsOfPeople, id, args), id),
  },
  Recognition: {
    __resolveReference: ({ id }, context) => context.load(recognitionsById, id, undefined),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    giver: ({ giverId }, _, context) => present(context.load(peopleById, giverId, undefined), giverId),
    case: ({ caseId }) => (caseId ? { id: caseId } : null),
  },
  RecognitionOfOneself: { message: () => 'Nobody recognises themselves; name a colleague.' },
  RecognitionIsWithdrawn: {
    message: ({ recognition }) => `It was taken back at ${recognition.withdrawnAt?.toISOString() ?? ''}.`,
  },
};
