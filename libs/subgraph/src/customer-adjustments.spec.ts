import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { KnownEvent } from '@courtesy/events';
import { migrate, openDatabase, type Database } from '@courtesy/persistence';
import { testDatabase, type TestDatabase } from '@courtesy/testing';
import { adjustmentsOf, adoptAdjustments, customerAdjustmentsV1, mayKnowAdjustments } from './customer-adjustments.ts';
import { customerFamilyV1, saveRoots } from './customer-family.ts';

class Adjusted1763830000000 implements MigrationInterface {
  readonly name = 'Adjusted1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...customerFamilyV1('adjusted'), ...customerAdjustmentsV1('adjusted')])
      await runner.query(statement);
  }
  async down(): Promise<void> {}
}

let files: TestDatabase;
let db: Database;
let statements = 0;
beforeAll(async () => {
  files = await testDatabase({
    service: 'adjusted',
    migrate: async (url) => void (await migrate({ url, migrations: [Adjusted1763830000000] })),
  });
  db = await openDatabase({
    ...{ service: 'adjusted', url: files.appUrl, tables: [], onStatement: () => void (statements += 1) },
  });
});
beforeEach(() => db.manager.query('DELETE FROM customer_adjustments'));
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const told = (...pairs: readonly (readonly [string, readonly string[]])[]) => {
  const events = pairs.map(([customerId, adjustments]) => ({
    ...{ type: 'courtesy.customer.adjustments-changed.v1', subject: customerId, data: { customerId, adjustments } },
  }));
  return db.transaction((tx) => adoptAdjustments(tx, events as unknown as KnownEvent[]));
};

describe('the adjustments that other services know of', () => {
  it('are the last that were told of a customer, within one page too, and none when none hold', async () => {
    await told(['a', ['AUDIO']], ['b', ['BRAILLE']], ['a', ['LARGE_PRINT', 'QUIET_CALL']]);
    await told(['b', []]);
    expect(await adjustmentsOf(db.manager, ['a', 'b', 'c'])).toEqual(new Map([['a', ['LARGE_PRINT', 'QUIET_CALL']]]));
    await told();
    expect((await adjustmentsOf(db.manager, ['a'])).size).toBe(1);
  });

  it('of customers who were merged are those of all of them, in one statement', async () => {
    await told(['a', ['QUIET_CALL', 'AUDIO']], ['b', ['AUDIO', 'BRAILLE']]);
    await saveRoots(db.manager, [{ customerId: 'b', survivorId: 'a' }]);
    statements = 0;
    const all = ['AUDIO', 'BRAILLE', 'QUIET_CALL'];
    expect(await adjustmentsOf(db.manager, ['a', 'b'])).toEqual(
      new Map([
        ['a', all],
        ['b', all],
      ]),
    );
    expect(statements).toBe(1);
    await saveRoots(db.manager, [{ customerId: 'b', survivorId: 'b' }]);
    expect((await adjustmentsOf(db.manager, ['b'])).get('b')).toEqual(['AUDIO', 'BRAILLE']);
  });

  it('are known to who works with customers and to nobody else', () => {
    expect(mayKnowAdjustments({ scopes: ['customer:read', 'customer:write'] })).toBe(true);
    expect(mayKnowAdjustments({ scopes: ['customer:read', 'policy:read'] })).toBe(false);
  });
});
