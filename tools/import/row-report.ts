import { type FileHandle, open, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { guarded } from './cell.ts';

/** What a report says of one cell. */
export interface ReportedCell {
  readonly line: number;
  /** CONFLICT: known with another value. DUPLICATE: its id stands in the file before. INVALID: it cannot be right. */
  readonly what: 'CONFLICT' | 'DUPLICATE' | 'INVALID';
  readonly column: string;
  readonly value: string;
  /** What the graph has, or the line on which the id stands before. */
  readonly known: string;
  /** What came or would come of it, or how to mend it. */
  readonly remedy: string;
}

/** Everything in a file that somebody should look at, as CSV. */
export interface RowReport {
  /** Where it is; null while there is nothing to say. */
  readonly path: string | null;
  add(cells: readonly ReportedCell[]): Promise<void>;
  close(): Promise<void>;
}

/** The report of `file`, in `FILE.conflicts.csv` beside it. One that an earlier run left is removed. */
export async function reportOf(file: string): Promise<RowReport> {
  const beside = `${file}.conflicts.csv`;
  let handle: FileHandle | null = null;
  let writing: Promise<void> = Promise.resolve();
  await rm(beside, { force: true });
  const append = async (cells: readonly ReportedCell[]) => {
    if (handle === null) {
      handle = await open(beside, 'w');
      await handle.write(stringify([['line', 'what', 'column', 'value', 'known', 'remedy']]));
    }
    const rows = cells.map(({ line, what, column, value, known, remedy }) =>
      [String(line), what, column, value, known, remedy].map(guarded),
    );
    await handle.write(stringify(rows));
  };
  return {
    get path() {
      return handle === null ? null : beside;
    },
    add(cells) {
      if (cells.length === 0) return Promise.resolve();
      return (writing = writing.then(() => append(cells)));
    },
    async close() {
      await writing;
      await handle?.close();
    },
  };
}
