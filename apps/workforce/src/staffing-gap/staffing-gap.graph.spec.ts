import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenShifts, givenSkill } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  givenPerson,
  givenSite,
  givenTeam,
  lastEventAbout,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';
import { nextWatch } from './watch.store.ts';
import { watchStaffing } from './watching.commands.ts';

let world: World;
let site: Known;
let team: Known;
let ann: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-03T08:00:00.000Z');
  site = await givenSite(world);
  team = await givenTeam(world, { siteId: site.id });
  ann = await givenPerson(world, { siteId: site.id, teamId: team.id });
});
afterAll(() => world?.close());

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
/** Two at work from 09:00 on, unless `more` says otherwise: 4 contacts of three minutes, 80 % in 20 s. */
const plan = (times: readonly string[], more: object = {}) =>
  must<{ requirements: { id: string; agents: number }[] }>(
    world,
    ['planStaffing', 'StaffingPlanned', 'requirements { id agents }'],
    {
      ...{ siteId: site.id, interval: 'PT30M', target: { serviceLevel: 0.8, within: 'PT20S' } },
      intervals: times.map((time) => ({ startsAt: at(time), volume: 4, handleTime: 'PT3M' })),
      ...more,
    },
  );
/** Looks at all sites whose time has come by now, or waits for the service that does. */
async function look(time: string): Promise<void> {
  clock.set(at(time));
  const { database } = world.service;
  const due = async () => ((await nextWatch(database.manager)) ?? new Date(Infinity)) <= clock();
  while (await due()) await watchStaffing({ database, now: clock, newId: someId });
}
const QUERY = `query ($id: ID!, $isOpen: Boolean) { site(id: $id) { staffingGaps(isOpen: $isOpen) { nodes {
  id basis required covered foundAt closedAt closedBecause requirement { startsAt skill { id } } } } } }`;
interface Gap {
  readonly id: string;
  readonly requirement: { readonly startsAt: string };
}
const gaps = async (isOpen?: boolean) => {
  const found = await ask<{ site: { staffingGaps: { nodes: Gap[] } } }>(world, QUERY, { id: site.id, isOpen });
  return found.site.staffingGaps.nodes;
};
const speak = (state: string) =>
  must(
    world,
    ['recordPresence', 'PresenceRecorded', 'presence { state }'],
    { state },
    caller('AGENT', { personId: ann.id }),
  );

describe('a staffing gap', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is found where fewer are planned than needed, an hour ahead, once; and is over when somebody is planned', async () => {
    await plan(['09:00', '09:30']);
    await look('08:00');
    expect(await gaps()).toMatchObject([
      { basis: 'PLANNED', required: 2, covered: 0, foundAt: at('08:00'), requirement: { startsAt: at('09:00') } },
    ]);
    const bob = await givenPerson(world, { siteId: site.id });
    await givenShifts(world, site.id, [
      [ann.id, at('09:00'), at('17:00')],
      [bob.id, at('09:00'), at('17:00')],
    ]);
    await look('08:01');
    const [gap, ...others] = await gaps();
    expect([gap, others]).toMatchObject([{ closedAt: at('08:01'), closedBecause: 'COVERED' }, []]);
    expect(await lastEventAbout(world, gap?.id ?? '')).toMatchObject({
      data: { siteId: site.id, because: 'COVERED', at: at('08:01') },
    });
  });

  it('is found in the interval that runs by who is there, whoever was planned', async () => {
    await givenShifts(world, site.id, [[ann.id, at('08:00'), at('17:00')]]);
    await plan(['09:00'], { intervals: [{ startsAt: at('09:00'), volume: 1, handleTime: 'PT1M' }] });
    await look('08:30');
    expect(await gaps()).toEqual([]);
    await look('09:00');
    expect(await gaps(true)).toMatchObject([{ basis: 'PRESENT', required: 1, covered: 0 }]);
    await speak('AVAILABLE');
    await look('09:01');
    expect(await gaps(true)).toEqual([]);
    await speak('AWAY');
    await look('09:02');
    expect(await gaps(true)).toHaveLength(1);
    await look('09:30');
    expect((await gaps()).map((each) => each)).toMatchObject([
      { closedBecause: 'PASSED' },
      { closedBecause: 'COVERED' },
    ]);
  });

  it('counts for a skill who has it, is looked for as far ahead as the site says, and ends with its plan', async () => {
    const skillId = await givenSkill(world, []);
    const input = { siteId: site.id, unreadBriefs: 'FLAG', lookAhead: 'PT4H' };
    expect(
      await must(world, ['adoptLiveDayRules', 'LiveDayRulesAdopted', 'rules { lookAhead unreadBriefs }'], input),
    ).toEqual(expect.objectContaining({ rules: { lookAhead: 'PT4H', unreadBriefs: 'FLAG' } }));
    await givenShifts(world, site.id, [[ann.id, at('09:00'), at('17:00')]]);
    const few = { intervals: [{ startsAt: at('11:30'), volume: 1, handleTime: 'PT1M' }] };
    await plan([], few);
    await plan([], { ...few, skillId });
    await look('08:00');
    expect(await gaps()).toMatchObject([{ requirement: { startsAt: at('11:30'), skill: { id: skillId } } }]);
    await plan([], { skillId, intervals: [{ startsAt: at('11:30'), volume: 0, handleTime: 'PT1M' }] });
    await look('08:01');
    expect(await gaps()).toMatchObject([{ closedBecause: 'SUPERSEDED' }]);
  });

  it('stays on record as it was found, and its site is asked for rules that make sense', async () => {
    const changing = world.service.database.manager.query(`UPDATE staffing_gaps SET required = 0`);
    await expect(changing).rejects.toThrow(/permission denied/);
    const wrong = { siteId: site.id, unreadBriefs: 'BLOCK', lookAhead: 'P2D' };
    expect(await run(world, ['adoptLiveDayRules', ''], wrong)).toMatchObject({ problems: [{ path: 'lookAhead' }] });
  });
});

describe('the day as it runs', () => {
  it('is told half hour by half hour, of a site, a team and a skill', async () => {
    await plan(['09:00'], { teamId: team.id });
    const breaks = [{ startsAt: at('09:00'), endsAt: at('09:15') }];
    const shift = { personId: ann.id, siteId: site.id, startsAt: at('09:00'), endsAt: at('10:00'), breaks };
    await must(world, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], { shifts: [shift] });
    clock.set(at('09:10'));
    await speak('AVAILABLE');
    clock.set(at('09:20'));
    const skillId = await givenSkill(world, []);
    const query = `query ($id: ID!, $teamId: ID, $skillId: ID) { site(id: $id) {
      all: intraday(date: "2026-03-03") { startsAt endsAt required planned present gap }
      some: intraday(date: "2026-03-03", teamId: $teamId, skillId: $skillId) { required planned present gap } } }`;
    interface Row {
      readonly startsAt: string;
      readonly present: number | null;
    }
    const { site: seen } = await ask<{ site: { all: Row[]; some: Row[] } }>(world, query, {
      ...{ id: site.id, teamId: team.id, skillId },
    });
    expect(seen.all).toHaveLength(48);
    const nine = seen.all.findIndex(({ startsAt }) => startsAt === at('09:00'));
    expect(seen.all[nine]).toMatchObject({ required: 2, planned: 0.5, present: 0.5, gap: 1.5 });
    expect(seen.all[nine + 1]).toMatchObject({ required: null, planned: 1, present: null, gap: null });
    expect(seen.some[nine]).toEqual({ required: null, planned: 0, present: 0, gap: null });
  });
});
