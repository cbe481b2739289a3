import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rejectsOf } from './rejects.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rejects-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('Rejected rows', () => {
  it('are kept beside the file with line number, reason and the row as it stood there', async () => {
    const file = join(folder, 'a.csv.gz');
    const rejects = rejectsOf(file, folder);
    const raw = '1,"two\nlines, ""quoted"""';
    await Promise.all([
      rejects.add([{ line: 7, reason: 'is bad', raw }]),
      rejects.add([{ line: 9, reason: 'is worse', raw: '' }]),
    ]);
    await rejects.close({ read: true });
    expect(rejects).toMatchObject({ count: 2, path: `${file}.rejects.csv` });
    expect(parse(readFileSync(`${file}.rejects.csv`, 'utf8'))).toEqual([
      ['line', 'reason', 'row'],
      ['7', 'is bad', raw],
      ['9', 'is worse', ''],
    ]);
  });

  it('go to the folder of the caller when there is no writing beside the file', async () => {
    // A file that may only be read under /proc stands for a folder that this user cannot write to, whoever runs the spec.
    const rejects = rejectsOf('/proc/self/a.csv', folder);
    await rejects.add([{ line: 2, reason: 'is bad', raw: 'x' }]);
    await rejects.close({ read: true });
    expect(rejects.path).toBe(join(folder, 'a.csv.rejects.csv'));
    expect(existsSync(join(folder, 'a.csv.rejects.csv'))).toBe(true);
  });

  it('of an earlier run are gone when this one reads the whole file and has none', async () => {
    const file = join(folder, 'a.csv');
    writeFileSync(`${file}.rejects.csv`, 'line,reason,row\n');
    await rejectsOf(file, folder).close({ read: false });
    expect(existsSync(`${file}.rejects.csv`)).toBe(true);
    const rejects = rejectsOf(file, folder);
    await rejects.close({ read: true });
    expect(rejects.path).toBeNull();
    expect(existsSync(`${file}.rejects.csv`)).toBe(false);
  });
});
