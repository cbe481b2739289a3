/**
 * How far several people who rate the same things agree beyond chance. Sources: Cohen, Educational and Psychological Measurement 20 (1960) and
 * Psychological Bulletin 70 (1968); Fleiss, Psychological Bulletin 76 (1971); Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
 */

/** How unlike two ratings are, by their places on a scale of so many; 0 for the same. */
export type Disagreement = (one: number, other: number) => number;

/** Any two different ratings are as unlike as any others. */
export const nominal: Disagreement = (one, other) => (one === other ? 0 : 1);
/** Ratings are the more unlike the further apart, by the square of the distance. */
export const interval: Disagreement = (one, other) => (one - other) ** 2;

/**
 * Cohen's kappa of two people, weighted: 1 - observed disagreement / that expected by chance, given how often each gave each rating. `counts[i][j]`
 * is how many things the first gave place i and the second place j. Null where chance alone would have them agree on everything.
 */
export function cohensKappa(
  counts: readonly (readonly number[])[],
  disagreement: Disagreement = nominal,
): number | null {
  const total = counts.flat().reduce((sum, each) => sum + each, 0);
  const rows = counts.map((row) => row.reduce((sum, each) => sum + each, 0));
  const columns = counts.map((_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  let [observed, expected] = [0, 0];
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const unlike = disagreement(i, j);
      observed += (unlike * count) / total;
      expected += (unlike * (rows[i] ?? 0) * (columns[j] ?? 0)) / total ** 2;
    }),
  );
  return expected > 0 ? 1 - observed / expected : null;
}

/**
 * Fleiss' kappa of any number of people, the same for each thing. `counts[i][j]` is how many gave thing i place j. Null where all gave everything
 * the same rating: chance alone would have them agree.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number | null {
  const raters = (counts[0] ?? []).reduce((sum, each) => sum + each, 0);
  const shares = (counts[0] ?? []).map(
    (_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0) / (counts.length * raters),
  );
  const agreed = counts.map(
    (row) => (row.reduce((sum, each) => sum + each * each, 0) - raters) / (raters * (raters - 1)),
  );
  const observed = agreed.reduce((sum, each) => sum + each, 0) / counts.length;
  const expected = shares.reduce((sum, each) => sum + each * each, 0);
  return expected < 1 ? (observed - expected) / (1 - expected) : null;
}

/** How often two ratings of one thing stand beside each other, each pair both ways and each thing as much as it has ratings. */
function coincidences(units: readonly (readonly number[])[]): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>();
  const add = (one: number, other: number, by: number) => {
    const row = found.get(one) ?? new Map<number, number>();
    found.set(one, row.set(other, (row.get(other) ?? 0) + by));
  };
  for (const unit of units)
    if (unit.length > 1)
      unit.forEach((one, i) => unit.forEach((other, j) => i !== j && add(one, other, 1 / (unit.length - 1))));
  return found;
}

const totalOf = (row: ReadonlyMap<number, number>): number => [...row.values()].reduce((sum, each) => sum + each, 0);

/**
 * Krippendorff's alpha of any number of people, of whom not everybody need have rated everything: `units` are the things with the ratings each has.
 * Null where there are no two ratings of one thing, or all ratings are the same.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[], disagreement: Disagreement): number | null {
  const found = coincidences(units);
  const totals = new Map([...found].map(([value, row]) => [value, totalOf(row)]));
  const all = totalOf(totals);
  let [observed, expected] = [0, 0];
  for (const [one, ofOne] of totals)
    for (const [other, ofOther] of totals) {
      const unlike = disagreement(one, other);
      observed += unlike * (found.get(one)?.get(other) ?? 0);
      expected += unlike * ofOne * ofOther;
    }
  return expected > 0 ? 1 - ((all - 1) * observed) / expected : null;
}

/** Ratings are the more unlike the more ratings lie between them, by the square of their number: what scales without equal steps are compared by. */
export function ordinal(units: readonly (readonly number[])[]): Disagreement {
  const totals = new Map([...coincidences(units)].map(([value, row]) => [value, totalOf(row)]));
  return (one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const between = [...totals].reduce((sum, [value, count]) => sum + (value >= low && value <= high ? count : 0), 0);
    return one === other ? 0 : (between - ((totals.get(low) ?? 0) + (totals.get(high) ?? 0)) / 2) ** 2;
  };
}
