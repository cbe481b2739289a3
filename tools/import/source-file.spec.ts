import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSourceFile } from './source-file.ts';

let folder: string;
const content = 'a,b\n1,é\n'.repeat(50_000);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function textOf(path: string): Promise<string> {
  let text = '';
  for await (const piece of (await openSourceFile(path)).text()) text += piece;
  return text;
}

describe('A source file', () => {
  it('reads the same packed and unpacked, whatever its name', async () => {
    expect(await textOf(file('plain.csv', content))).toBe(content);
    expect(await textOf(file('packed.csv.gz', gzipSync(content)))).toBe(content);
    expect(await textOf(file('packed-secretly.csv', gzipSync(content)))).toBe(content);
  });

  it('has the same digest packed and unpacked, and another one with other content', async () => {
    const [plain, packed, other] = await Promise.all(
      [file('d.csv', content), file('d.csv.gz', gzipSync(content)), file('e.csv', `${content} `)].map(async (path) =>
        (await openSourceFile(path)).digest(),
      ),
    );
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(packed).toBe(plain);
    expect(other).not.toBe(plain);
  });

  it('counts the bytes it has read from disk', async () => {
    const source = await openSourceFile(file('count.csv.gz', gzipSync(content)));
    for await (const piece of source.text()) expect(piece).not.toBe('');
    expect(source.bytesRead).toBe(source.bytes);
  });

  it.each([
    ['is not there', () => join(folder, 'nowhere.csv'), /^There is no file .*nowhere\.csv\.$/],
    ['is a folder', () => folder, /is a folder, not a file\.$/],
    ['is no gzip for all its name', () => file('not.csv.gz', content), /is named \.gz but is not a gzip file/],
    [
      'is cut short',
      () => file('cut.csv.gz', gzipSync(content).subarray(0, 500)),
      /is a damaged gzip file: unexpected end of file/,
    ],
  ])('that %s is told in one line', async (_what, path, message) => {
    await expect(textOf(path())).rejects.toThrow(message);
  });
});
