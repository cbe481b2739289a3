import { type Problem } from '@courtesy/kernel';
import type {
  AuthorityDecisionType,
  AuthorityRequestReason,
  AuthorityRequestStatus,
  AuthorityUseState,
} from '@courtesy/graph-types/policy';
import {
  isSuspended,
  sameParty,
  type AuthorityGrant,
  type Party,
  type SelfApproval,
} from '../authority-grant/authority-grant.ts';
import { isUnfounded, type AuthorityAnswer, type AuthorityLimit } from '../authority-grant/standing.ts';
import type { Clause } from '../policy/clause.ts';

/** Who asked for how much, and for what. `minor` is in minor units of `currency`. */
export interface Matter {
  readonly decisionType: AuthorityDecisionType;
  readonly minor: bigint;
  readonly currency: string;
  readonly caseId: string;
  readonly customerId: string | null;
  readonly orderReference: string | null;
  /** The subject of the caller who asked. */
  readonly requestedBy: string;
  readonly requesterId: string | null;
  readonly teamId: string | null;
  readonly siteId: string | null;
  readonly regionId: string | null;
}

/** A reserve on the ledger, as it was written. */
export interface UseReserved extends Matter {
  readonly id: string;
  readonly grantId: string;
  readonly requestId: string | null;
  /** The clause that the grant rested on when it was reserved; null when it rested on none. */
  readonly clauseId: string | null;
  /** Whose authority it counts against; see `keyOf`. */
  readonly authorityOf: string;
  readonly approverId: string | null;
  readonly reservedAt: Date;
}

/** The entry of the ledger that ends a reserve. */
export interface UseEnd {
  /** The id of the use. */
  readonly id: string;
  readonly kind: 'SETTLED' | 'VOIDED';
  /** What counts from then on. */
  readonly minor: bigint;
  readonly reason: string | null;
  readonly endedBy: string;
  readonly endedAt: Date;
}

/** An amount decided under a grant, with the entry that ended it, if any. */
export interface AuthorityUse extends UseReserved {
  readonly end: UseEnd | null;
}

/** An amount beyond the requester's own authority. */
export interface AuthorityRequest extends Matter {
  readonly id: string;
  readonly requestedAt: Date;
  readonly grantId: string | null;
  /** The clause in effect that the grant rested on; null when it rested on none, or none was. */
  readonly clauseId: string | null;
  readonly reason: AuthorityRequestReason;
  readonly status: AuthorityRequestStatus;
  readonly decidedBy: string | null;
  readonly deciderId: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  readonly version: number;
}

/** Why somebody's own authority does not cover an amount. */
export interface Uncovered {
  readonly reason: AuthorityRequestReason;
  readonly grant: AuthorityGrant | null;
  /** The clause in effect that the grant rests on. */
  readonly clause: Clause | null;
  readonly passed: readonly AuthorityLimit[];
}

/** The caller's own authority covers the amount. */
export interface AuthorityReserved {
  readonly type: 'AuthorityReserved';
  readonly use: AuthorityUse;
}

/** Another person may approve the request. */
export interface ApprovalNeeded extends Uncovered {
  readonly type: 'ApprovalNeeded';
  readonly request: AuthorityRequest;
}

/** The request is approved under the approver's own authority. */
export interface AuthorityRequestApproved {
  readonly type: 'AuthorityRequestApproved';
  readonly request: AuthorityRequest;
  readonly use: AuthorityUse;
}

/** The request is refused. */
export interface AuthorityRequestRefused {
  readonly type: 'AuthorityRequestRefused';
  readonly request: AuthorityRequest;
}

/** The approver's own authority does not cover it either. */
export interface AuthorityInsufficient extends Uncovered {
  readonly type: 'AuthorityInsufficient';
  readonly request: AuthorityRequest;
}

/** The request was decided already. */
export interface AuthorityRequestDecided {
  readonly type: 'AuthorityRequestDecided';
  readonly request: AuthorityRequest;
}

/** The use was carried out. */
export interface AuthorityUseSettled {
  readonly type: 'AuthorityUseSettled';
  readonly use: AuthorityUse;
}

/** The use was not carried out. */
export interface AuthorityUseVoided {
  readonly type: 'AuthorityUseVoided';
  readonly use: AuthorityUse;
}

/** The use was settled or voided before. */
export interface AuthorityUseEnded {
  readonly type: 'AuthorityUseEnded';
  readonly use: AuthorityUse;
}

/** What counts against the limits of a use now, in minor units. */
export const countedOf = ({ minor, end }: Pick<AuthorityUse, 'minor' | 'end'>): bigint => end?.minor ?? minor;

/** Where a use stands. */
export const stateOf = ({ end }: Pick<AuthorityUse, 'end'>): AuthorityUseState => end?.kind ?? 'RESERVED';

/** What a grant must know of a matter to compare its limits; a matter that leaves it out could be split unseen. */
export function problemsOfMatter(grant: AuthorityGrant | null, matter: Matter): Problem[] {
  const problems: Problem[] = [];
  const missing = (path: string, what: string) => ({
    path,
    message: `is needed: the grant ${grant?.id ?? ''} limits what one ${what} may be given`,
  });
  if (grant?.perCustomer != null && matter.customerId === null) problems.push(missing('customerId', 'customer'));
  if (grant?.perOrder != null && matter.orderReference === null) problems.push(missing('orderReference', 'order'));
  return problems;
}

/** Why a grant does not cover a matter that leaves out what the grant limits; null when it names all of it. */
export function unnamed({ grant, clause }: AuthorityAnswer, matter: Matter): Uncovered | null {
  const [first] = problemsOfMatter(grant, matter);
  const reason = first?.path === 'customerId' ? 'PER_CUSTOMER' : 'PER_ORDER';
  return first ? { reason, grant, clause, passed: [] } : null;
}

/** A grant with the clause in effect that it rests on, if it rests on one. */
export interface Founded {
  readonly grant: AuthorityGrant;
  readonly clause: Clause | null;
}

/** Whether an answer names a grant. */
export const isFounded = <T extends AuthorityAnswer>(answer: T): answer is T & Founded => answer.grant !== null;

/** Nobody granted anything. */
export const NOBODYS: Uncovered = { reason: 'NO_GRANT', grant: null, clause: null, passed: [] };

/** Why an answer does not cover an amount; null when it does. */
export function uncovered(answer: AuthorityAnswer, at: Date): Uncovered | null {
  const { covers, grant, standing, clause, passed } = answer;
  if (covers) return null;
  if (!grant) return { ...NOBODYS, passed };
  if (isSuspended(grant, at)) return { reason: 'SUSPENDED', grant, clause, passed };
  if (isUnfounded(grant, clause)) return { reason: 'NOT_IN_POLICY', grant, clause, passed };
  if (standing?.isUnskilled) return { reason: 'SKILL_MISSING', grant, clause, passed };
  return { reason: passed[0]?.kind ?? 'NO_GRANT', grant, clause, passed };
}

/** Why somebody may not decide on a request at all; null when they may look at their authority. */
export function barred(request: AuthorityRequest, party: Party): SelfApproval | AuthorityRequestDecided | null {
  if (request.status !== 'PENDING') return { type: 'AuthorityRequestDecided', request };
  return sameParty({ subject: request.requestedBy, personId: request.requesterId }, party)
    ? { type: 'SelfApproval', what: `you asked for ${request.id} yourself` }
    : null;
}

/** A request as somebody decided on it. */
export const decided = (
  request: AuthorityRequest,
  by: {
    readonly party: Party;
    readonly at: Date;
    readonly status: 'APPROVED' | 'REFUSED';
    readonly reason: string | null;
  },
): AuthorityRequest => ({
  ...request,
  status: by.status,
  decidedBy: by.party.subject,
  deciderId: by.party.personId,
  decidedAt: by.at,
  decisionReason: by.reason,
  version: request.version + 1,
});

/**
 * What stands for everything that a decision on a matter adds up, under somebody's authority: to be locked before adding. `customer` is
 * whoever stands for the matter's customer, since what merged customers were given is added up too.
 */
export const wordsOf = (matter: Matter, authorityOf: string, customer: string | null): string[] =>
  [
    `holder:${authorityOf}`,
    `case:${matter.caseId}`,
    ...(customer === null ? [] : [`customer:${customer}`]),
    ...(matter.orderReference === null ? [] : [`order:${matter.orderReference}`]),
  ].map((word) => `authority:${matter.decisionType}:${matter.currency}:${word}`);
