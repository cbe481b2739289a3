import { BadInput } from '@courtesy/persistence';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import {
  blocksOfPeople,
  blocksOfVisits,
  conflictsOfBlocks,
  conflictsOfPeople,
  shrinkageOfPeople,
  shrinkageOfSites,
  shrinkageOfTeams,
  type Period,
} from './roster.store.ts';
import { shrinkageShare } from './shrinkage.ts';

const MAX_PERIOD_MS = 92 * 86_400_000;

/** The time asked for. Throws BadInput for one that is empty or too long. */
function periodOf({ from, to }: { readonly from: Date; readonly to: Date }): Period {
  const length = to.getTime() - from.getTime();
  if (length <= 0 || length > MAX_PERIOD_MS) throw new BadInput('"to" must lie after "from", at most 92 days');
  return { from: from.toISOString(), to: to.toISOString() };
}

/** How the SDL of rosters maps to functions. */
export const rosterResolvers: Resolvers = {
  Visit: {
    rosterBlocks: async ({ id }, _, context) => (await context.load(blocksOfVisits, id, undefined)) ?? [],
  },
  RosterBlock: {
    visit: ({ visitId }) => ({ id: visitId }),
    person: ({ personId }, _, context) => context.load(peopleById, personId, undefined),
    conflicts: async ({ id }, _, context) => [...((await context.load(conflictsOfBlocks, id, undefined)) ?? [])],
  },
  RosterConflict: {
    person: ({ personId }, _, context) => context.load(peopleById, personId, undefined),
    visit: ({ visitId }) => (visitId ? { id: visitId } : null),
  },
  Person: {
    rosterBlocks: ({ id }, { from, to, ...page }, context) =>
      present(context.load(blocksOfPeople, id, { ...page, ...periodOf({ from, to }) }), id),
    visitConflicts: async ({ id }, period, context) => [
      ...((await context.load(conflictsOfPeople, id, periodOf(period))) ?? []),
    ],
    shrinkage: ({ id }, period, context) => context.load(shrinkageOfPeople, id, periodOf(period)),
  },
  Team: {
    shrinkage: ({ id }, period, context) => context.load(shrinkageOfTeams, id, periodOf(period)),
  },
  Site: {
    shrinkage: ({ id }, period, context) => context.load(shrinkageOfSites, id, periodOf(period)),
  },
  Shrinkage: {
    share: (shrinkage) => shrinkageShare(shrinkage),
  },
};
