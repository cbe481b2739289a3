import type { Context } from '@courtesy/subgraph';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import { reviewsById } from '../quality-review/quality-review.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sharesOf } from '../skill-gap/observation.store.ts';
import { gapsById } from '../skill-gap/skill-gap.store.ts';
import { agreeCoaching, completeCoaching, followUpCoaching, proposeCoaching } from './coaching.commands.ts';
import { effectOf, type CoachingSession, type NotYourCoaching } from './coaching.ts';
import { coachingById, coachingOfGaps, coachingOfPeople } from './coaching.store.ts';

const personOf = (id: string, context: Context) => present(context.load(peopleById, id, undefined), id);

async function effect({ personId, scorecardId, criterionKey, doneAt }: CoachingSession, { db }: Context) {
  if (scorecardId === null || criterionKey === null || doneAt === null) return null;
  return effectOf(await sharesOf(db.manager, personId, { scorecardId, key: criterionKey }), doneAt);
}

const whoDoes: Readonly<Record<NotYourCoaching['whose'], string>> = {
  COACHED: 'whoever is coached',
  COACH: 'the coach',
};

/** How the SDL of coaching maps to functions. */
export const coachingResolvers: Resolvers = {
  Query: { coachingSession: (_, { id }, context) => context.load(coachingById, id, undefined) },
  Mutation: {
    proposeCoaching: (_, { input }, context) => proposeCoaching(context, input),
    agreeCoaching: (_, { input }, context) => agreeCoaching(context, input),
    completeCoaching: (_, { input }, context) => completeCoaching(context, input),
    followUpCoaching: (_, { input }, context) => followUpCoaching(context, input),
  },
  Person: {
    coaching: ({ id }, args, context) => present(context.load(coachingOfPeople, id, args), id),
  },
  SkillGap: {
    coaching: async ({ id }, _, context) => [...((await context.load(coachingOfGaps, id, undefined)) ?? [])],
  },
  CoachingSession: {
    __resolveReference: ({ id }, context) => context.load(coachingById, id, undefined),
    person: ({ personId }, _, context) => personOf(personId, context),
    coach: ({ coachId }, _, context) => personOf(coachId, context),
    gap: ({ gapId }, _, context) => (gapId ? context.load(gapsById, gapId, undefined) : null),
    reviews: async ({ reviewIds }, _, context) => {
      const reviews = await Promise.all(reviewIds.map((id) => context.load(reviewsById, id, undefined)));
      return reviews.flatMap((review) => review ?? []);
    },
    actions: ({ actions }) => [...actions],
    effect: (session, _, context) => effect(session, context),
  },
  CoachingIsElsewhere: { message: ({ session }) => `This coaching stands at ${session.status}.` },
  NotYourCoaching: { message: ({ whose }) => `This is for ${whoDoes[whose]} to do.` },
};
