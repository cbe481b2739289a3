import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { migrate, openDatabase, type Database } from './database.ts';
import { eraseTraces, erasureV1 } from './erasure.ts';

class Notes1763830000000 implements MigrationInterface {
  readonly name = 'Notes1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      `CREATE TABLE notes (id integer PRIMARY KEY, customer_id text COLLATE "C", text text, tags text[], data jsonb, told json, raw bytea, number text)`,
      `CREATE TABLE staff (id integer PRIMARY KEY, name text)`,
      `CREATE TABLE addresses (id integer PRIMARY KEY, customer_id text COLLATE "C", value text)`,
      `CREATE TABLE tasks (id integer PRIMARY KEY, case_id text COLLATE "C", title text)`,
      `GRANT SELECT, INSERT ON notes, staff, tasks, addresses TO paper`,
      ...erasureV1('paper', {
        keep: ['staff', 'notes.number'],
        whose: {},
        alone: ['addresses'],
        own: { 'notes.raw': `'\\x00'`, 'notes.tags': `'{}'` },
      }),
    ];
    for (const statement of statements) await runner.query(statement);
  }
  async down(): Promise<void> {}
}

let files: TestDatabase;
let db: Database;
beforeAll(async () => {
  files = await testDatabase({
    service: 'paper',
    migrate: async (url) => void (await migrate({ url, migrations: [Notes1763830000000] })),
  });
  db = await openDatabase({ service: 'paper', url: files.appUrl, tables: [] });
});
beforeEach(() => files.reset());
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const mary = {
  ...{ customerIds: ['mary'], caseIds: ['case_1'] },
  ...{ everywhere: 'mary@example\\.com', own: 'mary@example\\.com|\\mMary\\M|\\mSmith\\M' },
};
const rows = (table: string) => db.manager.query<Record<string, unknown>[]>(`SELECT * FROM ${table} ORDER BY id`);

describe('erasing somebody', () => {
  it('takes what reaches them out of every kind of text, wherever it stands, and their names out of what is theirs', async () => {
    await db.manager.query(
      `INSERT INTO notes VALUES
         (1, 'mary', 'MARY smith <Mary@Example.com>', '{Mary,red}', '{"to": ["mary@example.com", 7], "n": {"mary@example.com": null}}', '["Mary"]', 'abc', 'mary@example.com'),
         (2, 'jane', 'Jane knows Mary: mary@example.com', '{mary@example.com,x}', '{"a": "b"}', '"Mary"', 'write mary@example.com', NULL),
         (3, NULL, 'Nobody', NULL, NULL, NULL, NULL, NULL)`,
    );
    await db.manager.query(`INSERT INTO staff VALUES (1, 'Mary Smith mary@example.com')`);
    await db.manager.query(`INSERT INTO tasks VALUES (1, 'case_1', 'Call Mary'), (2, 'case_2', 'Call Mary')`);
    await db.manager.query(
      `INSERT INTO addresses VALUES (1, 'mary', 'mary@example.com'), (2, 'jane', 'mary@example.com')`,
    );
    const counts = await db.transaction(({ manager }) => eraseTraces(manager, mary));
    expect(counts).toEqual({ addresses: 1, notes: 2, tasks: 1 });
    expect((await rows('addresses')).map(({ value }) => value)).toEqual(['[erased]', 'mary@example.com']);
    expect(await rows('notes')).toEqual([
      {
        ...{ id: 1, customer_id: 'mary', text: '[erased] [erased] <[erased]>', tags: [], told: ['[erased]'] },
        // A key is a name of ours, not a text of somebody's.
        ...{
          data: { to: ['[erased]', 7], n: { 'mary@example.com': null } },
          raw: Buffer.from([0]),
          number: 'mary@example.com',
        },
      },
      {
        ...{ id: 2, customer_id: 'jane', text: 'Jane knows Mary: [erased]', tags: ['[erased]', 'x'], told: 'Mary' },
        ...{ data: { a: 'b' }, raw: Buffer.alloc(0), number: null },
      },
      { id: 3, customer_id: null, text: 'Nobody', tags: null, data: null, told: null, raw: null, number: null },
    ]);
    expect(await rows('staff')).toEqual([{ id: 1, name: 'Mary Smith mary@example.com' }]);
    expect((await rows('tasks')).map(({ title }) => title)).toEqual(['Call [erased]', 'Call Mary']);
  });

  it('finds nothing the second time, and leaves a record of each', async () => {
    await db.manager.query(`INSERT INTO notes (id, customer_id, text) VALUES (1, 'mary', 'Mary')`);
    const once = () => db.transaction(({ manager }) => eraseTraces(manager, mary));
    expect(await once()).toEqual({ notes: 1 });
    const before = await rows('notes');
    expect(await once()).toEqual({});
    expect(await rows('notes')).toEqual(before);
    expect(await db.manager.query('SELECT customer_ids FROM erasures')).toEqual([
      { customer_ids: ['mary'] },
      { customer_ids: ['mary'] },
    ]);
  });

  it('is the only thing by which the app role changes what is only ever added to', async () => {
    await expect(db.manager.query(`UPDATE notes SET text = ''`)).rejects.toThrow(/permission denied/);
    await expect(db.manager.query(`DELETE FROM erasures`)).rejects.toThrow(/permission denied/);
    await expect(db.transaction(({ manager }) => eraseTraces(manager, { ...mary, own: '' }))).rejects.toThrow(
      /nothing says/,
    );
  });
});
