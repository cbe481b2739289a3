import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { announced, announcedAt, clock, read, startWorld, type World } from '../../test/metrics-world.ts';
import {
  dayPage,
  givenCase,
  grant,
  inHours,
  MONDAY,
  places,
  policyInForce,
  runningClock,
  waitingRefund,
  wantedApproval,
} from '../../test/day-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set(MONDAY);
  await read(world, 'workforce', places);
  await read(world, 'cases', [givenCase('case_1')]);
});

const manager = caller('MANAGER', { personId: 'pers_mel', siteId: 'site_1' });
const lead = caller('LEAD', { personId: 'pers_lee', siteId: 'site_1', teamId: 'team_2' });

const pageOf = (actor: Actor, variables: Record<string, unknown> = {}) => dayPage(world, actor, variables);
const day = async (actor: Actor = manager, variables: Record<string, unknown> = {}) =>
  (await pageOf(actor, variables)).nodes;
const kinds = async (actor: Actor = manager) => (await day(actor)).map(({ kind }) => kind);

describe('whose matter it is', () => {
  it('is for whoever can clear it: by site, by team, by role, never by whoever asked', async () => {
    await read(world, 'cases', [
      givenCase('case_2', { teamId: 'team_2', assigneeId: null }),
      givenCase('case_3', { siteId: 'site_2', teamId: null, assigneeId: null }),
      ...['case_1', 'case_2', 'case_3'].map((id) => runningClock(id, 0.5)),
      wantedApproval('appr_1', 2),
      wantedApproval('appr_2', 2, { approverRole: null, approverId: 'pers_lee' }),
    ]);
    const about = async (actor: Actor) =>
      (await day(actor, { kinds: ['CLOCK'] })).map(({ subject }) => subject?.id).sort();
    expect(await about(manager)).toEqual(['case_1', 'case_2']);
    expect(await about(lead)).toEqual(['case_2']);
    expect(await about(caller('REGIONAL', { regionId: 'reg_1' }))).toEqual(['case_1', 'case_2']);
    expect(await about(caller('ADMIN'))).toEqual(['case_1', 'case_2', 'case_3']);
    const approvals = async (actor: Actor) => (await day(actor, { kinds: ['APPROVAL'] })).map(({ why }) => why);
    expect(await approvals(manager)).toEqual(['An approval has waited for 2 hours and is due in 22 hours.']);
    expect(await approvals({ ...manager, personId: 'pers_ada' })).toEqual([]);
    expect(await approvals({ ...lead, teamId: 'team_1', personId: 'pers_ben' })).toEqual([]);
    expect(await day(lead, { kinds: ['APPROVAL'] })).toMatchObject([
      { reasons: [{}, {}, { what: 'Nobody else can clear it', points: 5 }] },
    ]);
  });

  it('has a task that was not done in time for the team it was given to, and a dispute for neither of the two', async () => {
    const task = (status: 'OPEN' | 'DECLINED' | 'DONE') =>
      announced('courtesy.task.moved.v1', 'task_1', {
        ...{ caseId: 'case_1', customerId: 'cust_1', siteId: 'site_1', title: 'Send a van', kind: 'OTHER', status },
        ...{ isMandatory: true, teamId: 'team_2', assigneeId: null, delegateOfId: null, dueAt: inHours(-1) },
        ...{ verb: 'DELEGATE', reason: null },
      });
    const review = (type: 'disputed' | 'resolved') =>
      announced(`courtesy.review.${type}.v1`, 'rev_1', {
        ...{ scorecardVersionId: 'scv_1', interactionId: null, caseId: 'case_1', personId: 'pers_ada' },
        ...{ reviewerId: 'pers_ben', status: 'DISPUTED', scoreTenThousandths: 7_000, failedCritical: false },
      });
    await read(world, 'cases', [task('OPEN')]);
    await read(world, 'workforce', [announcedAt(inHours(-1), review('disputed'))]);
    const calls = async (actor: Actor) =>
      (await day(actor)).flatMap(({ clearedBy }) => clearedBy.map(({ mutation }) => mutation));
    expect(await calls(lead)).toEqual(['completeTask']);
    expect(await calls(manager)).toEqual(['completeTask', 'resolveDispute']);
    expect(await calls({ ...manager, personId: 'pers_ben' })).toEqual(['completeTask']);
    await read(world, 'cases', [task('DECLINED')]);
    expect(await day(lead)).toMatchObject([
      {
        why: 'A task about a case was due 1 hour ago; whoever was to do it declined.',
        clearedBy: [{ mutation: 'delegateTask' }],
      },
    ]);
    await read(world, 'cases', [task('DONE')]);
    await read(world, 'workforce', [review('resolved')]);
    expect(await day()).toEqual([]);
  });

  it('has a refund that the authority of the caller covers, by the grant that names them most narrowly', async () => {
    await read(world, 'cases', [waitingRefund('rfnd_1', '12000')]);
    expect(await day()).toEqual([]);
    await read(world, 'policy', [grant('agr_1', '12000')]);
    expect(await day()).toMatchObject([
      {
        ...{ kind: 'PAYOUT', subject: { __typename: 'Refund', id: 'rfnd_1' } },
        why: "A refund of GBP 120.00 has waited for 2 hours; the caller's authority covers it.",
        clearedBy: [{ mutation: 'approveRefund', arguments: [{ name: 'refundId', value: 'rfnd_1' }], asks: [] }],
      },
    ]);
    const own = { role: null, personId: 'pers_mel' };
    await read(world, 'policy', [grant('agr_2', '11999', own)]);
    expect(await day()).toEqual([]);
    await read(world, 'policy', [grant('agr_2', '99999', { ...own, suspended: true })]);
    expect(await day()).toEqual([]);
    await read(world, 'policy', [grant('agr_2', '99999', { ...own, revoked: true })]);
    expect(await kinds()).toEqual(['PAYOUT']);
    await read(world, 'cases', [waitingRefund('rfnd_2', '100', { requesterId: 'pers_mel' })]);
    expect(await day()).toHaveLength(1);
  });

  it('has a policy that people have not read, until all of them have: the version that holds, of its audience alone', async () => {
    await read(world, 'policy', [...policyInForce('a', 48), ...policyInForce('b', -1)]);
    expect(await day()).toMatchObject([
      {
        ...{
          kind: 'READING',
          subject: { __typename: 'PolicyVersion', id: 'polv_a1' },
          count: 2,
          deadline: inHours(-48),
        },
        why: '2 people have not read "Refunds" (version 1), which has held for 2 days.',
        clearedBy: ['pers_ada', 'pers_ben'].map((personId) => ({
          mutation: 'acknowledgePolicyVersion',
          arguments: [{ value: 'polv_a1' }, { name: 'personId', value: personId }],
          asks: ['method'],
        })),
      },
    ]);
    const acknowledged = (personId: string, number: number) =>
      announced('courtesy.policy-version.acknowledged.v1', `ack_${personId}`, {
        ...{ personId, policyId: 'pol_a', policyVersionId: `polv_a${number}`, number, method: 'READ' },
        ...{ quizScore: null, acknowledgedAt: MONDAY },
      });
    await read(world, 'policy', [acknowledged('pers_ada', 1), acknowledged('pers_ben', 1)]);
    expect(await day()).toEqual([]);
    await read(world, 'policy', policyInForce('a', 1, { number: 2 }));
    await read(world, 'policy', [acknowledged('pers_ben', 2)]);
    expect(await day()).toMatchObject([{ subject: { id: 'polv_a2' }, count: 1 }]);
    // A lead puts nothing on record for others, and has read what is for agents when nothing is for leads.
    expect(await day(lead)).toEqual([]);
    await read(world, 'workforce', [announced('courtesy.person.left.v1', 'pers_ada', { leftAt: MONDAY })]);
    expect(await day()).toEqual([]);
  });
});
