import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { shiftsById } from '../shift/shift.store.ts';
import { sitesById } from '../site/site.store.ts';
import { skillsById } from '../skill/skill.store.ts';
import { requirementsById } from '../staffing/requirement.store.ts';
import { teamsById } from '../team/team.store.ts';
import { previewIntradayAction, takeIntradayAction } from './intraday-action.commands.ts';
import { intradayActionsById, intradayActionsOfSites } from './intraday-action.store.ts';

/** How the SDL of actions during the day maps to functions. */
export const intradayActionResolvers: Resolvers = {
  Query: {
    previewIntradayAction: async (_, { action }, context) => {
      const preview = await previewIntradayAction(context, action);
      if (!preview) return null;
      const { effects, breaches, problems } = preview;
      return { effects: [...effects], breaches: [...breaches], problems: [...problems] };
    },
  },
  Mutation: {
    takeIntradayAction: (_, { input }, context) => takeIntradayAction(context, input),
  },
  Site: {
    intradayActions: ({ id }, args, context) => present(context.load(intradayActionsOfSites, id, args), id),
  },
  IntradayAction: {
    __resolveReference: ({ id }, context) => context.load(intradayActionsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    person: ({ personId }, _, context) => present(context.load(peopleById, personId, undefined), personId),
    shift: ({ shiftId }, _, context) => context.load(shiftsById, shiftId, undefined),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    skill: ({ skillId }, _, context) => (skillId ? context.load(skillsById, skillId, undefined) : null),
    effects: ({ effects }) => [...effects],
    within: ({ withinMs }) => durationOf(withinMs),
    takenBy: ({ takenById }, _, context) => (takenById ? context.load(peopleById, takenById, undefined) : null),
  },
  IntradayEffect: {
    requirement: ({ requirementId }, _, context) =>
      present(context.load(requirementsById, requirementId, undefined), requirementId),
    gapBefore: ({ required, plannedBefore }) => required - plannedBefore,
    gapAfter: ({ required, plannedAfter }) => required - plannedAfter,
  },
  AgreementIsMissing: {
    message: () => 'They have to agree before their shift ends at another time.',
  },
};
