import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { shiftTemplatesById } from '../shift-template/shift-template.store.ts';
import { shiftsById } from '../shift/shift.store.ts';
import { sitesById } from '../site/site.store.ts';
import { awardOpenShift, withdrawOpenShift } from './award.commands.ts';
import { bidForShift, offerOpenShift, withdrawBid } from './shift-bid.commands.ts';
import { bidsById, bidsOfOpenShifts, openShiftsById, openShiftsOfSites } from './shift-bid.store.ts';

/** How the SDL of open shifts and bids maps to functions. */
export const shiftBidResolvers: Resolvers = {
  Query: {
    openShift: (_, { id }, context) => context.load(openShiftsById, id, undefined),
  },
  Mutation: {
    offerOpenShift: (_, { input }, context) => offerOpenShift(context, input),
    bidForShift: (_, { input }, context) => bidForShift(context, input),
    withdrawBid: (_, { input }, context) => withdrawBid(context, input),
    awardOpenShift: (_, { input }, context) => awardOpenShift(context, input),
    withdrawOpenShift: (_, { input }, context) => withdrawOpenShift(context, input),
  },
  Site: {
    openShifts: ({ id }, args, context) => present(context.load(openShiftsOfSites, id, args), id),
  },
  OpenShift: {
    __resolveReference: ({ id }, context) => context.load(openShiftsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    template: ({ templateId }, _, context) =>
      present(context.load(shiftTemplatesById, templateId, undefined), templateId),
    breaks: ({ breaks }) => [...breaks],
    shift: ({ shiftId }, _, context) => (shiftId ? context.load(shiftsById, shiftId, undefined) : null),
    bids: ({ id }, args, context) => present(context.load(bidsOfOpenShifts, id, args), id),
  },
  ShiftBid: {
    __resolveReference: ({ id }, context) => context.load(bidsById, id, undefined),
    openShift: ({ openShiftId }, _, context) =>
      present(context.load(openShiftsById, openShiftId, undefined), openShiftId),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    paidInWeek: ({ weekMinutes }) => (weekMinutes === null ? null : durationOf(weekMinutes * 60_000)),
    stoodAgainst: ({ stoodAgainst }) => [...stoodAgainst],
  },
  NoBidFits: {
    message: () => 'Nobody who wishes for this shift may work it.',
    breaches: ({ breaches }) => [...breaches],
  },
  OpenShiftIsElsewhere: {
    message: ({ openShift }) => `This shift is ${openShift.status.toLowerCase()}, or has begun.`,
  },
  BidIsElsewhere: {
    message: ({ bid }) => `This bid is ${bid.status.toLowerCase()}.`,
  },
};
