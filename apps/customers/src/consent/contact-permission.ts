import type { ConsentPurpose, ContactReason } from '@courtesy/graph-types/customers';
import type { ConsentState } from './consent.ts';

/** Whether a customer may be approached, and why. */
export interface ContactPermission {
  readonly allowed: boolean;
  readonly reason: ContactReason;
  readonly state: ConsentState;
}

/** Purposes for which somebody is called who did not ask for it. */
const UNASKED: ReadonlySet<ConsentPurpose> = new Set(['MARKETING', 'RESEARCH']);

const REFUSED = {
  WITHDRAWN: 'CONSENT_WITHDRAWN',
  EXPIRED: 'CONSENT_EXPIRED',
  NEVER_GIVEN: 'CONSENT_NEVER_GIVEN',
} as const;

/** What else decides whether a customer may be approached. */
export interface Considered {
  readonly adjustments: readonly string[];
  /** Whether they said that they are not to be approached without having asked for it. */
  readonly doNotContact: boolean;
}

/** Whether a customer may be approached as a state has it, with the adjustments that are made for them. */
export function permissionOf(state: ConsentState, { adjustments, doNotContact }: Considered): ContactPermission {
  if (state.status !== 'GIVEN') return { allowed: false, reason: REFUSED[state.status], state };
  if (doNotContact && UNASKED.has(state.purpose)) return { allowed: false, reason: 'DO_NOT_CONTACT', state };
  const isColdCall = state.channel === 'PHONE' && UNASKED.has(state.purpose);
  if (isColdCall && adjustments.includes('NO_COLD_CALLS')) return { allowed: false, reason: 'NO_COLD_CALLS', state };
  return { allowed: true, reason: state.consent?.basis === 'CONSENT' ? 'CONSENT_GIVEN' : 'OTHER_BASIS', state };
}
