import type { PlainValue } from '../dmn/plain-value.ts';

const isPart = (value: PlainValue): value is Readonly<Record<string, PlainValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Data as canonical JSON in the way of RFC 8785: no space, the keys of every object in the order of their UTF-16 code units, numbers as
 * ECMAScript writes them. The same data gives the same bytes, in whatever order it was put together.
 */
export function canonical(value: PlainValue): string {
  if (Array.isArray(value)) return `[${(value as readonly PlainValue[]).map(canonical).join(',')}]`;
  if (!isPart(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}
