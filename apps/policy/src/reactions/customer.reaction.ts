import type { Reaction } from '@courtesy/persistence';
import { adoptRoots, familyEvents } from '@courtesy/subgraph';

/** Keeps which customers stand for which. */
export const customerReaction: Reaction = { feed: 'customers', types: familyEvents, apply: adoptRoots };
