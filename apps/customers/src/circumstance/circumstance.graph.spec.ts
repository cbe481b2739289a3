import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  change,
  clock,
  eventsAbout,
  givenCircumstance,
  givenCustomer,
  someId,
  startWorld,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const circumstancesOf = async (id: string, args = '') => {
  const { customer } = await ask<{ customer: { circumstances: { nodes: unknown[] } } }>(
    world,
    `query ($id: ID!) { customer(id: $id) { circumstances${args} { nodes { name current endedAt } } } }`,
    { id },
  );
  return customer.circumstances.nodes;
};

const announced = async (id: string) =>
  (await eventsAbout(world, id)).map(({ data }) => (data as { circumstances: string[] }).circumstances);

describe('a circumstance', () => {
  it('holds until it is ended, stays on record, and others are told what holds', async () => {
    const { id } = await givenCustomer(world);
    const circumstanceId = await givenCircumstance(world, id, ' Older American ');
    await givenCircumstance(world, id, 'Servicemember');
    const ended = await change(
      world,
      'endCircumstance',
      { circumstanceId },
      { fragments: '... on CircumstanceEnded { circumstance { name current } }' },
    );
    expect(ended).toMatchObject({ circumstance: { name: 'Older American', current: false } });
    expect(await circumstancesOf(id)).toEqual([{ name: 'Servicemember', current: true, endedAt: null }]);
    expect(await circumstancesOf(id, '(includeEnded: true)')).toHaveLength(2);
    expect(await announced(id)).toEqual([
      [],
      ['Older American'],
      ['Older American', 'Servicemember'],
      ['Servicemember'],
    ]);
  });

  it('that holds is not recorded again; one that ended is', async () => {
    const { id } = await givenCustomer(world);
    const circumstanceId = await givenCircumstance(world, id, 'Servicemember');
    expect(
      await change(
        world,
        'recordCircumstance',
        { customerId: id, name: 'Servicemember' },
        { fragments: '... on CircumstanceAlreadyRecorded { circumstance { id } }' },
      ),
    ).toMatchObject({ code: 'CIRCUMSTANCE_ALREADY_RECORDED', circumstance: { id: circumstanceId } });
    await change(world, 'endCircumstance', { circumstanceId });
    expect(await givenCircumstance(world, id, 'Servicemember')).not.toBe(circumstanceId);
  });

  it('that ended stays as it was when it is ended again', async () => {
    const { id } = await givenCustomer(world);
    const circumstanceId = await givenCircumstance(world, id, 'Servicemember');
    await change(world, 'endCircumstance', { circumstanceId });
    const before = await circumstancesOf(id, '(includeEnded: true)');
    expect((await change(world, 'endCircumstance', { circumstanceId })).__typename).toBe('CircumstanceEnded');
    expect(await circumstancesOf(id, '(includeEnded: true)')).toEqual(before);
    expect(await announced(id)).toHaveLength(3);
  });

  it('cannot be nonsense, end before it began, or end when the customer changed since', async () => {
    const { id } = await givenCustomer(world);
    const record = (input: object) => change(world, 'recordCircumstance', { customerId: id, ...input });
    expect(await record({ name: ' ' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await record({ name: 'x'.repeat(101) })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await record({ name: 'Blind', recordedAt: '2030-01-01T00:00:00Z' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    const circumstanceId = await givenCircumstance(world, id, 'Blind');
    const end = (input: object) => change(world, 'endCircumstance', { circumstanceId, ...input });
    expect(await end({ endedAt: '2026-01-01T00:00:00Z' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await end({ expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await end({ endedAt: clock().toISOString(), expectedVersion: 2 })).toMatchObject({
      __typename: 'CircumstanceEnded',
    });
  });

  it('is recorded once however often the same key comes', async () => {
    const { id } = await givenCustomer(world);
    const input = { customerId: id, name: 'Blind', idempotencyKey: 'blind-1' };
    const fragments = '... on CircumstanceRecorded { circumstance { id } }';
    const first = await change(world, 'recordCircumstance', input, { fragments });
    expect(first.__typename).toBe('CircumstanceRecorded');
    expect(await change(world, 'recordCircumstance', input, { fragments })).toEqual(first);
  });

  it('of nobody, or one that is not there, is not found', async () => {
    expect(await change(world, 'recordCircumstance', { customerId: someId('cust'), name: 'Blind' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await change(world, 'endCircumstance', { circumstanceId: someId('circ') })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is never deleted, and nothing but its end can be written', async () => {
    const { manager } = world.service.database;
    await expect(manager.query('DELETE FROM circumstances')).rejects.toThrow(/permission denied/);
    await expect(manager.query(`UPDATE circumstances SET name = ''`)).rejects.toThrow(/permission denied/);
  });
});
