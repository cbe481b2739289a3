import { before, type Series } from './series.ts';
import { methods, type Expected, type MethodName } from './methods.ts';

/** One value that was expected, and what came. */
export interface Residual {
  /** The first day that the method did not know. */
  readonly origin: number;
  readonly day: number;
  readonly slot: number;
  readonly expected: number;
  readonly actual: number;
}

/** From which day on, how far ahead, and every how many days a method is asked. */
export interface Origins {
  readonly first: number;
  readonly horizon: number;
  readonly step: number;
}

const pairs = (series: Series, origin: number, expected: Expected): Residual[] =>
  expected.flatMap((slots, ahead) =>
    slots.flatMap((value, slot): Residual[] => {
      const actual = series.days[origin + ahead]?.[slot] ?? null;
      return actual === null ? [] : [{ origin, day: origin + ahead, slot, expected: value, actual }];
    }),
  );

/** What a method would have expected from each origin, knowing only what came before it, beside what came. */
export function backtest(series: Series, method: MethodName, { first, horizon, step }: Origins): Residual[] {
  const residuals: Residual[] = [];
  for (let origin = first; origin < series.days.length; origin += step) {
    const expected = methods[method](before(series, origin), Math.min(horizon, series.days.length - origin));
    if (expected) residuals.push(...pairs(series, origin, expected));
  }
  return residuals;
}

/** How far off a method was. */
export interface MethodError {
  /** The sum of absolute errors by the sum of what came; null when nothing did. */
  readonly wape: number | null;
  /** The sum of errors by the sum of what came: more than nothing where too much was expected. */
  readonly bias: number | null;
  /** How many values. */
  readonly values: number;
}

/** How far off what was expected is from what came. */
export function errorOf(residuals: readonly Pick<Residual, 'expected' | 'actual'>[]): MethodError {
  const came = residuals.reduce((sum, { actual }) => sum + actual, 0);
  const off = residuals.reduce((sum, { expected, actual }) => sum + Math.abs(expected - actual), 0);
  const over = residuals.reduce((sum, { expected, actual }) => sum + expected - actual, 0);
  const share = (value: number) => (came === 0 ? null : value / came);
  return { wape: share(off), bias: share(over), values: residuals.length };
}
