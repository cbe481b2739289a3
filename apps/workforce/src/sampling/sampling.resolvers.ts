import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { scorecardsById } from '../scorecard/scorecard.store.ts';
import { sitesById } from '../site/site.store.ts';
import { drawSample, planSampling } from './sampling.commands.ts';
import { contactsOfCycles, contactsToReview, cyclesOfPlans, plansById, plansOfSites } from './sampling.store.ts';

/** How the SDL of sampling maps to functions. */
export const samplingResolvers: Resolvers = {
  Query: {
    samplingPlan: (_, { id }, context) => context.load(plansById, id, undefined),
    contactsToReview: (_, __, { db, actor }) => (actor.personId ? contactsToReview(db.manager, actor.personId) : []),
  },
  Mutation: {
    planSampling: (_, { input }, context) => planSampling(context, input),
    drawSample: (_, { input }, context) => drawSample(context, input),
  },
  Site: {
    samplingPlans: async ({ id }, _, context) => [...((await context.load(plansOfSites, id, undefined)) ?? [])],
  },
  SamplingPlan: {
    __resolveReference: ({ id }, context) => context.load(plansById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    scorecard: ({ scorecardId }, _, context) =>
      present(context.load(scorecardsById, scorecardId, undefined), scorecardId),
    signals: ({ signals }) => [...signals],
    reviewers: ({ reviewerIds }, _, context) =>
      Promise.all(reviewerIds.map((id) => present(context.load(peopleById, id, undefined), id))),
    cycles: ({ id }, args, context) => present(context.load(cyclesOfPlans, id, args), id),
  },
  SamplingCycle: {
    contacts: ({ id }, args, context) => present(context.load(contactsOfCycles, id, args), id),
  },
  SampledContact: {
    interaction: ({ interactionId }) => ({ id: interactionId }),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    reviewer: ({ reviewerId }, _, context) => (reviewerId ? context.load(peopleById, reviewerId, undefined) : null),
    signals: ({ signals }) => [...signals],
    probability: ({ chanceOf, chanceAmong }) =>
      chanceOf === null || chanceAmong === null ? null : chanceOf / chanceAmong,
  },
};
