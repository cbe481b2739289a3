import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { migrate, openDatabase, type Database } from './database.ts';
import { BadInput } from './bad-input.ts';
import { decodeAnswer, encodeAnswer, idempotencyV1, MAX_IDEMPOTENCY_KEY, once } from './idempotency.ts';

class Answers1763830000000 implements MigrationInterface {
  readonly name = 'Answers1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of idempotencyV1('idempotency')) await runner.query(sql);
  }
  async down(): Promise<void> {}
}

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase({
    service: 'idempotency',
    migrate: async (url) => void (await migrate({ url, migrations: [Answers1763830000000] })),
  });
  database = await openDatabase({ service: 'cases', url: test.appUrl, tables: [], poolSize: 20 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const now = new Date('2026-03-02T10:00:00.000Z');
let effects = 0;
const request = (key: string | null, input: unknown = { a: 1 }, subject = 'me') => ({
  key,
  input,
  subject,
  operation: 'openCase',
  now,
});
const run = (asked: ReturnType<typeof request>) =>
  database.transaction((tx) =>
    once(tx, asked, async () => ({ type: 'Done', effect: (effects += 1), at: now, amount: 2n ** 60n })),
  );

describe('once', () => {
  it('gives the same answer to the same key and input, and one effect to twenty at the same time', async () => {
    effects = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => run(request('twenty'))));
    expect(effects).toBe(1);
    for (const answer of answers) expect(answer).toEqual({ type: 'Done', effect: 1, at: now, amount: 2n ** 60n });
  });

  it('does not care in which order the input was written', async () => {
    const first = await run(request('order', { a: 1, b: { c: 2, d: 3 } }));
    expect(await run(request('order', { b: { d: 3, c: 2 }, a: 1 }))).toEqual(first);
  });

  it('refuses the same key with another input', async () => {
    await run(request('other', { a: 1 }));
    expect(await run(request('other', { a: 2 }))).toEqual({ type: 'IdempotencyKeyReused', key: 'other' });
  });

  it('keeps the keys of two callers apart, and does the work each time without a key', async () => {
    effects = 0;
    await run(request('mine', {}, 'me'));
    await run(request('mine', {}, 'you'));
    await run(request(null));
    await run(request(null));
    expect(effects).toBe(4);
  });

  it('refuses a key too long for its index', async () => {
    await expect(run(request('k'.repeat(MAX_IDEMPOTENCY_KEY + 1)))).rejects.toThrow(BadInput);
    await run(request('\u{4e00}'.repeat(MAX_IDEMPOTENCY_KEY)));
  });

  it('forgets a key whose work failed', async () => {
    const failing = database.transaction((tx) => once(tx, request('failing'), () => Promise.reject(new Error('no'))));
    await expect(failing).rejects.toThrow('no');
    effects = 0;
    await run(request('failing'));
    expect(effects).toBe(1);
  });

  it('keeps answers as they were, with dates and big integers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.date({ noInvalidDate: true }), minor: fc.bigInt(), text: fc.string() })),
        (answer) => {
          expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
        },
      ),
    );
  });
});
