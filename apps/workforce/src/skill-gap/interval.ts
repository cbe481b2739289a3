/** From where to where a share probably lies. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How sure the intervals of this service are. */
export const LEVEL = 0.95;
/** The quantile of the normal distribution that leaves 2.5 % above it. */
const Z = 1.959963984540054;

/**
 * Wilson's interval of a share at the 95 % level, which holds for few observations too: Wilson, Journal of the American Statistical Association 22
 * (1927). `sum` may be a sum of values from 0 to 1: those vary no more than hits and misses of the same mean, so the interval is then too wide rather
 * than too narrow. Null without observations.
 */
export function wilson(sum: number, of: number): ShareInterval | null {
  if (of === 0) return null;
  const share = sum / of;
  const [z2, middle] = [Z * Z, share + (Z * Z) / (2 * of)];
  const width = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return { share, low: Math.max(0, (middle - width) / scale), high: Math.min(1, (middle + width) / scale) };
}

/** What one share lies above another, with the interval that follows from theirs: Newcombe's method 10, Statistics in Medicine 17 (1998). */
export function difference(before: ShareInterval, after: ShareInterval): ShareInterval {
  const share = after.share - before.share;
  return {
    share,
    low: share - Math.hypot(after.share - after.low, before.high - before.share),
    high: share + Math.hypot(after.high - after.share, before.share - before.low),
  };
}
