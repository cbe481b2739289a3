/** A fraction of whole numbers; the denominator is more than nothing. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

/**
 * A number as the fraction that its shortest decimal spells, such as 7/10 for 0.7. Binary fractions stand a hair beside: 42 / 0.7 is a little
 * more than 60 among them, and its ceiling 61. Throws RangeError for what is not finite.
 */
export function exactly(value: number): Rational {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (whole === '') throw new RangeError(`${value} is no number to count with.`);
  const shift = Number(power) - part.length;
  const digits = BigInt(`${sign}${whole}${part}`);
  return shift >= 0
    ? { over: digits * 10n ** BigInt(shift), under: 1n }
    : { over: digits, under: 10n ** BigInt(-shift) };
}

/** The product of two fractions. */
export const times = (a: Rational, b: Rational): Rational => ({ over: a.over * b.over, under: a.under * b.under });

/** One fraction by another. Throws RangeError when that is nothing or less. */
export function by(a: Rational, b: Rational): Rational {
  if (b.over <= 0n) throw new RangeError('Only what is more than nothing divides.');
  return { over: a.over * b.under, under: a.under * b.over };
}

/** The least whole number that is not less. */
export function ceilingOf({ over, under }: Rational): number {
  const quotient = over / under;
  return Number(quotient * under < over ? quotient + 1n : quotient);
}

/** The nearest whole number; the half goes up. */
export function nearestOf({ over, under }: Rational): bigint {
  const doubled = 2n * over + under;
  const quotient = doubled / (2n * under);
  return quotient * 2n * under > doubled ? quotient - 1n : quotient;
}

/** Whether one fraction is at most another. */
export const atMost = (a: Rational, b: Rational): boolean => a.over * b.under <= b.over * a.under;
