import { present } from '../directory/present.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { requirementsById } from '../staffing/requirement.store.ts';
import { staffingGapsById, staffingGapsOfSites } from './staffing-gap.store.ts';

/** How the SDL of staffing gaps maps to functions. */
export const staffingGapResolvers: Resolvers = {
  StaffingGap: {
    __resolveReference: ({ id }, context) => context.load(staffingGapsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    requirement: ({ requirementId }, _, context) =>
      present(context.load(requirementsById, requirementId, undefined), requirementId),
  },
  Site: {
    staffingGaps: ({ id }, { isOpen, ...page }, context) =>
      present(context.load(staffingGapsOfSites, id, { ...page, isOpen: isOpen ?? null }), id),
  },
};
