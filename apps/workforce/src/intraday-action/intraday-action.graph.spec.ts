import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenShifts, givenSkill } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let team: Known;
let other: Known;
let ann: Known;
let shiftId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-03T08:00:00.000Z');
  site = await givenSite(world);
  team = await givenTeam(world, { siteId: site.id });
  other = await givenTeam(world, { siteId: site.id });
  ann = await givenPerson(world, { siteId: site.id, teamId: team.id });
  [shiftId = ''] = await givenShifts(world, site.id, [[ann.id, at('09:00'), at('17:00')]]);
});
afterAll(() => world?.close());

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const plan = (times: readonly string[], more: object = {}) =>
  must(world, ['planStaffing', 'StaffingPlanned', 'superseded'], {
    ...{ siteId: site.id, interval: 'PT30M', target: { serviceLevel: 0.8, within: 'PT20S' } },
    intervals: times.map((time) => ({ startsAt: at(time), volume: 1, handleTime: 'PT1M' })),
    ...more,
  });
const EFFECTS =
  'effects { requirement { startsAt team { id } } required plannedBefore plannedAfter gapAfter serviceLevelAfter }';
interface Preview {
  readonly effects: readonly { readonly plannedAfter: number }[];
  readonly breaches: readonly { readonly rule: string }[];
  readonly problems: readonly { readonly path: string }[];
}
async function preview(action: object): Promise<Preview> {
  const query = `query ($action: IntradayActionInput!) { previewIntradayAction(action: $action) {
    ${EFFECTS} breaches { rule } problems { path } } }`;
  const variables = { action: { shiftId, ...action } };
  return (await ask<{ previewIntradayAction: Preview }>(world, query, variables)).previewIntradayAction;
}
const take = (action: object, more: object = {}) =>
  run<{ action: { id: string }; shift: Known; breaches: { rule: string }[] }>(
    world,
    [
      'takeIntradayAction',
      `... on IntradayActionTaken { shift { id version endsAt } action { id kind ${EFFECTS} } }
       ... on RosterRulesBroken { breaches { rule } }`,
    ],
    { action: { shiftId, ...action }, reason: 'A rush', ...more },
  );
const overtime = { kind: 'OVERTIME', endsAt: at('17:30') };

describe('an action during the day', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is foretold, done by agreement, and kept as it was foretold', async () => {
    await plan(['16:30', '17:00']);
    const effects = [
      { requirement: { startsAt: at('17:00') }, required: 1, plannedBefore: 0, plannedAfter: 1, gapAfter: 0 },
    ];
    expect(await preview(overtime)).toMatchObject({ effects, breaches: [], problems: [] });
    expect(await take(overtime)).toMatchObject({ code: 'AGREEMENT_IS_MISSING' });
    const done = await take(overtime, { isAgreed: true, expectedVersion: 1, idempotencyKey: 'rush' });
    expect(done).toMatchObject({ shift: { version: 2, endsAt: at('17:30') }, action: { kind: 'OVERTIME', effects } });
    expect(await take(overtime, { isAgreed: true, expectedVersion: 1, idempotencyKey: 'rush' })).toEqual(done);
    expect(await take(overtime, { isAgreed: true, expectedVersion: 1 })).toMatchObject({ __typename: 'StaleVersion' });
    expect(await eventsAbout(world, done.action.id)).toEqual(['intraday-action.taken']);
    expect(await eventsAbout(world, shiftId)).toEqual(['shift.scheduled', 'shift.changed']);
    clock.set(at('17:10'));
    await must(
      world,
      ['recordPresence', 'PresenceRecorded', 'presence { state }'],
      { state: 'AVAILABLE' },
      caller('AGENT', { personId: ann.id }),
    );
    clock.set(at('17:20'));
    const query = `query ($id: ID!) { site(id: $id) { intradayActions { nodes {
      effects { plannedAfter requirement { present } } } } } }`;
    expect(await ask(world, query, { id: site.id })).toEqual({
      site: { intradayActions: { nodes: [{ effects: [{ plannedAfter: 1, requirement: { present: 0.5 } }] }] } },
    });
    const changing = world.service.database.manager.query(`UPDATE intraday_actions SET reason = 'Another'`);
    await expect(changing).rejects.toThrow(/permission denied/);
  });

  it('is held to the hard rules that rosters are: eleven hours of rest', async () => {
    await givenShifts(world, site.id, [[ann.id, '2026-03-04T05:00:00.000Z', '2026-03-04T09:00:00.000Z']]);
    const late = { kind: 'OVERTIME', endsAt: at('18:30') };
    expect((await preview(late)).breaches).toEqual([{ rule: 'DAILY_REST' }]);
    expect(await take(late, { isAgreed: true })).toMatchObject({
      ...{ code: 'ROSTER_RULES_BROKEN', breaches: [{ rule: 'DAILY_REST' }] },
    });
    expect(await take(overtime, { isAgreed: true })).toMatchObject({ __typename: 'IntradayActionTaken' });
  });

  it('lends somebody to another team for a while, once, and the day counts them there', async () => {
    await plan(['10:00'], { teamId: other.id });
    const skillId = await givenSkill(world, [ann.id]);
    const loan = { kind: 'RESKILL', startsAt: at('10:00'), endsAt: at('10:30'), teamId: other.id, skillId };
    expect(await preview({ ...loan, skillId: await givenSkill(world, []) })).toMatchObject({
      problems: [{ path: 'skillId' }],
    });
    expect(await take(loan)).toMatchObject({ action: { effects: [{ plannedBefore: 0, plannedAfter: 1 }] } });
    expect(await take(loan)).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: 'startsAt' }] });
    const query = `query ($id: ID!, $own: ID, $other: ID) { site(id: $id) {
      own: intraday(date: "2026-03-03", teamId: $own) { planned } other: intraday(date: "2026-03-03", teamId: $other) { planned }
      intradayActions { nodes { kind person { id } team { id } skill { id } shift { id } from until } } } }`;
    const { site: seen } = await ask<{ site: Record<string, { planned: number }[]> }>(world, query, {
      ...{ id: site.id, own: team.id, other: other.id },
    });
    expect([19, 20, 21].map((i) => [seen['own']?.[i]?.planned, seen['other']?.[i]?.planned])).toEqual([
      ...[
        [1, 0],
        [0, 1],
        [1, 0],
      ],
    ]);
    expect(seen['intradayActions']).toMatchObject({
      nodes: [{ kind: 'RESKILL', person: { id: ann.id }, shift: { id: shiftId } }],
    });
  });

  it('is for whoever makes the roster of the person, and what was done is theirs and their leads’', async () => {
    await take(overtime, { isAgreed: true });
    const mutation = `mutation ($input: TakeIntradayActionInput!) { takeIntradayAction(input: $input) { __typename } }`;
    const input = { action: { shiftId, ...overtime }, reason: 'No' };
    expect(await refusedWith(world, mutation, { input }, caller('AGENT', { personId: ann.id }))).toEqual(['FORBIDDEN']);
    const query = `query ($id: ID!) { site(id: $id) { intradayActions { totalCount } } }`;
    const seen = async (actor: ReturnType<typeof caller>) =>
      (await ask<{ site: { intradayActions: { totalCount: number } } }>(world, query, { id: site.id }, actor)).site
        .intradayActions.totalCount;
    const bob = await givenPerson(world, { siteId: site.id, teamId: team.id });
    const agent = (id: string) => caller('AGENT', { personId: id, siteId: site.id, teamId: team.id });
    expect([await seen(agent(ann.id)), await seen(agent(bob.id))]).toEqual([1, 0]);
    expect(await seen(caller('LEAD', { siteId: site.id, teamId: team.id }))).toBe(1);
  });
});
