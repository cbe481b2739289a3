import { money, type Money } from '@courtesy/kernel';
import type { Metric, MetricRow } from '../metric/metric.ts';
import type { Measure } from '../metric/measure.ts';
import { nearest, type Fraction } from '../statistics/fraction.ts';
import {
  inSum,
  ofMean,
  ofParts,
  type Composition,
  type Driver,
  type MemberFigure,
  type NotDrivenReason,
} from './drivers.ts';

/** What a member contributed, as it is told. */
export interface MetricDriver extends Pick<Driver, 'key' | 'label' | 'before' | 'now' | 'shareBefore' | 'shareNow'> {
  readonly contribution: number | null;
  readonly mixEffect: number | null;
  readonly rateEffect: number | null;
  readonly moneyContribution: Money | null;
}

/** A change taken apart, or why it is not. */
export interface MetricDrivers {
  readonly metric: Metric;
  readonly comparedWith: Metric;
  readonly change: number | null;
  readonly moneyChange: Money | null;
  readonly remainder: number | null;
  readonly drivers: readonly MetricDriver[];
  readonly notDrivenBecause: NotDrivenReason | null;
}

/** How members make the figure of all; null where they do not. */
export function compositionOf(
  { definition, unit }: Pick<Metric, 'definition' | 'unit'>,
  measure: Measure,
): Composition | null {
  if (unit === 'COUNT' || definition.additivity === 'ADDS') return 'SUM';
  if (unit === 'SHARE') return 'RATIO';
  const isMean = 'quantity' in measure && measure.quantity?.as === 'MEAN';
  // Means of money are told in whole minor units, of which the mean of all cannot be worked out again.
  return isMean && unit !== 'MONEY' ? 'RATIO' : null;
}

/** One row as a member of the whole; null where its parts are too large to be said. */
export function memberOf(unit: Metric['unit'], composition: Composition, row: MetricRow): MemberFigure | null {
  const { value, numerator, denominator, money: amount } = row;
  const [key, label] = [row.key ?? '', row.label ?? ''];
  if (composition === 'SUM') return inSum(key, label, amount ? amount.minor : (value ?? 0));
  if (unit === 'SHARE')
    return numerator === null || denominator === null
      ? null
      : ofParts(key, label, { above: numerator, below: denominator });
  return denominator === null ? null : ofMean(key, label, { mean: value ?? 0, count: denominator });
}

/** A whole number of minor units as an amount. */
export const minorOf = (amount: Fraction, currency: string): Money => money(amount.above / amount.below, currency);

/** What a member contributed, in the unit of the figure: of money, `currency` names it. */
export function toldOf(driver: Driver, currency: string | null): MetricDriver {
  const { contribution, mixEffect, rateEffect, before, now, ...rest } = driver;
  if (currency !== null) {
    const none = { before: null, now: null, contribution: null, mixEffect: null, rateEffect: null };
    return { ...rest, ...none, moneyContribution: minorOf(contribution, currency) };
  }
  const told = { contribution: nearest(contribution), mixEffect: nearest(mixEffect), rateEffect: nearest(rateEffect) };
  return { ...rest, before, now, ...told, moneyContribution: null };
}
