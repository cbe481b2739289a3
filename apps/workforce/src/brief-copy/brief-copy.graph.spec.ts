import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KnownEvent } from '@courtesy/events';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenMember, givenShifts } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  givenSite,
  manager,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';
import { policyReaction } from '../reactions/policy.reaction.ts';

let world: World;
let site: Known;
let ann: Awaited<ReturnType<typeof givenMember>>;
let shiftId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(at('08:30'));
  site = await givenSite(world);
  ann = await givenMember(world, site.id);
  [shiftId = ''] = await givenShifts(world, site.id, [[ann.id, at('09:00'), at('17:00')]]);
});
afterAll(() => world?.close());

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
/** What the policy service tells, as this service is told it. */
const tell = (type: string, subject: string, data: object) =>
  world.service.database.transaction((tx) =>
    policyReaction.apply(tx, [{ type, subject, data, time: clock().toISOString() } as unknown as KnownEvent]),
  );
async function publish(more: object = {}) {
  const [briefId, briefVersionId] = [someId('brf'), someId('brfv')];
  const what = { briefVersionId, number: 1, title: 'Spring sale', product: null, passMark: null };
  const who = { roles: ['AGENT'], siteIds: [site.id], mustReadBeforeShift: true };
  const when = { liveFrom: at('08:00'), liveUntil: at('12:00') };
  await tell('courtesy.brief.published.v1', briefId, { ...what, ...who, ...when, ...more });
  return { briefId, briefVersionId };
}
const read = (briefVersionId: string, personId = ann.id) =>
  tell('courtesy.brief.read.v1', someId('brcp'), {
    ...{ kind: 'PROMOTION', briefId: someId('brf'), briefVersionId, number: 1, personId },
    ...{ method: 'READ', score: null, readAt: clock().toISOString() },
  });
const adopt = (unreadBriefs: string) =>
  must(world, ['adoptLiveDayRules', 'LiveDayRulesAdopted', 'rules { unreadBriefs }'], {
    ...{ siteId: site.id, unreadBriefs, lookAhead: 'PT1H' },
  });
const start = () =>
  run<{ unreadBriefs: object[] }>(
    world,
    [
      'startShift',
      `... on ShiftStarted { unreadBriefs { title } }
       ... on BriefsAreUnread { shift { id } unreadBriefs { title liveUntil briefVersion { id } } }`,
    ],
    { shiftId },
    ann.self,
  );
const unreadOf = async (actor = manager) => {
  const query = `query ($id: ID!) { shift(id: $id) { unreadBriefs { title } } }`;
  return (await ask<{ shift: { unreadBriefs: object[] | null } }>(world, query, { id: shiftId }, actor)).shift
    .unreadBriefs;
};

describe('a brief that is to be read before a shift', () => {
  it('keeps what its mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('holds the shift back where the site says so, until it is read', async () => {
    const { briefVersionId } = await publish();
    await adopt('BLOCK');
    expect(await start()).toMatchObject({
      ...{ code: 'BRIEFS_ARE_UNREAD', message: 'Read this first: Spring sale.', shift: { id: shiftId } },
      unreadBriefs: [{ title: 'Spring sale', liveUntil: at('12:00'), briefVersion: { id: briefVersionId } }],
    });
    await read(briefVersionId, someId('pers'));
    expect(await start()).toMatchObject({ code: 'BRIEFS_ARE_UNREAD' });
    await read(briefVersionId);
    expect(await start()).toMatchObject({ __typename: 'ShiftStarted', unreadBriefs: [] });
  });

  it('is flagged anywhere else, to whoever begins and to whoever leads them, and stays so when it is read later', async () => {
    const { briefVersionId } = await publish();
    expect(await unreadOf()).toEqual([{ title: 'Spring sale' }]);
    expect(await start()).toMatchObject({ __typename: 'ShiftStarted', unreadBriefs: [{ title: 'Spring sale' }] });
    clock.set(at('08:40'));
    await read(briefVersionId);
    expect(await unreadOf()).toEqual([{ title: 'Spring sale' }]);
    expect(await unreadOf(ann.self)).toEqual([{ title: 'Spring sale' }]);
    expect(await unreadOf(caller('AGENT', { reach: 'SITE', siteId: site.id, personId: someId('pers') }))).toEqual([]);
  });

  it('asks nothing of another site or work, once it is over, cancelled, or overtaken by a version that need not be read', async () => {
    await adopt('BLOCK');
    await publish({ siteIds: [someId('site')] });
    await publish({ roles: ['LEAD'] });
    await publish({ liveUntil: at('08:30') });
    const { briefId } = await publish();
    await tell('courtesy.brief.cancelled.v1', briefId, { kind: 'PROMOTION', reason: 'Over', cancelledAt: at('08:30') });
    const bulletin = someId('bul');
    const told = { product: 'Kettle', title: 'Kettle', passMark: null, roles: [], siteIds: [], liveUntil: null };
    const say = (number: number, more: object) =>
      tell('courtesy.bulletin.published.v1', bulletin, { ...told, briefVersionId: someId('brfv'), number, ...more });
    await say(1, { mustReadBeforeShift: true, liveFrom: at('08:00') });
    expect(await start()).toMatchObject({ unreadBriefs: [{ title: 'Kettle' }] });
    await say(2, { mustReadBeforeShift: false, liveFrom: at('08:30') });
    expect(await start()).toMatchObject({ __typename: 'ShiftStarted', unreadBriefs: [] });
  });
});
