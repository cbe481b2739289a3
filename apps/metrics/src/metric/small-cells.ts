import type { MeasuredCell } from './metric.ts';

/** The fewest people that a figure may tell of, when it tells of how they work and is read by somebody who does not lead them. */
export const FEWEST_PEOPLE = 5;

const peopleOf = ({ people }: MeasuredCell) => people ?? 0;

/**
 * The cells whose figures are withheld, bucket by bucket: those of fewer than {@link FEWEST_PEOPLE} people, and as many more, the smallest first, as
 * it takes for what is withheld of a bucket to be of that many people together. Otherwise the total less the rest would say it.
 */
export function hiddenCells(cells: readonly MeasuredCell[]): ReadonlySet<MeasuredCell> {
  const all = new Set<MeasuredCell>();
  for (const ofBucket of Map.groupBy(cells, ({ bucket }) => bucket).values()) {
    let people = 0;
    for (const cell of ofBucket.toSorted((a, b) => peopleOf(a) - peopleOf(b))) {
      if (peopleOf(cell) >= FEWEST_PEOPLE && (people === 0 || people >= FEWEST_PEOPLE)) break;
      all.add(cell);
      people += peopleOf(cell);
    }
  }
  return all;
}
