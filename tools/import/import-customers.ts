import { applyMapping, type MappedHeader, type Mapping } from './column-mapping.ts';
import { type CellProblem, type CustomerField, customerRowOf, customerTitles } from './customer-row.ts';
import { CustomerSender, type CustomerGoal, type ReadCustomer } from './customer-sender.ts';
import { type RowBlock, RowReader, type WholeRow } from './csv-rows.ts';
import { KeyedBulks } from './keyed-bulks.ts';
import { identityOf } from './known-customers.ts';
import type { SourceFile } from './source-file.ts';

/** What an import of customers needs besides its file. */
export interface CustomerImportGoal extends CustomerGoal {
  readonly lanes: number;
  readonly mapping: Mapping<CustomerField>;
  readonly startOfDay: (day: string) => Date;
  readonly now: Date;
  readonly onNotice: (line: string) => void;
  readonly onProgress: (read: number) => void;
}

/** What an import has done, or would do. `read` is the sum of the next three. */
export interface CustomerImportCounts {
  readonly read: number;
  readonly imported: number;
  readonly already: number;
  readonly rejected: number;
  readonly conflicts: number;
  /** Rows whose id stood in the file before; counted in a dry run. */
  readonly duplicates: number;
}

/** The source of customers of a file that names none. */
export const PLAIN_SOURCE = 'csv';

const REMEDY = 'mend the cell, or map the column otherwise, and run again: rows that are in are left alone';

const inWords = (problems: readonly CellProblem[]) =>
  problems.map(({ column, value, message }) => `column "${column}", "${value}": ${message}`).join('; ');

/** One import of one file. */
class CustomerImport {
  readonly sender: CustomerSender;
  duplicates = 0;
  readonly #file: SourceFile;
  readonly #goal: CustomerImportGoal;
  readonly #bulks: KeyedBulks<ReadCustomer>;
  readonly #lineOfId = new Map<string, number>();
  #header: MappedHeader<CustomerField> | undefined;

  constructor(file: SourceFile, goal: CustomerImportGoal) {
    this.#file = file;
    this.#goal = goal;
    this.sender = new CustomerSender(goal);
    this.#bulks = new KeyedBulks({ lanes: goal.lanes, send: (bulk) => this.sender.send(bulk) });
  }

  async take(block: RowBlock, titles: readonly string[]): Promise<void> {
    const header = (this.#header ??= this.#begin(titles));
    await this.#goal.rejects.add(block.broken);
    if (this.#goal.dryRun)
      await this.#goal.report.add(
        block.broken.map(({ line, reason, raw }) => ({
          ...{ line, what: 'INVALID' as const, column: '', value: raw.slice(0, 100), known: '', remedy: reason },
        })),
      );
    // Half a digest names a file as surely as a whole one; it is read once.
    const digest = block.whole.length > 0 ? await this.#file.digest() : '';
    for (const row of block.whole) await this.#takeRow(row, header, digest);
  }

  finish(): Promise<void> {
    return this.#bulks.finish();
  }

  #begin(titles: readonly string[]): MappedHeader<CustomerField> {
    const { mapping, onNotice } = this.#goal;
    const header = applyMapping(titles, mapping, customerTitles);
    if (header.passedOver.length > 0) onNotice(`Columns passed over: ${header.passedOver.join(', ')}.`);
    if (header.titleOf('externalId') === null)
      onNotice('No column is the externalId: a row is known again by its line in this very file only.');
    if (header.titleOf('source') === null && !mapping.constants?.source)
      onNotice(`Their external identity is of the source "${PLAIN_SOURCE}": say another as the mapping’s constant.`);
    return header;
  }

  async #takeRow({ fields, line, raw }: WholeRow, header: MappedHeader<CustomerField>, digest: string): Promise<void> {
    const { startOfDay, now, rejects, report, dryRun } = this.#goal;
    const ownId = () => `${digest.slice(0, 32)}-${line}`;
    const row = customerRowOf(fields, { header, startOfDay, now, source: PLAIN_SOURCE, ownId });
    if ('problems' in row) {
      await rejects.add([{ line, raw, reason: inWords(row.problems) }]);
      await report.add(
        row.problems.map(({ column, value, message }) => ({
          ...{ line, what: 'INVALID' as const, column, value, known: message, remedy: REMEDY },
        })),
      );
      return;
    }
    const key = identityOf(row.customer.externalIdentity);
    if (dryRun && (await this.#isDuplicate(key, line, header))) return;
    await this.#bulks.add({ key, customer: row.customer, line, raw });
  }

  /** Whether this id stood in the file before: its second row would bring the first one's customer forward. */
  async #isDuplicate(key: string, line: number, header: MappedHeader<CustomerField>): Promise<boolean> {
    const before = this.#lineOfId.get(key);
    if (before === undefined) {
      this.#lineOfId.set(key, line);
      return false;
    }
    this.duplicates += 1;
    this.sender.counts.already += 1;
    const column = header.titleOf('externalId') ?? 'externalId';
    const cell = { line, column, value: key.split('\n')[1] ?? '', known: `line ${before}` };
    await this.#goal.report.add([
      { ...cell, what: 'DUPLICATE', remedy: 'the later row brings the earlier one forward; drop one if that is wrong' },
    ]);
    return true;
  }
}

/** Sends every customer of a file to the graph, or says what would come of it. Holds a few bulks at a time. */
export async function importCustomers(file: SourceFile, goal: CustomerImportGoal): Promise<CustomerImportCounts> {
  const reader = new RowReader();
  const run = new CustomerImport(file, goal);
  let read = 0;
  const take = async (block: RowBlock) => {
    if (!reader.header) return;
    read += block.whole.length + block.broken.length;
    await run.take(block, reader.header);
    goal.onProgress(read);
  };
  for await (const text of file.text()) await take(reader.push(text));
  await take(reader.end());
  await run.finish();
  return { read, ...run.sender.counts, rejected: goal.rejects.count, duplicates: run.duplicates };
}
