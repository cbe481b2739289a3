import type { Problem } from '@courtesy/kernel';
import type { DuplicateRunState, DuplicateTest } from '@courtesy/graph-types/customers';
import { problemWithText } from '../customer/wording.ts';
import type { Criterion, Part, Traits } from './comparing.ts';

/** By what two records are taken for one customer. */
export interface DuplicateRule {
  readonly id: string;
  readonly name: string;
  readonly criteria: readonly Criterion[];
  /** Pairs with a lower score, in thousandths, are not kept. */
  readonly thresholdPermille: number;
  readonly version: number;
}

/** People who have one thing in common with too many others to be compared with each of them. */
export interface LeftOut {
  readonly block: Block;
  readonly customers: number;
}

/** By what customers are brought together to be compared. */
export type Block = 'EMAIL' | 'PHONE' | 'EXTERNAL_ID' | 'NAME_AND_POSTCODE';

/** One search of all customers for duplicates by a rule as it stood. */
export interface DuplicateRun {
  readonly id: string;
  readonly ruleId: string;
  readonly criteria: readonly Criterion[];
  readonly thresholdPermille: number;
  readonly state: DuplicateRunState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
  /** The last customer whose traits were sorted into blocks; null before the first. */
  readonly cursor: string | null;
  /** How many slices the blocks are compared in. */
  readonly slices: number;
  readonly steps: number;
  readonly stepsDone: number;
  readonly compared: number;
  readonly found: number;
  /** How many groups were too large, and the largest of them. */
  readonly leftOutCount: number;
  readonly leftOut: readonly LeftOut[];
  readonly failures: number;
  readonly version: number;
}

/** Two customers who may be one. */
export interface DuplicatePair {
  readonly id: string;
  readonly ruleId: string;
  readonly runId: string;
  /** The one whose id comes first. */
  readonly firstId: string;
  readonly secondId: string;
  readonly permille: number;
  readonly foundAt: Date;
}

/** That two customers are two. */
export interface DuplicateDismissal {
  readonly id: string;
  readonly firstId: string;
  readonly secondId: string;
  readonly reason: string;
  readonly dismissedBy: string;
  readonly dismissedAt: Date;
}

/** What is recorded of both customers of a pair now, and what the rule says of it. */
export interface PairAsOfNow {
  readonly parts: readonly Part[];
  readonly first: Traits;
  readonly second: Traits;
}

/** A scan has begun. */
export interface DuplicateScanStarted {
  readonly type: 'DuplicateScanStarted';
  readonly run: DuplicateRun;
}

/** A scan by this rule has not ended yet. */
export interface DuplicateScanUnderWay {
  readonly type: 'DuplicateScanUnderWay';
  readonly run: DuplicateRun;
}

/** A rule is in force. */
export interface DuplicateRuleAdopted {
  readonly type: 'DuplicateRuleAdopted';
  readonly rule: DuplicateRule;
}

/** Two customers are known to be two. */
export interface DuplicateDismissed {
  readonly type: 'DuplicateDismissed';
  readonly pair: DuplicatePair;
}

/** One customer stands for both already. */
export interface DuplicateAlreadyMerged {
  readonly type: 'DuplicateAlreadyMerged';
  readonly pair: DuplicatePair;
}

/** The name of the rule that is always there. */
export const STANDARD = 'STANDARD';
/** The longest name of a rule, in characters. */
export const MAX_RULE_NAME = 100;
/** The longest reason of a dismissal, in characters. */
export const MAX_REASON = 2000;

/** Which blocks bring together the pairs that a rule can find. */
export function blocksOf(criteria: readonly Criterion[]): Block[] {
  const weighs = new Set<DuplicateTest>(criteria.filter(({ weight }) => weight > 0).map(({ test }) => test));
  const blocks: [Block, boolean][] = [
    ['EMAIL', weighs.has('SAME_EMAIL')],
    ['PHONE', weighs.has('SAME_PHONE')],
    ['EXTERNAL_ID', weighs.has('SAME_EXTERNAL_ID')],
    ['NAME_AND_POSTCODE', weighs.has('SIMILAR_NAME') && weighs.has('SAME_POSTCODE')],
  ];
  return blocks.filter(([, isNeeded]) => isNeeded).map(([block]) => block);
}

const isShare = (number: number) => number >= 0 && number <= 1;

/** What is wrong with a threshold; empty when nothing is. */
export const problemsOfThreshold = (threshold: number | null | undefined): Problem[] =>
  typeof threshold === 'number' && !(threshold > 0 && threshold <= 1)
    ? [{ path: 'threshold', message: `is ${threshold}; it lies above 0 and is at most 1` }]
    : [];

/** Everything that is wrong with a rule as given. */
export function problemsOfRule(rule: {
  readonly name: string;
  readonly threshold: number;
  readonly criteria: readonly Criterion[];
}): Problem[] {
  const { name, threshold, criteria } = rule;
  const problems = [problemWithText('name', name, MAX_RULE_NAME)].filter((problem) => problem !== null);
  problems.push(...problemsOfThreshold(threshold));
  criteria.forEach(({ test, weight, against }, place) => {
    const path = `criteria[${place}]`;
    if (criteria.findIndex((each) => each.test === test) < place)
      problems.push({ path: `${path}.test`, message: `${test} stands there before; each test stands once` });
    if (!isShare(weight)) problems.push({ path: `${path}.weight`, message: `is ${weight}; it lies between 0 and 1` });
    if (!isShare(against))
      problems.push({ path: `${path}.against`, message: `is ${against}; it lies between 0 and 1` });
  });
  if (blocksOf(criteria).length === 0)
    problems.push({
      path: 'criteria',
      message:
        'bring nobody together: weigh SAME_EMAIL, SAME_PHONE, SAME_EXTERNAL_ID, or SIMILAR_NAME with SAME_POSTCODE',
    });
  return problems;
}

/** The largest groups that were left out, of those known and those found since: so many are told of, the others are counted. */
export function largest(known: readonly LeftOut[], more: readonly LeftOut[]): LeftOut[] {
  return [...known, ...more].toSorted((a, b) => b.customers - a.customers).slice(0, MAX_LEFT_OUT);
}

const MAX_LEFT_OUT = 20;
