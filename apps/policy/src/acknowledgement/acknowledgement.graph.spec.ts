import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import type { CloudEvent } from '@courtesy/events';
import { approve, approver, change, givenNext, givenPolicy } from '../../test/policy-documents.ts';
import {
  announced as announcedTo,
  asPerson,
  event,
  givenPeople as givenPeopleIn,
  leeds,
  north,
  posted,
  team,
  york,
} from '../../test/people-world.ts';
import { ask, clock, errorOf, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const announced = (...events: CloudEvent[]) => announcedTo(world, ...events);
const givenPeople = () => givenPeopleIn(world);

const acknowledge = (policyVersionId: string, actor: Actor, input: Record<string, unknown> = {}) =>
  change(world, 'acknowledgePolicyVersion', { policyVersionId, method: 'READ', ...input }, actor);

async function acknowledgementsOf(id: string, actor: Actor = approver) {
  const { policyVersion } = await ask<{
    policyVersion: { acknowledgements: { nodes: { person: { id: string } }[]; totalCount: number } };
  }>(
    world,
    `query ($id: ID!) { policyVersion(id: $id) { acknowledgements { nodes { id person { id } method quizScore acknowledgedAt recordedAt } totalCount } } }`,
    { id },
    actor,
  );
  return policyVersion.acknowledgements;
}

async function gapsOf(policyVersionId: string, actor: Actor = approver): Promise<string[]> {
  const { acknowledgementGaps } = await ask<{ acknowledgementGaps: { nodes: { person: { id: string } }[] } }>(
    world,
    `query ($id: ID!) { acknowledgementGaps(policyVersionId: $id) { nodes { person { id } jobRole site { id } } } }`,
    { id: policyVersionId },
    actor,
  );
  return acknowledgementGaps.nodes.map(({ person }) => person.id);
}

const sorted = (...ids: string[]) => ids.sort();

/** Row 8 of the table of capabilities. */
describe('the acknowledgements of a version', () => {
  it('are the same after the next one, of which everybody of the audience is a gap', async () => {
    const { ann, bea, lea, kit } = await givenPeople();
    const { policy, policyVersion: first } = await givenPolicy(world);
    await approve(world, first.id);
    for (const person of [ann, bea, lea, kit]) await acknowledge(first.id, asPerson(person));
    const before = await acknowledgementsOf(first.id);
    expect(before).toMatchObject({ totalCount: 4 });
    expect(await gapsOf(first.id)).toEqual([]);
    clock.set('2026-04-01T00:00:00Z');
    const { policyVersion: second } = await givenNext(world, policy.id);
    expect(second.state).toBe('EFFECTIVE');
    expect(await acknowledgementsOf(first.id)).toEqual(before);
    expect(await gapsOf(second.id)).toEqual(sorted(ann, bea, lea, kit));
    expect(await acknowledgementsOf(second.id)).toMatchObject({ nodes: [], totalCount: 0 });
    await acknowledge(second.id, asPerson(kit));
    expect(await gapsOf(second.id)).toEqual(sorted(ann, bea, lea));
  });

  it('are told of one version by person, only of those whom the caller sees', async () => {
    const { ann, bea } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    await acknowledge(policyVersion.id, asPerson(ann));
    const query = `query ($people: [_Any!]!, $id: ID!) { _entities(representations: $people) { ... on Person { acknowledged(policyVersionId: $id) { method person { id } } } } }`;
    const people = [ann, bea].map((id) => ({ __typename: 'Person', id }));
    const seenBy = async (actor: Actor, id: string) =>
      (await ask<{ _entities: unknown }>(world, query, { people, id }, actor))._entities;
    const own = { acknowledged: { method: 'READ', person: { id: ann } } };
    expect(await seenBy(approver, policyVersion.id)).toEqual([own, { acknowledged: null }]);
    expect(await seenBy(asPerson(bea), policyVersion.id)).toEqual([{ acknowledged: null }, { acknowledged: null }]);
    expect(await seenBy(approver, someId('polv'))).toEqual([{ acknowledged: null }, { acknowledged: null }]);
  });

  it('can neither be changed nor deleted by this service, whoever asks it to', async () => {
    const { ann } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    await acknowledge(policyVersion.id, asPerson(ann));
    const { manager } = world.service.database;
    for (const sql of [
      `UPDATE acknowledgements SET method = 'READ'`,
      'DELETE FROM acknowledgements',
      'TRUNCATE acknowledgements',
    ])
      await expect(manager.query(sql)).rejects.toThrow('permission denied');
    expect(await acknowledgementsOf(policyVersion.id)).toMatchObject({ totalCount: 1 });
  });
});

describe('the gaps of a version', () => {
  it('are those of the audience who work here now, by role and by site', async () => {
    const { ann, bea, lea, kit } = await givenPeople();
    const gapsFor = async (audience: object) => gapsOf((await givenPolicy(world, { audience })).policyVersion.id);
    expect(await gapsFor({})).toEqual(sorted(ann, bea, lea, kit));
    expect(await gapsFor({ roles: ['LEAD', 'MANAGER'] })).toEqual([lea]);
    expect(await gapsFor({ siteIds: [leeds] })).toEqual(sorted(ann, bea, lea));
    expect(await gapsFor({ roles: ['AGENT'], siteIds: [leeds] })).toEqual(sorted(ann, bea));
    await announced(posted('moved', ann, 'LEAD', [york]), event('courtesy.person.left.v1', bea, { leftAt: NOON }));
    expect(await gapsFor({ roles: ['AGENT'] })).toEqual([kit]);
  });

  it('are those whom the caller sees, page by page', async () => {
    const { ann, bea, lea, kit } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    const seenBy = (actor: Actor) => gapsOf(policyVersion.id, actor);
    expect(await seenBy(asPerson(kit))).toEqual([kit]);
    expect(await seenBy(caller('LEAD', { personId: lea, teamId: team }))).toEqual(sorted(ann, lea));
    expect(await seenBy(caller('MANAGER', { siteId: leeds }))).toEqual(sorted(ann, bea, lea));
    expect(await seenBy(caller('REGIONAL', { regionId: north }))).toEqual(sorted(ann, bea, lea));
    expect(await seenBy(caller('MANAGER'))).toEqual([]);
    for (const person of [ann, kit]) await acknowledge(policyVersion.id, asPerson(person));
    expect(await acknowledgementsOf(policyVersion.id, asPerson(kit))).toMatchObject({
      nodes: [{ person: { id: kit } }],
      totalCount: 1,
    });
    const page = `query ($id: ID!, $after: String) { acknowledgementGaps(policyVersionId: $id, first: 1, after: $after) { nodes { person { id } } pageInfo { hasNextPage endCursor } totalCount } }`;
    type Page = {
      acknowledgementGaps: {
        nodes: unknown;
        pageInfo: { endCursor: string; hasNextPage: boolean };
        totalCount: number;
      };
    };
    const first = (await ask<Page>(world, page, { id: policyVersion.id }, approver)).acknowledgementGaps;
    expect(first).toMatchObject({ nodes: [{ person: { id: bea } }], pageInfo: { hasNextPage: true }, totalCount: 2 });
    const rest = await ask<Page>(world, page, { id: policyVersion.id, after: first.pageInfo.endCursor }, approver);
    expect(rest.acknowledgementGaps).toMatchObject({
      nodes: [{ person: { id: lea } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('are null for a version that is not there', async () => {
    const query = `query ($id: ID!) { acknowledgementGaps(policyVersionId: $id) { totalCount } }`;
    expect(await ask(world, query, { id: someId('polv') })).toEqual({ acknowledgementGaps: null });
  });
});

describe('acknowledging a version', () => {
  it('is done once by each person; the first one stands, also of several at once', async () => {
    const { ann } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    const all = await Promise.all(
      [1, 2, 3].map(() => acknowledge(policyVersion.id, asPerson(ann), { method: 'QUIZ', quizScore: 80 })),
    );
    expect(all.map((each) => each.__typename).sort()).toEqual([
      'AlreadyAcknowledged',
      'AlreadyAcknowledged',
      'PolicyVersionAcknowledged',
    ]);
    expect(new Set(all.map((each) => each.acknowledgement.id)).size).toBe(1);
    expect(all[0]?.acknowledgement).toMatchObject({ method: 'QUIZ', quizScore: 80 });
    expect(await eventsAbout(world, all[0]?.acknowledgement.id ?? '')).toMatchObject([
      {
        type: 'courtesy.policy-version.acknowledged.v1',
        data: { personId: ann, policyVersionId: policyVersion.id, quizScore: 80 },
      },
    ]);
  });

  it('is for oneself; for others it takes a writer of policies who sees them', async () => {
    const { ann, kit } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    const forKit = (actor: Actor) => acknowledge(policyVersion.id, actor, { personId: kit, method: 'SIGNATURE' });
    expect(await forKit(asPerson(ann))).toMatchObject({ __typename: 'NotFound' });
    expect(await forKit(caller('AGENT', { reach: 'ALL' }))).toMatchObject({ __typename: 'NotFound' });
    expect(await forKit(caller('MANAGER', { siteId: leeds }))).toMatchObject({ __typename: 'NotFound' });
    expect(await forKit(caller('MANAGER', { siteId: york }))).toMatchObject({
      acknowledgement: { method: 'SIGNATURE' },
    });
    expect(await acknowledge(policyVersion.id, caller('ADMIN'))).toMatchObject({ problems: [{ path: 'personId' }] });
  });

  it('is for versions that count or will, with a score for a quiz and only for it, and not in the future', async () => {
    const { ann } = await givenPeople();
    const { policyVersion } = await givenPolicy(world);
    expect(await acknowledge(policyVersion.id, asPerson(ann))).toMatchObject({ __typename: 'IllegalVersionState' });
    expect(await acknowledge(someId('polv'), asPerson(ann))).toMatchObject({ __typename: 'NotFound' });
    await approve(world, policyVersion.id, { effectiveFrom: '2026-09-01T00:00:00Z' });
    for (const input of [{ method: 'QUIZ' }, { method: 'QUIZ', quizScore: 101 }, { quizScore: 5 }])
      expect(await acknowledge(policyVersion.id, asPerson(ann), input)).toMatchObject({
        problems: [{ path: 'quizScore' }],
      });
    const early = { acknowledgedAt: '2026-03-02T12:00:00.001Z' };
    expect(await acknowledge(policyVersion.id, asPerson(ann), early)).toMatchObject({
      problems: [{ path: 'acknowledgedAt' }],
    });
    expect(await acknowledge(policyVersion.id, asPerson(ann))).toMatchObject({
      __typename: 'PolicyVersionAcknowledged',
    });
  });

  it('is read beside the person, for 40 of them in as many statements as for one', async () => {
    const { policyVersion } = await givenPolicy(world);
    await approve(world, policyVersion.id);
    const people = Array.from({ length: 40 }, () => someId('pers'));
    for (const person of people) await acknowledge(policyVersion.id, asPerson(person));
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { acknowledgements { nodes { policyVersion { id number state } } totalCount } } } }`;
    const read = (some: readonly string[]) =>
      ask<{ _entities: unknown[] }>(
        world,
        query,
        { people: some.map((id) => ({ __typename: 'Person', id })) },
        approver,
      );
    world.statements();
    await read(people.slice(0, 1));
    const statements = world.statements().length;
    const { _entities } = await read(people);
    expect(world.statements()).toHaveLength(statements);
    const seen = {
      acknowledgements: {
        nodes: [{ policyVersion: { id: policyVersion.id, number: 1, state: 'EFFECTIVE' } }],
        totalCount: 1,
      },
    };
    expect(_entities).toEqual(people.map(() => seen));
  });

  it('is refused to a caller without a right to read policies', async () => {
    const mutation = `mutation ($input: AcknowledgePolicyVersionInput!) { acknowledgePolicyVersion(input: $input) { __typename } }`;
    const input = { policyVersionId: someId('polv'), method: 'READ' };
    expect(await errorOf(world, mutation, { input }, caller('CUSTOMER'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});
