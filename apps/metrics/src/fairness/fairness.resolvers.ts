import type { Resolvers } from '../resolver-types.ts';
import { readConsistency, readFairness } from './fairness.store.ts';

const reference = (id: string | null) => (id === null ? null : { id });

/** How the SDL of fairness maps to functions. */
export const fairnessResolvers: Resolvers = {
  Query: {
    decisionConsistency: (_, query, context) => readConsistency(context, query),
    fairness: (_, query, context) => readFairness(context, query),
  },
  FairnessCell: { site: ({ siteId }) => reference(siteId) },
  FairnessFinding: { site: ({ siteId }) => reference(siteId) },
  LikeDecision: {
    decision: ({ decisionId }) => ({ id: decisionId }),
    site: ({ group }) => (group?.startsWith('site_') ? { id: group } : null),
    team: ({ group }) => (group?.startsWith('team_') ? { id: group } : null),
  },
  ConsistencyFinding: {
    site: ({ group }) => (group.startsWith('site_') ? { id: group } : null),
    team: ({ group }) => (group.startsWith('team_') ? { id: group } : null),
  },
};
