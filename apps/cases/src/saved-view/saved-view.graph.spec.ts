import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Result {
  readonly __typename: string;
  readonly view?: { id: string; version: number };
  readonly problems?: { path: string }[];
}
const save = async (input: object, actor: Actor = manager): Promise<Result> => {
  const query = `mutation ($input: SaveCaseViewInput!) { result: saveCaseView(input: $input) { __typename ... on InvalidInput { problems { path } } ... on CaseViewSaved { view { id version } } } }`;
  return (await ask<{ result: Result }>(world, query, { input: { audience: 'EVERYONE', ...input } }, actor)).result;
};
interface SeenView {
  readonly name: string;
  readonly isOwn: boolean;
  readonly cases: { totalCount: number; nodes: { id: string }[] };
}
const viewsOf = async (actor: Actor): Promise<SeenView[]> => {
  const query = `{ savedViews { nodes { name isOwn cases { totalCount nodes { id } } } } }`;
  return (await ask<{ savedViews: { nodes: SeenView[] } }>(world, query, {}, actor)).savedViews.nodes;
};
const shows = async (name: string, actor: Actor = manager) =>
  (await viewsOf(actor)).find((view) => view.name === name)?.cases.nodes.map(({ id }) => id);
const agentOf = (teamId: string): Actor => {
  const personId = someId('pers');
  return caller('AGENT', { reach: 'TEAM', personId, subject: personId, teamId });
};

describe('a saved view', () => {
  it('shows to each caller what they may see themselves, whoever saved it', async () => {
    const [mine, theirs] = [someId('team'), someId('team')];
    const category = { product: 'Kettles' };
    const one = await givenCase(world, { category, teamId: mine });
    const other = await givenCase(world, { category, teamId: theirs, openedAt: '2026-03-01T10:00:00Z' });
    await save({ name: 'Kettles', filter: { product: { eq: 'Kettles' } } });
    expect(await shows('Kettles')).toEqual([one.id, other.id]);
    expect(await shows('Kettles', agentOf(mine))).toEqual([one.id]);
    expect(await shows('Kettles', agentOf(theirs))).toEqual([other.id]);
    expect(await shows('Kettles', agentOf(someId('team')))).toEqual([]);
  });

  it('keeps instants, and distances from now as distances, however deep they stand', async () => {
    const [old, fresh] = [
      await givenCase(world, { category: { product: 'Irons' }, openedAt: '2026-02-01T10:00:00Z' }),
      await givenCase(world, { category: { product: 'Irons' }, openedAt: '2026-03-01T10:00:00Z' }),
    ];
    const product = { eq: 'Irons' };
    await save({ name: 'Lately', filter: { product, openedAt: { gte: '-P7D' } } });
    await save({
      name: 'In February',
      filter: { product, not: { or: [{ openedAt: { gte: '2026-03-01T00:00:00Z' } }] } },
    });
    expect([await shows('Lately'), await shows('In February')]).toEqual([[fresh.id], [old.id]]);
    const before = clock().toISOString();
    clock.advance(14 * 86_400_000);
    expect(await shows('Lately')).toEqual([]);
    clock.set(before);
  });

  it('is kept in one form, whatever the order in which its parts were named', async () => {
    await save({ name: 'One', filter: { status: { eq: 'NEW', in: null }, channel: { in: ['PHONE', 'EMAIL'] } } });
    await save({ name: 'Two', filter: { channel: { in: ['PHONE', 'EMAIL'] }, status: { eq: 'NEW' } } });
    const kept = await world.service.database.manager.query<{ filter: object }[]>(
      `SELECT filter FROM saved_views WHERE name IN ('One', 'Two')`,
    );
    expect(JSON.stringify(kept[0])).toBe(JSON.stringify(kept[1]));
  });

  it('is refused when its filter could not be read', async () => {
    const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) });
    expect(await save({ name: 'Deep', filter: deep(7) })).toMatchObject({ problems: [{ path: 'filter' }] });
    const far = { openedAt: { gte: '-P4000000D' } };
    expect(await save({ name: ' ', filter: far })).toMatchObject({ problems: [{ path: 'name' }, { path: 'filter' }] });
  });

  it('of somebody is in their list alone, of a team in the list of its people, and only who leads shares with everyone', async () => {
    const teamId = someId('team');
    const [ann, ben, cem] = [agentOf(teamId), agentOf(teamId), agentOf(someId('team'))];
    await save({ name: 'Own', filter: {}, audience: 'OWN' }, ann);
    await save({ name: 'Team', filter: {}, audience: 'TEAM' }, ann);
    expect(await save({ name: 'All', filter: {} }, ann)).toMatchObject({ problems: [{ path: 'audience' }] });
    const names = async (actor: Actor) =>
      (await viewsOf(actor)).map(({ name }) => name).filter((name) => ['Own', 'Team', 'All'].includes(name));
    expect([await names(ann), await names(ben), await names(cem)]).toEqual([['Own', 'Team'], ['Team'], []]);
  });

  it('is changed and taken away by whoever saved it, and by nobody else', async () => {
    const saved = await save({ name: 'Mine', filter: {} });
    const viewId = saved.view?.id;
    const revise = `mutation ($id: ID!, $v: Int) { result: reviseSavedView(input: { viewId: $id, expectedVersion: $v, name: "Ours", filter: { status: { eq: CLOSED } }, audience: EVERYONE }) { __typename } }`;
    const remove = `mutation ($id: ID!) { result: removeSavedView(input: { viewId: $id }) { __typename } }`;
    const other = { ...manager, subject: 'somebody else' };
    const typeOf = async (query: string, variables: object, actor: Actor) =>
      (await ask<{ result: Result }>(world, query, { ...variables }, actor)).result.__typename;
    expect(await typeOf(revise, { id: viewId }, other)).toBe('NotFound');
    expect(await typeOf(revise, { id: viewId, v: 1 }, manager)).toBe('SavedViewRevised');
    expect(await typeOf(revise, { id: viewId, v: 1 }, manager)).toBe('StaleVersion');
    expect(await typeOf(remove, { id: viewId }, other)).toBe('NotFound');
    expect(await typeOf(remove, { id: viewId }, manager)).toBe('SavedViewRemoved');
    expect(await shows('Ours')).toBeUndefined();
  });
});
