import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_IN_CELL, hiddenIn, type Sizes } from './hiding.ts';

/** A table with its sums. */
function withSums(cells: readonly (readonly number[])[]): Sizes {
  const rows = cells.map((line) => [...line, line.reduce((sum, size) => sum + size, 0)]);
  return [...rows, rows[0]!.map((_, column) => rows.reduce((sum, line) => sum + line[column]!, 0))];
}

/** Which hidden cells follow from what is shown: the rank of the sums over them, with and without each. */
function workedOut(sizes: Sizes, hidden: ReadonlySet<string>): string[] {
  const names = [...hidden];
  const [height, width] = [sizes.length, sizes[0]!.length];
  const sign = (index: number, length: number) => (index === length - 1 ? -1 : 1);
  const equations = [
    ...sizes.map((_, row) =>
      names.map((name) => (name.startsWith(`${row}/`) ? sign(Number(name.split('/')[1]), width) : 0)),
    ),
    ...sizes[0]!.map((_, column) =>
      names.map((name) => (name.endsWith(`/${column}`) ? sign(Number(name.split('/')[0]), height) : 0)),
    ),
  ];
  const rank = (matrix: number[][]) => {
    const rows = matrix.map((row) => [...row]);
    let found = 0;
    for (let column = 0; column < names.length; column += 1) {
      const pivot = rows.findIndex((row, i) => i >= found && Math.abs(row[column]!) > 1e-9);
      if (pivot < 0) continue;
      [rows[found], rows[pivot]] = [rows[pivot]!, rows[found]!];
      rows.forEach((row, i) => {
        if (i === found) return;
        const factor = row[column]! / rows[found]![column]!;
        row.forEach((_, j) => void (row[j]! -= factor * rows[found]![j]!));
      });
      found += 1;
    }
    return found;
  };
  const all = rank(equations);
  // A cell follows when saying it would tell nothing new.
  return names.filter((_, i) => rank([...equations, names.map((__, j) => (i === j ? 1 : 0))]) === all);
}

const tables = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 400 })), { minLength: columns, maxLength: columns }),
      { minLength: rows, maxLength: rows },
    ),
  )
  .map(withSums);

describe('small cells', () => {
  it('are withheld, and cannot be worked out from what is shown', () => {
    fc.assert(
      fc.property(tables, (sizes) => {
        const hidden = hiddenIn(sizes);
        sizes.forEach((line, row) =>
          line.forEach((size, column) => {
            if (size > 0 && size < FEWEST_IN_CELL) expect(hidden).toContain(`${row}/${column}`);
          }),
        );
        const told = workedOut(sizes, hidden).filter((name) => {
          const [row, column] = name.split('/').map(Number) as [number, number];
          return sizes[row]![column]! > 0;
        });
        // Where everything that is anything is withheld, nothing but noughts is shown.
        const isAll = sizes.flat().filter((size) => size > 0).length === hidden.size;
        if (!isAll) expect(told).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('take one more of their line with them, and one more of its column', () => {
    const sizes = withSums([
      [5, 200],
      [40, 300],
      [60, 100],
    ]);
    expect([...hiddenIn(sizes)].toSorted()).toEqual(['0/0', '0/1', '1/0', '1/1']);
    expect(hiddenIn(withSums([[50, 200]])).size).toBe(0);
  });
});
