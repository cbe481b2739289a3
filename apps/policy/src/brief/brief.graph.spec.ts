import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { givenBrief, somePromotion, tell } from '../../test/brief-world.ts';
import { author } from '../../test/policy-documents.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const standingOf = async (id: string) => {
  const { brief } = await ask<{ brief: { state: string; current: { number: number } | null } }>(
    world,
    `query ($id: ID!) { brief(id: $id) { state current { number } } }`,
    { id },
    agent,
  );
  return `${brief.state} ${brief.current?.number ?? '-'}`;
};

const liveAt = async (at: string) => {
  const query = `query ($at: DateTime!) { briefs(liveAt: $at) { nodes { id } totalCount } }`;
  const { briefs } = await ask<{ briefs: { nodes: { id: string }[] } }>(world, query, { at }, agent);
  return briefs.nodes.map(({ id }) => id);
};

const versionsOf = async (id: string) => {
  const query = `query ($id: ID!) { brief(id: $id) { versions { nodes { number state message liveFrom liveUntil } totalCount } } }`;
  const { brief } = await ask<{ brief: { versions: { nodes: Record<string, unknown>[]; totalCount: number } } }>(
    world,
    query,
    { id },
  );
  return brief.versions.nodes;
};

const WINDOW = { liveFrom: '2026-03-03T08:00:00.000Z', liveUntil: '2026-03-03T18:00:00.000Z' };

describe('a promotion brief', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('becomes live at its second and disappears at its end, without anything having run', async () => {
    const { brief } = await tell(world, 'draftPromotionBrief', { ...somePromotion, ...WINDOW });
    expect(await standingOf(brief.id)).toBe('DRAFT -');
    expect(await liveAt('2026-03-03T12:00:00Z')).toEqual([]);
    await tell(world, 'publishBrief', { briefId: brief.id, expectedVersion: 1 });
    expect(await standingOf(brief.id)).toBe('SCHEDULED -');
    const moments = [
      ['2026-03-03T07:59:59.999Z', 'SCHEDULED -', []],
      ['2026-03-03T08:00:00.000Z', 'LIVE 1', [brief.id]],
      ['2026-03-03T17:59:59.999Z', 'LIVE 1', [brief.id]],
      ['2026-03-03T18:00:00.000Z', 'ENDED -', []],
    ] as const;
    for (const [at, standing, live] of moments) {
      clock.set(at);
      expect(await standingOf(brief.id)).toBe(standing);
      expect(await liveAt(at)).toEqual(live);
    }
  });

  it('tells what it is, for whom and from when, once for each key, and announces it when it is published', async () => {
    const site = someId('site');
    const input = {
      ...somePromotion,
      ...WINDOW,
      idempotencyKey: 'k',
      tellCustomers: 'Ask at the till',
      faqs: [{ question: 'Online too?', answer: 'No' }],
      audience: { roles: ['AGENT'], siteIds: [site] },
    };
    const { brief, briefVersion } = await tell(world, 'draftPromotionBrief', input);
    expect((await tell(world, 'draftPromotionBrief', input)).brief.id).toBe(brief.id);
    await tell(world, 'publishBrief', { briefId: brief.id });
    const seen = await ask(
      world,
      `query ($id: ID!) { briefVersion(id: $id) { message tellCustomers terms faqs { question answer } audience { roles sites { id } } mustReadBeforeShift
         quiz { passMark } author { id } publishedAt brief { __typename title } } }`,
      { id: briefVersion.id },
    );
    expect(seen['briefVersion']).toEqual({
      message: 'A fifth off all garden chairs',
      tellCustomers: 'Ask at the till',
      terms: 'While stocks last',
      faqs: input.faqs,
      audience: { roles: ['AGENT'], sites: [{ id: site }] },
      mustReadBeforeShift: true,
      quiz: null,
      author: { id: author.personId },
      publishedAt: NOON,
      brief: { __typename: 'PromotionBrief', title: 'Spring sale' },
    });
    expect(await eventsAbout(world, brief.id)).toMatchObject([
      {
        type: 'courtesy.brief.published.v1',
        sequence: 2,
        data: {
          ...WINDOW,
          briefVersionId: briefVersion.id,
          siteIds: [site],
          roles: ['AGENT'],
          mustReadBeforeShift: true,
        },
      },
    ]);
  });

  it('is amended by a next version from then on, and what was live before stays what was', async () => {
    const { brief } = await givenBrief(world);
    clock.set('2026-03-03T09:00:00.000Z');
    const amended = await tell(world, 'amendBrief', { briefId: brief.id, message: 'A quarter off', title: 'Sale' });
    expect(amended).toMatchObject({
      brief: { title: 'Sale', state: 'LIVE' },
      briefVersion: { number: 2, state: 'LIVE' },
    });
    expect(await versionsOf(brief.id)).toEqual([
      {
        number: 2,
        state: 'LIVE',
        message: 'A quarter off',
        liveFrom: clock().toISOString(),
        liveUntil: somePromotion.liveUntil,
      },
      { number: 1, state: 'ENDED', message: somePromotion.message, liveFrom: NOON, liveUntil: clock().toISOString() },
    ]);
    const query = `query ($id: ID!) { brief(id: $id) { then: versionAt(at: "2026-03-03T08:59:59.999Z") { number } now: versionAt(at: "2026-03-03T09:00:00Z") { number } } }`;
    expect((await ask(world, query, { id: brief.id }))['brief']).toEqual({ then: { number: 1 }, now: { number: 2 } });
    expect((await eventsAbout(world, brief.id)).map(({ sequence, data }) => [sequence, data['number']])).toEqual([
      [2, 1],
      [3, 2],
    ]);
  });

  it('keeps what is live until a later amendment begins, and gives up what has not begun', async () => {
    const { brief } = await givenBrief(world);
    const later = { briefId: brief.id, liveFrom: '2026-03-05T00:00:00Z', message: 'From Thursday' };
    expect(await tell(world, 'amendBrief', later)).toMatchObject({
      brief: { state: 'LIVE' },
      briefVersion: { state: 'SCHEDULED' },
    });
    await tell(world, 'amendBrief', { briefId: brief.id, message: 'From Thursday, corrected' });
    expect(await standingOf(brief.id)).toBe('LIVE 1');
    clock.set('2026-03-05T00:00:00.000Z');
    expect(await standingOf(brief.id)).toBe('LIVE 3');
    expect(await versionsOf(brief.id)).toMatchObject([
      { number: 3 },
      { number: 2, state: 'ENDED' },
      { number: 1, state: 'ENDED' },
    ]);
  });

  it('is cancelled with a reason, announces that, and is over then', async () => {
    const { brief } = await givenBrief(world);
    expect(await tell(world, 'cancelBrief', { briefId: brief.id, reason: ' ' })).toMatchObject({
      problems: [{ path: 'reason' }],
    });
    clock.set('2026-03-04T00:00:00.000Z');
    await tell(world, 'cancelBrief', { briefId: brief.id, reason: ' Sold out ' });
    expect(await standingOf(brief.id)).toBe('ENDED -');
    expect(await liveAt('2026-03-03T00:00:00Z')).toEqual([brief.id]);
    const query = `query ($id: ID!) { brief(id: $id) { cancelledAt cancellationReason } }`;
    const cancelled = { cancelledAt: clock().toISOString(), cancellationReason: 'Sold out' };
    expect((await ask(world, query, { id: brief.id }))['brief']).toEqual(cancelled);
    expect((await eventsAbout(world, brief.id)).at(-1)).toMatchObject({
      type: 'courtesy.brief.cancelled.v1',
      data: { kind: 'PROMOTION', reason: 'Sold out' },
    });
    for (const [verb, input] of [
      ['cancelBrief', { reason: 'Again' }],
      ['amendBrief', { message: 'Still on' }],
      ['publishBrief', {}],
    ] as const)
      expect(await tell(world, verb, { briefId: brief.id, ...input })).toMatchObject({
        __typename: 'IllegalBriefState',
        state: 'ENDED',
        message: '"Spring sale" is over, which does not allow this. Look at its versions, or write a new one.',
      });
  });

  it('is refused with the place of everything that is wrong, and when it was read before somebody changed it', async () => {
    const wrong = await tell(world, 'draftPromotionBrief', {
      title: ' ',
      message: '',
      terms: 'x'.repeat(20_001),
      faqs: [{ question: '', answer: 'Yes' }],
      audience: { siteIds: ['somewhere'] },
      quiz: { passMark: 0, questions: [{ question: 'Is it?', choices: ['Yes', 'No'], rightChoice: 3 }] },
      liveFrom: '2026-03-03T00:00:00Z',
      liveUntil: '2026-03-03T00:00:00Z',
    });
    expect(wrong.problems?.map(({ path }) => path)).toEqual([
      'title',
      'message',
      'terms',
      'faqs[0].question',
      'audience.siteIds[0]',
      'quiz.questions[0].rightChoice',
      'quiz.passMark',
      'liveUntil',
    ]);
    const { brief } = await tell(world, 'draftPromotionBrief', { ...somePromotion, liveUntil: NOON });
    expect(await tell(world, 'publishBrief', { briefId: brief.id })).toMatchObject({
      problems: [{ path: 'liveUntil' }],
    });
    const until = { briefId: brief.id, liveUntil: '2026-03-20T00:00:00Z' };
    expect(await tell(world, 'amendBrief', { ...until, liveFrom: '2026-03-21T00:00:00Z' })).toMatchObject({
      __typename: 'InvalidInput',
    });
    expect(await tell(world, 'amendBrief', { ...until, reviewBy: NOON })).toMatchObject({
      problems: [{ path: 'reviewBy' }],
    });
    expect(await tell(world, 'amendBrief', until)).toMatchObject({ briefVersion: { number: 1, state: 'DRAFT' } });
    expect(await tell(world, 'publishBrief', { briefId: brief.id, expectedVersion: 1 })).toMatchObject({
      __typename: 'StaleVersion',
    });
    await tell(world, 'cancelBrief', { briefId: brief.id, reason: 'Never mind' });
    expect(await eventsAbout(world, brief.id)).toEqual([]);
    expect(await tell(world, 'publishBrief', { briefId: someId('brf') })).toMatchObject({ __typename: 'NotFound' });
  });

  it('is written by managers, and read by staff alone', async () => {
    const mutation = `mutation ($input: CancelBriefInput!) { cancelBrief(input: $input) { __typename } }`;
    const input = { briefId: someId('brf'), reason: 'No' };
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
    const customer = { ...agent, scopes: ['customer:read', 'case:read'] };
    expect(await errorOf(world, `{ briefs { totalCount } }`, {}, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('what a version says', () => {
  it('never changes once it is published, whoever asks the database', async () => {
    const { brief } = await givenBrief(world);
    const { manager } = world.service.database;
    for (const sql of [
      `UPDATE brief_versions SET message = 'Free for all'`,
      `UPDATE brief_versions SET ends_at = NULL`,
      'DELETE FROM brief_versions',
      `UPDATE brief_versions SET brief_id = 'another'`,
    ])
      await expect(manager.query(sql)).rejects.toThrow(/never changes|permission denied/);
    expect(await versionsOf(brief.id)).toMatchObject([{ message: somePromotion.message }]);
  });
});
