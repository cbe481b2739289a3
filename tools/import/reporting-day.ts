import { Temporal } from 'temporal-polyfill';

/** Instants at which days begin in one time zone. Each day is worked out once. */
export function dayStarts(timeZone: string): (day: string) => Date {
  const known = new Map<string, Date>();
  return (day) => {
    const found = known.get(day);
    if (found) return found;
    const start = new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
    known.set(day, start);
    return start;
  };
}
