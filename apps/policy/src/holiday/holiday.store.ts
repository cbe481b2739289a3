import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { addDays, invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { CalendarHolidaysInput, HolidayKind } from '@courtesy/graph-types/policy';
import {
  closedDays,
  holidaysWanted,
  problemsOfHolidays,
  type CalendarHolidays,
  type HolidaysWanted,
  type PublicHoliday,
} from './holiday.ts';

type Library = typeof Holidays;

/** Whose holidays. */
export type Place = Pick<HolidaysWanted, 'country' | 'region'>;

const DAY_MS = 86_400_000;
const WHOLE_DAY = '00:00:00';

// Several megabytes of dates, and a tenth of a second: loaded on the first question about holidays, never at start.
const library = async (): Promise<Library> => (await import('date-holidays')).default;

const release = (): string =>
  (createRequire(import.meta.url)('date-holidays/package.json') as { readonly version: string }).version;

const listed = (codes: object): string => Object.keys(codes).sort().join(', ');

/** Why there is no such country or region, with those that there are; null when there is. */
function unknownPlace(countries: Holidays, { country, region }: Place): { path: string; message: string } | null {
  if (!Object.hasOwn(countries.getCountries(), country))
    return { path: 'country', message: `"${country}" is not known; one of ${listed(countries.getCountries())}` };
  const [state, part, ...rest] = region?.split('-') ?? [];
  if (state === undefined) return null;
  const states = countries.getStates(country) ?? {};
  if (!Object.hasOwn(states, state))
    return { path: 'region', message: `"${region}" is not known; ${country} has ${listed(states) || 'none'}` };
  const parts = (part !== undefined && countries.getRegions(country, state)) || {};
  const known = part === undefined || (rest.length === 0 && Object.hasOwn(parts, part));
  return known
    ? null
    : { path: 'region', message: `"${region}" is not known; ${state} has ${listed(parts) || 'none'}` };
}

/** A holiday as the library tells it, once for each of its days. Its `date` begins it on the local clock, also one that begins at sunset. */
function daysOf({ date, start, end, name, type, substitute }: HolidaysTypes.Holiday): PublicHoliday[] {
  const first = date.slice(0, 10);
  const time = date.slice(11, 19);
  const length = time === WHOLE_DAY ? Math.max(Math.round((end.getTime() - start.getTime()) / DAY_MS), 1) : 1;
  return Array.from({ length }, (_, index) => ({
    date: addDays(first, index),
    name,
    kind: type.toUpperCase() as HolidayKind,
    substitute: substitute === true,
    beginsAt: time === WHOLE_DAY ? null : time.slice(0, 5),
  }));
}

/** The holidays of a place from one year to another, by date; why not, when there is no such place. */
export async function readHolidays(
  place: Place & { readonly kinds: readonly HolidayKind[] },
  fromYear: number,
  untilYear: number,
): Promise<readonly PublicHoliday[] | { readonly path: string; readonly message: string }> {
  const Library = await library();
  const unknown = unknownPlace(new Library(), place);
  if (unknown) return unknown;
  const [state, region] = place.region?.split('-') ?? [];
  const types = place.kinds.map((kind) => kind.toLowerCase() as HolidaysTypes.HolidayType);
  const holidays = new Library(
    { country: place.country, ...(state && { state }), ...(region && { region }) },
    { types },
  );
  const days: PublicHoliday[] = [];
  // One that lasts beyond New Year is the earlier year's. A year by the moon takes tens of milliseconds: others get their turn between.
  for (let year = fromYear - 1; year <= untilYear; year += 1) {
    days.push(...holidays.getHolidays(year).flatMap(daysOf));
    await nextTurn();
  }
  return days
    .filter(({ date }) => date >= `${fromYear}-01-01` && date <= `${untilYear}-12-31`)
    .sort((a, b) => (a.date === b.date ? a.name.localeCompare(b.name, 'en') : a.date < b.date ? -1 : 1));
}

/** The holidays that are to close a calendar, as they are known today. */
export async function holidaysToPublish(
  given: CalendarHolidaysInput | null | undefined,
  effectiveFrom: string,
): Promise<CalendarHolidays | InvalidInput | null> {
  if (!given) return null;
  const wanted = holidaysWanted(given, effectiveFrom);
  const problems = problemsOfHolidays(wanted);
  if (problems.length > 0) return invalidInput(problems);
  const found = await readHolidays(wanted, wanted.fromYear, wanted.untilYear);
  if ('message' in found) return invalidInput([{ ...found, path: `holidays.${found.path}` }]);
  return { ...wanted, source: `date-holidays ${release()}`, dates: closedDays(found) };
}
