import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { change, clock, givenCustomer, startWorld, type World } from '../../test/customers-world.ts';
import { found, seen } from '../../test/identity.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const step = (verb: string, past: string, customerId: string, more: object = {}) =>
  change(
    world,
    verb,
    { customerId, reason: 'Moved abroad', ...more },
    { fragments: `... on ${past} { customer { status version } } ... on CustomerCannotStandSo { status wanted }` },
  );
const close = (id: string, more?: object) => step('closeCustomer', 'CustomerClosed', id, more);
const reopen = (id: string) => step('reopenCustomer', 'CustomerReopened', id);
const activate = (id: string) => step('activateCustomer', 'CustomerActivated', id);
const statusOf = async (id: string, asOf?: string) =>
  (await seen<{ status: string }>(world, id, 'status', asOf)).status;

describe('how a customer stands', () => {
  it('goes from prospect to served, closed and served again, each with its reason', async () => {
    const { id } = await givenCustomer(world, { status: 'PROSPECT', registeredAt: '2025-01-01T00:00:00Z' });
    expect(await reopen(id)).toMatchObject({ code: 'CUSTOMER_CANNOT_STAND_SO', status: 'PROSPECT', wanted: 'ACTIVE' });
    expect(await activate(id)).toMatchObject({ customer: { status: 'ACTIVE', version: 2 } });
    expect(await activate(id)).toMatchObject({ customer: { status: 'ACTIVE', version: 2 } });
    expect(await step('markCustomerDormant', 'CustomerMarkedDormant', id)).toMatchObject({
      customer: { status: 'DORMANT' },
    });
    expect(await close(id)).toMatchObject({ customer: { status: 'CLOSED', version: 4 } });
    expect(await activate(id)).toMatchObject({ code: 'CUSTOMER_CANNOT_STAND_SO' });
    expect(await found(world, { id: { eq: id }, status: { eq: 'CLOSED' } })).toEqual([id]);
    expect(await statusOf(id, '2025-06-01T00:00:00Z')).toBe('PROSPECT');
    expect(await statusOf(id, clock().toISOString())).toBe('CLOSED');
    expect(await reopen(id)).toMatchObject({ customer: { status: 'ACTIVE' } });
    const { statusHistory } = await seen<{ statusHistory: { nodes: object[]; totalCount: number } }>(
      world,
      id,
      'statusHistory { nodes { before after reason } totalCount }',
    );
    expect(statusHistory.totalCount).toBe(5);
    expect(statusHistory.nodes[0]).toEqual({ before: 'CLOSED', after: 'ACTIVE', reason: 'Moved abroad' });
    await expect(world.service.database.manager.query('DELETE FROM status_changes')).rejects.toThrow(/permission/);
  });

  it('needs a reason, and the version that was read', async () => {
    const { id } = await givenCustomer(world);
    expect(await close(id, { reason: ' ' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await close(id, { expectedVersion: 7 })).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  it('is as before a merge when the merge is taken back', async () => {
    const { id: one } = await givenCustomer(world);
    const { id: closed } = await givenCustomer(world);
    const { id: prospect } = await givenCustomer(world, { status: 'PROSPECT' });
    await close(closed);
    const merged = await change(
      world,
      'mergeCustomers',
      { survivorId: one, mergedIds: [closed, prospect], reason: 'One person' },
      { fragments: '... on CustomersMerged { merge { id } }' },
    );
    expect(await statusOf(one)).toBe('ACTIVE');
    const { id: mergeId } = (merged as unknown as { merge: { id: string } }).merge;
    await change(world, 'revertMerge', { mergeId, reason: 'Three after all' });
    expect([await statusOf(closed), await statusOf(prospect)]).toEqual(['CLOSED', 'PROSPECT']);
  });
});
