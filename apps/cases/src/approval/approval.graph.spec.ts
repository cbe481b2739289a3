import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly approval?: { id: string; status: string; version: number };
  readonly problems?: { path: string }[];
}
const verb = async (name: string, input: object, actor: Actor): Promise<Result> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const done = name === 'requestApproval' ? 'ApprovalRequested' : 'ApprovalEnded';
  const query = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename ... on UserError { message }
    ... on InvalidInput { problems { path } } ... on ${done} { approval { id status version } } } }`;
  return (await ask<{ result: Result }>(world, query, { input }, actor)).result;
};
const someone = (role: Actor['role'], reach: Actor['reach'] = 'ALL'): Actor => {
  const personId = someId('pers');
  return caller(role, { reach, personId, subject: personId, teamId: someId('team') });
};
const personOf = (actor: Actor) => actor.personId ?? '';
const statusOf = async (id: string) =>
  (await ask<{ case: { status: string } }>(world, `query ($id: ID!) { case(id: $id) { status } }`, { id })).case.status;
const amount = { amount: '120.50', currency: 'GBP' };

/** An approval that somebody asked of somebody. */
async function givenApproval(input: object, asker: Actor): Promise<{ id: string; caseId: string }> {
  const { id: caseId } = await givenCase(world);
  const asked = await verb('requestApproval', { caseId, what: 'A refund out of turn', amount, ...input }, asker);
  if (!asked.approval) throw new Error(JSON.stringify(asked));
  return { id: asked.approval.id, caseId };
}
const approve = (id: string, by: Actor) => verb('giveApproval', { approvalId: id }, by);

describe('a case that waits for an approval', () => {
  it('goes on when it is given, by somebody who may not even see the case', async () => {
    const [ann, boss] = [someone('AGENT'), someone('MANAGER', 'TEAM')];
    const { id, caseId } = await givenApproval({ approverId: personOf(boss) }, ann);
    expect(await statusOf(caseId)).toBe('WAITING_APPROVAL');
    expect(await approve(id, boss)).toMatchObject({ approval: { status: 'APPROVED', version: 2 } });
    expect(await statusOf(caseId)).toBe('OPEN');
    expect(await eventsAbout(world, id)).toEqual(['courtesy.approval.requested.v1', 'courtesy.approval.ended.v1']);
    expect(await approve(id, boss)).toMatchObject({ __typename: 'ApprovalNotPending' });
    const query = `query ($id: ID!) { case(id: $id) { approvals { nodes { what amount { amount currency } decidedByPerson { id } } } } }`;
    expect(await ask(world, query, { id: caseId })).toEqual({
      case: {
        approvals: { nodes: [{ what: 'A refund out of turn', amount, decidedByPerson: { id: personOf(boss) } }] },
      },
    });
  });

  it('goes on only when it waits for no other, whether one is refused or withdrawn', async () => {
    const [ann, boss] = [someone('AGENT'), someone('MANAGER')];
    const { id, caseId } = await givenApproval({ approverRole: 'MANAGER' }, ann);
    const second = await verb('requestApproval', { caseId, what: 'A gift', approverRole: 'LEAD' }, ann);
    await verb('refuseApproval', { approvalId: id, reason: 'Too dear' }, boss);
    expect(await statusOf(caseId)).toBe('WAITING_APPROVAL');
    expect(await verb('withdrawApproval', { approvalId: second.approval?.id }, boss)).toMatchObject({
      __typename: 'NotTheApprover',
    });
    await verb('withdrawApproval', { approvalId: second.approval?.id }, ann);
    expect(await statusOf(caseId)).toBe('OPEN');
  });

  it('goes on when nobody decides in time', async () => {
    const dueAt = new Date(clock().getTime() + 1_000).toISOString();
    const { id, caseId } = await givenApproval({ approverRole: 'MANAGER', dueAt }, someone('AGENT'));
    clock.advance(2_000);
    while ((await statusOf(caseId)) !== 'OPEN') await delay(20);
    const late = await approve(id, someone('MANAGER'));
    expect(late).toMatchObject({ __typename: 'ApprovalNotPending', message: 'It was expired before.' });
  });

  it('is not one that has ended', async () => {
    const { id: caseId } = await givenCase(world);
    await ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: RELIEF }) { __typename } }`, {
      id: caseId,
    });
    const asked = await verb('requestApproval', { caseId, what: 'x', approverRole: 'LEAD' }, someone('AGENT'));
    expect(asked).toMatchObject({ __typename: 'IllegalCaseTransition' });
  });
});

describe('who approves', () => {
  const cover = async (away: string, by: string) => {
    const input = { personId: away, deputyId: by, from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };
    const query = `mutation ($input: ArrangeCoverInput!) { arrangeCover(input: $input) { __typename } }`;
    expect(await ask(world, query, { input })).toEqual({ arrangeCover: { __typename: 'CoverArranged' } });
  };

  it('is never who asked: neither by name, nor by role, nor under another token', async () => {
    const boss = someone('MANAGER');
    const { id: caseId } = await givenCase(world);
    const named = await verb('requestApproval', { caseId, what: 'x', approverId: personOf(boss) }, boss);
    expect(named).toMatchObject({ problems: [{ path: 'approverId' }] });
    const { id } = await givenApproval({ approverRole: 'LEAD' }, boss);
    expect(await approve(id, boss)).toMatchObject({ __typename: 'OwnApproval' });
    expect(await approve(id, { ...boss, subject: 'another token' })).toMatchObject({ __typename: 'OwnApproval' });
    expect(await approve(id, someone('REGIONAL'))).toMatchObject({ __typename: 'ApprovalEnded' });
  });

  it('is never who asked by covering for the approver, who then decides though away', async () => {
    const [ann, boss] = [someone('LEAD'), someone('MANAGER')];
    const { id } = await givenApproval({ approverId: personOf(boss) }, ann);
    await cover(personOf(boss), personOf(ann));
    expect(await approve(id, ann)).toMatchObject({ __typename: 'OwnApproval' });
    expect(await approve(id, boss)).toMatchObject({ __typename: 'ApprovalEnded' });
  });

  it('is who covers for the approver, when that is somebody else', async () => {
    const [ann, boss, deputy] = [someone('AGENT'), someone('MANAGER'), someone('AGENT', 'TEAM')];
    const { id } = await givenApproval({ approverId: personOf(boss) }, ann);
    await cover(personOf(boss), personOf(deputy));
    expect(await approve(id, boss)).toMatchObject({ __typename: 'NotTheApprover' });
    expect(await approve(id, deputy)).toMatchObject({ __typename: 'ApprovalEnded' });
  });

  it('is somebody of the role asked for, or above', async () => {
    const { id } = await givenApproval({ approverRole: 'MANAGER' }, someone('AGENT'));
    expect(await approve(id, someone('LEAD'))).toMatchObject({ __typename: 'NotTheApprover' });
    expect(await approve(id, someone('MANAGER'))).toMatchObject({ __typename: 'ApprovalEnded' });
    const both = { caseId: (await givenCase(world)).id, what: 'x', approverRole: 'LEAD', approverId: someId('pers') };
    expect(await verb('requestApproval', both, manager)).toMatchObject({ problems: [{ path: 'approverId' }] });
  });
});
