import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { endMentorship, pairMentor } from './mentorship.commands.ts';
import { mentorshipsById, mentorshipsOfPeople } from './mentorship.store.ts';

/** How the SDL of mentorships maps to functions. */
export const mentorshipResolvers: Resolvers = {
  Mutation: {
    pairMentor: (_, { input }, context) => pairMentor(context, input),
    endMentorship: (_, { input }, context) => endMentorship(context, input),
  },
  Mentorship: {
    __resolveReference: ({ id }, context) => context.load(mentorshipsById, id, undefined),
    mentor: ({ mentorId }, _, context) => present(context.load(peopleById, mentorId, undefined), mentorId),
    mentee: ({ menteeId }, _, context) => present(context.load(peopleById, menteeId, undefined), menteeId),
  },
  Person: {
    mentorships: async ({ id }, _, context) => [...((await context.load(mentorshipsOfPeople, id, undefined)) ?? [])],
  },
  MentorIsMentee: { message: () => 'Nobody is their own mentor; name somebody else.' },
  AlreadyPaired: { message: ({ mentorship }) => `They are a pair since ${mentorship.beganAt.toISOString()}.` },
  MentorshipIsOver: { message: ({ mentorship }) => `It ended at ${mentorship.endedAt?.toISOString() ?? ''}.` },
};
