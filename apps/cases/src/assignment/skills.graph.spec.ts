import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KnownEvent } from '@courtesy/events';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, someId, startWorld, type World } from '../../test/cases-world.ts';
import { idOf } from '../../test/named-ids.ts';
import {
  givenDesk,
  givenQueue,
  givenWaiting,
  next,
  offersOf,
  routing,
  verdictsOf,
  type SeenOffer,
} from '../../test/routing-stories.ts';
import { hasSkill, skill, skillExpired, workforceTells } from '../../test/workforce-feed.ts';
import { customerReaction } from '../reactions/customer.reaction.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  await world.database.reset();
});
afterAll(() => {
  clock.set('2026-03-02T10:00:00.000Z');
  return world?.close();
});

const tell = (...told: Parameters<typeof workforceTells> extends [unknown, ...infer T] ? T : never) =>
  workforceTells(world.service.database, ...told);
const welshBilling = {
  skills: [
    { skill: 'billing', isMandatory: true },
    { skill: 'lang.cy', isMandatory: false, dropAfter: 'PT60S' },
  ],
};
const offered = (answer: SeenOffer | string): SeenOffer => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};

describe('a case that asks for Welsh and billing', () => {
  it('drops the preferred skill after 60 seconds unanswered and the mandatory one never, then overflows, all with reasons', async () => {
    await givenDesk(world, ['pers_bill', 'pers_cym']);
    await givenDesk(world, ['pers_over'], 'team_other');
    await tell(skill('skil_billing'), skill('skil_lang.cy'));
    await tell(hasSkill('pers_bill', 'skil_billing'), hasSkill('pers_cym', 'skil_lang.cy'));
    await tell(hasSkill('pers_over', 'skil_billing'));
    await givenQueue(world, { ...welshBilling, overflowTeamId: idOf('team_other'), overflowAfter: 'PT120S' });
    const first = await givenWaiting(world);
    await givenWaiting(world);
    clock.set('2026-03-02T10:00:59.999Z');
    expect(await next(world, 'pers_bill')).toBe('LACKS_PREFERRED_SKILL');
    expect(await next(world, 'pers_cym')).toBe('LACKS_SKILL');
    clock.set('2026-03-02T10:01:00.000Z');
    expect(await next(world, 'pers_cym')).toBe('LACKS_SKILL');
    const offer = offered(await next(world, 'pers_bill'));
    expect(offer.case?.id).toBe(first);
    expect(offer.reasons.asked).toEqual([
      { key: 'billing', isMandatory: true, isDropped: false },
      { key: 'lang.cy', isMandatory: false, isDropped: true },
    ]);
    expect(verdictsOf(offer)).toEqual(['pers_bill CHOSEN', 'pers_cym DID_NOT_ASK', 'pers_over NOT_YET_OVERFLOWING']);
    expect(await next(world, 'pers_over', 'team_other')).toBe('NOT_YET_OVERFLOWING');
    clock.set('2026-03-02T10:02:00.000Z');
    expect(await next(world, 'pers_cym')).toBe('LACKS_SKILL');
    const overflown = offered(await next(world, 'pers_over', 'team_other'));
    // The offer to Bill passed that instant, and the case kept its age.
    expect(overflown.case?.id).toBe(first);
    expect(overflown.reasons.replay).toMatchObject({ isSame: true, person: { id: idOf('pers_over') } });
  });

  it('goes to who has both before anybody else, and to who has it though it was dropped', async () => {
    await givenDesk(world, ['pers_one', 'pers_both']);
    await tell(skill('skil_billing'), skill('skil_lang.cy'), hasSkill('pers_one', 'skil_billing'));
    await tell(hasSkill('pers_both', 'skil_billing'), hasSkill('pers_both', 'skil_lang.cy'));
    await givenQueue(world, { ...welshBilling, delivery: 'PUSH' });
    const id = await givenWaiting(world, { openedAt: '2026-03-02T09:00:00Z' });
    await next(world, 'pers_one');
    const [offer] = await offersOf(world, id);
    expect(offer && verdictsOf(offer)).toEqual(['pers_both CHOSEN', 'pers_one PASSED_OVER']);
    expect(offer?.reasons.chosenBy).toBe('BEST_SKILLED');
  });

  it('is not offered from the instant on at which the certificate ends, whatever was told by then', async () => {
    await givenDesk(world, ['pers_bill', 'pers_rev']);
    await tell(skill('skil_billing'), hasSkill('pers_bill', 'skil_billing', 3, '2026-03-02T12:00:00.000Z'));
    await tell(
      hasSkill('pers_rev', 'skil_billing'),
      skillExpired('pers_rev', 'skil_billing', '2026-03-02T09:00:00.000Z'),
    );
    await givenQueue(world, { skills: [{ skill: 'billing', isMandatory: true }] });
    await givenWaiting(world);
    expect(await next(world, 'pers_rev')).toBe('LACKS_SKILL');
    clock.set('2026-03-02T12:00:00.000Z');
    expect(await next(world, 'pers_bill')).toBe('LACKS_SKILL');
    clock.set('2026-03-02T11:59:59.999Z');
    expect(typeof (await next(world, 'pers_bill'))).toBe('object');
  });

  it('asks for the level, too', async () => {
    await givenDesk(world, ['pers_low', 'pers_high']);
    await tell(
      skill('skil_billing'),
      hasSkill('pers_low', 'skil_billing', 2),
      hasSkill('pers_high', 'skil_billing', 3),
    );
    await givenQueue(world, { skills: [{ skill: 'billing', level: 3, isMandatory: true }] });
    await givenWaiting(world);
    expect(await next(world, 'pers_low')).toBe('LACKS_SKILL');
    expect(typeof (await next(world, 'pers_high'))).toBe('object');
  });
});

describe('the case of a customer who needs an interpreter', () => {
  it('asks for the skill, and says nowhere why', async () => {
    await givenDesk(world, ['pers_any', 'pers_int']);
    await tell(skill('skil_interpreting'), hasSkill('pers_int', 'skil_interpreting'));
    const needs = [{ need: 'INTERPRETER', skill: { skill: 'interpreting', isMandatory: true } }];
    await givenQueue(world, { needs });
    const customerId = someId('cust');
    await world.service.database.transaction((tx) =>
      customerReaction.apply(tx, [
        {
          ...{ specversion: '1.0', id: '1.1', source: '/courtesy/customers', datacontenttype: 'application/json' },
          ...{ type: 'courtesy.customer.adjustments-changed.v1', subject: customerId, sequence: 2 },
          ...{ time: clock().toISOString(), data: { customerId, adjustments: ['INTERPRETER'] } },
        } as unknown as KnownEvent,
      ]),
    );
    const theirs = await givenWaiting(world, { customerId, openedAt: '2026-03-02T09:00:00Z' });
    const other = await givenWaiting(world);
    expect(offered(await next(world, 'pers_any')).case?.id).toBe(other);
    const offer = offered(await next(world, 'pers_int'));
    expect(offer.case?.id).toBe(theirs);
    expect(offer.reasons.asked).toEqual([{ key: 'interpreting', isMandatory: true, isDropped: false }]);
    const told = await world.service.database.manager.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM event_log WHERE type LIKE 'courtesy.assignment%' AND data::text LIKE '%INTERPRET%'`,
    );
    expect(told).toEqual([{ n: 0 }]);
  });
});

describe('a routing queue', () => {
  it('is refused with a skill that nobody has defined, and with half an overflow', async () => {
    const input = {
      ...{
        key: 'desk',
        name: 'The desk',
        teamId: idOf('team_desk'),
        delivery: 'PULL',
        capacity: 0,
        offerTimeout: 'PT0S',
      },
      ...{ skills: [{ skill: 'juggling', isMandatory: true, dropAfter: 'PT1S' }], overflowAfter: 'PT1M' },
      weights: [{ channel: 'EMAIL', weight: 0 }],
    };
    const answer = await ask<{ publishRoutingQueue: { problems: { path: string }[] } }>(
      world,
      `mutation ($input: PublishRoutingQueueInput!) { publishRoutingQueue(input: $input) { ... on InvalidInput { problems { path } } } }`,
      { input },
    );
    expect(answer.publishRoutingQueue.problems.map(({ path }) => path).sort()).toEqual([
      ...['capacity', 'offerTimeout', 'overflowAfter', 'skills', 'skills[0].dropAfter', 'weights[0].weight'],
    ]);
  });

  it('is not for a lead of another team to publish, take over or retire, nor theirs to give out its work', async () => {
    await givenDesk(world, ['pers_ada']);
    const other = caller('LEAD', { teamId: idOf('team_other'), personId: idOf('pers_lead') });
    const id = await givenQueue(world);
    const publish = async (input: object) => {
      const query = `mutation ($input: PublishRoutingQueueInput!) { publishRoutingQueue(input: $input) { __typename ... on InvalidInput { problems { path } } } }`;
      const base = { key: 'desk', name: 'Mine', delivery: 'PULL', capacity: 1, offerTimeout: 'PT1M' };
      const answer = await ask<{ publishRoutingQueue: { problems?: { path: string }[]; __typename: string } }>(
        ...([world, query, { input: { ...base, ...input } }, other] as const),
      );
      return answer.publishRoutingQueue.problems?.map(({ path }) => path) ?? answer.publishRoutingQueue.__typename;
    };
    const [mine, theirs] = [idOf('team_other'), idOf('team_desk')];
    expect(await publish({ teamId: theirs })).toEqual(['teamId', 'key']);
    expect(await publish({ teamId: mine })).toEqual(['key']);
    expect(await publish({ key: 'mine', teamId: mine, overflowTeamId: theirs, overflowAfter: 'PT1M' })).toEqual([
      'overflowTeamId',
    ]);
    expect(await publish({ key: 'mine', teamId: mine })).toBe('RoutingQueuePublished');
    const retire = `mutation ($input: RetireRoutingQueueInput!) { retireRoutingQueue(input: $input) { __typename } }`;
    expect(await ask(world, retire, { input: { queueId: id } }, other)).toEqual({
      retireRoutingQueue: { __typename: 'NotFound' },
    });
    await givenWaiting(world);
    expect((await routing(world, other, 'offerNext', { personId: idOf('pers_ada') })).__typename).toBe('InvalidInput');
    const own = caller('LEAD', { teamId: theirs, personId: idOf('pers_lead') });
    const given = await routing(world, own, 'offerNext', { personId: idOf('pers_ada') });
    expect(given.assignment?.person.id).toBe(idOf('pers_ada'));
    const unseen = await routing(world, other, 'acceptAssignment', { assignmentId: given.assignment?.id });
    expect(unseen.__typename).toBe('NotFound');
    const seen = await routing(world, own, 'acceptAssignment', { assignmentId: given.assignment?.id });
    expect(seen.code).toBe('ASSIGNMENT_IS_FOR_ANOTHER');
  });

  it('is taken by its position, published in versions, and retired once', async () => {
    await givenDesk(world, ['pers_ada']);
    const old = await givenQueue(world, { key: 'all', position: 2 });
    const all = await givenQueue(world, { key: 'all', position: 2, capacity: 5 });
    const mail = await givenQueue(world, { key: 'mail', position: 1, channels: ['EMAIL'], product: 'Kettle' });
    const retire = async (queueId: string) => {
      const query = `mutation ($input: RetireRoutingQueueInput!) { retireRoutingQueue(input: $input) { __typename } }`;
      return (await ask<{ retireRoutingQueue: { __typename: string } }>(world, query, { input: { queueId } }))
        .retireRoutingQueue.__typename;
    };
    expect(await retire(old)).toBe('RoutingQueueIsOver');
    await givenWaiting(world, { category: { product: 'Kettle' } });
    await givenWaiting(world, { category: { product: 'Toaster' } });
    const queues = [];
    const answer = async () =>
      ask<{ routingQueues: { nodes: { id: string; number: number; isRetired: boolean }[] } }>(
        world,
        `{ routingQueues { nodes { id number isRetired } } }`,
      );
    for (const { id } of (await answer()).routingQueues.nodes) queues.push(id);
    expect(queues.sort()).toEqual([old, all, mail].sort());
    expect(await retire(mail)).toBe('RoutingQueueRetired');
    expect(await retire(mail)).toBe('RoutingQueueIsOver');
    expect((await answer()).routingQueues.nodes.filter(({ isRetired }) => isRetired)).toHaveLength(1);
    const offer = offered(await next(world, 'pers_ada'));
    const [row] = await world.service.database.manager.query<{ queue_id: string }[]>(
      `SELECT queue_id FROM assignments WHERE id = $1`,
      [offer.id],
    );
    expect(row?.queue_id).toBe(all);
  });
});
