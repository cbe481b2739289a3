import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { shiftTemplatesById } from '../shift-template/shift-template.store.ts';
import { shiftsOfRosters } from '../shift/shift.store.ts';
import { sitesById } from '../site/site.store.ts';
import { teamsById } from '../team/team.store.ts';
import { proposedShifts } from './differences.ts';
import { differencesNow } from './differences.store.ts';
import { cancelProposal, proposeRoster } from './proposal.commands.ts';
import { gapOf } from './proposal.ts';
import { proposalsById, proposalsOfSites } from './proposal.store.ts';
import { lockRoster, publishRoster } from './roster-plan.commands.ts';
import { rostersById, rostersOfSites } from './roster-plan.store.ts';

/** The most items of a list that a proposal shows at once. */
const MOST = 500;

/** How the SDL of rosters maps to functions. */
export const rosterPlanResolvers: Resolvers = {
  Query: {
    roster: (_, { id }, context) => context.load(rostersById, id, undefined),
    rosterProposal: (_, { id }, context) => context.load(proposalsById, id, undefined),
  },
  Mutation: {
    proposeRoster: (_, { input }, context) => proposeRoster(context, input),
    cancelProposal: (_, { input }, context) => cancelProposal(context, input),
    publishRoster: (_, { input }, context) => publishRoster(context, input),
    lockRoster: (_, { input }, context) => lockRoster(context, input),
  },
  Site: {
    rosters: ({ id }, args, context) => present(context.load(rostersOfSites, id, args), id),
    rosterProposals: ({ id }, args, context) => context.load(proposalsOfSites, id, args),
  },
  Roster: {
    __resolveReference: ({ id }, context) => context.load(rostersById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    proposal: ({ proposalId }, _, context) => context.load(proposalsById, proposalId, undefined),
    publishedBy: ({ publishedById }, _, context) =>
      publishedById ? context.load(peopleById, publishedById, undefined) : null,
    lockedBy: ({ lockedById }, _, context) => (lockedById ? context.load(peopleById, lockedById, undefined) : null),
    shifts: ({ id }, args, context) => present(context.load(shiftsOfRosters, id, args), id),
  },
  RosterProposal: {
    __resolveReference: ({ id }, context) => context.load(proposalsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    requestedBy: ({ requestedById }, _, context) =>
      requestedById ? context.load(peopleById, requestedById, undefined) : null,
    progressPercent: ({ percent }) => percent,
    shifts: ({ outcome }, { offset }) => {
      const from = Math.max(0, offset ?? 0);
      return outcome ? proposedShifts(outcome).slice(from, from + MOST) : [];
    },
    shiftCount: ({ outcome }) => outcome?.assignments.length ?? 0,
    differences: async (proposal, _, context) => (await differencesNow(context, proposal)).slice(0, MOST),
  },
  ProposalOutcome: {
    quality: ({ status }) => status,
    gap: (outcome) => gapOf(outcome),
    took: ({ seconds }) => durationOf(Math.round(seconds * 1_000)),
    unmet: ({ unmet }) => unmet.slice(0, MOST),
    unmetCount: ({ unmet }) => unmet.length,
    brokenWishes: ({ brokenWishes }) => brokenWishes.slice(0, MOST),
    brokenWishCount: ({ brokenWishes }) => brokenWishes.length,
    breaches: ({ breaches }) => breaches.map((each) => ({ ...each, isOfLaw: true, cover: null })),
  },
  ProposedShift: {
    person: ({ personId }, _, context) => context.load(peopleById, personId, undefined),
    template: ({ duty }, _, context) => context.load(shiftTemplatesById, duty.templateId, undefined),
    localDate: ({ duty }) => duty.localDate,
    startsAt: ({ duty }) => duty.startsAt,
    endsAt: ({ duty }) => duty.endsAt,
    paid: ({ duty }) => durationOf(duty.paidMinutes * 60_000),
  },
  ProposalDifference: {
    person: ({ personId }, _, context) => context.load(peopleById, personId, undefined),
  },
  BrokenWish: {
    person: ({ personId }, _, context) => context.load(peopleById, personId, undefined),
    kind: ({ wish }) => (wish.kind === 'WORK' ? 'WISHES_TO_WORK' : 'WISHES_TO_BE_OFF'),
    startsAt: ({ wish }) => wish.startsAt,
    endsAt: ({ wish }) => wish.endsAt,
    weight: ({ wish }) => wish.weight,
    rule: ({ ruleId }) => ruleId,
  },
  RosterPublished: {
    shiftCount: ({ shifts }) => shifts.length,
  },
  RosterIsLocked: {
    message: ({ roster }) =>
      `The roster of ${roster.fromDay} is locked since ${roster.lockedAt?.toISOString() ?? ''}; a manager may change it for a reason.`,
  },
  ProposalIsElsewhere: {
    message: ({ proposal }) => `This proposal is ${proposal.status.toLowerCase()}.`,
  },
};
