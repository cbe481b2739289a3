/** The fewest that a cell may tell of. */
export const FEWEST_IN_CELL = 10;

/** Sizes of cells by rows and columns. The last row and the last column are the sums of the others. */
export type Sizes = readonly (readonly number[])[];

interface Place {
  readonly row: number;
  readonly column: number;
}

const nameOf = ({ row, column }: Place): string => `${row}/${column}`;

function linesOf(sizes: Sizes): Place[][] {
  const rows = sizes.map((line, row) => line.map((_, column) => ({ row, column })));
  const columns = (rows[0] ?? []).map((_, column) => rows.flatMap((line) => line[column] ?? []));
  return [...rows, ...columns];
}

/** The rows and columns that hidden cells tie to one. */
function tiedTo(start: string, hidden: readonly Place[]): ReadonlySet<string> {
  const reached = new Set([start]);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const { row, column } of hidden)
      if (reached.has(`r${row}`) || reached.has(`c${column}`)) reached.add(`r${row}`).add(`c${column}`);
  }
  return reached;
}

/** The cells that may be hidden beside a cell that lies on no circle of hidden ones, to bring one about; none where it lies on one. */
function toCircle(cell: Place, hidden: readonly Place[], shown: readonly Place[]): readonly Place[] {
  const rest = hidden.filter((each) => each !== cell);
  const [ofRow, ofColumn] = [tiedTo(`r${cell.row}`, rest), tiedTo(`c${cell.column}`, rest)];
  if (ofRow.has(`c${cell.column}`)) return [];
  const closing = shown.filter(({ row, column }) => ofColumn.has(`r${row}`) && ofRow.has(`c${column}`));
  if (closing.length > 0) return closing;
  return shown.filter(({ row, column }) => (ofRow.size === 1 ? row === cell.row : column === cell.column));
}

/** A line of which something is withheld, its sum is shown, and what is withheld of it is of too few together. */
const isTelling = (line: readonly Place[], withheld: readonly Place[], sizeOf: (cell: Place) => number): boolean =>
  withheld.length > 0 &&
  line.at(-1) !== withheld.at(-1) &&
  withheld.reduce((sum, cell) => sum + sizeOf(cell), 0) < FEWEST_IN_CELL;

/**
 * The cells, as `row/column`, that are withheld: those of fewer than {@link FEWEST_IN_CELL} but not of none, and as many more, the smallest first, as it
 * takes for nobody to work them out from the sums, which are cells like the others: every withheld cell lies on a circle of withheld cells (Gusfield,
 * "A graph theoretic approach to statistical data security", SIAM Journal on Computing 17, 1988), and what is withheld of a line whose sum is shown is of at
 * least so many together.
 */
export function hiddenIn(sizes: Sizes): ReadonlySet<string> {
  const sizeOf = ({ row, column }: Place): number => sizes[row]?.[column] ?? 0;
  const lines = linesOf(sizes);
  const cells = lines.slice(0, sizes.length).flat();
  const hidden = new Set(cells.filter((cell) => sizeOf(cell) > 0 && sizeOf(cell) < FEWEST_IN_CELL));
  // Cells of none come last: to withhold them tells nobody anything, but shows less.
  const order = (cell: Place) => sizeOf(cell) || Infinity;
  const smallest = (some: readonly Place[]) =>
    some.reduce<Place | undefined>((least, cell) => (least && order(least) <= order(cell) ? least : cell), undefined);
  const next = (): Place | undefined => {
    const shown = cells.filter((cell) => !hidden.has(cell));
    for (const cell of hidden) {
      const found = smallest(toCircle(cell, [...hidden], shown));
      if (found) return found;
    }
    const telling = lines.find((line) =>
      isTelling(
        line,
        line.filter((cell) => hidden.has(cell)),
        sizeOf,
      ),
    );
    return telling && smallest(telling.filter((cell) => !hidden.has(cell) && sizeOf(cell) > 0));
  };
  for (let cell = next(); cell; cell = next()) hidden.add(cell);
  return new Set([...hidden].map(nameOf));
}
