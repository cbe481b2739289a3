import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { everyDay, givenMember, givenRules, givenShifts, givenSkill } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenSite,
  manager,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

type Member = Awaited<ReturnType<typeof givenMember>>;
let world: World;
let site: Known;
let ann: Member;
let ben: Member;
let early: string;
let late: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  ann = await givenMember(world, site.id);
  ben = await givenMember(world, site.id);
  [early = '', late = ''] = await givenShifts(world, site.id, [
    [ann.id, '2026-03-10T06:00:00Z', '2026-03-10T14:00:00Z'],
    [ben.id, '2026-03-10T14:00:00Z', '2026-03-10T22:00:00Z'],
  ]);
});
afterAll(() => world?.close());

const BROKEN = '... on RosterRulesBroken { breaches { rule found allowed person { id } } }';
const wish = (more: object = {}) =>
  run<{ swap: Known }>(
    world,
    ['requestSwap', `... on SwapRequested { swap { id version status } } ${BROKEN}`],
    {
      ...{ shiftId: early, partnerId: ben.id, partnerShiftId: late, ...more },
    },
    ann.self,
  );
const accepted = async () => {
  const { swap } = await wish();
  await must(world, ['acceptSwap', 'SwapAccepted', 'swap { id }'], { swapId: swap.id }, ben.self);
  return swap.id;
};
const approve = (swapId: string, more: object = {}, actor = manager) =>
  run<{ shifts: { id: string }[] }>(
    world,
    ['approveSwap', `... on SwapApproved { swap { status } shifts { id person { id } startsAt } } ${BROKEN}`],
    { swapId, ...more },
    actor,
  );

describe('a swap', () => {
  it('is asked for, agreed to and approved by somebody else; each works the shift of the other, and both stay on record', async () => {
    const swapId = await accepted();
    const outcome = await approve(swapId);
    expect(outcome).toMatchObject({
      swap: { status: 'APPROVED' },
      shifts: [
        { person: { id: ben.id }, startsAt: '2026-03-10T06:00:00.000Z' },
        { person: { id: ann.id }, startsAt: '2026-03-10T14:00:00.000Z' },
      ],
    });
    expect(await eventsAbout(world, early)).toEqual(['shift.scheduled', 'shift.cancelled']);
    expect(await eventsAbout(world, outcome.shifts[0]!.id)).toEqual(['shift.scheduled']);
    expect(await eventsAbout(world, swapId)).toEqual(Array(3).fill('shift-swap.changed'));
    expect(await approve(swapId)).toMatchObject({ code: 'SWAP_IS_ELSEWHERE' });
  });

  it('is refused at once where either would rest for less than eleven hours, by name', async () => {
    await givenShifts(world, site.id, [[ben.id, '2026-03-09T18:00:00Z', '2026-03-09T23:00:00Z']]);
    expect(await wish()).toMatchObject({
      code: 'ROSTER_RULES_BROKEN',
      breaches: [{ rule: 'DAILY_REST', found: 420, allowed: 660, person: { id: ben.id } }],
    });
  });

  it('that was right when it was agreed to is checked again for both when it is approved', async () => {
    const swapId = await accepted();
    await givenShifts(world, site.id, [
      [ann.id, '2026-03-11T06:00:00Z', '2026-03-11T14:00:00Z'],
      [ben.id, '2026-03-09T18:00:00Z', '2026-03-09T23:00:00Z'],
    ]);
    const refused = await approve(swapId, { overrideReason: 'They agree' });
    expect(refused).toMatchObject({
      code: 'ROSTER_RULES_BROKEN',
      breaches: expect.arrayContaining(
        [
          { rule: 'DAILY_REST', found: 480, person: { id: ann.id } },
          { rule: 'DAILY_REST', found: 420, person: { id: ben.id } },
        ].map((each) => expect.objectContaining(each)),
      ),
    });
  });

  it('of the only first aider is refused; for a reason it may come about', async () => {
    const skillId = await givenSkill(world, [ann.id]);
    const cover = [{ name: 'First aider', skillId, atLeast: 1, days: everyDay, startTime: '06:00', endTime: '14:00' }];
    await givenRules(world, site.id, { cover });
    expect(await wish()).toMatchObject({ breaches: [{ rule: 'MINIMUM_COVER', found: 0, allowed: 1, person: null }] });
  });

  it('of a shift that was called off meanwhile does not come about', async () => {
    const swapId = await accepted();
    await must(world, ['cancelShift', 'ShiftCancelled', 'shift { id }'], { shiftId: late, reason: 'Ill' });
    expect(await approve(swapId)).toMatchObject({ code: 'SWAP_IS_OUTDATED' });
  });

  it('is approved by neither of the two, nor by an agent, and agreed to by nobody else', async () => {
    const { swap } = await wish();
    const input = { input: { swapId: swap.id } };
    const accept = 'mutation ($input: AcceptSwapInput!) { acceptSwap(input: $input) { __typename } }';
    expect(await refusedWith(world, accept, input, ann.self)).toEqual(['FORBIDDEN']);
    const approval = 'mutation ($input: ApproveSwapInput!) { approveSwap(input: $input) { __typename } }';
    expect(await refusedWith(world, approval, input, ben.self)).toEqual(['FORBIDDEN']);
    const both = { ...manager, personId: ann.id };
    expect(await refusedWith(world, approval, input, both)).toEqual(['FORBIDDEN']);
  });

  it('is seen by the two and whoever makes their roster, and by no other', async () => {
    const { swap } = await wish();
    const cal = await givenMember(world, site.id);
    const query = `query ($id: ID!) { shiftSwap(id: $id) { id } }`;
    const sees = async (actor = manager) =>
      (await ask<{ shiftSwap: object | null }>(world, query, { id: swap.id }, actor)).shiftSwap;
    expect([await sees(ann.self), await sees(ben.self), await sees()]).not.toContain(null);
    expect(await sees(cal.self)).toBeNull();
  });

  it('is taken back by whoever asked and declined by whoever was asked', async () => {
    const { swap } = await wish();
    const declined = ['declineSwap', 'SwapDeclined', 'swap { status }'] as const;
    expect(await must(world, declined, { swapId: swap.id }, ann.self)).toMatchObject({ swap: { status: 'WITHDRAWN' } });
    const again = await wish();
    expect(await must(world, declined, { swapId: again.swap.id }, ben.self)).toMatchObject({
      swap: { status: 'DECLINED' },
    });
  });
});
