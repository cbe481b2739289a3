import type { KnownEvent } from '@courtesy/events';
import type { Reaction } from '@courtesy/persistence';
import { adoptRoots, familyEvents } from '@courtesy/subgraph';
import { saveCustomers } from '../fact/dimension.store.ts';

const copied = [
  ...(['courtesy.customer.registered.v1', 'courtesy.customer.changed.v1'] as const),
  ...(['courtesy.customer.registered.v2', 'courtesy.customer.changed.v2'] as const),
];

type Copied = KnownEvent<(typeof copied)[number]>;

const isCopied = (event: KnownEvent): event is Copied => (copied as readonly string[]).includes(event.type);

/** Keeps where customers live, so that a figure can be broken down by territory, and which customers stand for which. */
export const customerReaction: Reaction = {
  feed: 'customers',
  types: [...copied, ...familyEvents],
  apply: async (tx, events) => {
    const customers = events.filter(isCopied).map(({ subject, data }) => ({ id: subject, territory: data.territory }));
    await saveCustomers(tx.manager, customers);
    await adoptRoots(tx, events);
  },
};
