import { addDays, startOfDay } from '@courtesy/kernel';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day, as `YYYY-MM-DD`, that it is at an instant in an IANA zone. */
export function dayOf(at: Date, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(at);
}

/** The instant at which a day ends in a zone: that instant itself belongs to the next one. */
export const endOfDay = (date: string, timeZone: string): Date => startOfDay(addDays(date, 1), timeZone);
