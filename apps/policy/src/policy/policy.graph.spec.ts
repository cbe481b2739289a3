import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
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
import {
  approve,
  approver,
  author,
  change,
  clausesOf,
  givenNext,
  givenPolicy,
  numbersAt,
} from '../../test/policy-documents.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const stateOf = async (id: string) => {
  const { policyVersion } = await ask<{ policyVersion: { state: string } }>(
    world,
    `query ($id: ID!) { policyVersion(id: $id) { state } }`,
    { id },
    agent,
  );
  return policyVersion.state;
};

const differences = async (id: string, from: number, to: number) => {
  const { policy } = await ask<{ policy: { diff: { changes: readonly Record<string, unknown>[] } } }>(
    world,
    `query ($id: ID!, $from: Int!, $to: Int!) { policy(id: $id) { diff(from: $from, to: $to) { from { number } to { number } changes {
       kind anchor positionBefore positionAfter before { text } after { text } } } } }`,
    { id, from, to },
  );
  return policy.diff;
};

describe('a policy', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is drafted whole, once for each key, and amended beside its versions', async () => {
    const site = someId('site');
    const input = {
      idempotencyKey: 'k',
      title: ' Goodwill ',
      kind: 'PROCEDURE',
      ownerId: someId('pers'),
      audience: { roles: ['AGENT', 'AGENT'], siteIds: [site] },
    };
    const { policy, policyVersion } = await givenPolicy(world, input);
    expect((await givenPolicy(world, input)).policy.id).toBe(policy.id);
    const query = `query ($id: ID!) { policy(id: $id) { title kind owner { id } audience { roles sites { id } } reviewDueAt current { id } version
      versions { nodes { id number summary clauses { anchor heading text policyVersion { id } } authors { id } approver { id } approvedAt } totalCount } } }`;
    expect((await ask(world, query, { id: policy.id }, agent))['policy']).toEqual({
      title: 'Goodwill',
      kind: 'PROCEDURE',
      owner: { id: input.ownerId },
      audience: { roles: ['AGENT'], sites: [{ id: site }] },
      reviewDueAt: '2027-01-01T00:00:00.000Z',
      current: null,
      version: 1,
      versions: {
        nodes: [
          {
            id: policyVersion.id,
            number: 1,
            summary: null,
            clauses: ['1', '2'].map((anchor) => ({
              anchor,
              heading: null,
              text: `On ${anchor}`,
              policyVersion: { id: policyVersion.id },
            })),
            authors: [{ id: author.personId }],
            approver: null,
            approvedAt: null,
          },
        ],
        totalCount: 1,
      },
    });
    const amendment = { policyId: policy.id, expectedVersion: 1, title: 'Good will', audience: {} };
    expect(await change(world, 'amendPolicy', amendment)).toMatchObject({ policy: { version: 2 } });
    expect(await change(world, 'amendPolicy', amendment)).toMatchObject({ __typename: 'StaleVersion' });
    expect((await ask(world, query, { id: policy.id }))['policy']).toMatchObject({
      title: 'Good will',
      owner: { id: input.ownerId },
      audience: { roles: [], sites: [] },
    });
  });

  it('is refused with the place of everything that is wrong', async () => {
    const outcome = await change(world, 'draftPolicy', {
      title: ' ',
      kind: 'POLICY',
      ownerId: someId('site'),
      audience: { siteIds: [someId('team')] },
      reviewDueAt: '0100-01-01T00:00:00Z',
      clauses: [{ anchor: '', text: '' }],
    });
    const paths = ['title', 'ownerId', 'audience.siteIds[0]', 'reviewDueAt', 'clauses[0].anchor', 'clauses[0].text'];
    expect(outcome.problems?.map(({ path }) => path)).toEqual(paths);
  });

  it('is found when its review is due, the most overdue first', async () => {
    const due = async (title: string, reviewDueAt: string) => givenPolicy(world, { title, reviewDueAt });
    await due('Later', '2026-06-01T00:00:00Z');
    await due('Soon', '2026-03-20T00:00:00Z');
    await due('Overdue', '2026-02-01T00:00:00Z');
    const { policies } = await ask<{ policies: { nodes: unknown; totalCount: number } }>(
      world,
      `{ policies(where: { reviewDueAt: { lte: "P30D" } }, orderBy: REVIEW_DUE_FIRST) { nodes { title } totalCount } }`,
    );
    expect(policies).toEqual({ nodes: [{ title: 'Overdue' }, { title: 'Soon' }], totalCount: 2 });
  });

  it('is written by managers and read by all staff', async () => {
    const mutation = `mutation ($input: SubmitForReviewInput!) { submitForReview(input: $input) { __typename } }`;
    const input = { policyVersionId: someId('polv') };
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await change(world, 'submitForReview', input)).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('a version', () => {
  it('goes from draft to review and back, and is approved by somebody who has no hand in it', async () => {
    const { policyVersion } = await givenPolicy(world, { clauses: [] });
    const policyVersionId = policyVersion.id;
    expect(await change(world, 'submitForReview', { policyVersionId })).toMatchObject({ __typename: 'InvalidInput' });
    await change(world, 'reviseDraft', { policyVersionId, clauses: clausesOf('1') });
    expect(await change(world, 'submitForReview', { policyVersionId })).toMatchObject({
      policyVersion: { state: 'IN_REVIEW', version: 3 },
    });
    expect(await change(world, 'reviseDraft', { policyVersionId, summary: 'x' })).toMatchObject({
      code: 'ILLEGAL_VERSION_STATE',
    });
    expect(await change(world, 'returnToDraft', { policyVersionId, reason: 'Too short' }, approver)).toMatchObject({
      policyVersion: { state: 'DRAFT' },
    });
    expect(await approve(world, policyVersionId, {}, author)).toMatchObject({
      __typename: 'ApproverIsAuthor',
      code: 'APPROVER_IS_AUTHOR',
    });
    const stale = { policyVersionId, expectedVersion: 3 };
    expect(await change(world, 'approvePolicyVersion', stale, approver)).toMatchObject({ __typename: 'StaleVersion' });
    expect(await change(world, 'approvePolicyVersion', { policyVersionId }, approver)).toMatchObject({
      __typename: 'PolicyVersionApproved',
      policyVersion: { state: 'EFFECTIVE', effectiveFrom: NOON },
      replaced: null,
    });
    expect(await eventsAbout(world, policyVersionId)).toMatchObject([
      {
        type: 'courtesy.policy-version.approved.v1',
        data: { number: 1, approverId: approver.personId, effectiveFrom: NOON },
      },
    ]);
  });

  it('is not approved by whoever revised it, though somebody else drafted it', async () => {
    const { policyVersion } = await givenPolicy(world);
    await change(world, 'reviseDraft', { policyVersionId: policyVersion.id, summary: 'Shorter' }, approver);
    expect(await approve(world, policyVersion.id)).toMatchObject({ code: 'APPROVER_IS_AUTHOR' });
  });

  it('is drafted one at a time, from the clauses of the latest one', async () => {
    const { policy, policyVersion } = await givenPolicy(world);
    const next = { policyId: policy.id };
    expect(await change(world, 'draftPolicyVersion', next)).toMatchObject({
      code: 'DRAFT_IN_PROGRESS',
      policyVersion: { id: policyVersion.id },
    });
    await approve(world, policyVersion.id);
    const both = await Promise.all([
      change(world, 'draftPolicyVersion', next),
      change(world, 'draftPolicyVersion', next),
    ]);
    expect(both.map((each) => each.__typename).sort()).toEqual(['DraftInProgress', 'PolicyVersionDrafted']);
    expect(await differences(policy.id, 1, 2)).toEqual({ from: { number: 1 }, to: { number: 2 }, changes: [] });
  });

  it('becomes effective and superseded by its dates alone', async () => {
    const { policy, policyVersion: first } = await givenPolicy(world);
    await approve(world, first.id);
    const second = await givenNext(world, policy.id, { effectiveFrom: '2026-06-01T00:00:00Z' });
    expect(second).toMatchObject({ policyVersion: { state: 'APPROVED' }, replaced: { id: first.id } });
    clock.set('2026-05-31T23:59:59.999Z');
    expect([await stateOf(first.id), await stateOf(second.policyVersion.id)]).toEqual(['EFFECTIVE', 'APPROVED']);
    clock.set('2026-06-01T00:00:00.000Z');
    expect([await stateOf(first.id), await stateOf(second.policyVersion.id)]).toEqual(['SUPERSEDED', 'EFFECTIVE']);
  });

  it('that is withdrawn in effect ends at once; before its time came, the earlier one goes on', async () => {
    const { policy, policyVersion: first } = await givenPolicy(world);
    await approve(world, first.id);
    const { policyVersion: second } = await givenNext(world, policy.id, { effectiveFrom: '2026-06-01T00:00:00Z' });
    const withdrawal = (policyVersionId: string) =>
      change(world, 'withdrawPolicyVersion', { policyVersionId, reason: 'Wrong' });
    expect(await withdrawal(second.id)).toMatchObject({ policyVersion: { state: 'WITHDRAWN' } });
    expect(await numbersAt(world, policy.id, ['2026-07-01T00:00:00Z'])).toEqual([1]);
    clock.set('2026-07-02T00:00:00Z');
    expect(await withdrawal(first.id)).toMatchObject({ policyVersion: { effectiveUntil: '2026-07-02T00:00:00.000Z' } });
    expect(await numbersAt(world, policy.id, ['2026-07-01T23:59:59.999Z', '2026-07-02T00:00:00Z'])).toEqual([1, null]);
    expect(await withdrawal(first.id)).toMatchObject({ code: 'ILLEGAL_VERSION_STATE' });
    expect(await eventsAbout(world, first.id)).toHaveLength(2);
  });

  it('tells clause by clause what changed since another, and only of the same policy', async () => {
    const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf('1', '2', '3', '4') });
    await approve(world, policyVersion.id);
    await givenNext(world, policy.id, {}, clausesOf('4', '1', ['2', 'Thirty days'], '5'));
    const texts = (before: string | null, after: string | null) => ({
      before: before && { text: before },
      after: after && { text: after },
    });
    expect((await differences(policy.id, 1, 2)).changes).toEqual([
      { kind: 'REMOVED', anchor: '3', positionBefore: 3, positionAfter: null, ...texts('On 3', null) },
      { kind: 'MOVED', anchor: '4', positionBefore: 4, positionAfter: 1, ...texts('On 4', 'On 4') },
      { kind: 'CHANGED', anchor: '2', positionBefore: 2, positionAfter: 3, ...texts('On 2', 'Thirty days') },
      { kind: 'ADDED', anchor: '5', positionBefore: null, positionAfter: 4, ...texts(null, 'On 5') },
    ]);
    const query = `query ($id: ID!, $against: ID!) { policyVersion(id: $id) { diff(against: $against) { changes { kind } } } }`;
    const other = await givenPolicy(world);
    const variables = { id: policyVersion.id, against: other.policyVersion.id };
    expect(await errorOf(world, query, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
