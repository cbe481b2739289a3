import { InvalidMoney, moneyOf, type Problem } from '@courtesy/kernel';
import type { RunBackTestInput } from '@courtesy/graph-types/policy';
import type { DecisionTableVersion } from '../decision-table/decision-table-version.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import type { BackTestOutcome } from './reckoning.ts';

/** The rules of a draft as they were when the test was asked for. A draft that is revised since is another. */
export type RulesTested = Pick<DecisionTableVersion, 'id' | 'version' | 'model' | 'decision' | 'decisionTableId'>;

/** Limits that a grant might have, in minor units of its currency. */
export interface LimitsTried {
  readonly perCase: bigint;
  readonly perDay: bigint | null;
  readonly perCustomer: bigint | null;
  readonly perOrder: bigint | null;
}

/** Limits as JSON keeps them. */
export type KeptLimits = { readonly [limit in keyof LimitsTried]: string | null };

/** Where the facts and the answers of a table hold what is counted. */
export interface BackTestTerms {
  /** The fact that holds the amount asked for. */
  readonly amountFact: string;
  /** The output that holds the amount given. Null when what is allowed is given as it was asked for. */
  readonly awardOutput: string | null;
  /** The fact that says whether the customer is vulnerable. */
  readonly vulnerableFact: string;
  /** The currency of the amounts. Null when no money is counted. */
  readonly currency: string | null;
}

/** How far whoever asked for a test sees: no decision beyond it is counted. */
export interface Reach {
  readonly reach: 'OWN' | 'TEAM' | 'SITE' | 'REGION' | 'ALL';
  readonly requestedBy: string;
  readonly requesterId: string | null;
  readonly teamId: string | null;
  readonly siteId: string | null;
  readonly regionId: string | null;
}

/** A draft, or other limits, tried on what was really decided in a time. */
export interface BackTest extends Reach {
  readonly id: string;
  readonly decisionTableVersionId: string | null;
  /** Null when limits are tested. */
  readonly rules: RulesTested | null;
  readonly grantId: string | null;
  /** Null when rules are tested. */
  readonly limits: KeptLimits | null;
  readonly terms: BackTestTerms;
  readonly from: Date;
  readonly until: Date;
  readonly status: 'RUNNING' | 'DONE' | 'FAILED';
  readonly requestedAt: Date;
  /** How many were weighed up to now. */
  readonly weighed: number;
  readonly claimedUntil: Date | null;
  readonly outcome: BackTestOutcome | null;
  readonly failure: string | null;
  readonly finishedAt: Date | null;
  readonly version: number;
}

/** A test was asked for. */
export interface BackTestBegun {
  readonly type: 'BackTestBegun';
  readonly backTest: BackTest;
}

/** The longest time that one test looks at, in days: five years and a day or two. */
const MOST_DAYS = 1_830;
const DAY_MS = 86_400_000;
const MAX_NAME = 200;
const WHAT = ['decisionTableVersionId', 'authorityLimit'] as const;

const problemsOfFact = (path: string, name: string | null | undefined): Problem[] =>
  name != null && (name.trim() === '' || name.length > MAX_NAME)
    ? [{ path, message: `must have 1 to ${MAX_NAME} characters` }]
    : [];

function problemsOfCurrency(currency: string | null | undefined): Problem[] {
  try {
    if (currency != null) moneyOf('0', currency);
    return [];
  } catch (failure) {
    if (failure instanceof InvalidMoney) return [{ path: 'currency', message: failure.message }];
    throw failure;
  }
}

/** Everything that is wrong with the time of a test; empty when nothing is. */
export function problemsOfPeriod({ from, until }: { readonly from: Date; readonly until: Date }, now: Date): Problem[] {
  if (until <= from) return [{ path: 'until', message: 'must lie after from' }];
  if (until > now) return [{ path: 'until', message: 'lies in the future, of which nothing is on record' }];
  if (until.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
    return [{ path: 'from', message: `lies more than ${MOST_DAYS} days before until` }];
  return [];
}

/** Everything that is wrong with what is to be tested; empty when nothing is. */
export function problemsOfBackTest(input: RunBackTestInput, now: Date): Problem[] {
  const given = WHAT.filter((path) => input[path] != null);
  return [
    ...(given.length === 1
      ? []
      : [{ path: WHAT[0], message: `is to be given, or ${WHAT[1]}: exactly one of the two` }]),
    ...problemsOfPeriod(input, now),
    ...problemsOfFact('amountFact', input.amountFact),
    ...problemsOfFact('awardOutput', input.awardOutput),
    ...problemsOfFact('vulnerableFact', input.vulnerableFact),
    ...problemsOfCurrency(input.currency),
  ];
}

/** What a test counts, as its caller says. */
export const termsOf = (input: RunBackTestInput): BackTestTerms => ({
  amountFact: input.amountFact ?? 'amount',
  awardOutput: input.awardOutput ?? null,
  vulnerableFact: input.vulnerableFact ?? 'vulnerable',
  currency: input.currency ?? null,
});

/** A test is done, and this is what came of it. */
export const done = (current: BackTest, outcome: BackTestOutcome, at: Date): BackTest => ({
  ...current,
  ...{ status: 'DONE', outcome, weighed: outcome.decisions, finishedAt: at, claimedUntil: null },
  version: current.version + 1,
});

/** A test could not be done. */
export const failed = (current: BackTest, failure: string, at: Date): BackTest => ({
  ...current,
  ...{ status: 'FAILED', failure: failure.slice(0, 500), finishedAt: at, claimedUntil: null },
  version: current.version + 1,
});

/** A value at a place within facts, such as `Refund.amount`; undefined where there is none. */
export function factAt(facts: Readonly<Record<string, PlainValue>>, place: string): PlainValue | undefined {
  if (Object.hasOwn(facts, place)) return facts[place];
  let value: PlainValue | undefined = facts;
  for (const name of place.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, PlainValue>>)[name];
  }
  return value;
}

/** Minor units of an amount that a fact or an output holds; null when it is none of the currency. */
export function minorOf(value: PlainValue | undefined, currency: string): bigint | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  try {
    return moneyOf(String(value), currency).minor;
  } catch (failure) {
    if (failure instanceof InvalidMoney) return null;
    throw failure;
  }
}

/** Limits as JSON keeps them. */
export const keptLimits = (limits: LimitsTried): KeptLimits => ({
  perCase: String(limits.perCase),
  perDay: limits.perDay === null ? null : String(limits.perDay),
  perCustomer: limits.perCustomer === null ? null : String(limits.perCustomer),
  perOrder: limits.perOrder === null ? null : String(limits.perOrder),
});

const readLimit = (kept: string | null) => (kept === null ? null : BigInt(kept));

/** Limits as they were kept. */
export const limitsKept = (kept: KeptLimits): LimitsTried => ({
  perCase: readLimit(kept.perCase) ?? 0n,
  perDay: readLimit(kept.perDay),
  perCustomer: readLimit(kept.perCustomer),
  perOrder: readLimit(kept.perOrder),
});
