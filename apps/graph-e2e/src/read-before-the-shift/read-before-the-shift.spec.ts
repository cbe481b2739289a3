import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { until } from '../../test/refunds.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const clock = fixedClock(at('07:00'));

let world: GraphWorld;
let place: Place;
let manager: Who;
let ada: Who;
let ben: Who;
let shiftIds: string[];
let brief: { readonly id: string };
let briefVersion: { readonly id: string };

/** Their token as an agent, who sees their team. */
const agent = (personId: string): Who => ({ role: 'agent', personId, teamId: place.teamId, siteId: place.siteId });

beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Shop');
  const benId = await givenPerson(world, place, 'Ben Shop', 'AGENT');
  manager = as('manager', await givenPerson(world, place, 'Mel Shop', 'MANAGER'));
  [ada, ben] = [agent(place.personId), agent(benId)];
  const early = { siteId: place.siteId, startsAt: at('09:00'), endsAt: at('17:00') };
  const { shifts } = await must<{ shifts: { shift: { id: string } }[] }>(
    world,
    manager,
    ['scheduleShifts', 'ShiftsScheduled', 'shifts { shift { id } }'],
    {
      shifts: [
        { ...early, personId: place.personId },
        { ...early, personId: benId, startsAt: at('12:00') },
      ],
    },
  );
  shiftIds = shifts.map(({ shift: { id } }) => id);
  await world.quiet();
});
afterAll(() => world?.close());

const adopt = (unreadBriefs: string) =>
  must(world, manager, ['adoptLiveDayRules', 'LiveDayRulesAdopted', 'rules { unreadBriefs }'], {
    ...{ siteId: place.siteId, unreadBriefs, lookAhead: 'PT1H' },
  });
const start = (who: Who, shiftId = '') =>
  run<{ unreadBriefs: { title: string; briefVersion: { message: string } | null }[] }>(
    world,
    who,
    [
      'startShift',
      `... on ShiftStarted { unreadBriefs { title } }
       ... on BriefsAreUnread { unreadBriefs { title briefVersion { message tellCustomers } } }`,
    ],
    { shiftId },
  );
const UNREAD = `query ($id: ID!) { shift(id: $id) { unreadBriefs { title } } }`;
const unread = async (shiftId = '') =>
  (await asked<{ shift: { unreadBriefs: object[] } }>(world, manager, UNREAD, { id: shiftId })).shift.unreadBriefs;

describe('a promotion brief before a shift (row 40)', () => {
  it('holds back the shift of whoever has not read it, with what it says, where the site says BLOCK', async () => {
    ({ brief, briefVersion } = await must<{ brief: typeof brief; briefVersion: typeof briefVersion }>(
      world,
      manager,
      ['draftPromotionBrief', 'BriefDrafted', 'brief { id } briefVersion { id }'],
      {
        ...{ idempotencyKey: aKey(), title: 'Spring sale', message: 'A fifth off', terms: 'While stocks last' },
        ...{ tellCustomers: 'From today', liveUntil: at('12:30'), audience: { siteIds: [place.siteId] } },
      },
    ));
    await must(world, manager, ['publishBrief', 'BriefPublished', 'brief { id }'], { briefId: brief.id });
    await adopt('BLOCK');
    await until(async () => (await unread(shiftIds[0])).length > 0);
    clock.set(at('08:55'));
    expect(await start(ada, shiftIds[0])).toMatchObject({
      code: 'BRIEFS_ARE_UNREAD',
      unreadBriefs: [{ title: 'Spring sale', briefVersion: { message: 'A fifth off', tellCustomers: 'From today' } }],
    });
  });

  it('lets them begin once they confirm that they read it, and counts it for the site', async () => {
    const confirmed = ['confirmBriefRead', 'BriefReadConfirmed', 'receipt { readAt }'] as const;
    await must(world, ada, confirmed, { briefVersionId: briefVersion.id });
    await until(async () => (await unread(shiftIds[0])).length === 0);
    expect(await start(ada, shiftIds[0])).toMatchObject({ __typename: 'ShiftStarted', unreadBriefs: [] });
    const query = `query ($id: ID!) { readRate(briefId: $id) { nodes { site { id } expected read rate } } }`;
    expect(await asked(world, manager, query, { id: brief.id })).toEqual({
      readRate: { nodes: [{ site: { id: place.siteId }, expected: 3, read: 1, rate: 1 / 3 }] },
    });
  });

  it('is flagged, and holds nobody back, where the site says FLAG; and is gone at its end', async () => {
    clock.set(at('12:00'));
    expect(await start(ben, shiftIds[1])).toMatchObject({ code: 'BRIEFS_ARE_UNREAD' });
    await adopt('FLAG');
    expect(await start(ben, shiftIds[1])).toMatchObject({
      ...{ __typename: 'ShiftStarted', unreadBriefs: [{ title: 'Spring sale' }] },
    });
    expect(await unread(shiftIds[1])).toEqual([{ title: 'Spring sale' }]);
    const late = { personId: manager.personId, siteId: place.siteId, startsAt: at('13:00'), endsAt: at('15:00') };
    const { shifts } = await must<{ shifts: { shift: { id: string } }[] }>(
      world,
      manager,
      ['scheduleShifts', 'ShiftsScheduled', 'shifts { shift { id } }'],
      { shifts: [late] },
    );
    await adopt('BLOCK');
    clock.set(at('12:30'));
    expect(await start(manager, shifts[0]?.shift.id)).toMatchObject({ __typename: 'ShiftStarted', unreadBriefs: [] });
    expect(await asked(world, ben, `{ unreadBriefs { nodes { id } } }`)).toEqual({ unreadBriefs: { nodes: [] } });
  });
});
