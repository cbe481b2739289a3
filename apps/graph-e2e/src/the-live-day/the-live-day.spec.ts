import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const clock = fixedClock(at('08:00'));
const then = (time: string) => clock.set(at(time));

let world: GraphWorld;
let place: Place;
let manager: Who;
let ada: Who;
let ben: Who;
let shiftIds: string[];

/** Their token as an agent, who sees their team. */
const agent = (personId: string): Who => ({ role: 'agent', personId, teamId: place.teamId, siteId: place.siteId });

beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  const benId = await givenPerson(world, place, 'Ben Desk', 'AGENT');
  manager = as('manager', await givenPerson(world, place, 'Mel Desk', 'MANAGER'));
  [ada, ben] = [agent(place.personId), agent(benId)];
  const shift = { siteId: place.siteId, startsAt: at('09:00'), endsAt: at('17:00') };
  const breaks = [{ startsAt: at('13:00'), endsAt: at('13:30') }];
  const { shifts } = await must<{ shifts: { shift: { id: string } }[] }>(
    world,
    manager,
    ['scheduleShifts', 'ShiftsScheduled', 'shifts { shift { id } }'],
    { shifts: [place.personId, benId].map((personId) => ({ ...shift, personId, breaks })) },
  );
  shiftIds = shifts.map(({ shift: { id } }) => id);
});
afterAll(() => world?.close());

const verb = (who: Who, name: string, input: object) => run(world, who, [name, ''], input);
const ADHERENCE = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Shift { person { presence { state } } adherence {
  attendance lateBy adherence conformance segments { startsAt endsAt scheduled actual isKept } } } } }`;
interface Kept {
  readonly person: { readonly presence: { readonly state: string } | null };
  readonly adherence: null | {
    readonly attendance: string;
    readonly adherence: number;
    readonly segments: readonly { readonly startsAt: string; readonly endsAt: string }[];
  };
}
const kept = async (who: Who) => (await asked<{ nodes: Kept[] }>(world, who, ADHERENCE, { ids: shiftIds })).nodes;

describe('the live day', () => {
  it('tells who is late while it is so, and after an hour who is not coming', async () => {
    then('09:05');
    expect((await kept(manager)).map(({ adherence }) => adherence?.attendance)).toEqual(['LATE', 'LATE']);
    then('09:10');
    expect(await verb(ada, 'startShift', { shiftId: shiftIds[0] })).toMatchObject({ __typename: 'ShiftStarted' });
    then('10:00');
    expect(await kept(manager)).toMatchObject([
      { person: { presence: { state: 'AVAILABLE' } }, adherence: { attendance: 'LATE', lateBy: 'PT10M' } },
      { person: { presence: null }, adherence: { attendance: 'NO_SHOW', lateBy: 'PT1H', adherence: 0 } },
    ]);
  });

  it('ends at 92.5 %, and its segments tile the shift', async () => {
    then('13:00');
    await verb(ada, 'recordPresence', { state: 'BREAK' });
    then('13:46');
    await verb(ada, 'recordPresence', { state: 'ON_CONTACT' });
    then('16:50');
    expect(await verb(ada, 'endShift', { shiftId: shiftIds[0] })).toMatchObject({ __typename: 'ShiftEnded' });
    then('17:00');
    const [hers] = await kept(manager);
    expect(hers?.adherence).toMatchObject({ adherence: 0.925, conformance: 0.92, attendance: 'LATE' });
    const segments = hers?.adherence?.segments ?? [];
    expect(segments.map(({ startsAt }) => startsAt)).toEqual([
      ...['09:00', '09:10', '13:00', '13:30', '13:46', '16:50'].map(at),
    ]);
    expect(segments.map(({ endsAt }) => endsAt)).toEqual([
      ...[...segments.slice(1).map(({ startsAt }) => startsAt), at('17:00')],
    ]);
  });

  it('is told to whoever worked it and whoever leads them, and to no colleague', async () => {
    const [hers, his] = await kept(ben);
    expect([hers?.adherence, his?.adherence?.attendance]).toEqual([null, 'NO_SHOW']);
    expect((await kept(ada))[0]?.adherence?.adherence).toBe(0.925);
  });
});
