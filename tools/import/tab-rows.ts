import { RowReader, UnreadableHeader, type BrokenRow, type RowBlock, type WholeRow } from './csv-rows.ts';

/** Reads rows in pieces of text. */
export interface Rows {
  /** The first row; known once it was pushed. */
  readonly header: readonly string[] | undefined;
  /** Takes the next piece of text. @throws UnreadableHeader */
  push(text: string): RowBlock;
  /** Takes what is left when the file has ended. @throws UnreadableHeader */
  end(): RowBlock;
}

/** Reads rows whose fields are parted by tabs, one a line. Quotes are letters like any other. */
export class TabRowReader implements Rows {
  #rest = '';
  #line = 0;
  #header: readonly string[] | undefined;

  get header(): readonly string[] | undefined {
    return this.#header;
  }

  push(text: string): RowBlock {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return this.#read(lines);
  }

  end(): RowBlock {
    const block = this.#read(this.#rest === '' ? [] : [this.#rest]);
    this.#rest = '';
    if (!this.#header) throw new UnreadableHeader('The file is empty: it has no header.');
    return block;
  }

  #read(lines: readonly string[]): RowBlock {
    const whole: WholeRow[] = [];
    const broken: BrokenRow[] = [];
    for (const text of lines) {
      this.#line += 1;
      const raw = text.replace(/^\uFEFF|\r$/g, '');
      if (raw.trim() === '') continue;
      const fields = raw.split('\t');
      const line = this.#line;
      if (!this.#header) this.#header = fields;
      else if (fields.length === this.#header.length) whole.push({ line, raw, fields });
      else broken.push({ line, raw, reason: `has ${fields.length} fields; the header has ${this.#header.length}` });
    }
    return { whole, broken };
  }
}

/** The reader for a file that begins with this text: by tabs when its header has one, else CSV. */
export function rowsOf(beginning: string): Rows {
  const [header = ''] = beginning.split('\n', 1);
  return header.includes('\t') ? new TabRowReader() : new RowReader();
}
