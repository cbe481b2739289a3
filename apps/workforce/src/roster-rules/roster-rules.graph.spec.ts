import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { everyDay, givenMember, givenRules, givenShifts, givenSkill } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import { ask, clock, givenSite, startWorld, type Known, type World } from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let ann: string;
let ben: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  ann = (await givenMember(world, site.id)).id;
  ben = (await givenMember(world, site.id)).id;
});
afterAll(() => world?.close());

const FIELDS = 'scheduled refused { index problems { path } breaches { rule found allowed isOfLaw person { id } } }';
const schedule = (times: readonly [string, string, string][], more: object = {}) =>
  must<{ scheduled: number; refused: { breaches: { rule: string }[] }[] }>(
    world,
    ['scheduleShifts', 'ShiftsScheduled', FIELDS],
    { shifts: times.map(([personId, startsAt, endsAt]) => ({ personId, siteId: site.id, startsAt, endsAt })), ...more },
  );
const night = (): [string, string, string] => [ann, '2026-03-02T22:00:00Z', '2026-03-03T06:00:00Z'];
const at = (personId: string, day: string, from: string, to: string): [string, string, string] => [
  personId,
  `2026-03-${day}T${from}:00Z`,
  `2026-03-${day}T${to}:00Z`,
];

describe('the hard rules of a site', () => {
  it('are the law until it adopts stricter ones, and nobody adopts laxer ones', async () => {
    const query = `query ($id: ID!) { workRulesByLaw { source asOf rules { dailyRest weeklyRest mostPaidPerWeek longestShiftOfMinors nightOfMinorsFrom } }
      site(id: $id) { rosterRules { number work { dailyRest mostPaidPerWeek } cover { name atLeast } } } }`;
    const found = await ask<{ workRulesByLaw: object; site: object }>(world, query, { id: site.id });
    expect(found.workRulesByLaw).toMatchObject({
      rules: { dailyRest: 'PT11H', weeklyRest: 'P1D', mostPaidPerWeek: 'P2D', longestShiftOfMinors: 'PT8H' },
    });
    expect(found.site).toEqual({ rosterRules: null });
    const lax = { siteId: site.id, reason: 'Busy', dailyRest: 'PT10H', mostPaidPerWeek: 'PT60H' };
    expect(await run(world, ['adoptRosterRules', ''], lax)).toMatchObject({
      problems: [{ path: 'dailyRest' }, { path: 'mostPaidPerWeek' }],
    });
    await givenRules(world, site.id);
    await givenRules(world, site.id, { dailyRest: 'PT12H' });
    expect((await ask<{ site: object }>(world, query, { id: site.id })).site).toMatchObject({
      rosterRules: { number: 2, work: { dailyRest: 'PT12H', mostPaidPerWeek: 'P2D' } },
    });
  });

  it('refuse a shift from 14:00 after one until 06:00: eight hours of rest are fewer than eleven', async () => {
    await givenRules(world, site.id);
    await schedule([night()]);
    const late = at(ann, '03', '14:00', '22:00');
    const refused = [{ rule: 'DAILY_REST', found: 480, allowed: 660, isOfLaw: true, person: { id: ann } }];
    expect(await schedule([late])).toMatchObject({ scheduled: 0, refused: [{ index: 0, breaches: refused }] });
    expect(await schedule([late], { overrideReason: 'Short of people' })).toMatchObject({ scheduled: 0 });
    expect(await schedule([at(ann, '03', '17:00', '21:00')])).toMatchObject({ scheduled: 1, refused: [] });
  });

  it('hold within one bulk, and do not hold where a site has adopted none', async () => {
    const both = [night(), at(ann, '03', '14:00', '22:00')];
    const other = await givenSite(world);
    const elsewhere = both.map(([personId, startsAt, endsAt]) => ({ personId, siteId: other.id, startsAt, endsAt }));
    expect(await must(world, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], { shifts: elsewhere })).toMatchObject({
      scheduled: 2,
    });
    await givenRules(world, site.id);
    const moved = both.map(([, startsAt, endsAt]): [string, string, string] => [ben, startsAt, endsAt]);
    expect(await schedule(moved)).toMatchObject({ scheduled: 1, refused: [{ index: 1 }] });
  });

  it('of the house can be set aside for a reason, which stays on record', async () => {
    await givenRules(world, site.id, { dailyRest: 'PT12H' });
    await schedule([night()]);
    const soon = at(ann, '03', '17:30', '21:30');
    expect(await schedule([soon])).toMatchObject({
      refused: [{ breaches: [{ rule: 'DAILY_REST', found: 690, allowed: 720, isOfLaw: false }] }],
    });
    expect(await schedule([soon], { overrideReason: 'A colleague is ill' })).toMatchObject({ scheduled: 1 });
    const query = `query ($id: ID!) { person(id: $id) { shifts { nodes { overrides { rule found allowed reason } } } } }`;
    const { person } = await ask<{ person: { shifts: { nodes: object[] } } }>(world, query, { id: ann });
    expect(person.shifts.nodes).toEqual([
      { overrides: [{ rule: 'DAILY_REST', found: 690, allowed: 720, reason: 'A colleague is ill' }] },
      { overrides: [] },
    ]);
  });

  it('refuse a sixth day of eight hours and more than 48 hours in a week, not 48 hours', async () => {
    await givenRules(world, site.id);
    const days = ['09', '10', '11', '12', '13', '14'].map((day) => at(ann, day, '09:00', '17:00'));
    expect(await schedule(days)).toMatchObject({ scheduled: 6 });
    const more = await schedule([at(ann, '15', '09:00', '09:30')]);
    expect(more.refused[0]?.breaches.map(({ rule }) => rule)).toContain('WEEKLY_HOURS');
  });

  it('keep who is not yet 18 from the night and from more than eight hours', async () => {
    await givenRules(world, site.id);
    await must(world, ['recordYoungWorker', 'YoungWorkerRecorded', 'turns18On'], {
      ...{ personId: ann, turns18On: '2026-03-20' },
    });
    const rulesOf = async (times: [string, string, string]) =>
      (await schedule([times])).refused.flatMap(({ breaches }) => breaches.map(({ rule }) => rule));
    expect(await rulesOf(night())).toEqual(['MINOR_NIGHT']);
    expect(await rulesOf(at(ann, '04', '09:00', '18:00'))).toEqual(['MINOR_HOURS']);
    expect(await rulesOf(at(ann, '25', '09:00', '18:00'))).toEqual([]);
  });

  it('keep a first aider there: the only one is not put elsewhere, and two may be', async () => {
    const firstAid = await givenSkill(world, [ann]);
    await givenRules(world, site.id, {
      cover: [
        { name: 'First aider', skillId: firstAid, atLeast: 1, days: everyDay, startTime: '09:00', endTime: '17:00' },
      ],
    });
    const [shiftId] = await givenShifts(world, site.id, [
      at(ann, '04', '09:00', '17:00'),
      at(ben, '04', '09:00', '17:00'),
    ]);
    const fields = '... on RosterRulesBroken { breaches { rule cover found allowed isOfLaw startsAt endsAt } }';
    const later = { shiftId, startsAt: '2026-03-04T12:00:00Z', endsAt: '2026-03-04T20:00:00Z', reason: 'Later' };
    expect(await run(world, ['changeShift', fields], later)).toMatchObject({
      code: 'ROSTER_RULES_BROKEN',
      breaches: [{ rule: 'MINIMUM_COVER', cover: 'First aider', found: 0, allowed: 1, isOfLaw: false }],
    });
    const set = { ...later, overrideReason: 'The office is closed' };
    expect(await run(world, ['changeShift', fields], set)).toMatchObject({ __typename: 'ShiftChanged' });
  });

  it('keep a first aider there when two go elsewhere at once: one of them stays', async () => {
    const firstAid = await givenSkill(world, [ann, ben]);
    await givenRules(world, site.id, {
      cover: [
        { name: 'First aider', skillId: firstAid, atLeast: 1, days: everyDay, startTime: '09:00', endTime: '17:00' },
      ],
    });
    const shiftIds = await givenShifts(world, site.id, [
      at(ann, '04', '09:00', '17:00'),
      at(ben, '04', '09:00', '17:00'),
    ]);
    const later = { startsAt: '2026-03-04T12:00:00Z', endsAt: '2026-03-04T20:00:00Z', reason: 'Later' };
    const outcomes = await Promise.all(
      shiftIds.map((shiftId) => run(world, ['changeShift', ''], { shiftId, ...later })),
    );
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['RosterRulesBroken', 'ShiftChanged']);
  });

  it('keep somebody from working on leave and when they said that they cannot', async () => {
    await givenRules(world, site.id);
    await must(world, ['recordAvailability', 'AvailabilityRecorded', 'availability { id }'], {
      ...{ personId: ann, kind: 'UNAVAILABLE', from: '2026-03-01T00:00:00Z', days: ['WEDNESDAY'] },
    });
    expect(await schedule([at(ann, '04', '09:00', '17:00')])).toMatchObject({
      refused: [{ breaches: [{ rule: 'UNAVAILABLE', found: 480, allowed: 0, isOfLaw: false }] }],
    });
    expect(await schedule([at(ann, '05', '09:00', '17:00')])).toMatchObject({ scheduled: 1 });
  });
});
