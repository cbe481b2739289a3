import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';

/** One row that was not imported. */
export interface RejectedRow {
  /** Number of the line it begins on, from 1. */
  readonly line: number;
  readonly reason: string;
  /** The row as it stands in the file. */
  readonly raw: string;
}

/** The file in which rejected rows are kept. */
export interface Rejects {
  readonly count: number;
  /** Where the rows went; null while there are none. */
  readonly path: string | null;
  add(rows: readonly RejectedRow[]): Promise<void>;
  /** Finishes the file. When the whole file was `read` and no row rejected, removes what an earlier run of the same file left. */
  close(how: { readonly read: boolean }): Promise<void>;
}

/** Rejected rows of `file`, in `FILE.rejects.csv` beside it, or in `fallback` when its folder cannot be written to. */
export function rejectsOf(file: string, fallback: string): Rejects {
  const beside = `${file}.rejects.csv`;
  let count = 0;
  let path: string | null = null;
  let handle: Promise<FileHandle> | undefined;
  // One write after another, so that no row lands in the middle of another.
  let writing: Promise<unknown> = Promise.resolve();

  const begin = async () => {
    const elsewhere = join(fallback, basename(beside));
    const opened = await open((path = beside), 'w').catch(() => open((path = elsewhere), 'w'));
    await opened.write(stringify([['line', 'reason', 'row']]));
    return opened;
  };
  const append = async (rows: readonly RejectedRow[]) => {
    const opened = await (handle ??= begin());
    await opened.write(stringify(rows.map(({ line, reason, raw }) => [line, reason, raw])));
  };
  return {
    get count() {
      return count;
    },
    get path() {
      return path;
    },
    add(rows) {
      if (rows.length === 0) return Promise.resolve();
      count += rows.length;
      const written = writing.then(() => append(rows));
      writing = written.catch(() => undefined);
      return written;
    },
    async close({ read }) {
      await writing;
      if (handle) await (await handle).close();
      else if (read) await rm(beside, { force: true }).catch(() => undefined);
    },
  };
}
