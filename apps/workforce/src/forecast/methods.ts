import { isHoliday, lastDays, totalOf, weekdayAt, type Series } from './series.ts';

/** What is expected, by day and slot, from the day after the last of the history on. */
export type Expected = readonly (readonly number[])[];

/** Expects the days that follow a history. Null where the history is too short to say. Never looks beyond it, and says the same each time. */
export type Method = (history: Series, horizon: number) => Expected | null;

/** The names of the methods, the bar first. */
export const methodNames = [
  'SEASONAL_NAIVE',
  'WEEKDAY_MEAN',
  'LEVEL_AND_PROFILE',
  'TREND_AND_PROFILE',
  'COMBINED',
] as const;
/** One of {@link methodNames}. */
export type MethodName = (typeof methodNames)[number];

const WEEK = 7;
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The places of the days of the same weekday with values and no holiday, the latest first. */
function alike(history: Series, place: number): number[] {
  const found: number[] = [];
  for (let back = place - WEEK; back >= 0; back -= WEEK)
    if (back < history.days.length && totalOf(history.days[back] ?? []) !== null && !isHoliday(history, back))
      found.push(back);
  return found;
}

const slotsOf = (history: Series, day: number): number[] => (history.days[day] ?? []).map((value) => value ?? 0);

/** The bar: each slot as it was on the last such weekday. */
const seasonalNaive: Method = (history, horizon) => {
  const expected = range(horizon).map((ahead) => {
    const [last] = alike(history, history.days.length + ahead);
    return last === undefined ? null : slotsOf(history, last);
  });
  return expected.every((day) => day !== null) ? expected : null;
};

/** What weighs what lies so many weeks back. */
const FADE = 0.75;

/** The weighted mean of what each slot was on such weekdays: each week back weighs three quarters of the one after. */
const weekdayMean: Method = (history, horizon) => {
  const expected = range(horizon).map((ahead) => {
    const days = alike(history, history.days.length + ahead).slice(0, 8);
    if (days.length === 0) return null;
    const weights = days.map((_, i) => FADE ** i);
    const all = weights.reduce((sum, each) => sum + each, 0);
    const rows = days.map((day) => slotsOf(history, day));
    return range(history.slots).map((slot) =>
      rows.reduce((sum, row, i) => sum + ((weights[i] ?? 0) * (row[slot] ?? 0)) / all, 0),
    );
  });
  return expected.every((day) => day !== null) ? expected : null;
};

/** How days add up: a level, how much of it each weekday is, and how much of their expectation holidays were. */
interface Days {
  readonly level: number;
  /** By how much of itself the level changes in a day. */
  readonly growth: number;
  readonly shares: readonly number[];
  readonly holiday: number;
}

interface Smoothing {
  readonly level: number;
  readonly season: number;
  readonly growth: number;
}

/** Growth that goes on is a tenth less with every day. */
const DAMPING = 0.9;

/** How much of the level each weekday is at first: its mean in the first weeks by theirs. Null while a weekday is missing. */
function firstShares(history: Series, totals: readonly (number | null)[]): number[] | null {
  const first = weekdayAt(history, 0);
  const known = totals.map((total, place) => ({ total, weekday: (first + place) % WEEK, place }));
  const early = known.filter(({ total, place }) => total !== null && place < 3 * WEEK && !isHoliday(history, place));
  const byWeekday = Map.groupBy(early, ({ weekday }) => weekday);
  if (byWeekday.size < WEEK) return null;
  const means = range(WEEK).map((weekday) => mean((byWeekday.get(weekday) ?? []).map(({ total }) => total ?? 0)));
  const all = mean(means);
  return all > 0 ? means.map((each) => each / all) : null;
}

/** Exponential smoothing of day totals with multiplicative weekdays and a damped growth (Holt and Winters, 1960), and the error it made on its way. */
function smooth(history: Series, { level: a, season: g, growth: b }: Smoothing): { days: Days; error: number } | null {
  const totals = history.days.map(totalOf);
  const first = firstShares(history, totals);
  if (!first) return null;
  const shares = [...first];
  const weekdayOfFirst = weekdayAt(history, 0);
  const known = totals.flatMap((total, place) => (total === null || isHoliday(history, place) ? [] : [place]));
  let level = mean(
    known
      .slice(0, WEEK)
      .map((place) => (totals[place] ?? 0) / Math.max(shares[(weekdayOfFirst + place) % WEEK] ?? 1, 1e-9)),
  );
  let [growth, error, holidays, holiday] = [0, 0, 0, 0];
  totals.forEach((total, place) => {
    const weekday = (weekdayOfFirst + place) % WEEK;
    const share = shares[weekday] ?? 1;
    growth *= DAMPING;
    const expected = Math.max(level * (1 + growth), 0);
    level = expected;
    if (total === null) return;
    if (isHoliday(history, place)) {
      if (expected * share > 0) [holidays, holiday] = [holidays + 1, holiday + Math.min(total / (expected * share), 3)];
      return;
    }
    if (place >= WEEK) error += Math.abs(total - expected * share);
    if (share <= 1e-9) return;
    const seen = (1 - a) * expected + a * (total / share);
    if (expected > 0) growth = (1 - b) * growth + b * (seen / expected - 1);
    if (seen > 0) shares[weekday] = (1 - g) * share + g * (total / seen);
    level = seen;
  });
  // One holiday more, as usual as any day, so that a single one does not speak for all.
  return { days: { level, growth, shares, holiday: (holiday + 1) / (holidays + 1) }, error };
}

/** How quickly levels and weekdays are learnt anew: the pair that would have erred least on the way. */
function fitted(history: Series, growths: readonly number[]): Days | null {
  let best: { days: Days; error: number } | null = null;
  for (const level of [0.1, 0.25, 0.45, 0.7, 0.9])
    for (const season of [0.1, 0.3])
      for (const growth of growths) {
        const found = smooth(history, { level, season, growth });
        if (found && (!best || found.error < best.error)) best = found;
      }
  return best?.days ?? null;
}

/** How many calls of all such days weigh as much as one day's own. */
const BORROWED_DAYS = 1.5;

/** What share of a weekday's total falls into each slot: what it was on such weekdays, and as far as those are few, on days of a like shape. */
function profileOf(history: Series, place: number): number[] | null {
  if (history.slots === 1) return [1];
  const rows = range(history.days.length)
    .filter((day) => (totalOf(history.days[day] ?? []) ?? 0) > 0 && !isHoliday(history, day))
    .map((day) => {
      const row = slotsOf(history, day);
      const sum = row.reduce((all, each) => all + each, 0);
      const age = Math.floor((place - day - 1) / WEEK);
      return {
        own: weekdayAt(history, day) === weekdayAt(history, place),
        shape: row.map((each) => each / sum),
        weight: FADE ** age,
      };
    });
  const own = rows.filter((row) => row.own);
  if (own.length === 0) return null;
  const blend = (some: typeof rows): number[] => {
    const all = some.reduce((sum, { weight }) => sum + weight, 0);
    return range(history.slots).map((slot) =>
      some.reduce((sum, { shape, weight }) => sum + (weight * (shape[slot] ?? 0)) / all, 0),
    );
  };
  const mine = blend(own);
  // Shapes are alike when at most a quarter of the day would have to move.
  const like = rows.filter(
    ({ shape }) => shape.reduce((sum, each, slot) => sum + Math.abs(each - (mine[slot] ?? 0)), 0) / 2 <= 0.25,
  );
  const borrowed = like.length > 0 ? blend(like) : mine;
  const weight = own.reduce((sum, each) => sum + each.weight, 0);
  return range(history.slots).map(
    (slot) => (weight * (mine[slot] ?? 0) + BORROWED_DAYS * (borrowed[slot] ?? 0)) / (weight + BORROWED_DAYS),
  );
}

/** Day totals by a fitted level, cut up by the profile of the weekday. */
const byProfile =
  (growths: readonly number[]): Method =>
  (history, horizon) => {
    const days = fitted(history, growths);
    if (!days) return null;
    const expected: number[][] = [];
    let { level, growth } = days;
    for (let ahead = 0; ahead < horizon; ahead += 1) {
      const place = history.days.length + ahead;
      growth *= DAMPING;
      level = Math.max(level * (1 + growth), 0);
      const share = Math.max(days.shares[weekdayAt(history, place)] ?? 1, 0);
      // A desk that is closed on a weekday has no profile of it.
      const profile = share <= 1e-9 ? range(history.slots).map(() => 0) : profileOf(history, place);
      if (!profile) return null;
      const total = level * share * (isHoliday(history, place) ? days.holiday : 1);
      expected.push(profile.map((part) => part * total));
    }
    return expected;
  };

const levelAndProfile = byProfile([0]);
const trendAndProfile = byProfile([0, 0.05, 0.15]);

/** The mean of the methods but the bar: errors of different makers cancel (J. M. Bates and C. W. J. Granger, The combination of forecasts, 1969). */
const combined: Method = (history, horizon) => {
  const all = [weekdayMean, levelAndProfile, trendAndProfile].flatMap((method) => method(history, horizon) ?? []);
  if (all.length !== 3 * horizon) return null;
  return range(horizon).map((day) =>
    range(history.slots).map((slot) => mean([0, 1, 2].map((method) => all[method * horizon + day]?.[slot] ?? 0))),
  );
};

/** What lies further back than half a year says nothing of next week. */
const REMEMBERED_DAYS = 26 * WEEK;

const remembering =
  (method: Method): Method =>
  (history, horizon) =>
    method(lastDays(history, REMEMBERED_DAYS), horizon);

/** Every method by its name. */
export const methods: Readonly<Record<MethodName, Method>> = {
  SEASONAL_NAIVE: remembering(seasonalNaive),
  WEEKDAY_MEAN: remembering(weekdayMean),
  LEVEL_AND_PROFILE: remembering(levelAndProfile),
  TREND_AND_PROFILE: remembering(trendAndProfile),
  COMBINED: remembering(combined),
};
