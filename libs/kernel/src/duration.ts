declare const durationBrand: unique symbol;

/**
 * A length of time in whole milliseconds, possibly negative (`-P14D` is "a fortnight ago" in a filter).
 * A day is always 24 hours and a week always 7 days: a duration knows no calendar and no zone.
 */
export type Duration = number & { readonly [durationBrand]: 'Duration' };

/** The text is not a duration we can count; the message says why and shows one that works. */
export class InvalidDuration extends Error {
  override readonly name = 'InvalidDuration';
  /** The text as it was given. */
  readonly text: string;

  constructor(text: string, reason: string) {
    super(`"${text}" is not a duration: ${reason}`);
    this.text = text;
  }
}

const units = [
  { letter: 'W', ms: 604_800_000 },
  { letter: 'D', ms: 86_400_000 },
  { letter: 'H', ms: 3_600_000 },
  { letter: 'M', ms: 60_000 },
  { letter: 'S', ms: 1_000 },
] as const;

const grammar = new RegExp(
  '^(?<sign>[+-]?)P(?:#W)?(?:#D)?(?:T(?=\\d)(?:#H)?(?:#M)?(?:#S)?)?$'.replaceAll(
    /#(.)/g,
    '(?<$1>\\d{1,16}(?:[.,]\\d{1,18})?)$1',
  ),
);

/** Takes whole milliseconds for a duration. @throws RangeError when they are not a whole, safely countable number. */
export function durationOf(milliseconds: number): Duration {
  if (!Number.isSafeInteger(milliseconds)) {
    throw new RangeError(`A duration is a whole number of milliseconds, not ${milliseconds}.`);
  }
  return (milliseconds === 0 ? 0 : milliseconds) as Duration;
}

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds: `PT4H`, `P1DT30M`, `PT0.25S`, `-P14D`.
 * Only the last part may have a fraction, and the whole must come to whole milliseconds.
 * @throws InvalidDuration also for years and months, whose length depends on the date.
 */
export function parseDuration(text: string): Duration {
  if (/^[+-]?P[^T]*\d[YM]/.test(text)) {
    throw new InvalidDuration(text, 'years and months differ in length; write weeks or days, such as P4W or P30D.');
  }
  const groups = grammar.exec(text)?.groups;
  const given = units.flatMap(({ letter, ms }) => {
    const part = groups?.[letter];
    return part === undefined ? [] : [{ part, ms }];
  });
  if (given.length === 0) throw new InvalidDuration(text, 'write ISO 8601, such as PT4H, P1DT30M or PT0.5S.');
  if (given.slice(0, -1).some(({ part }) => /[.,]/.test(part))) {
    throw new InvalidDuration(text, 'only the last part may have a fraction.');
  }
  const total = given.reduce((sum, { part, ms }) => sum + exactMilliseconds(text, part, ms), 0n);
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) throw new InvalidDuration(text, 'it is too long to count.');
  return durationOf(Number(groups?.sign === '-' ? -total : total));
}

function exactMilliseconds(text: string, part: string, unitMs: number): bigint {
  const [whole = '', fraction = ''] = part.split(/[.,]/);
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * BigInt(unitMs);
  if (scaled % scale !== 0n) throw new InvalidDuration(text, 'it is finer than a millisecond.');
  return scaled / scale;
}

/** Writes a duration as ISO 8601 in its one canonical spelling: `P1DT4H`, `PT0.5S`, `-P14D`, `PT0S`. Weeks are written as days. */
export function formatDuration(duration: Duration): string {
  let rest = Math.abs(duration);
  const take = (ms: number): number => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return count;
  };
  const [days, hours, minutes, seconds] = [take(86_400_000), take(3_600_000), take(60_000), take(1_000)];
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
  const date = days ? `${days}D` : '';
  const time =
    (hours ? `${hours}H` : '') + (minutes ? `${minutes}M` : '') + (seconds || fraction ? `${seconds}${fraction}S` : '');
  if (!date && !time) return 'PT0S';
  return `${duration < 0 ? '-' : ''}P${date}${time ? `T${time}` : ''}`;
}
