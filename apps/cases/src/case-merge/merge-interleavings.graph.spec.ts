import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { startWorld, type World } from '../../test/cases-world.ts';
import { givenCases, merge, whole } from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

/** Somebody else's transaction, as far as it has come. */
async function another(lockedId: string): Promise<QueryRunner> {
  const runner = world.service.database.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query(`SELECT id FROM cases WHERE id = $1 FOR UPDATE`, [lockedId]);
  return runner;
}

/** Lets it merge one case into another, as the command does, and end. */
async function mergeThere(runner: QueryRunner, id: string, into: readonly string[]): Promise<void> {
  await runner.query(`UPDATE cases SET status = 'MERGED', version = version + 1 WHERE id = $1`, [id]);
  for (const [i, survivor] of into.entries())
    await runner.query(
      `INSERT INTO merged_cases (case_id, survivor_id, depth, merge_id) VALUES ($1, $2, $3, 'cmrg_1')`,
      [...[id, survivor, i + 1]],
    );
  await runner.commitTransaction();
  await runner.release();
}

/** Waits until somebody waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await world.service.database.manager.query<{ waiting: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted) AS waiting`,
    );
    if (row?.waiting) return;
    await new Promise((done) => setTimeout(done, 10));
  }
}

describe('a merge', () => {
  it('follows a chain that grows, twice, while it waits for it', async () => {
    const [a, b, c, late] = (await givenCases(world, 4)) as [string, string, string, string];
    const [first, second] = [await another(a), await another(b)];
    const merging = merge(world, a, [late]);
    await untilSomebodyWaits();
    await mergeThere(first, a, [b]);
    await new Promise((done) => setTimeout(done, 100));
    await second.query(
      `INSERT INTO merged_cases (case_id, survivor_id, depth, merge_id) VALUES ($1, $2, 2, 'cmrg_2')`,
      [...[a, c]],
    );
    await mergeThere(second, b, [c]);
    expect(await merging).toMatchObject({ __typename: 'CasesMerged', survivor: { id: c } });
    expect(await whole(world, late)).toMatchObject({ status: 'MERGED', survivor: { id: c } });
  });
});
