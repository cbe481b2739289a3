import type { KnownEvent } from '@courtesy/events';
import { customerReaction } from '../src/reactions/customer.reaction.ts';
import { clock, type World } from './policy-world.ts';

/** Lets the service read in the feed of customers which adjustments hold for a customer now. */
export const givenAdjustments = (world: World, customerId: string, adjustments: readonly string[]): Promise<void> =>
  world.service.database.transaction((tx) =>
    customerReaction.apply(tx, [
      {
        ...{ specversion: '1.0', id: '1.1', source: '/courtesy/customers', datacontenttype: 'application/json' },
        ...{ type: 'courtesy.customer.adjustments-changed.v1', subject: customerId, sequence: 2 },
        ...{ time: clock().toISOString(), data: { customerId, adjustments } },
      } as unknown as KnownEvent,
    ]),
  );
