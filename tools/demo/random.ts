import { createHash } from 'node:crypto';

/** Something to choose, and how often it is chosen in proportion to the others. */
export type Weighted<T> = readonly (readonly [choice: T, weight: number])[];

/** Chance that is the same every time for the same seed and name. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  one<T>(choices: readonly T[]): T;
  weighted<T>(choices: Weighted<T>): T;
  /** Whether something happens that happens with this probability. */
  happens(probability: number): boolean;
}

/**
 * Chance for one thing, such as the 17th case: what is drawn for others does not change what is drawn for it, so a larger data set begins
 * with the smaller one. The generator is sfc32 by Chris Doty-Humphrey (public domain), seeded from SHA-256.
 */
export function chanceOf(seed: string, ...name: readonly (string | number)[]): Chance {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...name]))
    .digest();
  const next = sfc32(digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12));
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    one: (choices) => {
      if (choices.length === 0) throw new RangeError('There is nothing to choose from.');
      return choices[whole(0, choices.length - 1)] as (typeof choices)[number];
    },
    weighted: (choices) => {
      const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
      let rest = next() * total;
      for (const [choice, weight] of choices) if ((rest -= weight) < 0) return choice;
      throw new RangeError('There is nothing to choose from.');
    },
    happens: (probability) => next() < probability,
  };
}

function sfc32(...seed: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = seed;
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
}
