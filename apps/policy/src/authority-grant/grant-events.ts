import type { NewEvent } from '@courtesy/events';
import type { AuthorityGrant } from './authority-grant.ts';

const digits = (minor: bigint | null) => (minor === null ? null : String(minor));

/** What other services are told of a grant that was made, replaced, suspended, resumed or revoked: all of it. */
export function grantChangedEvent(grant: AuthorityGrant, at: Date): NewEvent {
  return {
    type: 'courtesy.authority-grant.changed.v1',
    subject: grant.id,
    sequence: grant.version,
    time: at,
    data: {
      number: grant.number,
      decisionType: grant.decisionType,
      role: grant.role,
      personId: grant.personId,
      siteId: grant.siteId,
      currency: grant.currency,
      perCaseMinor: String(grant.perCase),
      perDayMinor: digits(grant.perDay),
      perCustomerMinor: digits(grant.perCustomer),
      customerDays: grant.customerDays,
      perOrderMinor: digits(grant.perOrder),
      timeZone: grant.timeZone,
      effectiveFrom: grant.effectiveFrom.toISOString(),
      effectiveUntil: grant.effectiveUntil?.toISOString() ?? null,
      suspended: grant.suspendedAt !== null,
      revoked: grant.revokedAt !== null,
    },
  };
}
