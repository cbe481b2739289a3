import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Thrown when a file cannot be read as what it claims to be. The message is meant for whoever named the file. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** A text file, packed with gzip or not, that is read in pieces. */
export interface SourceFile {
  readonly path: string;
  /** Its length on disk, in bytes. */
  readonly bytes: number;
  /** How many of its bytes `text` has read from disk so far. */
  readonly bytesRead: number;
  /** Its text in pieces, read only as fast as they are taken. @throws UnreadableFile when the gzip is damaged or cut short. */
  text(): AsyncIterable<string>;
  /** SHA-256 of the unpacked content in hexadecimal, so that a file has the same digest packed and unpacked. Read once. */
  digest(): Promise<string>;
}

const GZIP = 0x1f8b;
/** Bytes read from disk at once. */
const PIECE = 65_536;

/** Opens a file. Whether it is packed is told by its first bytes. @throws UnreadableFile */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const { bytes, packed } = await look(path);
  if (!packed && /\.gz$/i.test(path))
    throw new UnreadableFile(
      `${path} is named .gz but is not a gzip file. Unpacked CSV may be read under another name.`,
    );
  let bytesRead = 0;
  let digest: Promise<string> | undefined;
  const count = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytesRead += piece.length;
      done(null, piece);
    },
  });
  return {
    path,
    bytes,
    get bytesRead() {
      return bytesRead;
    },
    text: () => textOf(path, unpacked(path, packed, count)),
    digest: () => (digest ??= digestOf(path, unpacked(path, packed))),
  };
}

async function look(path: string): Promise<{ bytes: number; packed: boolean }> {
  try {
    const { size } = await stat(path);
    const file = await open(path);
    try {
      const head = Buffer.alloc(2);
      const { bytesRead } = await file.read(head, 0, 2, 0);
      return { bytes: size, packed: bytesRead === 2 && head.readUInt16BE() === GZIP };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UnreadableFile(inWords(path, error));
  }
}

function inWords(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'EISDIR') return `${path} is a folder, not a file.`;
  if (code === 'EACCES') return `${path} may not be read by this user.`;
  if (code?.startsWith('Z_')) return `${path} is a damaged gzip file: ${message}.`;
  return `${path} cannot be read: ${message}.`;
}

function unpacked(path: string, packed: boolean, count?: Transform): Readable {
  const file = createReadStream(path, { highWaterMark: PIECE });
  const steps = [...(count ? [count] : []), ...(packed ? [createGunzip({ chunkSize: PIECE })] : [])];
  let last: Readable = file;
  for (const step of steps) {
    const before = last;
    last = before.pipe(step);
    const next = step;
    // A pipe does not carry errors on.
    before.once('error', (error) => next.destroy(error));
  }
  last.once('close', () => file.destroy());
  return last;
}

async function* textOf(path: string, content: Readable): AsyncGenerator<string> {
  try {
    yield* content.setEncoding('utf8') as AsyncIterable<string>;
  } catch (error) {
    throw new UnreadableFile(inWords(path, error));
  }
}

async function digestOf(path: string, content: Readable): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(content, hash);
  } catch (error) {
    throw new UnreadableFile(inWords(path, error));
  }
  return hash.digest('hex');
}
