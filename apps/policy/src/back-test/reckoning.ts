import type { DecisionOutcome } from '../decision/outcome.ts';

/** What a decision that is on record comes to when it is made by something else. Amounts are minor units; null where none is known. */
export interface Weighed {
  /** The id of the decision, the use or the request. */
  readonly id: string;
  readonly customerId: string | null;
  readonly before: DecisionOutcome;
  /** Null when it cannot be judged: see `missing` and `reason`. */
  readonly after: DecisionOutcome | null;
  readonly givenBefore: bigint | null;
  readonly givenAfter: bigint | null;
  /** Null where the facts do not say. */
  readonly isVulnerable: boolean | null;
  /** The facts that the draft waits for and that were not on record. */
  readonly missing: readonly string[];
  /** Why it could not be judged at all, though no fact is missing. */
  readonly reason: string | null;
}

/** In what way a decision comes out otherwise. */
export type ChangeKind = 'FLIP' | 'AMOUNT' | 'UNJUDGED';

/** A decision that comes out otherwise, or cannot be judged. */
export interface BackTestChange extends Omit<Weighed, 'missing'> {
  readonly backTestId: string;
  readonly kind: ChangeKind;
}

/** How many decisions go from one outcome to another, and what they give. Amounts are texts of minor units: the record is JSON. */
export interface Transition {
  readonly before: DecisionOutcome;
  readonly after: DecisionOutcome;
  readonly count: number;
  readonly givenBefore: string;
  readonly givenAfter: string;
}

/** What came of a test. */
export interface BackTestOutcome {
  /** How many were weighed, those that cannot be judged too. */
  readonly decisions: number;
  readonly flips: number;
  readonly amountChanges: number;
  readonly unjudged: number;
  /** Whether money was counted. */
  readonly currency: string | null;
  /** How many of those that were judged name no amount that could be counted. */
  readonly withoutAmount: number;
  readonly givenBefore: string;
  readonly givenAfter: string;
  /** Distinct customers of what comes out otherwise, merged ones as one. */
  readonly customers: number;
  /** How many of what comes out otherwise name no customer. */
  readonly withoutCustomer: number;
  /** How many of what comes out otherwise say that the customer is vulnerable, and how many say either. */
  readonly vulnerable: number;
  readonly vulnerabilityKnown: number;
  readonly transitions: readonly Transition[];
  /** The facts that the draft waits for, the most often missing first. */
  readonly missing: readonly { readonly field: string; readonly count: number }[];
}

/** How a decision comes out otherwise; null when it comes out as it did. */
export function kindOf({ before, after, givenBefore, givenAfter }: Weighed): ChangeKind | null {
  if (after === null) return 'UNJUDGED';
  if (after !== before) return 'FLIP';
  return givenBefore === givenAfter ? null : 'AMOUNT';
}

interface Sum {
  count: number;
  givenBefore: bigint;
  givenAfter: bigint;
}

/** Adds up a test, decision by decision. */
export class Tally {
  readonly changes: Omit<BackTestChange, 'backTestId'>[] = [];
  private readonly sums = new Map<string, Sum>();
  private readonly missing = new Map<string, number>();
  private weighed = 0;
  private withoutAmount = 0;
  private readonly currency: string | null;

  /** Counts money when there is a currency. */
  constructor(currency: string | null) {
    this.currency = currency;
  }

  /** How many were added. */
  get count(): number {
    return this.weighed;
  }

  /** Adds one. */
  add(each: Weighed): void {
    this.weighed += 1;
    const kind = kindOf(each);
    const { missing, ...change } = each;
    if (kind) this.changes.push({ ...change, kind });
    if (each.after === null) {
      for (const field of missing) this.missing.set(field, (this.missing.get(field) ?? 0) + 1);
      return;
    }
    const pair = `${each.before} ${each.after}`;
    const sum = this.sums.get(pair) ?? { count: 0, givenBefore: 0n, givenAfter: 0n };
    this.sums.set(pair, sum);
    sum.count += 1;
    sum.givenBefore += each.givenBefore ?? 0n;
    sum.givenAfter += each.givenAfter ?? 0n;
    if (this.currency !== null && (each.givenBefore === null || each.givenAfter === null)) this.withoutAmount += 1;
  }

  /** What came of it, with how many customers it touches: merged ones are known to the store alone. */
  reckoned(customers: number): BackTestOutcome {
    const changed = this.changes.filter(({ kind }) => kind !== 'UNJUDGED');
    const kinds = (wanted: ChangeKind) => this.changes.filter(({ kind }) => kind === wanted).length;
    const sums = [...this.sums.values()];
    const total = (of: 'givenBefore' | 'givenAfter') => String(sums.reduce((sum, each) => sum + each[of], 0n));
    return {
      ...{ decisions: this.weighed, flips: kinds('FLIP'), amountChanges: kinds('AMOUNT'), unjudged: kinds('UNJUDGED') },
      ...{ currency: this.currency, withoutAmount: this.withoutAmount },
      ...{ givenBefore: total('givenBefore'), givenAfter: total('givenAfter'), customers },
      withoutCustomer: changed.filter(({ customerId }) => customerId === null).length,
      vulnerable: changed.filter(({ isVulnerable }) => isVulnerable === true).length,
      vulnerabilityKnown: changed.filter(({ isVulnerable }) => isVulnerable !== null).length,
      transitions: this.transitions(),
      missing: [...this.missing]
        .map(([field, count]) => ({ field, count }))
        .sort((one, other) => other.count - one.count || (one.field < other.field ? -1 : 1)),
    };
  }

  private transitions(): Transition[] {
    const named = [...this.sums].map(([pair, { count, givenBefore, givenAfter }]): Transition => {
      const [before, after] = pair.split(' ') as [DecisionOutcome, DecisionOutcome];
      return { before, after, count, givenBefore: String(givenBefore), givenAfter: String(givenAfter) };
    });
    return named.sort((one, other) => other.count - one.count || (one.before < other.before ? -1 : 1));
  }
}
