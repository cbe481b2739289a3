import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate, openDatabase, type Database } from '@courtesy/persistence';
import { actorFor, testDatabase, type TestDatabase } from '@courtesy/testing';
import { createContext } from './context.ts';
import { customerFamilyV1, saveRoots, survivorOf } from './customer-family.ts';

class Family1763830000000 implements MigrationInterface {
  readonly name = 'Family1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of customerFamilyV1('families')) await runner.query(statement);
  }
  async down(): Promise<void> {}
}

let files: TestDatabase;
let db: Database;
let statements = 0;
beforeAll(async () => {
  files = await testDatabase({
    service: 'families',
    migrate: async (url) => void (await migrate({ url, migrations: [Family1763830000000] })),
  });
  db = await openDatabase({
    service: 'families',
    url: files.appUrl,
    tables: [],
    onStatement: () => void (statements += 1),
  });
});
beforeEach(() => db.manager.query('DELETE FROM customer_aliases'));
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const stands = (...pairs: readonly string[]) =>
  saveRoots(
    db.manager,
    pairs.map((pair) => ({ customerId: pair.charAt(0), survivorId: pair.charAt(1) })),
  );
const family = async (id: string) =>
  (await db.manager.query<{ family: string[] }[]>('SELECT customer_family($1) AS family', [id]))[0]?.family;
const newContext = () =>
  createContext({
    ...{ db, config: {}, actor: actorFor('AGENT', {}), requestId: 'r', log: pino({ level: 'silent' }) },
    now: () => new Date(0),
    newId: (prefix) => prefix,
    resource: ({ name }) => {
      throw new Error(`No ${name} here`);
    },
  });

describe('the family of a customer', () => {
  it('is the customer alone until somebody is merged into them', async () => {
    expect(await family('a')).toEqual(['a']);
    await stands('ba', 'ca');
    for (const member of ['a', 'b', 'c']) expect(await family(member)).toEqual(['a', 'b', 'c']);
    expect(await family('d')).toEqual(['d']);
  });

  it('follows the last word, within one page too, and falls apart when a merge is undone', async () => {
    await stands('ba', 'ca', 'ad', 'bd', 'cd');
    expect(await family('b')).toEqual(['d', 'a', 'b', 'c']);
    await stands('bb', 'aa', 'ca');
    expect([await family('a'), await family('b'), await family('d')]).toEqual([['a', 'c'], ['b'], ['d']]);
  });

  it('is named by its survivor, at one statement for all that a request asks for', async () => {
    await stands('ba', 'ca');
    const context = newContext();
    const before = statements;
    const named = await Promise.all(['a', 'b', 'c', 'd'].map((id) => survivorOf(context, id)));
    expect(named.map(({ id }) => id)).toEqual(['a', 'a', 'a', 'd']);
    expect(statements - before).toBe(1);
  });

  it('of nobody told is left as it is', async () => {
    const before = statements;
    await saveRoots(db.manager, []);
    expect(statements).toBe(before);
  });
});
