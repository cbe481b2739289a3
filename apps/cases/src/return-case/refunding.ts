import type { GoodsCondition } from '@courtesy/graph-types/cases';
import type { Quantity } from './goods.ts';
import type { ReturnEntry } from './return-case.ts';

/** What was found of goods that are to be refunded. */
export interface Findings {
  readonly condition: GoodsCondition;
  readonly faulty: boolean;
}

const worse: readonly GoodsCondition[] = ['UNOPENED', 'OPENED', 'USED', 'CUSTOMER_DAMAGE'];
const rank = (condition: GoodsCondition | null): number =>
  condition === null ? worse.length : worse.indexOf(condition);

/**
 * What was found of the goods of a line that are refunded next: of the best of those for which nothing was given yet, the worst. So two kettles of
 * which the customer broke one can be refunded for the other.
 */
export function findingsOf(entries: readonly ReturnEntry[], { lineId, quantity }: Quantity, settled: number): Findings {
  const found = entries
    .filter((each) => each.lineId === lineId && each.kind === 'INSPECTED')
    .toSorted((a, b) => rank(a.condition) - rank(b.condition));
  let [skip, take] = [settled, quantity];
  const findings: Findings[] = [];
  for (const { quantity: count, condition, faultFound } of found) {
    const skipped = Math.min(skip, count);
    skip -= skipped;
    const taken = Math.min(take, count - skipped);
    take -= taken;
    if (taken > 0) findings.push({ condition: condition ?? 'USED', faulty: faultFound ?? false });
  }
  return { condition: findings.at(-1)?.condition ?? 'USED', faulty: findings.some(({ faulty }) => faulty) };
}

/** What is left of a line of a purchase: goods that were not refunded, and money that was neither given back nor promised, in minor units. */
export interface LeftOfLine {
  readonly goods: number;
  readonly minor: bigint;
}

/**
 * What is paid back for so many of the goods left of a line, in minor units: their share of the money left, rounded down, so that the last of them
 * bring it to exactly what was paid, and never beyond.
 */
export function shareOf({ goods, minor }: LeftOfLine, more: number): bigint {
  return goods > 0 ? (minor * BigInt(Math.min(more, goods))) / BigInt(goods) : 0n;
}
