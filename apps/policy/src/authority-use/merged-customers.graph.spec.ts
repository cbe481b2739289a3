import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { act, aKey, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
import { standsFor } from '../../test/customers-tell.ts';
import { ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const overseer = caller('EXECUTIVE');

const fiftyACustomer = () => givenGrant(world, { perCase: pounds('50'), perCustomer: pounds('50'), customerDays: 30 });
const twoIds = () => [someId('cust'), someId('cust')] as const;
const refund = async (customerId: string, amount: string, by = somebody()) =>
  (await reserve(world, by, amount, { customerId })).__typename;

/** How many wait for a lock that another transaction has. */
const waiting = async (many: number) => {
  const sql = `SELECT count(*)::integer AS many FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (let i = 0; i < 200; i += 1) {
    const [row] = await world.service.database.manager.query<{ many: number }[]>(sql);
    if ((row?.many ?? 0) >= many) return;
    await delay(20);
  }
  throw new Error(`${many} do not wait`);
};

describe('refunds to a customer of two ids', () => {
  it('3 x 20 are joined over both, by whichever clerk, and stopped at 50; the request is found by either id', async () => {
    await fiftyACustomer();
    const [old, now] = twoIds();
    await standsFor(world, now, old);
    expect(await refund(old, '20')).toBe('AuthorityReserved');
    expect(await refund(now, '20')).toBe('AuthorityReserved');
    expect(await refund(old, '20')).toBe('ApprovalNeeded');
    const query = `query ($where: AuthorityRequestFilter) { authorityRequests(where: $where) { nodes { customer { id } } totalCount } }`;
    for (const id of [old, now])
      expect(await ask(world, query, { where: { customer: { eq: id } } }, overseer)).toEqual({
        authorityRequests: { nodes: [{ customer: { id: now } }], totalCount: 1 },
      });
  });

  it('are reckoned as far as either id goes back, and apart again once the merge is undone', async () => {
    await fiftyACustomer();
    const [old, now] = twoIds();
    expect(await refund(old, '30')).toBe('AuthorityReserved');
    await standsFor(world, now, old);
    await standsFor(world, now, old);
    expect(await refund(now, '30')).toBe('ApprovalNeeded');
    await standsFor(world, old, old);
    expect(await refund(now, '30')).toBe('AuthorityReserved');
  });

  it('count together for whoever is to approve the next', async () => {
    await fiftyACustomer();
    await givenGrant(world, {
      ...{ holder: { role: 'LEAD' }, perCase: pounds('90'), perCustomer: pounds('90'), customerDays: 30 },
    });
    const [old, now] = twoIds();
    expect(await refund(old, '50')).toBe('AuthorityReserved');
    const { request } = await reserve(world, somebody(), '45', { customerId: now, caseId: someId('case') });
    expect(request).toBeUndefined();
    await standsFor(world, now, old);
    const asked = await reserve(world, somebody(), '45', { customerId: now });
    const approval = () => ({ idempotencyKey: aKey(), requestId: asked.request.id });
    expect((await act(world, 'approveAuthorityRequest', approval(), somebody('LEAD'))).__typename).toBe(
      'AuthorityInsufficient',
    );
    await standsFor(world, old, old);
    expect((await act(world, 'approveAuthorityRequest', approval(), somebody('LEAD'))).__typename).toBe(
      'AuthorityRequestApproved',
    );
  });

  it('cannot slip past each other while it becomes known that the two are one', async () => {
    await fiftyACustomer();
    const [old, now] = twoIds();
    // Nothing can be written to the ledger for now: whoever has added up waits there, with what they have locked.
    const owner = await openDatabase({ service: 'policy', url: world.database.ownerUrl, tables: [] });
    const runner = owner.manager.connection.createQueryRunner();
    await runner.connect();
    await runner.startTransaction();
    try {
      await runner.query('LOCK TABLE authority_use_ends, authority_uses IN SHARE MODE');
      const first = refund(old, '30');
      await waiting(1);
      const told = standsFor(world, now, old);
      await delay(100);
      const second = refund(now, '30');
      await waiting(2);
      await runner.commitTransaction();
      const both = await Promise.all([first, second, told]);
      expect(both.slice(0, 2)).toEqual(['AuthorityReserved', 'ApprovalNeeded']);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
      await owner.close();
    }
  });
});
