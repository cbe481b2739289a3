import { columnsOf, type Columns } from './columns.ts';
import { complaintOf, lacksId, type RowContext } from './complaint.ts';
import { ComplaintSender, type ComplaintGoal } from './complaint-sender.ts';
import { type RowBlock, RowReader } from './csv-rows.ts';
import type { RejectedRow } from './rejects.ts';
import type { SourceFile } from './source-file.ts';

/** What an import has done so far: `read` is the sum of the next three. */
export interface ImportCounts {
  /** Rows read, whole or broken; the header is none. */
  readonly read: number;
  /** Rows that opened a new case. */
  readonly imported: number;
  /** Rows whose case was known before. */
  readonly already: number;
  /** Rows that are no complaint, or that the graph refused. */
  readonly rejected: number;
  /** Those of `already` that told something new, such as the outcome of a case that was open. */
  readonly broughtForward: number;
}

/** What an import needs besides its file. */
export interface ImportGoal extends ComplaintGoal {
  /** The instant at which a day, written as 2026-03-28, begins where the metrics are counted. */
  readonly startOfDay: (day: string) => Date;
  /** Told in one line of what the reader of the file should know. */
  readonly onNotice: (line: string) => void;
  /** Told of the rows read so far, after each piece of the file. */
  readonly onProgress: (read: number) => void;
}

/** Sends every complaint of a file to the graph. Holds a few bulks at a time, however long the file is. */
export async function importComplaints(file: SourceFile, goal: ImportGoal): Promise<ImportCounts> {
  const reader = new RowReader();
  const sender = new ComplaintSender(goal);
  let columns: Columns | undefined;
  let read = 0;
  const take = async (block: RowBlock) => {
    if (!reader.header) return;
    columns ??= columnsOf(reader.header, goal.onNotice);
    read += block.whole.length + block.broken.length;
    await takeBlock(block, { columns, file, goal, sender });
    goal.onProgress(read);
  };
  for await (const text of file.text()) await take(reader.push(text));
  await take(reader.end());
  await sender.finish();
  return { read, ...pick(sender, goal) };
}

const pick = ({ counts }: ComplaintSender, { rejects }: ImportGoal) => ({
  imported: counts.imported,
  already: counts.already,
  rejected: rejects.count,
  broughtForward: counts.broughtForward,
});

interface Taking {
  readonly columns: Columns;
  readonly file: SourceFile;
  readonly goal: ImportGoal;
  readonly sender: ComplaintSender;
}

async function takeBlock(block: RowBlock, { columns, file, goal, sender }: Taking): Promise<void> {
  const rejected: RejectedRow[] = [...block.broken];
  // Half a digest names a file as surely as a whole one, and every row of the file carries it.
  const needsDigest = block.whole.some(({ fields }) => lacksId(fields, columns));
  const digest = needsDigest ? (await file.digest()).slice(0, 32) : '';
  for (const { line, raw, fields } of block.whole) {
    const context: RowContext = { columns, startOfDay: goal.startOfDay, ownId: () => `${digest}-${line}` };
    const complaint = complaintOf(fields, context);
    if ('reason' in complaint) rejected.push({ line, raw, reason: complaint.reason });
    else await sender.add({ complaint, line, raw });
  }
  await goal.rejects.add(rejected.sort((a, b) => a.line - b.line));
}
