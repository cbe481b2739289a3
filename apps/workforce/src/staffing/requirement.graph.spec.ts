import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { run } from '../../test/verb.ts';
import {
  ask,
  givenSite,
  givenTeam,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  site = await givenSite(world);
});
afterAll(() => world?.close());

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const expected = (time: string, volume: number) => ({ startsAt: at(time), volume, handleTime: 'PT3M' });
const target = { serviceLevel: 0.8, within: 'PT20S', shrinkage: 0.3 };
const plan = (intervals: object[], more: object = {}) =>
  run<{ requirements: { id: string }[]; superseded: number; problems: { path: string }[] }>(
    world,
    [
      'planStaffing',
      '... on StaffingPlanned { superseded requirements { id startsAt endsAt agents scheduled source } }',
    ],
    { siteId: site.id, interval: 'PT30M', intervals, target, ...more },
  );
const standing = async () => {
  const query = `query ($id: ID!) { site(id: $id) { staffingRequirements(from: "2026-03-03T00:00:00Z", to: "2026-03-04T00:00:00Z") {
    totalCount nodes { startsAt volume agents scheduled team { id } } } } }`;
  const { site: seen } = await ask<{ site: { staffingRequirements: { totalCount: number; nodes: object[] } } }>(
    world,
    query,
    {
      id: site.id,
    },
  );
  return seen.staffingRequirements;
};

describe('planning how many people are needed', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('counts them interval by interval, and takes the place of what was planned before, which stays on record', async () => {
    const first = await plan([expected('09:30', 120), expected('09:00', 100)]);
    expect(first).toMatchObject({
      ...{ superseded: 0 },
      requirements: [
        { startsAt: at('09:00'), endsAt: at('09:30'), agents: 14, scheduled: 20, source: 'MANUAL' },
        { startsAt: at('09:30'), agents: 16, scheduled: 23 },
      ],
    });
    expect(await plan([expected('09:30', 0), expected('10:00', 100)], { source: 'FORECAST' })).toMatchObject({
      superseded: 1,
    });
    const { totalCount, nodes } = await standing();
    expect(totalCount).toBe(3);
    expect(nodes).toMatchObject([{ agents: 14 }, { agents: 0 }, { agents: 14 }]);
    const rows = await world.service.database.manager.query<object[]>(
      `SELECT agents FROM staffing_requirements WHERE superseded_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ agents: 16 }]);
  });

  it('leaves what is planned for a team beside what is planned for the site', async () => {
    const team = await givenTeam(world, { siteId: site.id });
    await plan([expected('09:00', 100)]);
    expect(await plan([expected('09:00', 10)], { teamId: team.id })).toMatchObject({ superseded: 0 });
    expect((await standing()).totalCount).toBe(2);
  });

  it('is refused with all that is wrong, and keeps nothing', async () => {
    const other = await givenTeam(world);
    const wrong = await plan([expected('09:00', -1), expected('09:10', 5)]);
    expect(wrong.problems.map(({ path }) => path)).toEqual(['intervals[1].startsAt', 'intervals[0].volume']);
    expect((await plan([expected('09:00', 1)], { teamId: other.id })).problems).toMatchObject([{ path: 'teamId' }]);
    expect((await standing()).totalCount).toBe(0);
  });

  it('is for whoever plans rosters and sees the whole of the place', async () => {
    const mutation = `mutation ($input: PlanStaffingInput!) { planStaffing(input: $input) { __typename } }`;
    const input = { siteId: site.id, interval: 'PT30M', intervals: [expected('09:00', 1)], target };
    const elsewhere = caller('LEAD', { reach: 'SITE', siteId: (await givenSite(world)).id });
    expect(await refusedWith(world, mutation, { input }, elsewhere)).toEqual(['FORBIDDEN']);
    expect(await refusedWith(world, mutation, { input }, caller('AGENT', { siteId: site.id }))).toEqual(['FORBIDDEN']);
  });
});
