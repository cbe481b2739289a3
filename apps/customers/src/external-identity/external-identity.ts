import type { Problem } from '@courtesy/kernel';
import type { Customer } from '../customer/customer.ts';
import { MAX_NAME, problemWithText } from '../customer/wording.ts';

/** The id by which another system knows a customer. Never changed and never given to another. */
export interface ExternalIdentity {
  readonly id: string;
  readonly customerId: string;
  readonly source: string;
  readonly externalId: string;
  readonly linkedAt: Date;
}

/** The other system's id is this customer's. */
export interface ExternalIdentityLinked {
  readonly type: 'ExternalIdentityLinked';
  readonly externalIdentity: ExternalIdentity;
}

/** The other system's id is another customer's. */
export interface ExternalIdentityTaken {
  readonly type: 'ExternalIdentityTaken';
  readonly customer: Customer;
  readonly externalIdentity: ExternalIdentity;
}

/** An id in another system, as a caller gives it. */
export interface IdentityName {
  readonly source: string;
  readonly id: string;
}

/**
 * Whether a source gives out addresses instead of accounts: mail that comes in makes its sender known by the address, and one person may have
 * many. Two ids of any other source are two customers there.
 */
export const idsAreAddresses = (source: string): boolean => source === 'email';

/** The longest name of another system, in characters. */
export const MAX_SOURCE = 100;

/** Everything that is wrong with an identity as given. */
export function problemsOfIdentity(identity: IdentityName): Problem[] {
  return [
    problemWithText('externalIdentity.source', identity.source, MAX_SOURCE),
    problemWithText('externalIdentity.id', identity.id, MAX_NAME),
  ].filter((problem) => problem !== null);
}

/** One text for an identity, to look it up by. A source has no line break that an id could complete. */
export const identityKey = (identity: IdentityName): string =>
  `${identity.source.length} ${identity.source} ${identity.id}`;
