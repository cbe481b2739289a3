import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  lastEventAbout,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let team: Known;
let ann: Known;
let shiftId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  team = await givenTeam(world, { siteId: site.id });
  ann = await givenPerson(world, { siteId: site.id, teamId: team.id });
  const shift = { personId: ann.id, siteId: site.id, startsAt: at('09:00'), endsAt: at('17:00') };
  const breaks = [{ startsAt: at('13:00'), endsAt: at('13:30') }];
  const { shifts } = await must<{ shifts: { shift: Known }[] }>(
    world,
    ['scheduleShifts', 'ShiftsScheduled', 'shifts { shift { id version } }'],
    { shifts: [{ ...shift, breaks }] },
  );
  shiftId = shifts[0]?.shift.id ?? '';
});
afterAll(() => world?.close());

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const of = (person: Known, more: object = {}) =>
  caller('AGENT', { personId: person.id, siteId: site.id, teamId: team.id, ...more });
const then = (time: string) => clock.set(at(time));
const start = (more: object = {}) =>
  run<{ presence: object }>(
    world,
    ['startShift', '... on ShiftStarted { presence { state since shift { id } } }'],
    { shiftId, ...more },
    of(ann),
  );
const end = () => run(world, ['endShift', '... on ShiftEnded { presence { state } }'], { shiftId }, of(ann));
const now = (state: string) =>
  must(world, ['recordPresence', 'PresenceRecorded', 'presence { state shift { id } }'], { state }, of(ann));
const ADHERENCE = `query ($id: ID!) { shift(id: $id) { person { presence { state } } adherence {
  attendance lateBy adherence conformance segments { startsAt endsAt scheduled actual isKept } } } }`;
const kept = async (actor = of(ann)) =>
  (await ask<{ shift: { person: object; adherence: object | null } }>(world, ADHERENCE, { id: shiftId }, actor)).shift;

describe('a shift, as it is worked', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('of who comes 10 minutes late, rests 16 too long and leaves 10 early is kept to 92.5 %', async () => {
    then('09:10');
    expect(await start()).toMatchObject({
      presence: { state: 'AVAILABLE', since: at('09:10'), shift: { id: shiftId } },
    });
    then('13:00');
    expect(await now('BREAK')).toMatchObject({ presence: { shift: { id: shiftId } } });
    then('13:46');
    await now('ON_CONTACT');
    then('16:50');
    expect(await end()).toMatchObject({ presence: { state: 'OFFLINE' } });
    then('17:00');
    const { adherence, person } = await kept();
    expect(person).toEqual({ presence: { state: 'OFFLINE' } });
    expect(adherence).toMatchObject({ attendance: 'LATE', lateBy: 'PT10M', adherence: 0.925, conformance: 0.92 });
    expect((adherence as { segments: object[] }).segments).toHaveLength(6);
    expect((await eventsAbout(world, ann.id)).filter((type) => type === 'presence.changed')).toHaveLength(4);
    expect((await lastEventAbout(world, ann.id)).data).toEqual({
      ...{ personId: ann.id, presence: 'OFFLINE', since: at('16:50') },
    });
  });

  it('is begun once, from an hour before it until its end, and ended once', async () => {
    expect(await end()).toMatchObject({ code: 'SHIFT_IS_NOT_RUNNING' });
    then('07:59');
    expect(await start()).toMatchObject({ code: 'SHIFT_IS_NOT_NOW' });
    then('08:00');
    const first = await start({ idempotencyKey: 'the first' });
    expect(first).toMatchObject({ __typename: 'ShiftStarted' });
    expect(await start({ idempotencyKey: 'the first' })).toEqual(first);
    expect(await start()).toMatchObject({ code: 'SHIFT_IS_STARTED' });
    expect(await end()).toMatchObject({ __typename: 'ShiftEnded' });
    expect(await end()).toMatchObject({ code: 'SHIFT_IS_NOT_RUNNING' });
    then('17:00');
    expect(await start()).toMatchObject({ code: 'SHIFT_IS_STARTED' });
  });

  it('that nobody came to is a no show, and one that was cancelled is not begun', async () => {
    then('17:00');
    expect(await start()).toMatchObject({ code: 'SHIFT_IS_NOT_NOW' });
    expect((await kept()).adherence).toMatchObject({ attendance: 'NO_SHOW', lateBy: 'PT8H', adherence: 0 });
    await must(world, ['cancelShift', 'ShiftCancelled', 'shift { id }'], { shiftId, reason: 'Flooded' });
    then('09:00');
    expect(await start()).toMatchObject({ code: 'SHIFT_IS_CANCELLED', message: expect.any(String) });
    expect((await kept()).adherence).toBeNull();
  });

  it('is begun by whoever works it, and how it was kept is theirs and of whoever leads them', async () => {
    const bob = await givenPerson(world, { siteId: site.id, teamId: team.id });
    then('09:00');
    const starting = `mutation ($input: StartShiftInput!) { startShift(input: $input) { __typename } }`;
    expect(await refusedWith(world, starting, { input: { shiftId } }, of(bob))).toEqual(['FORBIDDEN']);
    await start();
    expect(await kept(of(bob))).toEqual({ person: { presence: { state: 'AVAILABLE' } }, adherence: null });
    expect((await kept(caller('LEAD', { siteId: site.id, teamId: team.id }))).adherence).toMatchObject({
      attendance: 'PRESENT',
    });
  });

  it('leaves what was done as it was', async () => {
    then('09:00');
    await start();
    const changing = world.service.database.manager.query(`UPDATE presences SET state = 'OFFLINE'`);
    await expect(changing).rejects.toThrow(/permission denied/);
  });
});
