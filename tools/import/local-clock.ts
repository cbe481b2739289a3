import { Temporal } from 'temporal-polyfill';

/** Reads a day and the seconds since its midnight, as a clock in one place shows them, as an instant. */
export type LocalClock = (day: string, seconds: number) => Date;

const QUARTER = 900;

/**
 * The clock of a time zone. Of an hour that the clocks repeat it means the first, and a time that they skip is read as if they had not yet been put
 * forward. Each quarter of an hour is worked out once: no zone puts its clocks forward or back within one.
 */
export function localClock(timeZone: string): LocalClock {
  const known = new Map<string, number>();
  return (day, seconds) => {
    const quarter = Math.floor(seconds / QUARTER);
    const key = `${day} ${quarter}`;
    const begins =
      known.get(key) ??
      Temporal.PlainDate.from(day)
        .toPlainDateTime(new Temporal.PlainTime(Math.floor(quarter / 4), (quarter % 4) * 15))
        .toZonedDateTime(timeZone).epochMilliseconds;
    known.set(key, begins);
    return new Date(begins + (seconds - quarter * QUARTER) * 1_000);
  };
}
