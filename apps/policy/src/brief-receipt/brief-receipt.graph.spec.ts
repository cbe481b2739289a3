import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenBrief, givenBulletin, tell, unreadOf } from '../../test/brief-world.ts';
import { announced, asPerson, event, givenPeople, leeds, north, posted, team, york } from '../../test/people-world.ts';
import { approver } from '../../test/policy-documents.ts';
import { ask, clock, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const confirm = (briefVersionId: string, personId: string, input: Record<string, unknown> = {}) =>
  tell(world, 'confirmBriefRead', { briefVersionId, ...input }, asPerson(personId));

const receiptsOf = async (id: string, actor: Actor = approver) => {
  const query = `query ($id: ID!) { briefVersion(id: $id) { receipts { nodes { id person { id } method score readAt briefVersion { id } } totalCount } } }`;
  const { briefVersion } = await ask<{
    briefVersion: { receipts: { nodes: { id: string; person: { id: string } }[]; totalCount: number } };
  }>(world, query, { id }, actor);
  return briefVersion.receipts;
};

interface Rates {
  readonly nodes: readonly {
    readonly site: { readonly id: string };
    readonly expected: number;
    readonly rate: number;
  }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}
const RATES = `query ($id: ID!, $number: Int, $first: Int, $after: String) { readRate(briefId: $id, number: $number, first: $first, after: $after) {
  nodes { site { id } expected read rate } totalCount pageInfo { endCursor hasNextPage } } }`;
const ratesOf = async (id: string, variables: Record<string, unknown> = {}, actor: Actor = approver) =>
  (await ask<{ readRate: Rates | null }>(world, RATES, { id, ...variables }, actor)).readRate;

const gapsOf = async (id: string, actor: Actor = approver, number: number | null = null) => {
  const query = `query ($id: ID!, $number: Int) { briefGaps(briefId: $id, number: $number) { nodes { person { id } jobRole site { id } } } }`;
  const { briefGaps } = await ask<{ briefGaps: { nodes: { person: { id: string } }[] } | null }>(
    world,
    query,
    { id, number },
    actor,
  );
  return briefGaps?.nodes.map(({ person }) => person.id) ?? null;
};

const bySite = (...rates: readonly (readonly [site: string, expected: number, read: number])[]) =>
  [...rates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, expected, read]) => ({ site: { id }, expected, read, rate: read / expected }));

/** Row 40 of the table of capabilities, the part of this service. */
describe('what somebody is to read before a shift', () => {
  it('is listed from its second until they confirm it, and is gone when the brief is over', async () => {
    const { ann, kit } = await givenPeople(world);
    const window = { liveFrom: '2026-03-03T08:00:00Z', liveUntil: '2026-03-03T18:00:00Z' };
    const { briefVersion } = await givenBrief(world, window);
    expect(await unreadOf(world, asPerson(ann))).toEqual([]);
    expect(await unreadOf(world, asPerson(ann), { at: '2026-03-03T08:00:00Z' })).toEqual([briefVersion.id]);
    clock.set('2026-03-03T09:00:00.000Z');
    expect(await unreadOf(world, asPerson(ann))).toEqual([briefVersion.id]);
    await confirm(briefVersion.id, ann);
    expect(await unreadOf(world, asPerson(ann))).toEqual([]);
    expect(await unreadOf(world, asPerson(ann), { at: '2026-03-03T08:30:00Z' })).toEqual([briefVersion.id]);
    expect(await unreadOf(world, asPerson(kit))).toEqual([briefVersion.id]);
    clock.set('2026-03-03T18:00:00.000Z');
    expect(await unreadOf(world, asPerson(kit))).toEqual([]);
  });

  it('is to be read again when it was amended, while the receipts of the old version stay', async () => {
    const { ann, kit } = await givenPeople(world);
    const { brief, briefVersion: first } = await givenBrief(world);
    await confirm(first.id, ann);
    const before = await receiptsOf(first.id);
    clock.set('2026-03-03T09:00:00.000Z');
    const { briefVersion: second } = await tell(world, 'amendBrief', { briefId: brief.id, message: 'A quarter off' });
    for (const person of [ann, kit]) expect(await unreadOf(world, asPerson(person))).toEqual([second.id]);
    expect(await confirm(first.id, ann)).toMatchObject({ receipt: { readAt: NOON } });
    expect(await receiptsOf(first.id)).toEqual(before);
    expect(before).toMatchObject({ nodes: [{ person: { id: ann }, method: 'READ', readAt: NOON }], totalCount: 1 });
    expect(await confirm(first.id, someId('pers'))).toMatchObject({ __typename: 'IllegalBriefState', state: 'ENDED' });
    await confirm(second.id, ann);
    expect(await unreadOf(world, asPerson(ann))).toEqual([]);
  });

  it('is for their work and their site, and optional news is asked for', async () => {
    const { ann, kit, lea, gone } = await givenPeople(world);
    const { briefVersion: agents } = await givenBrief(world, { audience: { roles: ['AGENT'] } });
    const { briefVersion: inYork } = await givenBrief(world, { audience: { siteIds: [york] } });
    const { briefVersion: news } = await givenBulletin(world);
    const { briefVersion: urgent } = await givenBulletin(world, { mustReadBeforeShift: true });
    const unread = async (person: string, more = {}) => (await unreadOf(world, asPerson(person), more))?.sort();
    expect(await unread(ann)).toEqual([agents.id, urgent.id].sort());
    expect(await unread(lea)).toEqual([urgent.id]);
    expect(await unread(kit)).toEqual([agents.id, inYork.id, urgent.id].sort());
    expect(await unread(kit, { all: true })).toEqual([agents.id, inYork.id, news.id, urgent.id].sort());
    await announced(world, posted('moved', ann, 'LEAD', [york]));
    expect(await unread(ann)).toEqual([inYork.id, urgent.id].sort());
    expect(await unread(gone)).toEqual([]);
  });

  it('of somebody else is for those who see them', async () => {
    const { ann, kit } = await givenPeople(world);
    const { briefVersion } = await givenBrief(world);
    const ofKit = { personId: kit };
    expect(await unreadOf(world, asPerson(ann), ofKit)).toBeNull();
    expect(await unreadOf(world, caller('MANAGER', { siteId: leeds }), ofKit)).toBeNull();
    expect(await unreadOf(world, caller('MANAGER', { siteId: york }), ofKit)).toEqual([briefVersion.id]);
    expect(await unreadOf(world, caller('ADMIN'))).toBeNull();
    expect(await unreadOf(world, caller('SERVICE'), { personId: someId('pers') })).toBeNull();
  });
});

describe('the read rate', () => {
  it('is by site how many of the audience who work there have read, and the rest are the gaps', async () => {
    const { ann, bea, lea, kit } = await givenPeople(world);
    const { brief, briefVersion } = await givenBrief(world);
    expect(await ratesOf(brief.id)).toMatchObject({ nodes: bySite([leeds, 3, 0], [york, 1, 0]), totalCount: 2 });
    for (const person of [ann, lea, kit, someId('pers')]) await confirm(briefVersion.id, person);
    expect(await ratesOf(brief.id)).toMatchObject({ nodes: bySite([leeds, 3, 2], [york, 1, 1]) });
    expect(await gapsOf(brief.id)).toEqual([bea]);
    const { brief: forAgents } = await givenBrief(world, { audience: { roles: ['AGENT'], siteIds: [leeds] } });
    expect(await ratesOf(forAgents.id)).toMatchObject({ nodes: bySite([leeds, 2, 0]), totalCount: 1 });
  });

  it('is that of the version that is live, or of any by its number, also when it is over', async () => {
    const { ann, bea, lea, kit } = await givenPeople(world);
    const { brief, briefVersion } = await givenBrief(world);
    for (const person of [ann, bea, lea, kit]) await confirm(briefVersion.id, person);
    await tell(world, 'amendBrief', { briefId: brief.id, message: 'Other', liveFrom: '2026-03-05T00:00:00Z' });
    expect(await gapsOf(brief.id)).toEqual([]);
    expect(await gapsOf(brief.id, approver, 2)).toEqual([ann, bea, lea, kit].sort());
    clock.set('2026-04-01T00:00:00.000Z');
    expect(await ratesOf(brief.id)).toMatchObject({ nodes: bySite([leeds, 3, 0], [york, 1, 0]) });
    expect(await ratesOf(brief.id, { number: 1 })).toMatchObject({ nodes: bySite([leeds, 3, 3], [york, 1, 1]) });
    expect(await ratesOf(brief.id, { number: 9 })).toBeNull();
    expect(await gapsOf(someId('brf'))).toBeNull();
  });

  it('counts those whom the caller sees, page by page', async () => {
    const { ann, lea, kit } = await givenPeople(world);
    const { brief } = await givenBrief(world);
    const seenBy = async (actor: Actor) => (await ratesOf(brief.id, {}, actor))?.nodes;
    expect(await seenBy(caller('LEAD', { personId: lea, teamId: team }))).toEqual(bySite([leeds, 2, 0]));
    expect(await seenBy(caller('MANAGER', { siteId: york }))).toEqual(bySite([york, 1, 0]));
    expect(await seenBy(caller('REGIONAL', { regionId: north }))).toEqual(bySite([leeds, 3, 0]));
    expect(await seenBy(asPerson(ann))).toEqual(bySite([leeds, 1, 0]));
    expect(await gapsOf(brief.id, asPerson(kit))).toEqual([kit]);
    const first = await ratesOf(brief.id, { first: 1 });
    expect(first).toMatchObject({ pageInfo: { hasNextPage: true }, totalCount: 2 });
    const rest = await ratesOf(brief.id, { first: 1, after: first?.pageInfo.endCursor });
    expect(rest).toMatchObject({ pageInfo: { hasNextPage: false }, totalCount: 2 });
    expect([...(first?.nodes ?? []), ...(rest?.nodes ?? [])]).toEqual(bySite([leeds, 3, 0], [york, 1, 0]));
  });
});

describe('confirming that one read a version', () => {
  it('is answered with the first receipt ever after, also of several at once, and announced once', async () => {
    const { ann } = await givenPeople(world);
    const { briefVersion } = await givenBrief(world);
    const all = await Promise.all([1, 2, 3].map(() => confirm(briefVersion.id, ann)));
    clock.set('2026-03-04T00:00:00.000Z');
    all.push(await confirm(briefVersion.id, ann));
    expect(all.map((each) => each.receipt)).toEqual(all.map(() => all[0]?.receipt));
    expect(all[0]?.receipt).toMatchObject({ method: 'READ', readAt: NOON });
    expect(await eventsAbout(world, all[0]?.receipt.id ?? '')).toMatchObject([
      { type: 'courtesy.brief.read.v1', data: { personId: ann, number: 1, kind: 'PROMOTION' } },
    ]);
  });

  it('takes as many right answers as the quiz wants, and its right choices are not for readers to see', async () => {
    const { ann } = await givenPeople(world);
    const question = (rightChoice: number) => ({ question: 'Which?', choices: ['This', 'That'], rightChoice });
    const quiz = { passMark: 60, questions: [question(1), question(2), question(2)] };
    const { briefVersion } = await givenBulletin(world, { quiz });
    for (const answers of [null, [1], [1, 2, 3]])
      expect((await confirm(briefVersion.id, ann, { answers })).problems?.[0]?.path).toMatch(/^answers/);
    expect(await confirm(briefVersion.id, ann, { answers: [1, 1, 1] })).toMatchObject({
      __typename: 'BriefQuizFailed',
      score: 33,
      message: 'The answers gave 33 of a hundred points, and it takes 60. Read it again, then answer again.',
    });
    expect(await receiptsOf(briefVersion.id)).toMatchObject({ totalCount: 0 });
    expect(await confirm(briefVersion.id, ann, { answers: [1, 2, 1] })).toMatchObject({
      receipt: { method: 'QUIZ', score: 66 },
    });
    const query = `query ($id: ID!) { briefVersion(id: $id) { quiz { passMark questions { question choices rightChoice } } } }`;
    const answer = await world.service.execute({ query, variables: { id: briefVersion.id }, actor: asPerson(ann) });
    expect(JSON.stringify(answer.data)).not.toContain('"rightChoice":2');
    const { briefVersion: plain } = await givenBrief(world);
    expect(await confirm(plain.id, ann, { answers: [1] })).toMatchObject({ problems: [{ path: 'answers' }] });
  });

  it('is for people, of what is live or to come', async () => {
    const { ann } = await givenPeople(world);
    const { briefVersion: draft } = await tell(world, 'draftPromotionBrief', {
      title: 'Not yet',
      message: 'x',
      terms: 'y',
      liveUntil: '2026-03-09T00:00:00Z',
    });
    expect(await confirm(draft.id, ann)).toMatchObject({ __typename: 'IllegalBriefState', state: 'DRAFT' });
    expect(await confirm(someId('brfv'), ann)).toMatchObject({ __typename: 'NotFound' });
    const { briefVersion } = await givenBrief(world, { liveFrom: '2026-03-04T00:00:00Z' });
    expect(await tell(world, 'confirmBriefRead', { briefVersionId: briefVersion.id }, caller('SERVICE'))).toMatchObject(
      {
        problems: [{ path: 'briefVersionId' }],
      },
    );
    expect(await confirm(briefVersion.id, ann)).toMatchObject({ __typename: 'BriefReadConfirmed' });
    expect(await unreadOf(world, asPerson(ann), { at: '2026-03-04T00:00:00Z' })).toEqual([]);
  });
});

describe('receipts', () => {
  it('can neither be changed nor deleted by this service, and outlive the person and a cancellation', async () => {
    const { ann } = await givenPeople(world);
    const { brief, briefVersion } = await givenBrief(world);
    await confirm(briefVersion.id, ann);
    const { manager } = world.service.database;
    for (const sql of [
      `UPDATE brief_receipts SET read_at = now()`,
      'DELETE FROM brief_receipts',
      'TRUNCATE brief_receipts',
    ])
      await expect(manager.query(sql)).rejects.toThrow('permission denied');
    await tell(world, 'cancelBrief', { briefId: brief.id, reason: 'Sold out' });
    await announced(world, event('courtesy.person.left.v1', ann, { leftAt: NOON }));
    expect(await receiptsOf(briefVersion.id)).toMatchObject({ nodes: [{ person: { id: ann } }], totalCount: 1 });
  });

  it('are those of the people whom the caller sees, on every road', async () => {
    const { ann, kit } = await givenPeople(world);
    const { briefVersion } = await givenBrief(world);
    const { receipt } = await confirm(briefVersion.id, ann);
    await confirm(briefVersion.id, kit);
    expect(await receiptsOf(briefVersion.id, asPerson(kit))).toMatchObject({
      nodes: [{ person: { id: kit } }],
      totalCount: 1,
    });
    const query = `query ($all: [_Any!]!, $id: ID!) { _entities(representations: $all) { ... on BriefReceipt { id } } briefVersion(id: $id) { myReceipt { person { id } } } }`;
    const all = [{ __typename: 'BriefReceipt', id: receipt.id }];
    expect(await ask(world, query, { all, id: briefVersion.id }, asPerson(kit))).toEqual({
      _entities: [null],
      briefVersion: { myReceipt: { person: { id: kit } } },
    });
  });
});
