import { addDays } from '@courtesy/kernel';

/**
 * What came, day by day, each day cut into the same number of slots (48 of half an hour, 24 of an hour, or 1). Days are local and follow one
 * another without a gap. An hour that the clocks skip has no value, and one that they repeat counts once, with the mean of both.
 */
export interface Series {
  /** The first day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly slots: number;
  /** By day and slot; null where nobody counted. */
  readonly days: readonly (readonly (number | null)[])[];
  /** Days that are like no other, such as bank holidays. */
  readonly holidays: ReadonlySet<string>;
}

/** The date of the day at this place. */
export const dateAt = ({ from }: Pick<Series, 'from'>, place: number): string => addDays(from, place);

const DAY_MS = 86_400_000;

/** The day of the week of the day at this place, 0 for Thursday: the first of January 1970 was one. */
export const weekdayAt = ({ from }: Pick<Series, 'from'>, place: number): number =>
  (((Date.parse(`${from}T00:00:00Z`) / DAY_MS + place) % 7) + 7) % 7;

/** Whether the day at this place is like no other. */
export const isHoliday = (series: Series, place: number): boolean =>
  series.holidays.size > 0 && series.holidays.has(dateAt(series, place));

/** The sum of a day; null when a slot of it has no value, but for what the clocks skip: a day counts when at most a tenth of it lacks. */
export function totalOf(day: readonly (number | null)[]): number | null {
  const known = day.filter((each) => each !== null);
  if (known.length === 0 || known.length < day.length * 0.9) return null;
  return known.reduce((sum, each) => sum + each, 0);
}

/** The same series without all but its last days. */
export function lastDays(series: Series, count: number): Series {
  const gone = Math.max(0, series.days.length - count);
  return gone === 0 ? series : { ...series, from: dateAt(series, gone), days: series.days.slice(gone) };
}

/** The same series as it was known before the day at this place. */
export const before = (series: Series, place: number): Series => ({ ...series, days: series.days.slice(0, place) });

/** The same series, each day as one slot. */
export const byDay = (series: Series): Series => ({
  ...series,
  slots: 1,
  days: series.days.map((day) => [totalOf(day)]),
});

/** Where so many come on a day, none at all is no chance: one in twenty thousand days. */
const NEVER_NONE = 10;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * The same series, where a day on which nothing came at all, though much comes on such weekdays and it is no holiday, is one on which nobody
 * counted: the desk was shut for once, or the lines were down, and neither says anything of other days.
 */
export function withoutSilence(series: Series): Series {
  const totals = series.days.map(totalOf);
  const byWeekday = Map.groupBy(
    totals.flatMap((total, place) => (total === null ? [] : [{ total, weekday: weekdayAt(series, place) }])),
    ({ weekday }) => weekday,
  );
  const usual = new Map([...byWeekday].map(([weekday, days]) => [weekday, median(days.map(({ total }) => total))]));
  const days = series.days.map((day, place) => {
    const isSilent = totals[place] === 0 && (usual.get(weekdayAt(series, place)) ?? 0) >= NEVER_NONE;
    return isSilent && !isHoliday(series, place) ? day.map(() => null) : day;
  });
  return { ...series, days };
}
