import { durationOf, money } from '@courtesy/kernel';
import { applicantsById } from '../applicant/applicant.store.ts';
import { peopleById } from '../person/person.store.ts';
import { requisitionsById } from '../requisition/requisition.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { acceptOffer, declineOffer, makeOffer, withdrawOffer } from './job-offer.commands.ts';
import { standingAt } from './job-offer.ts';
import { offersById, offersToApplicants } from './job-offer.store.ts';

/** How the SDL of offers maps to functions. */
export const jobOfferResolvers: Resolvers = {
  Query: {
    offer: (_, { id }, context) => context.load(offersById, id, undefined),
  },
  Mutation: {
    makeOffer: (_, { input }, context) => makeOffer(context, input),
    acceptOffer: (_, { input }, context) => acceptOffer(context, input),
    declineOffer: (_, { input }, context) => declineOffer(context, input),
    withdrawOffer: (_, { input }, context) => withdrawOffer(context, input),
  },
  Applicant: {
    offers: async ({ id }, _, context) => [...((await context.load(offersToApplicants, id, undefined)) ?? [])],
  },
  Offer: {
    __resolveReference: ({ id }, context) => context.load(offersById, id, undefined),
    applicant: ({ applicantId }, _, context) => context.load(applicantsById, applicantId, undefined),
    requisition: ({ requisitionId }, _, context) => context.load(requisitionsById, requisitionId, undefined),
    pay: ({ payMinor, currency }) => money(payMinor, currency),
    weeklyHours: ({ weeklyHours }) => durationOf(weeklyHours),
    status: (offer, _, { now }) => standingAt(offer, now()),
    endedAt: (offer, _, { now }) => offer.endedAt ?? (standingAt(offer, now()) === 'EXPIRED' ? offer.expiresAt : null),
    overBudget: ({ overBudgetMinor, currency }) => (overBudgetMinor === null ? null : money(overBudgetMinor, currency)),
    madeBy: ({ madeById }, _, context) => (madeById ? context.load(peopleById, madeById, undefined) : null),
  },
  NoVacancyLeft: {
    message: ({ requisition }) =>
      `${requisition.headcount} may be hired, and as many offers are open or accepted; wait until one is declined.`,
  },
  OfferOverBudget: {
    message: () => 'This offer costs more than the budget has left; offer less, or have the budget raised.',
  },
  OfferIsOver: {
    message: ({ offer }) =>
      `This offer was ${offer.status === 'AWAITING_ANSWER' ? 'not answered in time' : offer.status.toLowerCase()}.`,
  },
};
