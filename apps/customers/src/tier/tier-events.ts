import type { NewEvent } from '@courtesy/events';
import type { CustomerTier, TierAssignment } from './tier.ts';

/** What other services are told of a customer's tier from some instant on. */
export const tierChangedEvent = (assignment: TierAssignment, tier: CustomerTier | null, at: Date): NewEvent => ({
  ...{ type: 'courtesy.customer.tier-changed.v1', subject: assignment.id, sequence: tier ? 1 : 2, time: at },
  data: {
    ...{ customerId: assignment.customerId, tierId: tier?.id ?? null, tier: tier?.name ?? null },
    ...{ rank: tier?.rank ?? null, from: (tier ? assignment.validFrom : at).toISOString() },
  },
});
