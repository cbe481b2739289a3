import type { NewEvent } from '@courtesy/events';
import type { Entitlement, EntitlementUse } from './entitlement.ts';

const aggregate = (entitlement: Entitlement, time: Date) => ({
  subject: entitlement.id,
  sequence: entitlement.version,
  time,
});

const place = ({ contractId, customerId, allocation, total, remaining, restricted }: Entitlement) => ({
  contractId,
  customerId,
  allocation,
  total,
  remaining,
  restricted,
});

/** What other services are told when a contract that gives an entitlement was agreed. */
export const grantedEvent = (
  entitlement: Entitlement,
  term: { readonly startsOn: string; readonly endsOn: string },
  at: Date,
): NewEvent => ({
  ...aggregate(entitlement, at),
  type: 'courtesy.entitlement.granted.v1',
  data: {
    ...place(entitlement),
    name: entitlement.name,
    channel: entitlement.channel,
    decrementOn: entitlement.decrementOn,
    startsOn: term.startsOn,
    endsOn: term.endsOn,
  },
});

/** What other services are told of a use. */
export const usedEvent = (entitlement: Entitlement, use: EntitlementUse): NewEvent => ({
  ...aggregate(entitlement, use.recordedAt),
  type: 'courtesy.entitlement.used.v1',
  data: { ...place(entitlement), useId: use.id, caseId: use.caseId, units: use.units },
});

/** What other services are told of a use that was given back. */
export const returnedEvent = (entitlement: Entitlement, use: EntitlementUse): NewEvent => ({
  ...aggregate(entitlement, use.recordedAt),
  type: 'courtesy.entitlement.returned.v1',
  data: {
    ...place(entitlement),
    useId: use.id,
    returnsUseId: use.returnsId ?? '',
    caseId: use.caseId,
    units: use.units,
  },
});

/** What other services are told when a use took the last. */
export const exhaustedEvent = (entitlement: Entitlement, at: Date): NewEvent => ({
  ...aggregate(entitlement, at),
  type: 'courtesy.entitlement.exhausted.v1',
  data: place(entitlement),
});
