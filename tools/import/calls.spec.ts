import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startImportWorld, type ImportWorld } from './import-world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const titles =
  'vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome ser_start ser_exit ser_time server';
const rows = [
  'AA0101 1 77 2 PS 990201 9:00:00 9:00:05 5 9:00:05 9:00:22 17 AGENT 9:00:22 9:01:22 60 AVI',
  'AA0101 2 0 0 PS 990201 9:10:00 9:10:05 5 0:00:00 0:00:00 0 AGENT 9:10:05 9:11:05 60 AVI',
  'AA0102 1 77 1 NW 990201 9:31:00 9:31:05 5 9:31:05 9:32:05 60 HANG 0:00:00 0:00:00 0 NO_SERVER',
  'AA0102 2 0 0 NW 990201 9:40:00 9:40:05 5 0:00:00 0:00:00 0 PHANTOM 0:00:00 0:00:00 0 NO_SERVER',
  'AA0102 3 0 0 NW 990201 9:41:00 9:40:55 -5 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
].map((row) => row.split(' '));
const text = (fields: readonly (readonly string[])[], by: string) =>
  [titles.split(' '), ...fields].map((each) => each.join(by)).join('\n');

const calls = () =>
  world.ask<{ calls: { totalCount: number; nodes: { occurredAt: string; person: { displayName: string } | null }[] } }>(
    `{ calls { totalCount nodes { occurredAt person { displayName } } } }`,
  );

describe('A log of calls', () => {
  it('is imported once, whether its columns are parted by tabs or commas, in whatever order, packed or not', async () => {
    const first = await world.importing('calls', world.write('log.tsv', text([...rows, ['AA0103', '4']], '\t')));
    expect(first.told).toEqual({ read: 6, imported: 3, already: 0, rejected: 3 });
    expect(first.errors).toContain('log.tsv.rejects.csv');
    expect(first.errors).toContain('timeZone: "Asia/Jerusalem"');
    const turned = text(rows, ',')
      .split('\n')
      .map((line) => line.split(',').toReversed().join(','));
    const packed = join(world.folder, 'log.csv.gz');
    writeFileSync(packed, gzipSync(turned.join('\n')));
    expect((await world.importing('calls', packed)).told).toEqual({ read: 5, imported: 0, already: 3, rejected: 2 });
    const { totalCount, nodes } = (await calls()).calls;
    expect(totalCount).toBe(3);
    expect(nodes.map(({ occurredAt, person }) => [occurredAt, person?.displayName])).toEqual([
      ['1999-02-01T07:31:00.000Z', undefined],
      ['1999-02-01T07:10:00.000Z', 'AVI'],
      ['1999-02-01T07:00:00.000Z', 'AVI'],
    ]);
  }, 60_000);

  it('from elsewhere is read by the clock there, and a strange zone or header is refused at once', async () => {
    const path = world.write('fra.tsv', text([['ZZ', ...(rows[0] ?? []).slice(1)]], '\t'));
    expect((await world.importing('calls', path, '--time-zone', 'Europe/Paris')).told).toMatchObject({ imported: 1 });
    expect((await calls()).calls.nodes[0]?.occurredAt).toBe('1999-02-01T08:00:00.000Z');
    await expect(world.importing('calls', path, '--time-zone', 'Atlantis')).rejects.toThrow(
      '"Atlantis" is no time zone',
    );
    await expect(world.importing('calls', world.write('none.csv', 'Issue,Company\n1,2\n'))).rejects.toThrow(
      'This is not a log of calls',
    );
  }, 60_000);
});
