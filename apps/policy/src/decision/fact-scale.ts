import { durationOf, formatDuration, parseDuration } from '@courtesy/kernel';
import type { PlainValue } from '../dmn/plain-value.ts';

/** A kind of value that can be moved by steps: numbers, and what lies in time. */
export interface Scale {
  /** How many steps up from where it is. Null where no value stands. */
  readonly moved: (steps: number) => PlainValue;
  /** The most steps worth trying in either direction. */
  readonly reach: number;
  /** Where it stands, to compare distances by. */
  readonly position: number;
  /** A difference of positions in words, such as `3 days later`. */
  readonly inWords: (difference: number) => string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const [EARLIEST, LATEST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
const isStorable = (ms: number) => ms >= EARLIEST && ms <= LATEST;

const counted = (steps: number, unit: string, [more, less]: readonly [string, string]) => {
  const count = Math.abs(steps);
  return `${count} ${unit}${count === 1 ? '' : 's'} ${steps > 0 ? more : less}`;
};
const inTime = ['later', 'earlier'] as const;
const inLength = ['longer', 'shorter'] as const;

/** Decimals that a number is written with. */
export const decimalsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/** Rounds away what binary arithmetic adds. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function numbers(value: number, decimals: number): Scale {
  const step = 10 ** -decimals;
  return {
    moved: (steps) => rounded(value + steps * step, decimals),
    reach: 2 ** (20 + Math.ceil(decimals * Math.log2(10))),
    position: value,
    inWords: (difference) => `${rounded(Math.abs(difference), 12)} ${difference > 0 ? 'more' : 'less'}`,
  };
}

function days(text: string): Scale | null {
  const from = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !isStorable(from)) return null;
  return {
    moved: (steps) => {
      const ms = from + steps * DAY_MS;
      return isStorable(ms) ? new Date(ms).toISOString().slice(0, 10) : null;
    },
    reach: 4_096,
    position: from,
    inWords: (difference) => counted(difference / DAY_MS, 'day', inTime),
  };
}

function instants(text: string): Scale | null {
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return null;
  const isZoned = /(Z|[+-]\d\d:\d\d)$/i.test(text);
  const from = Date.parse(isZoned ? text : `${text}Z`);
  if (!isStorable(from)) return null;
  return {
    moved: (steps) => {
      const ms = from + steps * MINUTE_MS;
      if (!isStorable(ms)) return null;
      const moved = new Date(ms).toISOString();
      return isZoned ? moved : moved.slice(0, -1);
    },
    reach: 2 ** 23,
    position: from,
    inWords: (difference) =>
      difference % DAY_MS === 0
        ? counted(difference / DAY_MS, 'day', inTime)
        : counted(difference / MINUTE_MS, 'minute', inTime),
  };
}

function lengths(text: string): Scale | null {
  const months = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(text);
  if (months && text !== 'P') {
    const from = Number(months[1] ?? 0) * 12 + Number(months[2] ?? 0);
    const moved = (steps: number) =>
      from + steps < 0 ? null : `P${Math.floor((from + steps) / 12)}Y${(from + steps) % 12}M`;
    return { moved, reach: 256, position: from, inWords: (difference) => counted(difference, 'month', inLength) };
  }
  const from = lengthOf(text);
  if (from === null) return null;
  const [unit, name, reach] =
    from % DAY_MS === 0 ? ([DAY_MS, 'day', 4_096] as const) : ([MINUTE_MS, 'minute', 2 ** 23] as const);
  return {
    moved: (steps) => (from + steps * unit < 0 ? null : formatDuration(durationOf(from + steps * unit))),
    reach,
    position: from,
    inWords: (difference) => counted(difference / unit, name, inLength),
  };
}

function lengthOf(text: string): number | null {
  try {
    return parseDuration(text);
  } catch {
    return null;
  }
}

/** How a value is moved, by what it is; null for what has no steps, such as a text. */
export function scaleOf(value: PlainValue, base: string | null, decimals: number): Scale | null {
  if (typeof value === 'number') return numbers(value, Math.max(decimals, decimalsOf(value)));
  if (typeof value !== 'string') return null;
  if (base === 'date') return days(value);
  if (base === 'dateTime' || base === 'date and time') return instants(value);
  return base?.toLowerCase().includes('duration') ? lengths(value) : null;
}
