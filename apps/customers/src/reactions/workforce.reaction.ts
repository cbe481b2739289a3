import type { Reaction } from '@courtesy/persistence';
import { keepConflicts } from '../visit/visit.store.ts';

/** Keeps what stands in the way of visits, as the workforce service finds it. */
export const workforceReaction: Reaction = {
  feed: 'workforce',
  types: ['courtesy.roster.conflict-found.v1', 'courtesy.roster.conflict-cleared.v1'],
  apply: ({ manager }, events) =>
    keepConflicts(
      manager,
      events.flatMap((event) =>
        event.type === 'courtesy.roster.conflict-found.v1' || event.type === 'courtesy.roster.conflict-cleared.v1'
          ? [{ visitId: event.subject, conflicts: event.data.conflicts, foundAt: event.data.at }]
          : [],
      ),
    ),
};
