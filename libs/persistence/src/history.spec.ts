import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { column } from './columns.ts';
import { migrate, openDatabase, schemaDrift, type Database } from './database.ts';
import { eraseTraces, erasureV1 } from './erasure.ts';
import { forgetHistoryV1, keepHistoryV1, knownFrom, problemsOfHistory, rowsKnownAt, stampLedgerV1 } from './history.ts';
import { erasureRulesOf, withPast, type PersonalDataMap } from './personal-data.ts';
import { insertRows, updateRows } from './rows.ts';

interface Lamp {
  readonly id: string;
  readonly words: string;
  readonly price: bigint;
  readonly since: string;
}

const lampTable = new EntitySchema<Lamp>({
  name: 'Lamp',
  tableName: 'lamps',
  columns: {
    ...knownFrom,
    ...{ id: column.id(), words: column.text(), price: column.minorUnits(), since: column.day() },
  },
});

const map: PersonalDataMap = withPast(
  { lamps: { whose: 'id = ANY ($1)', columns: { words: 'words' } }, erasures: { whose: null, columns: {} } },
  ['lamps'],
);

class Lamps1763830000000 implements MigrationInterface {
  readonly name = 'Lamps1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      `CREATE TABLE lamps (id text COLLATE "C" PRIMARY KEY, words text NOT NULL, price bigint NOT NULL, since date NOT NULL)`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON lamps TO lights`,
      ...keepHistoryV1('lights', { table: 'lamps' }),
      ...erasureV1('lights', erasureRulesOf(map)),
    ];
    for (const statement of statements) await runner.query(statement);
  }
  async down(): Promise<void> {}
}

let files: TestDatabase;
let db: Database;
let statements = 0;
beforeAll(async () => {
  files = await testDatabase({
    service: 'lights',
    migrate: async (url) => void (await migrate({ url, migrations: [Lamps1763830000000] })),
  });
  db = await openDatabase({
    ...{ service: 'lights', url: files.appUrl, tables: [lampTable] },
    onStatement: () => (statements += 1),
  });
});
beforeEach(() => files.reset());
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const lamp = (words: string, id = 'lamp_1'): Lamp => ({ id, words, price: 2n ** 60n, since: '2026-03-29' });
const moment = async (): Promise<Date> => {
  const [row] = await db.manager.query<{ at: Date }[]>(
    `SELECT date_trunc('milliseconds', clock_timestamp()) AS at, pg_sleep(0.002)`,
  );
  if (!row) throw new Error('The database tells no time');
  // The driver keeps milliseconds: what was written in this very one is known by the next.
  return new Date(row.at.getTime() + 1);
};
const change = (words: string, id?: string) =>
  db.transaction(({ manager }) => updateRows(manager, lampTable, [lamp(words, id)]));
const known = (at: Date, ids: readonly string[] = ['lamp_1']) => rowsKnownAt(db.manager, lampTable, { ids, at });

describe('a table that keeps its history', () => {
  it('is mapped as it is, and its past has its shape', async () => {
    expect(await schemaDrift(db)).toEqual([]);
    expect(await problemsOfHistory(db.manager)).toEqual([]);
  });

  it('tells a row as it was at any instant, whole, and nothing before it was known', async () => {
    const before = await moment();
    await insertRows(db.manager, lampTable, [lamp('off')]);
    const first = await moment();
    await change('on');
    const second = await moment();
    await db.manager.query(`DELETE FROM lamps`);
    const gone = await moment();
    expect(await known(before)).toEqual([]);
    expect(await known(first)).toEqual([lamp('off')]);
    expect(await known(second)).toEqual([lamp('on')]);
    expect(await known(gone)).toEqual([]);
  });

  it('shows a transaction wholly or not at all, and nothing of what it overwrote of its own', async () => {
    await db.transaction(async ({ manager }) => {
      await insertRows(manager, lampTable, [lamp('begun', 'lamp_1')]);
      await manager.query('SELECT pg_sleep(0.005)');
      await updateRows(manager, lampTable, [lamp('on', 'lamp_1')]);
      await insertRows(manager, lampTable, [lamp('on', 'lamp_2')]);
    });
    const rows = await db.manager.query<{ times: string }[]>(`SELECT count(DISTINCT known_from) AS times FROM lamps`);
    expect(rows).toEqual([{ times: '1' }]);
    expect(await db.manager.query(`SELECT * FROM lamps_past`)).toEqual([]);
  });

  it('keeps nothing of a change that changes nothing, or was taken back', async () => {
    await insertRows(db.manager, lampTable, [lamp('off')]);
    await change('off');
    await expect(
      db.transaction(async ({ manager }) => {
        await updateRows(manager, lampTable, [lamp('on')]);
        throw new Error('no power');
      }),
    ).rejects.toThrow('no power');
    expect(await db.manager.query(`SELECT * FROM lamps_past`)).toEqual([]);
  });

  it('has one row known at every instant since the first, however many change it at once', async () => {
    await insertRows(db.manager, lampTable, [lamp('0')]);
    await Promise.all(Array.from({ length: 20 }, (_, i) => change(String(i + 1))));
    const gaps = await db.manager.query(
      `SELECT * FROM (SELECT known_from, lag(known_until) OVER (ORDER BY known_from) AS before
         FROM (SELECT known_from, known_until FROM lamps_past UNION ALL SELECT known_from, NULL FROM lamps) AS all_of_it) AS turns
       WHERE before IS NOT NULL AND before <> known_from`,
    );
    expect(gaps).toEqual([]);
    expect(await db.manager.query(`SELECT count(*)::integer AS count FROM lamps_past`)).toEqual([{ count: 20 }]);
  });

  it('tells at every instant what was written last before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c', 'DELETE'), { maxLength: 12 }), async (writes) => {
        await files.reset();
        const seen: [Date, Lamp[]][] = [];
        let there: Lamp[] = [];
        for (const words of writes) {
          if (words === 'DELETE') await db.manager.query(`DELETE FROM lamps`);
          else if (there.length > 0) await change(words);
          else await insertRows(db.manager, lampTable, [lamp(words)]);
          there = words === 'DELETE' ? [] : [lamp(words)];
          seen.push([await moment(), there]);
        }
        for (const [at, then] of seen) expect(await known(at)).toEqual(then);
      }),
      { numRuns: 25 },
    );
  });

  it('costs a writer no statement, and the past cannot be written to by the service', async () => {
    await insertRows(db.manager, lampTable, [lamp('off')]);
    statements = 0;
    await updateRows(db.manager, lampTable, [lamp('on')]);
    expect(statements).toBe(1);
    for (const sql of [
      `UPDATE lamps_past SET words = ''`,
      `DELETE FROM lamps_past`,
      `INSERT INTO lamps_past SELECT now(), * FROM lamps`,
    ])
      await expect(db.manager.query(sql)).rejects.toThrow('permission denied');
  });

  it('forgets what is erased of the past, too', async () => {
    await insertRows(db.manager, lampTable, [lamp('of Ada Byron'), lamp('given by Ada Byron', 'lamp_2')]);
    await change('on, says Ada Byron');
    const then = await moment();
    const of = { customerIds: ['lamp_1'], caseIds: [], everywhere: 'Ada Byron', own: 'Ada Byron' };
    await db.transaction(({ manager }) => eraseTraces(manager, of));
    const left = await db.manager.query<{ words: string }[]>(
      `SELECT words FROM lamps UNION ALL SELECT words FROM lamps_past`,
    );
    expect(left.filter(({ words }) => words.includes('Ada'))).toEqual([]);
    expect(await known(then)).toMatchObject([{ words: '[erased]' }]);
    expect(await known(then, ['lamp_2'])).toMatchObject([{ words: 'given by [erased]' }]);
    expect(await db.transaction(({ manager }) => eraseTraces(manager, of))).toEqual({});
  });

  it('says which column only one of the two has, and can be taken away again', async () => {
    const owner = await openDatabase({ service: 'lights', url: files.ownerUrl, tables: [] });
    const runner = owner.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`ALTER TABLE lamps ADD COLUMN colour text`);
    expect(await problemsOfHistory(runner.manager)).toEqual(['lamps.colour']);
    for (const statement of forgetHistoryV1({ table: 'lamps' })) await runner.query(statement);
    expect(await runner.query(`SELECT count(*)::integer AS count FROM pg_trigger WHERE tgname LIKE 'lamps%'`)).toEqual([
      { count: 0 },
    ]);
    await runner.rollbackTransaction();
    await runner.release();
    await owner.close();
  });
});

describe('a ledger that says since when its rows are known', () => {
  it('takes it of older rows from their own column', async () => {
    const owner = await openDatabase({ service: 'lights', url: files.ownerUrl, tables: [] });
    const runner = owner.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`CREATE TABLE switchings (id text PRIMARY KEY, at timestamptz(3) NOT NULL)`);
    await runner.query(`INSERT INTO switchings VALUES ('first', '2026-01-01T00:00:00Z')`);
    for (const statement of stampLedgerV1({ table: 'switchings', since: 'at' })) await runner.query(statement);
    await runner.query(`INSERT INTO switchings VALUES ('second', '2026-01-01T00:00:00Z')`);
    const rows = await runner.query(`SELECT id, known_from = at AS same FROM switchings ORDER BY known_from`);
    expect(rows).toEqual([
      { id: 'first', same: true },
      { id: 'second', same: false },
    ]);
    await runner.rollbackTransaction();
    await runner.release();
    await owner.close();
  });
});
