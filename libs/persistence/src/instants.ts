/** What every instant column can hold, and people mean when they write a date. */
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether an instant can be kept: a real one, in the years 1 to 9999. */
export const isStorable = (instant: Date): boolean => instant.getTime() >= EARLIEST && instant.getTime() <= LATEST;

/** Whether a text is an instant exactly as `toISOString` writes those that can be kept. */
export function isInstantText(text: unknown): boolean {
  const instant = new Date(typeof text === 'string' ? text : Number.NaN);
  return isStorable(instant) && instant.toISOString() === text;
}
