/** An exact number: a whole number over another, the lower one above nought. */
export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

const divisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** One whole number over another, in lowest terms. Throws when the lower one is nought. */
export function fraction(above: bigint, below: bigint): Fraction {
  if (below === 0n) throw new RangeError('Nothing is divided by nought');
  const sign = below < 0n ? -1n : 1n;
  const common = divisor(above, sign * below);
  return { above: (sign * above) / common, below: (sign * below) / common };
}

/** Nought. */
export const ZERO: Fraction = { above: 0n, below: 1n };

/** The exact value of a finite number: every one of them is a whole number over a power of two. */
export function exactly(value: number): Fraction {
  let [whole, below] = [value, 1n];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    below *= 2n;
  }
  return fraction(BigInt(whole), below);
}

/** One and another. */
export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.above * b.below + b.above * a.below, a.below * b.below);
/** One less another. */
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { above: -b.above, below: b.below });
/** One times another. */
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.above * b.above, a.below * b.below);
/** One over another, which is not nought. */
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.above * b.below, a.below * b.above);

/** All of them together. */
export const sumOf = (values: readonly Fraction[]): Fraction => values.reduce(plus, ZERO);

/** The number nearest to it, but for the last digits. Large terms are shortened first, so that neither overflows. */
export function nearest({ above, below }: Fraction): number {
  const size = Math.max(above.toString(2).length, below.toString(2).length);
  const excess = BigInt(Math.max(0, size - 1000));
  const lower = Number(below >> excess);
  return lower === 0 ? Number(above / below) : Number(above >> excess) / lower;
}
