import { parse } from 'csv-parse/sync';

/** One row of a CSV file that has as many fields as its header. */
export interface WholeRow {
  /** Number of the line it begins on, from 1. */
  readonly line: number;
  /** The row as it stands in the file. */
  readonly raw: string;
  readonly fields: readonly string[];
}

/** One row that is no row: it cannot be read, or has other than the header's number of fields. */
export interface BrokenRow {
  readonly line: number;
  readonly raw: string;
  /** What is wrong with it, in words. */
  readonly reason: string;
}

/** What one stretch of a CSV file holds. */
export interface RowBlock {
  readonly whole: readonly WholeRow[];
  readonly broken: readonly BrokenRow[];
}

/** Thrown when a CSV file has no header that can be read. */
export class UnreadableHeader extends Error {
  override readonly name = 'UnreadableHeader';
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** A row longer than this many characters has a quote that is never closed: the longest narrative published has 32,768. */
const LONGEST_ROW = 262_144;

const csv = { relax_column_count: true, record_delimiter: '\n', skip_empty_lines: true } as const;

/**
 * Reads CSV in pieces of text, holding no more than one piece and one unfinished row. A broken row ends where the next whole row
 * begins, so that a quote nobody closed costs its own row and not those after it.
 */
export class RowReader {
  readonly #lines: Line[] = [];
  #rest = '';
  #number = 0;
  #width = 0;
  #header: readonly string[] | undefined;

  /** The first row; known once it was pushed. */
  get header(): readonly string[] | undefined {
    return this.#header;
  }

  /** Takes the next piece of text. @throws UnreadableHeader */
  push(text: string): RowBlock {
    const pieces = (this.#rest + text).split('\n');
    this.#rest = pieces.pop() ?? '';
    for (const piece of pieces) this.#add(piece);
    return this.#read(false);
  }

  /** Takes what is left when the file has ended. @throws UnreadableHeader */
  end(): RowBlock {
    if (this.#rest !== '') this.#add(this.#rest);
    this.#rest = '';
    const block = this.#read(true);
    if (!this.#header) throw new UnreadableHeader('The file is empty: it has no header.');
    return block;
  }

  #add(text: string): void {
    this.#number += 1;
    // A byte order mark says how the file is encoded and is no part of the first column's name.
    this.#lines.push({ number: this.#number, text: this.#number === 1 ? text.replace(/^\uFEFF/, '') : text });
  }

  #read(final: boolean): RowBlock {
    const none = { whole: [], broken: [] };
    if (!this.#header && !this.#readHeader(final)) return none;
    return this.#readAtOnce(final) ?? this.#readOneByOne(final);
  }

  #readHeader(final: boolean): boolean {
    this.#skipBlank();
    const end = frameEnd(this.#lines, 0);
    if (end === null && !final && lengthOf(this.#lines) <= LONGEST_ROW) return false;
    if (end === null && this.#lines.length === 0) return false;
    const fields = end === null ? null : fieldsOf(rawOf(this.#lines, 0, end));
    if (end === null || typeof fields === 'string' || fields === null)
      throw new UnreadableHeader(`The header cannot be read: ${fields ?? 'it opens a quote that is never closed'}.`);
    this.#lines.splice(0, end);
    this.#header = fields;
    this.#width = fields.length;
    return true;
  }

  #skipBlank(): void {
    const first = this.#lines.findIndex(({ text }) => !isBlank(text));
    this.#lines.splice(0, first === -1 ? this.#lines.length : first);
  }

  /** The common case: every row on hand is whole, and one call parses them all. Null when one is not. */
  #readAtOnce(final: boolean): RowBlock | null {
    const frames: { line: number; raw: string }[] = [];
    let at = 0;
    while (at < this.#lines.length) {
      const end = frameEnd(this.#lines, at);
      if (end === null) break;
      const raw = rawOf(this.#lines, at, end);
      if (!isBlank(raw)) frames.push({ line: this.#lines[at]?.number ?? 0, raw });
      at = end;
    }
    if (at < this.#lines.length && (final || lengthOf(this.#lines.slice(at)) > LONGEST_ROW)) return null;
    const records = recordsOf(frames.map(({ raw }) => raw).join('\n'));
    if (typeof records === 'string' || records.length !== frames.length) return null;
    if (records.some(({ length }) => length !== this.#width)) return null;
    this.#lines.splice(0, at);
    return { whole: frames.map((frame, index) => ({ ...frame, fields: records[index] ?? [] })), broken: [] };
  }

  #readOneByOne(final: boolean): RowBlock {
    const whole: WholeRow[] = [];
    const broken: BrokenRow[] = [];
    let at = 0;
    while (at < this.#lines.length) {
      const row = this.#rowAt(at, final);
      if (row === null) break;
      if (row.row && 'fields' in row.row) whole.push(row.row);
      else if (row.row) broken.push(row.row);
      at = row.next;
    }
    this.#lines.splice(0, at);
    return { whole, broken };
  }

  /** The row that begins on this line and where the next one does; null when that takes more text to say. */
  #rowAt(at: number, final: boolean): { row: WholeRow | BrokenRow | null; next: number } | null {
    const line = this.#lines[at]?.number ?? 0;
    const end = frameEnd(this.#lines, at);
    const found = this.#wholeAt(at, end);
    if (typeof found !== 'string') return { row: found, next: end ?? at + 1 };
    const enough = final || lengthOf(this.#lines.slice(at)) > LONGEST_ROW;
    if (end === null && !enough) return null;
    const next = this.#nextWhole(at + 1, end ?? this.#lines.length, enough);
    if (next === null) return null;
    return { row: { line, raw: rawOf(this.#lines, at, next), reason: found }, next };
  }

  /** The whole row from `at` to `end`, null when there is nothing but blanks, or what is wrong with it. */
  #wholeAt(at: number, end: number | null): WholeRow | string | null {
    if (end === null) return 'a quote is never closed';
    const raw = rawOf(this.#lines, at, end);
    if (isBlank(raw)) return null;
    const fields = fieldsOf(raw);
    if (typeof fields === 'string') return fields;
    if (fields.length !== this.#width) return `has ${fields.length} fields; the header has ${this.#width}`;
    return { line: this.#lines[at]?.number ?? 0, raw, fields };
  }

  /** The first line from `from` to `stop` on which a whole row begins, else `stop`; null when that takes more text to say. */
  #nextWhole(from: number, stop: number, enough: boolean): number | null {
    for (let at = from; at < stop; at += 1) {
      const end = frameEnd(this.#lines, at);
      if (end === null && !enough) return null;
      const found = this.#wholeAt(at, end);
      if (found !== null && typeof found !== 'string') return at;
    }
    return stop;
  }
}

/** Where the row ends that begins on this line: after the line on which its quotes are in pairs again. Null when that line is not there. */
function frameEnd(lines: readonly Line[], from: number): number | null {
  let open = false;
  for (let at = from; at < lines.length; at += 1) {
    open = open !== hasOddQuotes(lines[at]?.text ?? '');
    if (!open) return at + 1;
  }
  return null;
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function rawOf(lines: readonly Line[], from: number, end: number): string {
  const only = end - from === 1 ? lines[from]?.text : undefined;
  const raw =
    only ??
    lines
      .slice(from, end)
      .map(({ text }) => text)
      .join('\n');
  return raw.endsWith('\r') ? raw.slice(0, -1) : raw;
}

const isBlank = (text: string) => text.trim() === '';

const lengthOf = (lines: readonly Line[]) => lines.reduce((sum, { text }) => sum + text.length + 1, 0);

function recordsOf(text: string): string[][] | string {
  try {
    return parse(text, csv);
  } catch (error) {
    return (error as Error).message.replace(/ at line \d+.*$/s, '');
  }
}

function fieldsOf(raw: string): string[] | string {
  const records = recordsOf(raw);
  if (typeof records === 'string') return records;
  const [only, ...others] = records;
  return only && others.length === 0 ? only : 'is not one row';
}
