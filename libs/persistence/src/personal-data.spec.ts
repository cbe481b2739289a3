import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { migrate, openDatabase, type Database } from './database.ts';
import { eraseTraces, erasureV1 } from './erasure.ts';
import {
  erasureRulesOf,
  OF_CUSTOMER,
  problemsOfPersonalData,
  withheldOf,
  type PersonalDataMap,
} from './personal-data.ts';

const map: PersonalDataMap = {
  erasures: { whose: null, columns: { code: 'counts' } },
  letters: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'kind',
      text: 'facts',
      words: 'body',
      unique: 'number',
      gone: 'place',
      list: 'parts',
      array: 'tags',
      bytes: 'scan',
      others: 'witness',
      othersList: 'witnesses',
      staff: 'sent_by',
    },
  },
  products: { whose: null, columns: { ours: 'name' } },
};

class Letters1763830000000 implements MigrationInterface {
  readonly name = 'Letters1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      `CREATE TABLE letters (id integer PRIMARY KEY, customer_id text COLLATE "C", kind text CHECK (kind IN ('ANSWER', 'OTHER')), facts text NOT NULL,
         body text, number text UNIQUE, place text, parts jsonb NOT NULL, tags text[], scan bytea, witness text, witnesses jsonb NOT NULL, sent_by text)`,
      `CREATE TABLE products (id integer PRIMARY KEY, name text)`,
      `GRANT SELECT, INSERT ON letters, products TO post`,
      ...erasureV1('post', erasureRulesOf(map)),
    ];
    for (const statement of statements) await runner.query(statement);
  }
  async down(): Promise<void> {}
}

let files: TestDatabase;
let db: Database;
beforeAll(async () => {
  files = await testDatabase({
    service: 'post',
    migrate: async (url) => void (await migrate({ url, migrations: [Letters1763830000000] })),
  });
  db = await openDatabase({ service: 'post', url: files.appUrl, tables: [] });
});
beforeEach(() => files.reset());
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const letter = (id: number, customerId: string) =>
  db.manager.query(
    `INSERT INTO letters VALUES ($1::text::integer, $2, 'ANSWER', 'paid by Mary', 'It was blue', $1::text || ' of Mary', 'York', '["a"]', '{b}', 'scan', 'Joe', '["Joe"]', 'staff')`,
    [String(id), customerId],
  );
const rows = () => db.manager.query<Record<string, unknown>[]>(`SELECT * FROM letters ORDER BY id`);
const problems = (changed: PersonalDataMap) => problemsOfPersonalData(db.manager, { ...map, ...changed });
const only = (columns: PersonalDataMap[string]['columns']) =>
  problems({ letters: { whose: null, columns: { ...map['letters']?.columns, ...columns } } });

describe('a map of personal data', () => {
  it('names every column of text once, and only those that are there', async () => {
    expect(await problems({})).toEqual([]);
    expect(await only({ staff: '' })).toEqual(['letters.sent_by is not classified']);
    expect(await only({ staff: 'sent_by gone_for_long' })).toEqual(['letters.gone_for_long is not there']);
    expect(await only({ staff: 'sent_by place' })).toEqual(['letters.place is named 2 times']);
    expect(await problems({ attics: { whose: null, columns: { text: 'box' } } })).toEqual(['attics.box is not there']);
  });

  it('asks of no column what its table refuses', async () => {
    expect(await only({ code: '', words: 'body kind' })).toEqual([
      'letters.kind is a word of a list, so nothing else can stand there: it cannot be words',
    ]);
    expect(await only({ unique: '', words: 'body number' })).toEqual([
      'letters.number must stay one of its kind: it cannot be words',
    ]);
    expect(await only({ text: '', gone: 'place facts' })).toEqual(['letters.facts cannot be null: it cannot be gone']);
    expect(await only({ list: '', words: 'body parts' })).toEqual(['letters.parts is jsonb: it cannot be words']);
  });

  it('erases what is somebody’s as it says, and the same done again changes nothing', async () => {
    await letter(1, 'mary');
    await letter(2, 'mary');
    await letter(3, 'jane');
    const mary = { customerIds: ['mary'], caseIds: [], everywhere: 'mary@example\\.com', own: '\\mMary\\M' };
    const erase = () => db.transaction(({ manager }) => eraseTraces(manager, mary));
    expect(await erase()).toEqual({ letters: 2 });
    const erased = await rows();
    expect(erased[0]).toEqual({
      ...{ id: 1, customer_id: 'mary', kind: 'ANSWER', facts: 'paid by [erased]', body: '[erased]', place: null },
      ...{ number: expect.stringMatching(/^\[erased\] .{36}$/), parts: [], tags: [], scan: Buffer.alloc(0) },
      ...{ witness: '[erased]', witnesses: [], sent_by: 'staff' },
    });
    expect(erased[1]?.['number']).not.toEqual(erased[0]?.['number']);
    expect(erased[2]).toMatchObject({ body: 'It was blue', witness: 'Joe', parts: ['a'] });
    expect(await erase()).toEqual({});
    expect(await rows()).toEqual(erased);
  });

  it('withholds who of the organisation did it and what others said', () => {
    expect(withheldOf(map, 'letters').sort()).toEqual(['sent_by', 'witness', 'witnesses']);
  });
});
