/** Data as JSON has it. */
export type PlainValue =
  string | number | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** A FEEL value as plain data: dates, times and durations as their ISO 8601 text, and null for what is no data, such as a function. */
export function plainValue(value: unknown): PlainValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(plainValue);
  if (Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainValue(part)]));
  // FEEL's own values say in toJSON what they are as data; its functions and ranges have none.
  const data = (value as { toJSON?: () => unknown }).toJSON?.();
  return typeof data === 'string' ? data : null;
}
