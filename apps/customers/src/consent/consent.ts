import type { Problem } from '@courtesy/kernel';
import type {
  ConsentBasis,
  ConsentChange,
  ConsentChannel,
  ConsentEvidenceInput,
  ConsentEvidenceKind,
  ConsentPurpose,
  ConsentStatus,
  InputMaybe,
} from '@courtesy/graph-types/customers';
import type { Customer } from '../customer/customer.ts';
import { problemWithOptional } from '../customer/wording.ts';

/** One line of the ledger of consent. Nothing of it ever changes. */
export interface Consent {
  readonly id: string;
  /** For whom it was recorded. */
  readonly customerId: string;
  /** Everybody for whom it counts: who was merged with them when it was recorded, themself among them. */
  readonly countsFor: readonly string[];
  readonly purpose: ConsentPurpose;
  /** Null for all channels. */
  readonly channel: ConsentChannel | null;
  readonly change: ConsentChange;
  /** Null on a withdrawal. */
  readonly basis: ConsentBasis | null;
  readonly how: ConsentEvidenceKind;
  readonly wordingVersion: string | null;
  readonly place: string | null;
  readonly from: Date;
  readonly until: Date | null;
  readonly recordedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
  readonly byCustomer: boolean;
}

/** What a state is about. */
export interface Matter {
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
}

/** How one purpose stands on one channel at an instant. */
export interface ConsentState extends Matter {
  readonly status: ConsentStatus;
  /** The line that decides; null when nothing was ever said. */
  readonly consent: Consent | null;
}

/** A consent is on record. */
export interface ConsentRecorded {
  readonly type: 'ConsentRecorded';
  readonly consent: Consent;
  readonly customer: Customer;
}

/** A consent is withdrawn. */
export interface ConsentWithdrawn {
  readonly type: 'ConsentWithdrawn';
  readonly consent: Consent;
  readonly customer: Customer;
}

/** What is to be withdrawn does not rest on anything the customer can withdraw. */
export interface BasisNotWithdrawable {
  readonly type: 'BasisNotWithdrawable';
  readonly states: readonly ConsentState[];
}

/** Every purpose, in the order in which they are shown. */
export const PURPOSES = [
  'MARKETING',
  'RESEARCH',
  'PROFILING',
  'SHARING_WITH_THIRD_PARTY',
  'RECORDING',
  'HEALTH_DATA',
] as const satisfies readonly ConsentPurpose[];

/** Every channel, in the order in which they are shown. */
export const CHANNELS = [
  'PHONE',
  'EMAIL',
  'LETTER',
  'SMS',
  'CHAT',
  'SOCIAL',
  'PORTAL',
  'FACE_TO_FACE',
] as const satisfies readonly ConsentChannel[];

/** What a customer can take back: their consent, and what rests on the organisation's own interest, to which they may object. */
const WITHDRAWABLE: ReadonlySet<ConsentBasis | null> = new Set(['CONSENT', 'LEGITIMATE_INTEREST']);

const inOrder = (a: Consent, b: Consent) =>
  a.from.getTime() - b.from.getTime() ||
  a.recordedAt.getTime() - b.recordedAt.getTime() ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const statusAt = ({ change, until }: Consent, at: Date): ConsentStatus => {
  if (change === 'WITHDRAWN') return 'WITHDRAWN';
  return until !== null && until <= at ? 'EXPIRED' : 'GIVEN';
};

/**
 * How one purpose stands on one channel at an instant, by the ledger of one customer: the latest line until then decides, be it about this
 * channel or about all. A withdrawal does not touch what rests on a contract, a law or somebody's life.
 */
export function stateAt(ledger: readonly Consent[], { purpose, channel }: Matter, at: Date): ConsentState {
  const lines = ledger
    .filter(
      (line) => line.purpose === purpose && (line.channel === null || line.channel === channel) && line.from <= at,
    )
    .toSorted(inOrder);
  let consent: Consent | null = null;
  for (const line of lines) {
    const stays =
      consent !== null &&
      line.change === 'WITHDRAWN' &&
      statusAt(consent, line.from) === 'GIVEN' &&
      !WITHDRAWABLE.has(consent.basis);
    if (!stays) consent = line;
  }
  return { purpose, channel, status: consent ? statusAt(consent, at) : 'NEVER_GIVEN', consent };
}

const STRICTNESS: readonly ConsentStatus[] = ['GIVEN', 'NEVER_GIVEN', 'EXPIRED', 'WITHDRAWN'];

const endOf = ({ consent }: ConsentState) => consent?.until?.getTime() ?? Number.POSITIVE_INFINITY;

/** Which of two states of one matter allows less: below zero when it is `a`. What can be withdrawn and what ends sooner allows less. */
const byStrictness = (a: ConsentState, b: ConsentState): number =>
  STRICTNESS.indexOf(b.status) - STRICTNESS.indexOf(a.status) ||
  Number(WITHDRAWABLE.has(b.consent?.basis ?? null)) - Number(WITHDRAWABLE.has(a.consent?.basis ?? null)) ||
  (endOf(a) === endOf(b) ? 0 : endOf(a) - endOf(b));

/**
 * The state that holds for customers who are one, of the states of each of them in the same matter: the strictest. A no of one outweighs the
 * yes of another, and so does silence: nobody may be approached after a merge who might not before. Throws without any state.
 */
export function strictest(states: readonly ConsentState[]): ConsentState {
  const [first] = states.toSorted(byStrictness);
  if (!first) throw new Error('Of no states none is the strictest');
  return first;
}

/**
 * How a matter stands for customers who are one. What was recorded before they were merged counts for its own customer, and the strictest of
 * them holds; what was recorded afterwards counts for all of them. `ledger` holds the lines of all members, and of nobody else.
 */
export function familyStateAt(
  members: readonly string[],
  ledger: readonly Consent[],
  matter: Matter,
  at: Date,
): ConsentState {
  return strictest(
    members.map((member) =>
      stateAt(
        ledger.filter(({ countsFor }) => countsFor.includes(member)),
        matter,
        at,
      ),
    ),
  );
}

/** All states of which anything is on record at an instant, by purpose and channel in the order in which they are shown. */
export function statesAt(members: readonly string[], ledger: readonly Consent[], at: Date): ConsentState[] {
  const known = new Set(ledger.filter(({ from }) => from <= at).map(({ purpose }) => purpose));
  return PURPOSES.filter((purpose) => known.has(purpose)).flatMap((purpose) =>
    CHANNELS.filter((channel) =>
      ledger.some(
        (line) => line.purpose === purpose && (line.channel === null || line.channel === channel) && line.from <= at,
      ),
    ).map((channel) => familyStateAt(members, ledger, { purpose, channel }, at)),
  );
}

/** Whether a customer's no would change anything in any of these states. */
export const canWithdraw = (states: readonly ConsentState[]): boolean =>
  states.some(({ status, consent }) => status !== 'GIVEN' || WITHDRAWABLE.has(consent?.basis ?? null));

/** The longest version of a wording, and the longest place of an evidence, in characters. */
const MAX_WORDING = 100;
const MAX_PLACE = 300;

/** What a caller says of a line beside its customer. */
export interface ConsentGiven {
  readonly basis: ConsentBasis | null;
  readonly evidence: ConsentEvidenceInput;
  readonly from: Date;
  readonly until?: InputMaybe<Date>;
}

/** Everything that is wrong with a line as given; empty when nothing is. */
export function problemsOfConsent(
  { basis, evidence, from, until }: ConsentGiven,
  { now, byCustomer }: { readonly now: Date; readonly byCustomer: boolean },
): Problem[] {
  const problems = [
    problemWithOptional('evidence.wordingVersion', evidence.wordingVersion, MAX_WORDING),
    problemWithOptional('evidence.place', evidence.place, MAX_PLACE),
    from > now ? { path: 'from', message: 'lies in the future' } : null,
    until && until <= from ? { path: 'until', message: 'is not after the beginning' } : null,
    basis === 'CONSENT' && !evidence.wordingVersion
      ? { path: 'evidence.wordingVersion', message: 'is absent; consent is to what somebody was told' }
      : null,
    byCustomer && basis !== null && basis !== 'CONSENT'
      ? { path: 'basis', message: 'is for the organisation to state; a customer gives consent' }
      : null,
  ];
  return problems.filter((problem) => problem !== null);
}
