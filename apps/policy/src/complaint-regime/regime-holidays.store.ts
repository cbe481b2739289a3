import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HolidaysTypes } from 'date-holidays';
import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { RegimeCalendarInput } from '@courtesy/graph-types/policy';
import type { ClosedDay } from './rules-given.ts';

const DAY_MS = 86_400_000;
const CLOSING: ReadonlySet<string> = new Set(['public', 'bank']);

/** The whole days of a holiday: one that begins during the day closes none. */
function daysOf({ date, start, end, name }: HolidaysTypes.Holiday): ClosedDay[] {
  if (date.slice(11, 19) !== '00:00:00') return [];
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const length = Math.max(Math.round((end.getTime() - start.getTime()) / DAY_MS), 1);
  return Array.from({ length }, (_, day) => ({
    date: new Date(first + day * DAY_MS).toISOString().slice(0, 10),
    name,
  }));
}

/** The public and bank holidays of a calendar's country as they are known today; none when it names no country. */
export async function holidaysOf(
  path: string,
  { holidays: place, fromYear, untilYear }: RegimeCalendarInput,
): Promise<ClosedDay[] | InvalidInput> {
  if (!place) return [];
  // Several megabytes of dates: loaded on the first regime that is drafted, never at start.
  const { default: Holidays } = await import('date-holidays');
  const countries = new Holidays();
  if (!Object.hasOwn(countries.getCountries(), place.country))
    return invalidInput([{ path: `${path}.holidays.country`, message: `"${place.country}" is not known; such as GB` }]);
  const states = countries.getStates(place.country) ?? {};
  if (place.region != null && !Object.hasOwn(states, place.region)) {
    const known = Object.keys(states).sort().join(', ') || 'none';
    return invalidInput([
      { path: `${path}.holidays.region`, message: `"${place.region}" is not known; ${place.country} has ${known}` },
    ]);
  }
  const library = new Holidays({ country: place.country, ...(place.region && { state: place.region }) });
  const days: ClosedDay[] = [];
  for (let year = fromYear; year <= untilYear; year += 1) {
    const closing = library.getHolidays(year).filter(({ type }) => CLOSING.has(type));
    days.push(...closing.flatMap(daysOf));
    await nextTurn();
  }
  return days;
}
