import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Client, type Connection, type Submittable } from 'pg';

/** What copying took. */
export interface Copied {
  readonly rows: number;
  readonly seconds: number;
}

/** The part of pg's connection that carries COPY; it has no typings of its own. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(message: string): void;
  endCopyFrom(): void;
}

/** `COPY … FROM STDIN` as pg's protocol layer wants it. */
class CopyIn implements Submittable {
  readonly done: Promise<number>;
  readonly #text: string;
  readonly #content: Readable;
  #finish: (rows: number) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #rows = 0;

  constructor(text: string, content: Readable) {
    this.#text = text;
    this.#content = content;
    this.done = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
  }

  submit(connection: Connection): void {
    (connection as unknown as CopyConnection).query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#content.on('data', (chunk: Buffer) => connection.sendCopyFromChunk(chunk));
    this.#content.once('end', () => connection.endCopyFrom());
    this.#content.once('error', (error) => connection.sendCopyFail(error.message));
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#rows = Number(text.replace(/^COPY /, ''));
  }

  handleReadyForQuery(): void {
    this.#finish(this.#rows);
  }

  handleError(error: Error): void {
    this.#fail(error);
  }
}

/**
 * Copies a CSV file with these columns, packed or not, into one new table of text columns without index or key, and drops the table again:
 * the least that any import into this server can take. Reading and unpacking the file is part of the time.
 */
export async function copyRows(url: string, path: string, columns: readonly string[]): Promise<Copied> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const table = 'bench_flat_copy';
    await client.query(`CREATE TABLE ${table} (${columns.map((_, index) => `column_${index} text`).join(', ')})`);
    const startedAt = performance.now();
    const file = createReadStream(path);
    const content = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
    const copy = new CopyIn(`COPY ${table} FROM STDIN WITH (FORMAT csv, HEADER true)`, content);
    client.query(copy);
    const rows = await copy.done;
    const seconds = (performance.now() - startedAt) / 1000;
    await client.query(`DROP TABLE ${table}`);
    return { rows, seconds };
  } finally {
    await client.end();
  }
}
