import { backtest, errorOf } from '@courtesy/workforce/src/forecast/backtest.ts';
import { forecast, LEAST_DAYS } from '@courtesy/workforce/src/forecast/forecast.ts';
import { methodNames, type MethodName } from '@courtesy/workforce/src/forecast/methods.ts';
import { before, type Series } from '@courtesy/workforce/src/forecast/series.ts';

/** How the forecast stands beside the bar on one series, so many days ahead. */
export interface Comparison {
  /** Days ahead. */
  readonly horizon: number;
  readonly origins: number;
  readonly values: number;
  /** WAPE of each method by itself. */
  readonly methods: Readonly<Record<MethodName, number | null>>;
  /** WAPE of what {@link forecast} said, which chose its method at each origin from what lay before it alone. */
  readonly chosen: number | null;
  /** WAPE of the bar from the same origins. */
  readonly bar: number | null;
  /** The share of what came that lay within the interval, of values of which anything was expected and of those of which at least one was. */
  readonly held: number | null;
  readonly heldOfSome: number | null;
}

/** Origins that a long series is asked from, at most. */
const MOST_ORIGINS = 120;

/** Every how many days a series is asked: every day of a short one. */
const stepOf = ({ days }: Series, horizon: number): number =>
  days.length <= 2 * MOST_ORIGINS ? 1 : Math.max(Math.min(horizon, 7), Math.ceil(days.length / MOST_ORIGINS));

/** Asks every method, and the forecast, from one origin after another, each time as if what came after were not known yet. */
export function compare(series: Series, horizon: number): Comparison {
  const first = LEAST_DAYS + 1;
  const step = stepOf(series, horizon);
  const rolled = Object.fromEntries(
    methodNames.map((method) => [method, backtest(series, method, { first, horizon, step })]),
  ) as Record<MethodName, ReturnType<typeof backtest>>;
  const said: { origin: number; expected: number; actual: number; isHeld: boolean }[] = [];
  for (let origin = first; origin < series.days.length; origin += step) {
    const made = forecast(before(series, origin), Math.min(horizon, series.days.length - origin));
    made?.points.forEach((slots, ahead) =>
      slots.forEach(({ expected, low, high }, slot) => {
        const actual = series.days[origin + ahead]?.[slot] ?? null;
        if (actual !== null) said.push({ origin, expected, actual, isHeld: low <= actual && actual <= high });
      }),
    );
  }
  const origins = new Set(said.map(({ origin }) => origin));
  const heldOf = (some: typeof said) =>
    some.length === 0 ? null : some.filter(({ isHeld }) => isHeld).length / some.length;
  return {
    ...{ horizon, origins: origins.size, values: said.length },
    methods: Object.fromEntries(
      methodNames.map((method) => [method, errorOf(rolled[method]).wape]),
    ) as Comparison['methods'],
    chosen: errorOf(said).wape,
    bar: errorOf(rolled.SEASONAL_NAIVE.filter(({ origin }) => origins.has(origin))).wape,
    ...{
      held: heldOf(said.filter(({ expected }) => expected > 0)),
      heldOfSome: heldOf(said.filter(({ expected }) => expected >= 1)),
    },
  };
}
