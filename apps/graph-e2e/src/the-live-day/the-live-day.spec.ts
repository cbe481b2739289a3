import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { until } from '../../test/refunds.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const clock = fixedClock(at('08:00'));
const then = (time: string) => clock.set(at(time));

let world: GraphWorld;
let place: Place;
let manager: Who;
let mel: Who;
let ada: Who;
let ben: Who;
let shiftIds: string[];

/** Their token as an agent, who sees their team. */
const agent = (personId: string): Who => ({ role: 'agent', personId, teamId: place.teamId, siteId: place.siteId });

beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  const benId = await givenPerson(world, place, 'Ben Desk', 'AGENT');
  const melId = await givenPerson(world, place, 'Mel Desk', 'MANAGER');
  [manager, mel] = [as('manager', melId), agent(melId)];
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
const GAPS = `query ($id: ID!) { site(id: $id) { staffingGaps { nodes {
  basis required covered foundAt closedAt closedBecause } } } }`;
const INTRADAY = `query ($id: ID!) { site(id: $id) { intraday(date: "2026-03-03") { startsAt required planned present gap } } }`;
interface Gap {
  readonly foundAt: string;
  readonly closedBecause: string | null;
}
const gaps = async () => {
  const found = await asked<{ site: { staffingGaps: { nodes: Gap[] } } }>(world, manager, GAPS, { id: place.siteId });
  return found.site.staffingGaps.nodes;
};
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
  it('tells within a minute that fewer are there than a half hour needs (row 44), and that there are enough again', async () => {
    await must(world, manager, ['planStaffing', 'StaffingPlanned', 'requirements { agents }'], {
      ...{ siteId: place.siteId, interval: 'PT30M', target: { serviceLevel: 0.8, within: 'PT20S' } },
      intervals: [{ startsAt: at('09:00'), volume: 1, handleTime: 'PT1M' }],
    });
    then('08:59');
    expect(await gaps()).toEqual([]);
    then('09:00');
    await until(async () => (await gaps()).length > 0);
    const [found] = await gaps();
    expect(found).toMatchObject({ basis: 'PRESENT', required: 1, covered: 0, closedAt: null });
    expect(Date.parse(found!.foundAt) - Date.parse(at('09:00'))).toBeLessThanOrEqual(60_000);
    expect(await asked(world, manager, INTRADAY, { id: place.siteId })).toMatchObject({
      site: {
        intraday: expect.arrayContaining([{ startsAt: at('09:00'), required: 1, planned: 2, present: null, gap: -1 }]),
      },
    });
    await verb(mel, 'recordPresence', { state: 'AVAILABLE' });
    then('09:01');
    await until(async () => (await gaps())[0]?.closedBecause === 'COVERED');
    await verb(mel, 'recordPresence', { state: 'AWAY' });
  });

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
