import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import {
  agent,
  ask,
  change,
  givenCircumstance,
  givenCustomer,
  lead,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface SeenSegment {
  readonly id: string;
  readonly version: number;
}
const SAVED = `... on SegmentSaved { segment { id version isOwn } } ... on InvalidInput { problems { path } }`;
const REVISED = `... on SegmentRevised { segment { id version name } }`;
const save = async (input: object, actor: Actor = lead) =>
  change(world, 'saveSegment', { name: 'Welsh', audience: 'OWN', ...input }, { actor, fragments: SAVED });
const welsh = { preferredLanguage: { eq: 'cy' } };
const names = async (actor: Actor) =>
  (
    await ask<{ segments: { nodes: { name: string }[] } }>(world, '{ segments { nodes { name } } }', {}, actor)
  ).segments.nodes.map(({ name }) => name);
const customersIn = (id: string, actor: Actor = lead) =>
  tryToAsk(world, `query ($id: ID!) { segment(id: $id) { customers { nodes { id } } } }`, { id }, actor);

describe('a segment', () => {
  it('holds whoever its filter holds at the moment', async () => {
    const { segment } = (await save({ filter: welsh })) as unknown as { segment: SeenSegment };
    expect((await customersIn(segment.id)).data).toEqual({ segment: { customers: { nodes: [] } } });
    const { id } = await givenCustomer(world, { preferredLanguage: 'cy' });
    expect((await customersIn(segment.id)).data).toEqual({ segment: { customers: { nodes: [{ id }] } } });
  });

  it('keeps distances from now and instants as they were given', async () => {
    const filter = {
      and: [{ registeredAt: { gte: '-P14D' } }, { not: { registeredAt: { lt: '2020-01-01T00:00:00Z' } } }],
    };
    const { segment } = (await save({ filter, name: 'New' })) as unknown as { segment: SeenSegment };
    const { id } = await givenCustomer(world);
    await givenCustomer(world, { registeredAt: '2025-01-01T00:00:00Z' });
    expect(JSON.stringify((await customersIn(segment.id)).data)).toContain(id);
    const [kept] = await world.service.database.manager.query<object[]>('SELECT filter FROM segments WHERE id = $1', [
      segment.id,
    ]);
    expect(kept).toEqual({
      filter: {
        and: [
          { registeredAt: { gte: { fromNowMs: -14 * 86_400_000 } } },
          { not: { registeredAt: { lt: '2020-01-01T00:00:00.000Z' } } },
        ],
      },
    });
  });

  it('is for everyone only when who leads says so, and is changed by nobody but whoever saved it', async () => {
    expect(await save({ filter: welsh, audience: 'EVERYONE' }, agent)).toMatchObject({
      problems: [{ path: 'audience' }],
    });
    const { segment } = (await save({ filter: welsh, audience: 'EVERYONE', name: 'All Welsh' })) as unknown as {
      segment: SeenSegment;
    };
    expect(await names(agent)).toEqual(['All Welsh']);
    const revise = (actor: Actor, more: object = {}) =>
      change(
        world,
        'reviseSegment',
        { segmentId: segment.id, name: 'Cymry', filter: welsh, audience: 'OWN', ...more },
        { actor, fragments: REVISED },
      );
    expect(await revise(agent)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await revise(lead, { expectedVersion: 9 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await revise(lead, { expectedVersion: 1 })).toMatchObject({ segment: { version: 2, name: 'Cymry' } });
    expect(await names(agent)).toEqual([]);
    expect(await change(world, 'removeSegment', { segmentId: segment.id }, { actor: lead })).toMatchObject({
      __typename: 'SegmentRemoved',
    });
    expect(await names(lead)).not.toContain('Cymry');
  });

  it('shows nobody more than they may see or know', async () => {
    const { id } = await givenCustomer(world);
    await givenCircumstance(world, id, 'Servicemember');
    const { segment } = (await save({
      ...{ filter: { circumstance: { eq: 'Servicemember' } }, audience: 'EVERYONE', name: 'Service' },
    })) as unknown as { segment: SeenSegment };
    expect((await customersIn(segment.id)).data).toEqual({ segment: { customers: { nodes: [{ id }] } } });
    expect(await customersIn(segment.id, agent)).toEqual({
      data: { segment: { customers: null } },
      codes: ['FORBIDDEN'],
    });
    expect((await customersIn(segment.id, caller('CUSTOMER', { customerId: id }))).codes).toEqual(['FORBIDDEN']);
  });

  it('says what is wrong with it', async () => {
    let deep: object = welsh;
    for (let i = 0; i < 20; i += 1) deep = { not: deep };
    expect(await save({ name: ' ', purpose: 'x'.repeat(1_001), filter: deep })).toMatchObject({
      problems: [{ path: 'name' }, { path: 'purpose' }, { path: 'filter' }],
    });
  });
});
