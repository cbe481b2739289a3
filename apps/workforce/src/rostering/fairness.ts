/** How unequal shares from 0 to 1 are, 0 when all are alike: the mean difference between any two, by twice the mean (Gini's coefficient). */
export function inequality(shares: readonly number[]): number {
  let [sum, differences] = [0, 0];
  const rising = Float64Array.from(shares).sort();
  // Each share lies above those before it by its own size less their mean.
  for (const [i, share] of rising.entries()) {
    differences += 2 * (share * i - sum);
    sum += share;
  }
  return sum === 0 ? 0 : differences / (2 * rising.length * sum);
}
