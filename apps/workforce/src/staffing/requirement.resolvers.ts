import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { skillsById } from '../skill/skill.store.ts';
import { teamsById } from '../team/team.store.ts';
import { planStaffing } from './requirement.commands.ts';
import { requirementsById, requirementsOfSites } from './requirement.store.ts';

/** How the SDL of staffing requirements maps to functions. */
export const staffingRequirementResolvers: Resolvers = {
  Mutation: {
    planStaffing: (_, { input }, context) => planStaffing(context, input),
  },
  StaffingRequirement: {
    __resolveReference: ({ id }, context) => context.load(requirementsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    skill: ({ skillId }, _, context) => (skillId ? context.load(skillsById, skillId, undefined) : null),
    handleTime: ({ handleMs }) => durationOf(handleMs),
  },
  Site: {
    staffingRequirements: ({ id }, { from, to, ...page }, context) =>
      present(context.load(requirementsOfSites, id, { ...page, from: from.toISOString(), to: to.toISOString() }), id),
  },
};
