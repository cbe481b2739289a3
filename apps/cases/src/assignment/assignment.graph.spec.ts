import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clock, eventsAbout, startWorld, type World } from '../../test/cases-world.ts';
import { idOf } from '../../test/named-ids.ts';
import {
  agent,
  givenDesk,
  givenQueue,
  givenWaiting,
  next,
  offersOf,
  resolve,
  routing,
  take,
  verdictsOf,
  type SeenOffer,
} from '../../test/routing-stories.ts';
import { leave, left, present, shift, calledOff, worksAt, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  await world.database.reset();
});
afterEach(() => clock.set('2026-03-02T10:00:00.000Z'));
afterAll(() => world?.close());

const offered = async (name: string, team?: string): Promise<SeenOffer> => {
  const offer = await next(world, name, team);
  if (typeof offer === 'string') throw new Error(`${name} was offered nothing: ${offer}`);
  return offer;
};

describe('who asks for work', () => {
  it('is offered the most urgent case first and then the one that waits longest, and has it once they accept', async () => {
    await givenDesk(world, ['pers_ada']);
    await givenQueue(world);
    const normal = [await givenWaiting(world, { openedAt: '2026-03-02T09:01:00Z' })];
    normal.unshift(await givenWaiting(world, { openedAt: '2026-03-02T09:00:00Z' }));
    const urgent = await givenWaiting(world, { priority: 'URGENT' });
    const low = await givenWaiting(world, { priority: 'LOW', openedAt: '2026-03-01T09:00:00Z' });
    const taken = [];
    for (let i = 0; i < 4; i += 1) taken.push(await take(world, 'pers_ada'));
    expect(taken).toEqual([urgent, ...normal, low]);
    expect(await next(world, 'pers_ada')).toBe('NOTHING_WAITS');
    const [offer] = await offersOf(world, urgent);
    expect(offer).toMatchObject({ status: 'ACCEPTED', reasons: { chosenBy: 'ONLY_CANDIDATE' } });
    expect(await eventsAbout(world, urgent)).toContain('courtesy.case.assigned.v1');
    expect(await eventsAbout(world, offer?.id ?? '')).toEqual([
      'courtesy.assignment.offered.v1',
      'courtesy.assignment.ended.v1',
    ]);
  });

  it('is told of the same offer until they answer it', async () => {
    await givenDesk(world, ['pers_ada']);
    await givenQueue(world);
    await givenWaiting(world);
    await givenWaiting(world);
    const first = await offered('pers_ada');
    expect((await offered('pers_ada')).id).toBe(first.id);
  });

  it('takes cases up to their capacity, and when it frees the oldest goes before the next: 4 before 5', async () => {
    await givenDesk(world, ['pers_ada']);
    await givenQueue(world, { weights: [{ channel: 'EMAIL', weight: 2 }] });
    const cases = [];
    for (let i = 1; i <= 5; i += 1) cases.push(await givenWaiting(world, { openedAt: `2026-03-02T09:0${i}:00Z` }));
    for (const id of cases.slice(0, 3)) expect(await take(world, 'pers_ada')).toBe(id);
    expect(await next(world, 'pers_ada')).toBe('NO_CAPACITY');
    await resolve(world, cases[1] ?? '');
    expect(await take(world, 'pers_ada')).toBe(cases[3]);
    expect(await next(world, 'pers_ada')).toBe('NO_CAPACITY');
  });

  it('takes nothing beside a call, and no call beside anything', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await givenQueue(world, { weights: [{ channel: 'PHONE', weight: 6, isExclusive: true }] });
    const call = await givenWaiting(world, { channel: 'PHONE' });
    const mail = await givenWaiting(world);
    expect(await take(world, 'pers_ada')).toBe(call);
    expect(await next(world, 'pers_ada')).toBe('ON_EXCLUSIVE_WORK');
    expect(await take(world, 'pers_ben')).toBe(mail);
    await givenWaiting(world, { channel: 'PHONE' });
    expect(await next(world, 'pers_ben')).toBe('NO_CAPACITY');
  });

  it('has what others gave them by hand in hand, and half the room at half the capacity', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await workforceTells(world.service.database, worksAt('pers_ben', 50));
    await givenQueue(world, { capacity: 4, weights: [{ channel: 'EMAIL', weight: 2 }] });
    await givenWaiting(world, { assigneeId: idOf('pers_ada') });
    for (let i = 0; i < 4; i += 1) await givenWaiting(world);
    for (const name of ['pers_ada', 'pers_ben']) {
      await take(world, name);
      expect(await next(world, name)).toBe('NO_CAPACITY');
    }
  });

  it('is offered nothing off shift, on leave, on a break or away, where the queue goes by that', async () => {
    const names = ['pers_ada', 'pers_ben', 'pers_cat', 'pers_dan', 'pers_eve'];
    await givenDesk(world, names);
    await workforceTells(
      world.service.database,
      calledOff(shift('pers_ada', 'site_leeds', '2026-03-02T00:00:00.000Z', '2026-03-02T23:59:59.000Z')),
      leave('pers_ben', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'),
      present('pers_cat', 'BREAK'),
      present('pers_dan', 'MEETING'),
    );
    await givenQueue(world);
    await givenWaiting(world);
    const causes = [];
    for (const name of names.slice(0, 4)) causes.push(await next(world, name));
    expect(causes).toEqual(['OFF_SHIFT', 'ON_LEAVE', 'ON_BREAK', 'NOT_AVAILABLE']);
    expect(verdictsOf(await offered('pers_eve'))).toEqual([
      'pers_ada OFF_SHIFT',
      'pers_ben ON_LEAVE',
      'pers_cat ON_BREAK',
      'pers_dan NOT_AVAILABLE',
      'pers_eve CHOSEN',
    ]);
    await givenQueue(world, { followsRoster: false, followsPresence: false });
    for (let i = 0; i < 4; i += 1) await givenWaiting(world);
    for (const name of names.slice(0, 4)) expect(typeof (await next(world, name))).toBe('object');
  });
});

describe('an offer that is not taken', () => {
  it('leaves the case its age, and does not come back to whoever declined it until a while has passed', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await givenQueue(world, { declineRest: 'PT10M' });
    const oldest = await givenWaiting(world, { openedAt: '2026-03-02T08:00:00Z' });
    const newer = await givenWaiting(world, { openedAt: '2026-03-02T09:00:00Z' });
    const offer = await offered('pers_ada');
    expect(offer.case?.id).toBe(oldest);
    const answer = await routing(world, agent('pers_ada'), 'declineAssignment', {
      assignmentId: offer.id,
      reason: 'BUSY',
    });
    expect(answer.assignment).toMatchObject({ status: 'DECLINED', declineReason: 'BUSY' });
    expect(await take(world, 'pers_ada')).toBe(newer);
    expect(await next(world, 'pers_ada')).toBe('DECLINED_IT');
    const toBen = await offered('pers_ben');
    expect(toBen.case?.id).toBe(oldest);
    expect(verdictsOf(toBen)).toEqual(['pers_ada DID_NOT_ASK', 'pers_ben CHOSEN']);
    await routing(world, agent('pers_ben'), 'declineAssignment', {
      assignmentId: toBen.id,
      reason: 'CONFLICT_OF_INTEREST',
    });
    clock.set('2026-03-02T10:10:00.000Z');
    expect((await offered('pers_ada')).case?.id).toBe(oldest);
    clock.set('2026-03-05T10:00:00.000Z');
    await workforceTells(
      world.service.database,
      shift('pers_ben', 'site_leeds', '2026-03-05T00:00:00.000Z', '2026-03-05T23:00:00.000Z'),
    );
    expect(await next(world, 'pers_ben')).toBe('DECLINED_IT');
  });

  it('passes when nobody answers in time, and cannot be accepted from that instant on', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await givenQueue(world);
    const id = await givenWaiting(world);
    const offer = await offered('pers_ada');
    expect(await next(world, 'pers_ben')).toBe('NOTHING_WAITS');
    clock.set('2026-03-02T10:01:00.000Z');
    const late = await routing(world, agent('pers_ada'), 'acceptAssignment', { assignmentId: offer.id });
    expect(late).toMatchObject({ code: 'ASSIGNMENT_IS_OVER' });
    expect((await offered('pers_ben')).case?.id).toBe(id);
    expect((await offersOf(world, id)).map(({ status }) => status).sort()).toEqual(['EXPIRED', 'OFFERED']);
  });

  it('has passed, and rests, when whoever was offered it goes away only after that', async () => {
    await givenDesk(world, ['pers_ada']);
    await givenQueue(world, { declineRest: 'PT10M' });
    await givenWaiting(world);
    await offered('pers_ada');
    clock.set('2026-03-02T10:01:00.000Z');
    await workforceTells(world.service.database, present('pers_ada', 'AWAY'));
    await workforceTells(world.service.database, present('pers_ada', 'AVAILABLE'));
    expect(await next(world, 'pers_ada')).toBe('DECLINED_IT');
  });

  it('is taken back when whoever was offered it goes away or leaves, and the case goes to somebody else', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben', 'pers_cat']);
    await givenQueue(world);
    const id = await givenWaiting(world);
    await offered('pers_ada');
    await workforceTells(world.service.database, present('pers_ada', 'AWAY'));
    const toBen = await offered('pers_ben');
    expect(toBen.case?.id).toBe(id);
    await workforceTells(world.service.database, left('pers_ben'));
    const [, second, first] = [await offered('pers_cat'), ...(await offersOf(world, id)).slice(1)];
    expect([first?.withdrawnBecause, second?.withdrawnBecause]).toEqual(['PERSON_ABSENT', 'PERSON_LEFT']);
  });

  it('comes to others with all that somebody had in hand who left, each case with its age', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await givenQueue(world);
    const old = await givenWaiting(world, { assigneeId: idOf('pers_ada'), openedAt: '2026-03-02T08:00:00Z' });
    const stray = await givenWaiting(world, { teamId: null, assigneeId: idOf('pers_ada') });
    const ended = await givenWaiting(world, { assigneeId: idOf('pers_ada') });
    await resolve(world, ended);
    await workforceTells(world.service.database, left('pers_ada'));
    const inHand = `SELECT id, team_id FROM cases WHERE assignee_id = $1 ORDER BY id`;
    for (let tries = 0; tries < 200; tries += 1) {
      const rows = await world.service.database.manager.query<object[]>(inHand, [idOf('pers_ada')]);
      if (rows.length === 1) break;
      await new Promise((done) => setTimeout(done, 25));
    }
    const [theirs] = await world.service.database.manager.query<{ id: string }[]>(inHand, [idOf('pers_ada')]);
    expect(theirs?.id).toBe(ended);
    expect([await take(world, 'pers_ben'), await take(world, 'pers_ben')]).toEqual([old, stray]);
  });

  it('is for nobody but whoever was asked, and is over when the case went another way', async () => {
    await givenDesk(world, ['pers_ada', 'pers_ben']);
    await givenQueue(world);
    const id = await givenWaiting(world);
    const { id: assignmentId } = await offered('pers_ada');
    const asOther = await routing(world, agent('pers_ben'), 'acceptAssignment', { assignmentId });
    expect(asOther).toMatchObject({ code: 'ASSIGNMENT_IS_FOR_ANOTHER' });
    await resolve(world, id);
    expect(await routing(world, agent('pers_ada'), 'acceptAssignment', { assignmentId })).toMatchObject({
      code: 'ASSIGNMENT_IS_OVER',
    });
    expect((await offersOf(world, id))[0]).toMatchObject({ status: 'WITHDRAWN', withdrawnBecause: 'CASE_MOVED' });
  });
});
