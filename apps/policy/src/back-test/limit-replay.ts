import { limitsPassed, type Spent } from '../authority-grant/standing.ts';
import type { AuthorityGrant } from '../authority-grant/authority-grant.ts';
import type { LimitsTried } from './back-test.ts';
import type { Weighed } from './reckoning.ts';

/** What a request, a use or the end of a use says, in the order of time. */
export interface AuthorityEntry {
  readonly kind: 'USE' | 'REQUEST' | 'END';
  /** The id of the request or the use; of an end, that of the use. */
  readonly id: string;
  /** Of a use, the request that was approved by it. */
  readonly requestId: string | null;
  /** Whether a grant of the series decided on it, so that other limits would have. */
  readonly isOfSeries: boolean;
  /** Whether it lies in the time that is tested, and whoever tests sees it. */
  readonly isAsked: boolean;
  /** Of an end, what counts from then on. */
  readonly minor: bigint;
  readonly caseId: string;
  readonly orderReference: string | null;
  readonly customerId: string | null;
  /** Whoever stands for the customer. */
  readonly root: string | null;
  /** Whose authority it counts against. */
  readonly authorityOf: string;
  /** The day on which it was, in the zone of the grant, counted from any one day. */
  readonly day: number;
  /** Of a request, why the requester's authority did not cover it. */
  readonly reason: string | null;
  /** Of a use that ended, what counts of it in the end; of a request, what was given by approving it, null while nothing was. */
  readonly counted: bigint | null;
}

/** Reasons that other limits can take away. */
const LIMITS: ReadonlySet<string | null> = new Set(['PER_CASE', 'PER_ORDER', 'PER_CUSTOMER', 'PER_DAY']);

/** What was given up to some instant, by everything that a limit adds up. */
class Given {
  private readonly sums = new Map<string, bigint>();
  private readonly daysOf = new Map<string, Map<number, bigint>>();

  add(entry: AuthorityEntry, minor: bigint): void {
    const { caseId, orderReference, authorityOf, day, root } = entry;
    const keys = [`case ${caseId}`, `day ${day} ${authorityOf}`];
    if (orderReference !== null) keys.push(`order ${orderReference}`);
    for (const key of keys) this.sums.set(key, this.sum(key) + minor);
    if (root === null) return;
    const days = this.daysOf.get(root) ?? new Map<number, bigint>();
    this.daysOf.set(root, days);
    days.set(day, (days.get(day) ?? 0n) + minor);
  }

  spentOn({ caseId, orderReference, authorityOf, day, root }: AuthorityEntry, customerDays: number): Spent {
    const days = root === null ? [] : [...(this.daysOf.get(root) ?? [])];
    return {
      onCase: this.sum(`case ${caseId}`),
      onOrder: orderReference === null ? 0n : this.sum(`order ${orderReference}`),
      onDay: this.sum(`day ${day} ${authorityOf}`),
      onCustomer: days.reduce((sum, [on, minor]) => (on > day - customerDays ? sum + minor : sum), 0n),
    };
  }

  private sum(key: string): bigint {
    return this.sums.get(key) ?? 0n;
  }
}

/** What goes on from entry to entry. */
class Replay {
  readonly tested: Weighed[] = [];
  private readonly given = new Given();
  private readonly counting = new Map<string, { readonly entry: AuthorityEntry; readonly minor: bigint }>();
  private readonly covered = new Set<string>();
  private readonly grant: AuthorityGrant;

  /** Goes by the limits of this grant. */
  constructor(grant: AuthorityGrant) {
    this.grant = grant;
  }

  USE(use: AuthorityEntry): void {
    if (use.requestId !== null && this.covered.has(use.requestId)) return;
    const isTested = use.isAsked && use.isOfSeries && use.requestId === null;
    const isGiven = !isTested || this.covers(use);
    if (isGiven) this.give(use);
    if (isTested) this.tested.push(weighedUse(use, isGiven));
  }

  REQUEST(request: AuthorityEntry): void {
    if (!request.isAsked || !request.isOfSeries) return;
    const covers = LIMITS.has(request.reason) && this.covers(request);
    if (covers) {
      this.covered.add(request.id);
      this.give(request);
    }
    this.tested.push(weighedRequest(request, covers));
  }

  END(end: AuthorityEntry): void {
    // What a covered request gave ends as the use did that really came of it.
    const id = end.requestId !== null && this.covered.has(end.requestId) ? end.requestId : end.id;
    const counted = this.counting.get(id);
    if (!counted) return;
    this.given.add(counted.entry, end.minor - counted.minor);
    this.counting.set(id, { ...counted, minor: end.minor });
  }

  private give(entry: AuthorityEntry): void {
    this.given.add(entry, entry.minor);
    this.counting.set(entry.id, { entry, minor: entry.minor });
  }

  private covers(entry: AuthorityEntry): boolean {
    const spent = this.given.spentOn(entry, this.grant.customerDays);
    return limitsPassed(this.grant, spent, entry.minor).length === 0;
  }
}

/**
 * Goes through what was asked and given in the order of time, as it would have gone under other limits of one grant: what it would have covered is
 * given at once and counts from then on, and nobody approves it any more; what it would not have covered is asked of somebody else, and counts no
 * more, since nobody knows what they would have said. `grant` tells the days of a customer.
 */
export function replayLimits(
  entries: readonly AuthorityEntry[],
  grant: AuthorityGrant,
  limits: LimitsTried,
): Weighed[] {
  const replay = new Replay({ ...grant, ...limits });
  for (const entry of entries) replay[entry.kind](entry);
  return replay.tested;
}

const nothingElse = { isVulnerable: null, missing: [], reason: null } as const;

function weighedUse({ id, customerId, minor, counted }: AuthorityEntry, isCovered: boolean): Weighed {
  const was = counted ?? minor;
  const after = isCovered ? 'ALLOW' : 'NEEDS_APPROVAL';
  return {
    id,
    customerId,
    before: 'ALLOW',
    after,
    givenBefore: was,
    givenAfter: isCovered ? was : null,
    ...nothingElse,
  };
}

function weighedRequest({ id, customerId, minor, counted }: AuthorityEntry, isCovered: boolean): Weighed {
  const was = counted ?? 0n;
  const after = isCovered ? 'ALLOW' : 'NEEDS_APPROVAL';
  // Nobody but the requester would have been asked; what really came of it is known where it was approved.
  const givenAfter = isCovered ? (counted ?? minor) : was;
  return { id, customerId, before: 'NEEDS_APPROVAL', after, givenBefore: was, givenAfter, ...nothingElse };
}
