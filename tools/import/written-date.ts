/** The ways in which a mapping may say that a file writes days and instants. */
export const DATE_FORMATS = ['ISO', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY'] as const;

/** One of {@link DATE_FORMATS}. */
export type DateFormat = (typeof DATE_FORMATS)[number];

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2}| UTC)?$/;

/**
 * The instant a text means; null when it means none. A day without a time is its first instant in the zone of `startOfDay`; a time without
 * a zone is UTC.
 */
export function instantOf(text: string, format: DateFormat, startOfDay: (day: string) => Date): Date | null {
  const instant = INSTANT.exec(text);
  if (instant) {
    const [, day = '', time = '', zone = 'Z'] = instant;
    const at = new Date(`${day}T${time}${zone === ' UTC' ? 'Z' : zone}`);
    return isDay(day) && !Number.isNaN(at.getTime()) ? at : null;
  }
  const day = dayOf(text, format);
  return day === null ? null : startOfDay(day);
}

function dayOf(text: string, format: DateFormat): string | null {
  if (format === 'ISO') return isDay(text) ? text : null;
  const [a, b, year, ...more] = text.split(format === 'DD.MM.YYYY' ? '.' : '/');
  const [date, month] = format === 'MM/DD/YYYY' ? [b, a] : [a, b];
  if (!date || !month || !year || more.length > 0) return null;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
