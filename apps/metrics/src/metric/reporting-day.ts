/** The time zone in which days, weeks and months begin and end, from the service's configuration. */
export function reportingZone(config: Readonly<Record<string, unknown>>): string {
  const zone = config['REPORTING_TIME_ZONE'];
  return typeof zone === 'string' ? zone : 'UTC';
}

/** The currency of figures of money, from the service's configuration. */
export function reportingCurrency(config: Readonly<Record<string, unknown>>): string {
  const currency = config['REPORTING_CURRENCY'];
  return typeof currency === 'string' ? currency : 'GBP';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day, such as `2026-01-31`, that it is in `zone` at an instant. */
export function reportingDay(at: Date, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, format);
  return format.format(at);
}

/** Whether a name is one of a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
