import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenMember, givenShifts, givenTemplate } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import { ask, clock, eventsAbout, givenSite, startWorld, type Known, type World } from '../../test/workforce-world.ts';

type Member = Awaited<ReturnType<typeof givenMember>>;
let world: World;
let site: Known;
let template: Known;
let ann: Member;
let ben: Member;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  template = await givenTemplate(world, site.id, ['14:00', '20:00']);
  ann = await givenMember(world, site.id);
  ben = await givenMember(world, site.id);
});
afterAll(() => world?.close());

const offer = async (localDate: string) => {
  const offered = ['offerOpenShift', 'OpenShiftOffered', 'openShift { id version status }'] as const;
  return (await must<{ openShift: Known }>(world, offered, { templateId: template.id, localDate })).openShift;
};
const bid = async (member: Member, openShiftId: string) =>
  (await must<{ bid: Known }>(world, ['bidForShift', 'BidPlaced', 'bid { id }'], { openShiftId }, member.self)).bid;
const award = (openShiftId: string, more: object = {}) =>
  run<{ shift: Known }>(
    world,
    [
      'awardOpenShift',
      `... on OpenShiftAwarded { openShift { status awardedBy reason bids { nodes { status awardsBefore paidInWeek stoodAgainst person { id } } } }
        shift { id startsAt person { id } template { id } } }
       ... on NoBidFits { breaches { rule person { id } } } ... on RosterRulesBroken { breaches { rule } }`,
    ],
    { openShiftId, ...more },
  );

describe('an open shift', () => {
  it('goes to the only one who wishes for it, as a shift of its template', async () => {
    const open = await offer('2026-03-10');
    await bid(ann, open.id);
    const outcome = await award(open.id);
    expect(outcome).toMatchObject({
      openShift: { status: 'AWARDED', awardedBy: 'ONLY_ONE' },
      shift: { startsAt: '2026-03-10T14:00:00.000Z', person: { id: ann.id }, template: { id: template.id } },
    });
    expect(await eventsAbout(world, outcome.shift.id)).toEqual(['shift.scheduled']);
    expect(await award(open.id)).toMatchObject({ code: 'OPEN_SHIFT_IS_ELSEWHERE' });
  });

  it('goes to whoever was awarded the fewest, then is paid for the least in that week, then wished first', async () => {
    const wished = async (day: string) => {
      const open = await offer(day);
      await bid(ann, open.id);
      clock.set('2026-03-02T10:05:00.000Z');
      await bid(ben, open.id);
      return open.id;
    };
    expect(await award(await wished('2026-03-10'))).toMatchObject({
      ...{ openShift: { awardedBy: 'FIRST_TO_WISH' }, shift: { person: { id: ann.id } } },
    });
    expect(await award(await wished('2026-03-12'))).toMatchObject({
      ...{ openShift: { awardedBy: 'FEWEST_AWARDS' }, shift: { person: { id: ben.id } } },
    });
    await givenShifts(world, site.id, [[ann.id, '2026-03-16T08:00:00Z', '2026-03-16T12:00:00Z']]);
    expect(await award(await wished('2026-03-18'))).toMatchObject({
      openShift: {
        awardedBy: 'LEAST_HOURS',
        bids: {
          nodes: [
            { status: 'LOST', awardsBefore: 1, paidInWeek: 'PT4H', person: { id: ann.id } },
            { status: 'WON', awardsBefore: 1, paidInWeek: 'PT0S', person: { id: ben.id } },
          ],
        },
      },
    });
  });

  it('is not wished for by whoever would break a rule, nor given to whoever would by now', async () => {
    const open = await offer('2026-03-10');
    await bid(ann, open.id);
    await givenShifts(world, site.id, [
      [ann.id, '2026-03-11T06:00:00Z', '2026-03-11T12:00:00Z'],
      [ben.id, '2026-03-10T20:00:00Z', '2026-03-11T02:00:00Z'],
    ]);
    const refused = await run(
      world,
      ['bidForShift', '... on RosterRulesBroken { breaches { rule found } }'],
      { openShiftId: open.id },
      ben.self,
    );
    expect(refused).toMatchObject({ code: 'ROSTER_RULES_BROKEN' });
    expect(await award(open.id)).toMatchObject({
      ...{ code: 'NO_BID_FITS', breaches: [{ rule: 'DAILY_REST', person: { id: ann.id } }] },
    });
  });

  it('is given to somebody who was chosen only for a reason', async () => {
    const open = await offer('2026-03-10');
    await bid(ann, open.id);
    const chosen = await bid(ben, open.id);
    expect(await award(open.id, { bidId: chosen.id })).toMatchObject({ problems: [{ path: 'reason' }] });
    expect(await award(open.id, { bidId: chosen.id, reason: 'Learns the late shift' })).toMatchObject({
      openShift: { awardedBy: 'CHOSEN', reason: 'Learns the late shift' },
      shift: { person: { id: ben.id } },
    });
  });

  it('shows an agent their own bid, and not that of a colleague', async () => {
    const open = await offer('2026-03-10');
    await bid(ann, open.id);
    await bid(ben, open.id);
    const query = `query ($id: ID!) { site(id: $id) { openShifts { nodes { bids { nodes { person { id } } } } } } }`;
    const found = await ask<object>(world, query, { id: site.id }, ann.self);
    expect(found).toEqual({ site: { openShifts: { nodes: [{ bids: { nodes: [{ person: { id: ann.id } }] } }] } } });
  });
});
