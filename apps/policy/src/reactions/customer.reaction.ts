import type { Reaction } from '@courtesy/persistence';
import { adjustmentEvents, adoptAdjustments, adoptRoots, familyEvents } from '@courtesy/subgraph';

/** Keeps which customers stand for which, and what is done otherwise for whom: letters are written and priorities decided by it. */
export const customerReaction: Reaction = {
  feed: 'customers',
  types: [...familyEvents, ...adjustmentEvents],
  apply: async (tx, events) => {
    await adoptRoots(tx, events);
    await adoptAdjustments(tx, events);
  },
};
