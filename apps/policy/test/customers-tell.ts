import type { KnownEvent } from '@courtesy/events';
import { customerReaction } from '../src/reactions/customer.reaction.ts';
import { clock, type World } from './policy-world.ts';

/** Lets the service read an event in the feed of customers. */
const tell = (world: World, type: string, { subject, data }: { subject: string; data: object }): Promise<void> =>
  world.service.database.transaction((tx) =>
    customerReaction.apply(tx, [
      {
        ...{ specversion: '1.0', id: '1.1', source: '/courtesy/customers', datacontenttype: 'application/json' },
        ...{ type, subject, sequence: 2, time: clock().toISOString(), data },
      } as unknown as KnownEvent,
    ]),
  );

/** Lets the service read in the feed of customers which adjustments hold for a customer now. */
export const givenAdjustments = (world: World, customerId: string, adjustments: readonly string[]): Promise<void> =>
  tell(world, 'courtesy.customer.adjustments-changed.v1', { subject: customerId, data: { customerId, adjustments } });

/** Lets the service read in the feed of customers that one of them stands for another, or for themself again. */
export const standsFor = (world: World, survivorId: string, customerId: string): Promise<void> =>
  tell(world, `courtesy.customer.${survivorId === customerId ? 'unmerged' : 'merged'}.v1`, {
    subject: survivorId,
    data: {
      ...{ mergeId: 'cumg_1', survivorId, mergedIds: [customerId], at: clock().toISOString() },
      roots: [{ customerId, survivorId }],
    },
  });
