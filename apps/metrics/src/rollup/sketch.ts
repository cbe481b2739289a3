/**
 * A sketch of many durations, from which any percentile is told within one per cent: how many lie in each of a row of bins, each two per cent wider
 * than the one before. Sketches of parts are added, bin by bin, to that of the whole, in any order.
 *
 * Source: C. Masson, J. E. Rim, H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12(12), 2019:
 * with gamma = (1 + a) / (1 - a) the value 2 gamma^i / (gamma + 1) is within a relative error a of everything in (gamma^(i-1), gamma^i].
 *
 * A cell holds a shelf of {@link BINS_OF_SHELF} neighbouring bins: which shelf, how many lie on it, and then how many in each of its bins. So it is told
 * from the few shelves on which one a percentile lies, and only the bins of that one are looked at.
 */

/** By how much a percentile may be off, as a share of it. */
export const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
/** Below this, a millisecond where seconds are measured, a quantity is nought. */
const LEAST = 0.001;
/** The bin of what is nought. */
export const BIN_OF_NOUGHT = -32_768;

/** Of how many bits the place of a bin on its shelf is. */
const SHELF_BITS = 5;
/** How many bins are kept together. */
export const BINS_OF_SHELF: number = 2 ** SHELF_BITS;

/** The bin that a quantity of nought or more lies in. */
export const binOf = (quantity: number): number =>
  quantity < LEAST ? BIN_OF_NOUGHT : Math.ceil(Math.log(quantity) / Math.log(GAMMA));

/** What a bin says of all that lies in it. */
export const valueOfBin = (bin: number): number => (bin === BIN_OF_NOUGHT ? 0 : (2 * GAMMA ** bin) / (GAMMA + 1));

/** {@link binOf} in SQL. */
export const binSql = (quantity: string): string =>
  `CASE WHEN ${quantity} < ${LEAST} THEN ${BIN_OF_NOUGHT} ELSE ceil(ln(${quantity}) / ${Math.log(GAMMA)}::double precision)::smallint END`;

/** {@link valueOfBin} in SQL. */
export const valueOfBinSql = (bin: string): string =>
  `CASE WHEN ${bin} = ${BIN_OF_NOUGHT} THEN 0 ELSE 2 * ${GAMMA}::double precision ^ ${bin} / ${GAMMA + 1} END`;

/** On which shelf a bin is, in SQL. */
export const shelfSql = (bin: string): string => `(${bin} >> ${SHELF_BITS})`;

/** What a cell holds of a shelf, in SQL, of rows that say how `many` lie in a `bin`: how many on it, and how many in each of its bins. */
export function shelfCountsSql(): string {
  const inBins = Array.from(
    { length: BINS_OF_SHELF },
    (_, place) => `coalesce(sum(many) FILTER (WHERE bin & ${BINS_OF_SHELF - 1} = ${place}), 0)`,
  );
  return `ARRAY[sum(many), ${inBins.join(', ')}]`;
}

/** The bins of a shelf as rows, in SQL, of the `counts` that a cell holds of it: which `bin`, and how `many` lie in it. */
export const binsOfShelfSql = (shelf: string, counts: string): string =>
  `SELECT (${shelf} * ${BINS_OF_SHELF} + i.place - 2) AS bin, i.many FROM unnest(${counts}) WITH ORDINALITY AS i (many, place) WHERE i.place > 1 AND i.many > 0`;
