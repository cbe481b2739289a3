import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  customerCalled,
  givenContract,
  givenDraft,
  givenEntitlement,
  giveBack,
  ledgerOf,
  lineWith,
  use,
} from '../../test/contract-world.ts';
import { clock, errorOf, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => clock.set(NOON));
afterAll(() => world?.close());

describe('an entitlement of 10 cases that is used when a case is opened', () => {
  it('passes 10 uses at once, and refuses the 11th when it is restricted', async () => {
    const { id } = await givenEntitlement(world, { total: 10, restricted: true });
    const uses = await Promise.all(Array.from({ length: 10 }, () => use(world, id)));
    expect(uses.map(({ __typename }) => __typename)).toEqual(Array.from({ length: 10 }, () => 'EntitlementUsed'));
    expect(await use(world, id)).toMatchObject({
      __typename: 'EntitlementExhausted',
      code: 'ENTITLEMENT_EXHAUSTED',
      remaining: { terms: '0', minutes: null },
    });
    expect(await ledgerOf(world, id)).toMatchObject({ total: { terms: '10' }, remaining: { terms: '0' }, version: 11 });
  });

  it('lets exactly 10 of 11 at once pass when it is restricted', async () => {
    const { id } = await givenEntitlement(world, { total: 10, restricted: true });
    const uses = await Promise.all(Array.from({ length: 11 }, () => use(world, id)));
    const refused = uses.filter(({ __typename }) => __typename === 'EntitlementExhausted');
    expect(refused).toHaveLength(1);
    expect((await ledgerOf(world, id)).uses.totalCount).toBe(10);
  });

  it('lets all 11 at once pass when it is not restricted, and has -1 left', async () => {
    const { id } = await givenEntitlement(world, { total: 10, restricted: false });
    const uses = await Promise.all(Array.from({ length: 11 }, () => use(world, id)));
    expect(new Set(uses.map(({ __typename }) => __typename))).toEqual(new Set(['EntitlementUsed']));
    const { remaining, uses: ledger } = await ledgerOf(world, id);
    expect(remaining).toEqual({ terms: '-1', minutes: null });
    expect(ledger.totalCount).toBe(11);
  });

  it('is told to the others: granted, each use with what is left, and once that it is used up', async () => {
    const { id } = await givenEntitlement(world, { total: 2, restricted: false });
    for (let count = 0; count < 3; count += 1) await use(world, id);
    const events = await eventsAbout(world, id);
    expect(events.map(({ type, sequence, data }) => [type, sequence, data['remaining']])).toEqual([
      ['courtesy.entitlement.granted.v1', 1, 2],
      ['courtesy.entitlement.used.v1', 2, 1],
      ['courtesy.entitlement.used.v1', 3, 0],
      ['courtesy.entitlement.exhausted.v1', 3, 0],
      ['courtesy.entitlement.used.v1', 4, -1],
    ]);
  });

  it('is used once for a case, however often that is asked, until the use is given back', async () => {
    const { id } = await givenEntitlement(world, { total: 10 });
    const caseId = someId('case');
    const first = await use(world, id, { caseId });
    const second = await use(world, id, { caseId });
    expect(second.use.id).toBe(first.use.id);
    expect((await ledgerOf(world, id)).remaining).toMatchObject({ terms: '9' });
    await giveBack(world, first.use.id);
    expect((await use(world, id, { caseId })).use.id).not.toBe(first.use.id);
  });

  it('answers the same key with the first answer, and refuses it for another input', async () => {
    const { id } = await givenEntitlement(world, { total: 10 });
    const input = { idempotencyKey: 'once', caseId: someId('case') };
    const first = await use(world, id, input);
    expect(await use(world, id, input)).toEqual(first);
    expect(await use(world, id, { ...input, caseId: someId('case') })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect((await ledgerOf(world, id)).uses.totalCount).toBe(1);
  });
});

describe('an entitlement counted in hours', () => {
  it('gives 0.5 of a term for 30 minutes of work', async () => {
    const { id } = await givenEntitlement(world, { allocation: 'HOURS', total: 10, decrementOn: 'RESOLUTION' });
    const used = await use(world, id, { moment: 'RESOLUTION', minutes: 30 });
    expect(used).toMatchObject({
      __typename: 'EntitlementUsed',
      use: { kind: 'USE', amount: { terms: '0.5', minutes: 30 } },
      entitlement: { total: { terms: '10', minutes: 600 }, remaining: { terms: '9.5', minutes: 570 } },
    });
  });

  it('gives nothing of a restricted rest that is too small', async () => {
    const { id } = await givenEntitlement(world, { allocation: 'HOURS', total: 1, restricted: true });
    await use(world, id, { minutes: 40 });
    expect(await use(world, id, { minutes: 21 })).toMatchObject({
      __typename: 'EntitlementExhausted',
      remaining: { terms: '0.3333', minutes: 20 },
    });
    expect(await use(world, id, { minutes: 20 })).toMatchObject({ entitlement: { remaining: { terms: '0' } } });
  });

  it('needs the minutes, and no other entitlement takes any', async () => {
    const hours = await givenEntitlement(world, { allocation: 'HOURS', total: 1 });
    const cases = await givenEntitlement(world);
    for (const [id, input] of [
      [hours.id, {}],
      [hours.id, { minutes: 0 }],
      [hours.id, { minutes: -5 }],
      [cases.id, { minutes: 5 }],
    ] as const)
      expect(await use(world, id, input)).toMatchObject({
        __typename: 'InvalidInput',
        problems: [{ path: 'minutes' }],
      });
    expect(await use(world, cases.id, { caseId: cases.id, idempotencyKey: '' })).toMatchObject({
      problems: [{ path: 'caseId' }, { path: 'idempotencyKey' }],
    });
  });
});

describe('an entitlement', () => {
  it('of a PERIOD is not counted, but its uses are on record', async () => {
    const { id } = await givenEntitlement(world, { allocation: 'PERIOD' });
    for (let count = 0; count < 3; count += 1) await use(world, id);
    expect(await ledgerOf(world, id)).toMatchObject({
      total: null,
      remaining: null,
      uses: { totalCount: 3, nodes: [{ kind: 'USE', amount: null }, {}, {}] },
    });
  });

  it('counts only at its moment, on its channel and while its contract is in force', async () => {
    const byPhone = await givenEntitlement(world, { channel: 'PHONE', decrementOn: 'RESOLUTION' });
    const moment = 'RESOLUTION';
    const mismatchOf = async (id: string, input: Record<string, unknown> = {}) =>
      (await use(world, id, input)).mismatch;
    expect(await mismatchOf(byPhone.id, { channel: 'PHONE' })).toBe('OTHER_MOMENT');
    expect(await mismatchOf(byPhone.id, { moment, channel: 'EMAIL' })).toBe('OTHER_CHANNEL');
    expect(await mismatchOf(byPhone.id, { moment })).toBe('OTHER_CHANNEL');
    expect((await use(world, byPhone.id, { moment, channel: 'PHONE' })).__typename).toBe('EntitlementUsed');
    const draft = await givenDraft(world, { lines: [lineWith({ allocation: 'PERIOD' })] });
    expect(await mismatchOf(draft.lines[0]?.entitlements[0]?.id ?? '')).toBe('NOT_IN_FORCE');
    const later = await givenEntitlement(world, {}, { startsOn: '2026-03-03' });
    expect(await mismatchOf(later.id)).toBe('NOT_IN_FORCE');
    const untilToday = await givenEntitlement(world, {}, { endsOn: '2026-03-02' });
    expect((await use(world, untilToday.id)).__typename).toBe('EntitlementUsed');
    clock.set('2026-03-03T00:00:00.000Z');
    expect(await mismatchOf(untilToday.id)).toBe('NOT_IN_FORCE');
    expect((await use(world, later.id)).__typename).toBe('EntitlementUsed');
  });

  it('waits for whoever is ending its contract, and is not used then', async () => {
    const contract = await givenContract(world, { lines: [lineWith({ allocation: 'CASES', total: 50 })] });
    const id = contract.lines[0]?.entitlements[0]?.id ?? '';
    const { database } = world.service;
    const using = await database.transaction(async ({ manager }) => {
      await manager.query(
        `UPDATE service_contracts SET status = 'TERMINATED', terminated_at = now(), version = version + 1 WHERE id = $1`,
        [contract.id],
      );
      let settled = false;
      const pending = use(world, id).finally(() => (settled = true));
      const waits = async () => {
        const [found] = await database.manager.query<{ waits: boolean }[]>(
          `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waits`,
        );
        return found?.waits;
      };
      while (!settled && !(await waits())) await new Promise((resume) => setTimeout(resume, 5));
      return { pending };
    });
    expect((await using.pending).mismatch).toBe('NOT_IN_FORCE');
    expect((await ledgerOf(world, id)).uses.totalCount).toBe(0);
  });

  it('is used by staff who write cases, and its ledger is nobody else’s to change', async () => {
    const { id } = await givenEntitlement(world);
    const mutation = `mutation ($input: UseEntitlementInput!) { useEntitlement(input: $input) { __typename } }`;
    const input = { idempotencyKey: 'mine', entitlementId: id, caseId: someId('case'), moment: 'CREATION' };
    expect(await errorOf(world, mutation, { input }, customerCalled(someId('cust')))).toMatchObject({
      code: 'FORBIDDEN',
    });
    await use(world, id);
    for (const sql of ['UPDATE entitlement_uses SET units = 0', 'DELETE FROM entitlement_uses'])
      await expect(world.service.database.manager.query(sql)).rejects.toThrow(/permission denied/);
  });
});
