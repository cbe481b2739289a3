/** What was expected on one day of a forecast and what came, summed up over its half hours. */
export interface DaySums {
  /** Of the site's clock. */
  readonly day: string;
  readonly isHoliday: boolean;
  /** Whether it lies before today at the site. */
  readonly hasPassed: boolean;
  readonly expected: number;
  /** What the bar expected; null when it could not say. */
  readonly bar: number | null;
  readonly came: number;
  /** Absolute errors, of the forecast and of the bar. */
  readonly off: number;
  readonly barOff: number | null;
  /** Half hours of which anything was expected, and those of them whose interval held what came. */
  readonly awake: number;
  readonly held: number;
}

/** How far off a forecast is from what came, beside the bar. */
export interface ForecastError {
  /** How many days. */
  readonly days: number;
  readonly expected: number;
  readonly came: number;
  /** Sum of absolute errors by half hour, by what came; null when nothing did. So are the others. */
  readonly wape: number | null;
  /** More than nothing where too much was expected. */
  readonly bias: number | null;
  /** The share of half hours of which anything was expected in which what came lay within the interval. */
  readonly held: number | null;
  readonly barWape: number | null;
  readonly barBias: number | null;
  /** The same as `wape` by whole days, which says more where few come: of the forecast, and of the bar. */
  readonly dayWape: number | null;
  readonly barDayWape: number | null;
}

/** One day of a forecast. */
export interface ForecastDay {
  readonly day: string;
  readonly isHoliday: boolean;
  readonly expected: number;
  readonly bar: number | null;
  /** Null until the day has passed. */
  readonly error: ForecastError | null;
}

const sumOf = (days: readonly DaySums[], of: (day: DaySums) => number | null): number | null =>
  days.reduce<number | null>((sum, day) => {
    const value = of(day);
    return sum === null || value === null ? null : sum + value;
  }, 0);

function accuracyOf(days: readonly DaySums[]): ForecastError {
  const all = (of: (day: DaySums) => number) => sumOf(days, of) ?? 0;
  const [came, awake, expected] = [all((day) => day.came), all((day) => day.awake), all((day) => day.expected)];
  const bar = sumOf(days, (day) => day.bar);
  const share = (value: number | null) => (value === null || came === 0 ? null : value / came);
  return {
    ...{ days: days.length, expected, came, wape: share(all((day) => day.off)), bias: share(expected - came) },
    held: awake === 0 ? null : all((day) => day.held) / awake,
    barWape: share(sumOf(days, (day) => day.barOff)),
    barBias: share(bar === null ? null : bar - came),
    dayWape: share(all((day) => Math.abs(day.expected - day.came))),
    barDayWape: share(sumOf(days, (day) => (day.bar === null ? null : Math.abs(day.bar - day.came)))),
  };
}

/** How far off a forecast is, over all its days that have passed; null while none has. */
export function accuracySoFar(days: readonly DaySums[]): ForecastError | null {
  const passed = days.filter(({ hasPassed }) => hasPassed);
  return passed.length === 0 ? null : accuracyOf(passed);
}

/** A forecast day by day. */
export const forecastDays = (days: readonly DaySums[]): ForecastDay[] =>
  days.map((sums) => ({
    ...{ day: sums.day, isHoliday: sums.isHoliday, expected: sums.expected, bar: sums.bar },
    error: sums.hasPassed ? accuracyOf([sums]) : null,
  }));
