import type { Reaction } from '@courtesy/persistence';
import { adoptRoots, familyEvents } from '@courtesy/subgraph';
import { saveCustomers } from '../fact/dimension.store.ts';

/** Keeps where customers live, so that a figure can be broken down by territory, and which customers stand for which. */
export const customerReaction: Reaction = {
  feed: 'customers',
  types: ['courtesy.customer.registered.v1', 'courtesy.customer.changed.v1', ...familyEvents],
  apply: async (tx, events) => {
    const customers = events.flatMap((event) =>
      event.type === 'courtesy.customer.registered.v1' || event.type === 'courtesy.customer.changed.v1'
        ? [{ id: event.subject, territory: event.data.territory }]
        : [],
    );
    await saveCustomers(tx.manager, customers);
    await adoptRoots(tx, events);
  },
};
