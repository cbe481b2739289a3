/** How unequal shares from 0 to 1 are, 0 when all are alike: the mean difference between any two, by twice the mean (Gini's coefficient). */
export function inequality(shares: readonly number[]): number {
  let [sum, differences] = [0, 0];
  for (const a of shares) {
    sum += a;
    for (const b of shares) differences += Math.abs(a - b);
  }
  return sum === 0 ? 0 : differences / (2 * shares.length * sum);
}
