import { backtest, errorOf, type Residual } from './backtest.ts';
import { methodNames, methods, type MethodName } from './methods.ts';
import type { Series } from './series.ts';

/** One value of a forecast. */
export interface ForecastPoint {
  readonly expected: number;
  /** Between these lies what comes four times of five. */
  readonly low: number;
  readonly high: number;
}

/** What is expected, and how it was found. */
export interface ForecastMade {
  readonly method: MethodName;
  /** By day and slot, from the day after the history on. */
  readonly points: readonly (readonly ForecastPoint[])[];
  /** Of each method that could be asked, its error over the history's own past. */
  readonly tried: readonly { readonly method: MethodName; readonly wape: number }[];
}

/** How many days the methods are tried on, at most. */
const TRIED_DAYS = 56;
/** So many days must lie before a method is asked at all. */
export const LEAST_DAYS = 14;
/** The share that intervals are to hold. */
const HELD = 0.8;

/** Which methods are to be chosen from, those that can say: on the past of a history every method is asked day after day, each for as far ahead as is wanted. */
function rolled(history: Series, horizon: number) {
  const first = Math.max(LEAST_DAYS, history.days.length - TRIED_DAYS);
  const step = Math.max(1, Math.floor((history.days.length - first) / 28));
  return methodNames.flatMap((method) => {
    const expected = methods[method](history, horizon);
    const residuals = backtest(history, method, { first, horizon, step });
    const { wape } = errorOf(residuals);
    return wape === null || !expected ? [] : [{ method, wape, residuals, expected }];
  });
}

/** An error on the scale on which counts scatter alike, whether few or many are expected: that of F. J. Anscombe (1948). */
const scaled = ({ expected, actual }: Pick<Residual, 'expected' | 'actual'>): number =>
  2 * (Math.sqrt(actual + 0.375) - Math.sqrt(expected + 0.375));

const unscaled = (expected: number, distance: number): number =>
  Math.max(0, Math.max(0, Math.sqrt(expected + 0.375) + distance / 2) ** 2 - 0.375);

/** The value below which this share lies, of ordered values. */
const quantile = (ordered: readonly number[], share: number): number =>
  ordered[Math.min(Math.max(Math.ceil(share * ordered.length) - 1, 0), ordered.length - 1)] ?? 0;

/** How many bands of expectation have bounds of their own, at most, and how many errors each rests on, at least. */
const BANDS = 8;
const LEAST_ERRORS = 40;

/** The bounds of each band, from the smallest expectation up: `upTo` is the largest one of the band. */
interface Band {
  readonly upTo: number;
  readonly low: number;
  readonly high: number;
}

/** Split conformal bounds by how much was expected (V. Vovk, Conditional validity of inductive conformal predictors, 2012). */
function bandsOf(residuals: readonly Residual[]): Band[] {
  // Conformal prediction counts one value more than there are. Slots of a day are neither one value nor so many: between the two lies their mean.
  const days = new Set(residuals.map(({ day }) => day)).size;
  const worth = Math.max(1, Math.sqrt(days * residuals.length));
  const upper = Math.min(1, (1 - (1 - HELD) / 2) * (1 + 1 / worth));
  // Of nothing expected, as at night, comes nothing but rarely: that says little of the half hours in which something is.
  const nothing = residuals.filter(({ expected }) => expected === 0);
  const [asleep, awake] =
    nothing.length < LEAST_ERRORS ? [[], residuals] : [nothing, residuals.filter(({ expected }) => expected !== 0)];
  const ordered = [...awake].sort((a, b) => a.expected - b.expected);
  const count = Math.max(1, Math.min(BANDS, Math.floor(ordered.length / LEAST_ERRORS)));
  const size = Math.ceil(ordered.length / count);
  return [asleep, ...Array.from({ length: count }, (_, i) => ordered.slice(i * size, (i + 1) * size))]
    .filter((band) => band.length > 0)
    .map((band) => {
      const errors = band.map(scaled).sort((a, b) => a - b);
      return {
        upTo: band.at(-1)?.expected ?? 0,
        low: quantile(errors, 1 - upper),
        high: quantile(errors, upper),
      };
    });
}

function pointOf(expected: number, bands: readonly Band[]): ForecastPoint {
  const band = bands.find(({ upTo }) => expected <= upTo) ?? bands.at(-1);
  const [low, high] = [unscaled(expected, band?.low ?? 0), unscaled(expected, band?.high ?? 0)];
  return { expected, low: Math.min(low, expected), high: Math.max(high, expected) };
}

/**
 * Expects what comes in the days after a history, by the method that erred least on the history's own past, with intervals that held four of five there. Null when
 * no method can say, since the history is shorter than {@link LEAST_DAYS} and a week or lacks a weekday.
 */
export function forecast(history: Series, horizon: number): ForecastMade | null {
  const tried = rolled(history, horizon);
  const [first, ...others] = tried;
  if (!first) return null;
  const best = others.reduce((least, each) => (each.wape < least.wape ? each : least), first);
  const bands = bandsOf(best.residuals);
  const points = best.expected.map((slots) => slots.map((value) => pointOf(value, bands)));
  return { method: best.method, points, tried: tried.map(({ method, wape }) => ({ method, wape })) };
}
