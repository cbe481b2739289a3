import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { fixedClock, testDatabase, type TestDatabase } from '@courtesy/testing';
import { column } from './columns.ts';
import { migrate, openDatabase, type Database } from './database.ts';
import { insertRows, updateRows } from './rows.ts';
import { nextTry, tryNext, type Tried, type TryEnd, type Trying } from './tries.ts';

interface Letter extends Tried {
  readonly state: 'QUEUED' | 'DONE' | 'FAILED';
}
const letterTable = new EntitySchema<Letter>({
  name: 'Letter',
  tableName: 'letters',
  columns: {
    id: column.id(),
    state: column.text(),
    attempts: column.integer(),
    nextTryAt: column.nullable(column.instant('next_try_at')),
    lastError: column.nullable(column.text('last_error')),
  },
});
class Letters1763830000000 implements MigrationInterface {
  readonly name = 'Letters1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE letters (
      id text COLLATE "C" PRIMARY KEY, state text NOT NULL, attempts integer NOT NULL, next_try_at timestamptz(3), last_error text)`);
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON letters TO tries');
  }
  async down(): Promise<void> {}
}

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase({
    service: 'tries',
    migrate: async (url) => void (await migrate({ url, migrations: [Letters1763830000000] })),
  });
  database = await openDatabase({ service: 'cases', url: test.appUrl, tables: [letterTable], poolSize: 10 });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const clock = fixedClock('2026-03-02T10:00:00.000Z');
const SECOND = 1_000;
const RULES = { leaseMs: 120 * SECOND, firstPauseMs: 30 * SECOND, longestPauseMs: 100 * SECOND, most: 4 };
let ends: { readonly id: string; readonly end: TryEnd<void> }[] = [];
beforeEach(async () => {
  clock.reset();
  ends = [];
  await database.manager.query('DELETE FROM letters');
});

const queue = (...ids: string[]) =>
  insertRows(
    database.manager,
    letterTable,
    ids.map((id) => ({ id, state: 'QUEUED' as const, attempts: 0, nextTryAt: clock(), lastError: null })),
  );
const letters = (): Promise<Letter[]> =>
  database.manager.createQueryBuilder(letterTable, 't').orderBy('t.id').getMany();
const trying = (attempt: (letter: Letter) => Promise<void>): Trying<Letter, void> => ({
  ...{ ...RULES, table: letterTable, attempt },
  isForNow: (error) => (error as Error).message !== 'never',
  settle: async ({ manager }, after, end) => {
    ends.push({ id: after.id, end });
    const state = end.type === 'AGAIN' ? 'QUEUED' : end.type;
    await updateRows(manager, letterTable, [{ ...after, state }]);
  },
});
const tryOne = (attempt: (letter: Letter) => Promise<void>) => tryNext({ database, now: clock }, trying(attempt));
const succeed = () => Promise.resolve();
const fail = (message: string) => () => Promise.reject(new Error(message));

/** A try that goes on until it is told how it ends. */
function held() {
  const { promise, resolve: begun } = Promise.withResolvers<string>();
  const { promise: ending, resolve, reject } = Promise.withResolvers<void>();
  const attempt = ({ id }: Letter) => {
    begun(id);
    return ending;
  };
  const over = tryOne(attempt);
  return { begun: promise, over, succeed: resolve, fail: () => reject(new Error('not now')) };
}

describe('work that is tried until it is done', () => {
  it('is one process’s while its lease lasts: of twenty at once each letter is tried by one', async () => {
    await queue('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const tried: string[] = [];
    const attempt = ({ id }: Letter) => Promise.resolve(void tried.push(id));
    const rounds = await Promise.all(Array.from({ length: 20 }, () => tryOne(attempt)));
    for (let more = 1; more > 0;) more = await tryOne(attempt);
    expect(tried.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(rounds.length).toBe(20);
    expect(await letters()).toMatchObject(
      tried.map((id) => ({ id, state: 'DONE', attempts: 1, nextTryAt: null, lastError: null })),
    );
  });

  it('does not wait for what is slow: the others are tried meanwhile, and no row is locked', async () => {
    await queue('a', 'b', 'c');
    const slow = held();
    expect(await slow.begun).toBe('a');
    expect([await tryOne(succeed), await tryOne(succeed), await tryOne(succeed)]).toEqual([1, 1, 0]);
    expect((await letters()).map(({ state }) => state)).toEqual(['QUEUED', 'DONE', 'DONE']);
    slow.succeed();
    await slow.over;
    expect((await letters()).map(({ state }) => state)).toEqual(['DONE', 'DONE', 'DONE']);
  });

  it('does not wait for a row that somebody has locked either', async () => {
    await queue('a', 'b');
    await database.transaction(async ({ manager }) => {
      await manager.query(`SELECT id FROM letters WHERE id = 'a' FOR UPDATE`);
      expect([await tryOne(succeed), await tryOne(succeed)]).toEqual([1, 0]);
    });
    expect((await letters()).map(({ state }) => state)).toEqual(['QUEUED', 'DONE']);
  });

  it('is not lost with its process: another takes it up when the lease is over, and the first one then ends nothing', async () => {
    await queue('a');
    const dead = held();
    await dead.begun;
    clock.advance(RULES.leaseMs - 1);
    expect(await tryOne(succeed)).toBe(0);
    expect(await nextTry(database.manager, letterTable)).toEqual(new Date(clock().getTime() + 1));
    clock.advance(1);
    const second = held();
    await second.begun;
    dead.fail();
    await dead.over;
    expect(ends).toEqual([]);
    second.succeed();
    await second.over;
    expect(await letters()).toMatchObject([{ state: 'DONE', attempts: 2, lastError: null }]);
    expect(ends).toHaveLength(1);
  });

  it('ends nothing of a letter that was asked for anew meanwhile, though it is at its first try again', async () => {
    await queue('a');
    const late = held();
    await late.begun;
    clock.advance(RULES.leaseMs);
    await tryOne(fail('never'));
    await updateRows(database.manager, letterTable, [{ id: 'a', state: 'QUEUED', attempts: 0, nextTryAt: clock() }]);
    const anew = held();
    await anew.begun;
    late.succeed();
    await late.over;
    expect(await letters()).toMatchObject([{ state: 'QUEUED', attempts: 1 }]);
    anew.succeed();
    await anew.over;
  });

  it('is tried again after pauses that double up to the longest, and given up after the last try', async () => {
    await queue('a');
    for (const pause of [30, 60, 100].map((seconds) => seconds * SECOND)) {
      expect(await tryOne(fail('not now'))).toBe(1);
      clock.advance(pause - 1);
      expect(await tryOne(succeed)).toBe(0);
      clock.advance(1);
    }
    expect(await tryOne(fail('still not'))).toBe(1);
    expect(await letters()).toEqual([
      { id: 'a', state: 'FAILED', attempts: 4, nextTryAt: null, lastError: 'still not' },
    ]);
    expect(ends.map(({ end }) => end.type)).toEqual(['AGAIN', 'AGAIN', 'AGAIN', 'FAILED']);
    expect(await nextTry(database.manager, letterTable)).toBeNull();
  });

  it('is given up at once when it will never succeed', async () => {
    await queue('a');
    await tryOne(fail('never'));
    expect(await letters()).toMatchObject([{ state: 'FAILED', attempts: 1, lastError: 'never' }]);
  });

  it('is tried again when what came of it could not be saved, and the reason is on record', async () => {
    await queue('a');
    const unsaved = trying(succeed);
    const settle: typeof unsaved.settle = (tx, after, end) =>
      end.type === 'DONE' ? Promise.reject(new Error('not saved')) : unsaved.settle(tx, after, end);
    expect(await tryNext({ database, now: clock }, { ...unsaved, settle })).toBe(1);
    expect(await letters()).toMatchObject([{ state: 'QUEUED', attempts: 1, lastError: 'not saved' }]);
  });

  it('does nothing early when the clock of a process runs ahead of the database’s', async () => {
    const year = new Date(Date.now() + 365 * 86_400 * SECOND);
    clock.set(year.toISOString());
    await queue('a');
    expect(await tryOne(succeed)).toBe(0);
  });

  it('comes to an end, whatever becomes of its processes, and never more often than the rules say, nor twice at a time', async () => {
    const fates = fc.constantFrom('DONE', 'AGAIN', 'NEVER', 'DIES');
    await fc.assert(
      fc.asyncProperty(fc.array(fates, { minLength: 1, maxLength: 14 }), async (given) => {
        await database.manager.query('DELETE FROM letters');
        ends = [];
        await queue('a', 'b');
        const begun: { readonly id: string; readonly ownUntil: number }[] = [];
        let [twice, died] = [0, Promise.withResolvers<number>()];
        const left = [...given];
        const attempt = ({ id, nextTryAt }: Letter) => {
          const fate = left.shift() ?? 'DIES';
          twice += begun.filter((each) => each.id === id && each.ownUntil > clock().getTime()).length;
          // A try that has ended is nobody's any more; only one whose process died keeps its lease.
          begun.push({ id, ownUntil: fate === 'DIES' ? (nextTryAt?.getTime() ?? 0) : 0 });
          if (fate === 'DONE') return succeed();
          if (fate !== 'DIES') return fail(fate === 'NEVER' ? 'never' : 'not now')();
          died.resolve(1);
          return new Promise<void>(() => undefined);
        };
        for (let i = 0; i < 2 * (RULES.most + 1); i += 1) {
          died = Promise.withResolvers();
          await Promise.race([tryOne(attempt), died.promise]);
          const next = await nextTry(database.manager, letterTable);
          if (next && next > clock()) clock.set(next.toISOString());
        }
        expect(twice).toBe(0);
        const found = await letters();
        expect(found.every(({ state, nextTryAt }) => state !== 'QUEUED' && nextTryAt === null)).toBe(true);
        for (const { id, attempts } of found) {
          expect(begun.filter((each) => each.id === id).length).toBe(attempts);
          expect(attempts).toBeLessThanOrEqual(RULES.most);
          expect(ends.filter((each) => each.id === id && each.end.type !== 'AGAIN')).toHaveLength(1);
        }
      }),
      { numRuns: 12 },
    );
  });
});
