import type { ContractStatus, RenewalDecision, RenewalMode } from '@courtesy/graph-types/policy';

/** How a contract is kept. EXPIRING and EXPIRED are not: they come with the day, and nothing here runs by the clock. */
export type StoredContractStatus = Exclude<ContractStatus, 'EXPIRING' | 'EXPIRED'>;

/** What was agreed with a customer. Days are `YYYY-MM-DD` without a zone; `endsOn` is the last day and counts in full. */
export interface ServiceContract {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly status: StoredContractStatus;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly renewalMode: RenewalMode;
  readonly noticeDays: number;
  /** {@link noticeDays} before `endsOn`: from then on the contract is EXPIRING. */
  readonly noticeOn: string;
  readonly valueMinor: bigint | null;
  readonly valueCurrency: string | null;
  readonly renewalDecision: RenewalDecision | null;
  /** The contract whose place it takes. */
  readonly renewsId: string | null;
  readonly terminatedAt: Date | null;
  readonly terminationReason: string | null;
  /** The subject of the caller who wrote it down. */
  readonly draftedBy: string;
  readonly draftedAt: Date;
  readonly version: number;
}

/** A line of a contract. */
export interface ContractLine {
  readonly id: string;
  readonly contractId: string;
  readonly position: number;
  readonly name: string;
  readonly quantity: number;
  readonly valueMinor: bigint | null;
  readonly valueCurrency: string | null;
}

/** One review of a contract with what it decided. */
export interface ContractReview {
  readonly id: string;
  readonly contractId: string;
  readonly decision: RenewalDecision;
  readonly reason: string;
  /** The person who decided; null when it was none. */
  readonly personId: string | null;
  /** The subject of the caller who recorded it. */
  readonly recordedBy: string;
  readonly decidedAt: Date;
  /** The contract's version after the review. */
  readonly contractVersion: number;
}

/** A contract was written down. */
export interface ContractDrafted {
  readonly type: 'ContractDrafted';
  readonly contract: ServiceContract;
}
/** A contract was agreed. */
export interface ContractActivated {
  readonly type: 'ContractActivated';
  readonly contract: ServiceContract;
}
/** A renewal was decided. */
export interface RenewalDecided {
  readonly type: 'RenewalDecided';
  readonly contract: ServiceContract;
}
/** Another contract takes the place of one. */
export interface ContractRenewed {
  readonly type: 'ContractRenewed';
  readonly contract: ServiceContract;
  readonly renewed: ServiceContract;
}
/** A contract was ended before its term. */
export interface ContractTerminated {
  readonly type: 'ContractTerminated';
  readonly contract: ServiceContract;
}
/** A contract that stands like `from` cannot come to stand like `to`. */
export interface IllegalContractTransition {
  readonly type: 'IllegalContractTransition';
  readonly contract: ServiceContract;
  readonly from: ContractStatus;
  readonly to: ContractStatus;
}
/** The contract ends with its term, by agreement. */
export interface ContractNotRenewable {
  readonly type: 'ContractNotRenewable';
  readonly contract: ServiceContract;
}
/** The latest review did not decide that the contract be renewed. */
export interface RenewalNotDecided {
  readonly type: 'RenewalNotDecided';
  readonly contract: ServiceContract;
}

/** The day of an instant in UTC: contracts know days and no zone, and all of them count by this one. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day so many days after another; before it, when negative. */
export const daysAfter = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));

/** An AUTO contract runs on past its term unless a review let it expire: until somebody puts the next one on record. */
const runsOn = (contract: ServiceContract): boolean =>
  contract.renewalMode === 'AUTO' && contract.status === 'ACTIVE' && contract.renewalDecision !== 'LET_EXPIRE';

/** How a contract stands on a day. */
export function statusOn(contract: ServiceContract, day: string): ContractStatus {
  if (contract.status !== 'ACTIVE') return contract.status;
  if (day > contract.endsOn && !runsOn(contract)) return 'EXPIRED';
  return day >= contract.noticeOn ? 'EXPIRING' : 'ACTIVE';
}

/** Whether a contract's entitlements can be used on a day. One that was renewed counts until its own last day. */
export function isInForce(contract: ServiceContract, day: string): boolean {
  if (contract.status !== 'ACTIVE' && contract.status !== 'RENEWED') return false;
  return contract.startsOn <= day && (day <= contract.endsOn || runsOn(contract));
}

/** Whether a contract held at an instant: one that was terminated since held until then. */
export function heldAt(contract: ServiceContract, at: Date): boolean {
  const since = contract.terminatedAt !== null && contract.terminatedAt > at;
  return isInForce(since ? { ...contract, status: 'ACTIVE' } : contract, dayOf(at));
}

/** The day by which a renewal is to be decided; null when there is nothing to decide. */
export const decisionDueOn = ({ renewalMode, noticeOn }: ServiceContract): string | null =>
  renewalMode === 'NONE' ? null : noticeOn;

const changed = (contract: ServiceContract, change: Partial<ServiceContract>): ServiceContract => ({
  ...contract,
  ...change,
  version: contract.version + 1,
});

const illegal = (contract: ServiceContract, from: ContractStatus, to: ContractStatus): IllegalContractTransition => ({
  type: 'IllegalContractTransition',
  contract,
  from,
  to,
});

/** Agrees to a draft. One whose last day is over already is refused. */
export function activate(contract: ServiceContract, day: string): ContractActivated | IllegalContractTransition {
  if (contract.status !== 'DRAFT') return illegal(contract, statusOn(contract, day), 'ACTIVE');
  if (day > contract.endsOn) return illegal(contract, 'DRAFT', 'EXPIRED');
  return { type: 'ContractActivated', contract: changed(contract, { status: 'ACTIVE' }) };
}

/** Records what a review decided, while the contract is still to end. */
export function decideOn(
  contract: ServiceContract,
  decision: RenewalDecision,
  day: string,
): RenewalDecided | ContractNotRenewable | IllegalContractTransition {
  const from = statusOn(contract, day);
  if (from !== 'ACTIVE' && from !== 'EXPIRING')
    return illegal(contract, from, decision === 'RENEW' ? 'RENEWED' : 'EXPIRED');
  if (contract.renewalMode === 'NONE') return { type: 'ContractNotRenewable', contract };
  return { type: 'RenewalDecided', contract: changed(contract, { renewalDecision: decision }) };
}

/** What of the next contract is other than of the one before. */
export type NextTerm = Pick<
  ServiceContract,
  'id' | 'endsOn' | 'valueMinor' | 'valueCurrency' | 'renewalMode' | 'noticeDays' | 'draftedBy' | 'draftedAt'
>;

/**
 * Lets another contract take the place of one, from the day after its last. A MANUAL one needs the decision to renew, and may then be
 * renewed after its last day too, for papers that come late; an AUTO one needs only that nobody let it expire.
 */
export function renew(
  contract: ServiceContract,
  next: NextTerm,
  day: string,
): ContractRenewed | RenewalNotDecided | ContractNotRenewable | IllegalContractTransition {
  if (contract.status !== 'ACTIVE') return illegal(contract, statusOn(contract, day), 'RENEWED');
  if (contract.renewalMode === 'NONE') return { type: 'ContractNotRenewable', contract };
  const decided = contract.renewalDecision === 'RENEW' || runsOn(contract);
  if (!decided) return { type: 'RenewalNotDecided', contract };
  const successor: ServiceContract = {
    ...contract,
    ...next,
    status: 'ACTIVE',
    startsOn: daysAfter(contract.endsOn, 1),
    noticeOn: daysAfter(next.endsOn, -next.noticeDays),
    renewalDecision: null,
    renewsId: contract.id,
    version: 1,
  };
  return { type: 'ContractRenewed', contract: successor, renewed: changed(contract, { status: 'RENEWED' }) };
}

/** Ends a contract before its term, or gives a draft up. */
export function terminate(
  contract: ServiceContract,
  reason: string,
  now: Date,
): ContractTerminated | IllegalContractTransition {
  const from = statusOn(contract, dayOf(now));
  if (from !== 'DRAFT' && from !== 'ACTIVE' && from !== 'EXPIRING') return illegal(contract, from, 'TERMINATED');
  const end = { status: 'TERMINATED', terminatedAt: now, terminationReason: reason.trim() } as const;
  return { type: 'ContractTerminated', contract: changed(contract, end) };
}
