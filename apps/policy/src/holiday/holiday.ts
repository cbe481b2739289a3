import type { Problem } from '@courtesy/kernel';
import type { CalendarHolidaysInput, HolidayKind } from '@courtesy/graph-types/policy';

/** A holiday on one day. */
export interface PublicHoliday {
  /** `YYYY-MM-DD` on the country's own clock. */
  readonly date: string;
  readonly name: string;
  readonly kind: HolidayKind;
  readonly substitute: boolean;
  /** `HH:MM`; null when it is the whole day. */
  readonly beginsAt: string | null;
}

/** By whose holidays a calendar closes, with the dates as they were known when it was published. */
export interface CalendarHolidays {
  readonly country: string;
  readonly region: string | null;
  readonly kinds: readonly HolidayKind[];
  readonly fromYear: number;
  readonly untilYear: number;
  /** The library and its release. */
  readonly source: string;
  readonly dates: readonly { readonly date: string; readonly name: string }[];
}

/** Whose holidays, and of which years; everything a caller left open is decided. */
export type HolidaysWanted = Omit<CalendarHolidays, 'source' | 'dates'>;

/** The first year of which holidays by the moon are known. */
export const FIRST_YEAR = 1970;
/** The last one. */
export const LAST_YEAR = 2080;
/** The most years of holidays in one version of a calendar. */
export const MAX_YEARS = 30;
/** How many years beyond the first are taken when nobody says. */
const YEARS_AHEAD = 5;

const inYears = (year: number): number => Math.min(Math.max(year, FIRST_YEAR), LAST_YEAR);

/** What a caller wants, with the years decided; `effectiveFrom` is the first day on which the calendar's version counts. */
export function holidaysWanted(given: CalendarHolidaysInput, effectiveFrom: string): HolidaysWanted {
  const fromYear = given.fromYear ?? inYears(Number(effectiveFrom.slice(0, 4)));
  return {
    country: given.country,
    region: given.region ?? null,
    kinds: [...new Set(given.kinds ?? [])],
    fromYear,
    untilYear: given.untilYear ?? inYears(fromYear + YEARS_AHEAD),
  };
}

/** What is wrong with the years and kinds of holidays; empty when nothing is. */
export function problemsOfHolidays({ fromYear, untilYear, kinds }: HolidaysWanted): Problem[] {
  const outside = (path: string, year: number): Problem[] =>
    year < FIRST_YEAR || year > LAST_YEAR
      ? [{ path, message: `is ${year}; holidays are known from ${FIRST_YEAR} to ${LAST_YEAR}` }]
      : [];
  const problems = [
    ...outside('holidays.fromYear', fromYear),
    ...outside('holidays.untilYear', untilYear),
    ...(kinds.length === 0 ? [{ path: 'holidays.kinds', message: 'is empty; name at least one kind' }] : []),
  ];
  if (problems.length > 0) return problems;
  if (untilYear < fromYear) return [{ path: 'holidays.untilYear', message: `lies before fromYear, ${fromYear}` }];
  const years = untilYear - fromYear + 1;
  return years > MAX_YEARS
    ? [{ path: 'holidays.untilYear', message: `makes ${years} years; at most ${MAX_YEARS} are kept` }]
    : [];
}

/** The days that holidays close, each once under the names it has; a holiday that begins during the day closes none. */
export function closedDays(holidays: readonly PublicHoliday[]): CalendarHolidays['dates'] {
  const wholeDays = holidays.filter(({ beginsAt }) => beginsAt === null);
  const byDate = Map.groupBy(wholeDays, ({ date }) => date);
  return [...byDate]
    .map(([date, named]) => ({ date, name: [...new Set(named.map(({ name }) => name))].join(', ') }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}
