import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_POSTGRES } from './jest-run.ts';
import { createServiceDatabase, dropDatabase } from './service-database.ts';
import { withClient } from './sql.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

const superuserUrl = process.env[TEST_POSTGRES] ?? '';
const rows = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query(sql)).rows as unknown[]);
const count = async (url: string, table: string) =>
  ((await rows(url, `SELECT count(*)::int AS n FROM ${table}`))[0] as { n: number }).n;

/** Waits until a statement like this waits for a lock. */
async function expectWaiting(statement: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const sql = `SELECT 1 FROM pg_stat_activity WHERE query LIKE '${statement}' AND wait_event_type = 'Lock'`;
    if ((await rows(superuserUrl, sql)).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Nothing like ${statement} waits`);
}

let migrations = 0;
async function migrate(ownerUrl: string): Promise<void> {
  migrations += 1;
  await rows(
    ownerUrl,
    `CREATE TABLE migrations (name text); INSERT INTO migrations VALUES ('first');
     CREATE TABLE lamp (id int GENERATED ALWAYS AS IDENTITY, colour text);
     GRANT SELECT, INSERT ON lamp TO lighthouse`,
  );
}
const spec = { service: 'lighthouse', migrate };
let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase(spec)));
afterAll(() => database.drop());

describe('a service’s database', () => {
  it('is made once, however many ask for it at the same time', async () => {
    const asked = { service: 'harbour', suffix: 'race' };
    const made = await Promise.all(Array.from({ length: 6 }, () => createServiceDatabase({ superuserUrl }, asked)));
    expect(new Set(made.map(({ ownerUrl, appUrl }) => `${ownerUrl} ${appUrl}`)).size).toBe(1);
    expect(await rows(made[0]?.appUrl ?? '', 'SELECT current_user AS me')).toEqual([{ me: 'harbour' }]);
    await dropDatabase(superuserUrl, 'harbour_race');
  });

  it('is closed to the role of another service', async () => {
    const { appUrl } = await createServiceDatabase({ superuserUrl }, { service: 'harbour', suffix: 'other' });
    const trespass = new URL(appUrl);
    trespass.pathname = `/${database.name}`;
    await expect(rows(trespass.href, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
    await dropDatabase(superuserUrl, 'harbour_other');
  });

  it('lets the service use what migrations granted, and change no schema', async () => {
    await rows(database.appUrl, `INSERT INTO lamp (colour) VALUES ('green')`);
    await expect(rows(database.appUrl, 'CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(rows(database.appUrl, 'DELETE FROM lamp')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a spec’s database', () => {
  it('is emptied though the service works on two of its tables the other way round', async () => {
    await rows(
      database.ownerUrl,
      `CREATE TABLE a_wick (n int); CREATE TABLE z_wick (n int); INSERT INTO a_wick VALUES (1)`,
    );
    await withClient(database.ownerUrl, async (busy) => {
      await busy.query('BEGIN');
      await busy.query('INSERT INTO z_wick VALUES (1)');
      const emptied = database.reset();
      await expectWaiting('TRUNCATE%');
      // Now each waits for the other, and the server ends whichever has waited for a second, which is the emptying.
      await busy.query('INSERT INTO a_wick VALUES (2)').catch(() => undefined);
      await busy.query('COMMIT');
      await emptied;
    });
    expect([await count(database.ownerUrl, 'a_wick'), await count(database.ownerUrl, 'z_wick')]).toEqual([0, 0]);
    await rows(database.ownerUrl, 'DROP TABLE a_wick, z_wick');
  });

  it('is migrated once for many copies, made at the same time, that do not see each other', async () => {
    const before = migrations;
    const asked = { ...spec, fingerprint: `made by ${process.pid} at ${performance.now()}` };
    const copies = await Promise.all(Array.from({ length: 4 }, () => testDatabase(asked)));
    expect(migrations).toBe(before + 1);
    await rows(copies[0]?.appUrl ?? '', `INSERT INTO lamp (colour) VALUES ('red')`);
    expect(await Promise.all(copies.map(({ appUrl }) => count(appUrl, 'lamp')))).toEqual([1, 0, 0, 0]);
    await Promise.all(copies.map((copy) => copy.drop()));
  });

  it('is empty after a reset, counts from one again, and still knows its migrations', async () => {
    await rows(database.appUrl, `INSERT INTO lamp (colour) VALUES ('red'), ('green')`);
    await database.reset();
    expect(await count(database.ownerUrl, 'lamp')).toBe(0);
    expect(await count(database.ownerUrl, 'migrations')).toBe(1);
    await rows(database.appUrl, `INSERT INTO lamp (colour) VALUES ('red')`);
    expect(await rows(database.appUrl, 'SELECT id FROM lamp')).toEqual([{ id: 1 }]);
    await rows(database.ownerUrl, 'DELETE FROM lamp');
    await database.reset();
    await rows(database.appUrl, `INSERT INTO lamp (colour) VALUES ('green')`);
    expect(await rows(database.appUrl, 'SELECT id FROM lamp')).toEqual([{ id: 1 }]);
  });

  it('is made anew from a template whose making was broken off', async () => {
    const asked = { ...spec, fingerprint: `broken off ${process.pid} ${performance.now()}` };
    const failing = () => Promise.reject(new Error('no such table'));
    await expect(testDatabase({ ...asked, migrate: failing })).rejects.toThrow('no such table');
    const copy = await testDatabase(asked);
    expect(await count(copy.ownerUrl, 'lamp')).toBe(0);
    await copy.drop();
  });
});
