import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { author } from '../../test/policy-documents.ts';
import { asksFor, begin, givenRaise } from '../../test/back-test-world.ts';
import { decide } from '../../test/decision-world.ts';
import { ask, clock, startWorld, type World } from '../../test/policy-world.ts';
import { addBackTest, claimBackTest, keepClaim, nextBackTest } from './back-test.store.ts';
import { testNext } from './back-tester.commands.ts';
import type { BackTest } from './back-test.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const later = (minutes: number) => new Date(clock().getTime() + minutes * 60_000);

describe('whoever does back-tests', () => {
  it('takes one up that another left behind, when its claim is over and not before, and ends it once', async () => {
    const { manager } = world.service.database;
    const raise = await givenRaise(world, 50, 75);
    await decide(world, { decisionTableId: raise.decisionTableId, facts: asksFor('60') });
    clock.set('2026-03-03T12:00:00.000Z');
    const from = '2026-03-01T00:00:00Z';
    const input = { decisionTableVersionId: raise.draftId, from, until: clock().toISOString() };
    const { backTest } = await begin(world, 'runBackTest', input);
    const status = `query ($id: ID!) { backTest(id: $id) { status outcome { flips } } }`;
    const seen = async () => {
      const answer = await ask<{ backTest: { status: string } }>(world, status, { id: backTest.id }, author);
      return answer.backTest;
    };
    while ((await seen()).status === 'RUNNING') await new Promise(setImmediate);
    const [row] = await manager.getRepository<BackTest>('BackTest').findBy({ id: backTest.id });
    if (!row) throw new Error('There is no test');
    // One whose worker died: in the hands of nobody, far enough ahead of the clock that the service's own worker leaves it alone.
    const left: BackTest = { ...row, id: `${row.id.slice(0, -1)}${row.id.endsWith('0') ? '1' : '0'}`, version: 1 };
    await addBackTest(manager, { ...left, status: 'RUNNING', outcome: null, finishedAt: null, requestedAt: later(60) });
    const claim = (minutes: number) =>
      world.service.database.transaction((tx) =>
        claimBackTest(tx.manager, { now: later(minutes), until: later(minutes + 1) }),
      );
    expect(await nextBackTest(manager)).toEqual(later(60));
    expect(await claim(59)).toBeNull();
    expect((await claim(60))?.id).toBe(left.id);
    expect(await claim(60)).toBeNull();
    await keepClaim(manager, left.id, { until: later(70), weighed: 5 });
    expect(await claim(69)).toBeNull();
    const parts = { database: world.service.database, newId: () => 'unused', now: () => later(70) };
    expect(await testNext(parts)).toBe(1);
    expect(await testNext(parts)).toBe(0);
    const [again] = await manager.getRepository<BackTest>('BackTest').findBy({ id: left.id });
    expect(again).toMatchObject({ status: 'DONE', version: 2, outcome: { flips: 1 }, claimedUntil: null });
  });
});
