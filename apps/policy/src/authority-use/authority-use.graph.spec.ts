import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { act, aKey, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
import { approve as approveVersion, change, clausesOf, givenNext, givenPolicy } from '../../test/policy-documents.ts';
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

/** What the ledger counts, added up by hand of SQL: in pounds. */
const counted = async (): Promise<number> => {
  const [row] = await world.service.database.manager.query<{ sum: string }[]>(
    `SELECT COALESCE(SUM(COALESCE(e.minor, u.minor)), 0) AS sum FROM authority_uses u LEFT JOIN authority_use_ends e USING (id)`,
  );
  return Number(row?.sum) / 100;
};
const approve = (requestId: string, actor: ReturnType<typeof somebody>, input: Record<string, unknown> = {}) =>
  act(world, 'approveAuthorityRequest', { idempotencyKey: aKey(), requestId, ...input }, actor);
const kinds = (results: readonly { __typename: string }[]) =>
  Object.fromEntries(
    [...new Set(results.map((each) => each.__typename))]
      .sort()
      .map((name) => [name, results.filter((each) => each.__typename === name).length]),
  );

describe('authority over money (row 6)', () => {
  it('rests on the version in force: 60 needs approval under 50 on May 31, and none under 75 on June 1', async () => {
    const v1 = await givenGrant(world);
    const v2 = await givenGrant(world, { perCase: pounds('75'), effectiveFrom: '2026-05-31T23:00:00Z' });
    expect([v1.number, v2.number]).toEqual([1, 2]);
    clock.set('2026-05-31T22:59:59.999Z');
    const may = await reserve(world, somebody(), '60');
    expect(may).toMatchObject({
      __typename: 'ApprovalNeeded',
      reason: 'PER_CASE',
      grant: { id: v1.id, number: 1, effectiveUntil: '2026-05-31T23:00:00.000Z' },
      passed: [{ kind: 'PER_CASE', limit: { amount: '50.00' }, used: { amount: '0.00' }, left: { amount: '50.00' } }],
      request: { status: 'PENDING' },
    });
    expect(may.message).toContain(`version 1 of the authority (${v1.id}, from ${NOON}`);
    clock.set('2026-05-31T23:00:00Z');
    expect(await reserve(world, somebody(), '60')).toMatchObject({
      __typename: 'AuthorityReserved',
      use: { state: 'RESERVED', amount: pounds('60.00'), grant: { id: v2.id, number: 2 }, request: null },
    });
  });

  it('quotes the clause in force: 60 needs approval under the clause of v1 on May 31, and none under that of v2 on June 1', async () => {
    clock.set('2026-03-01T00:00:00Z');
    const limit = (pounds: string) => [{ anchor: 'refund-limit', text: `An agent may refund up to ${pounds} pounds.` }];
    const { policy, policyVersion: v1 } = await givenPolicy(world, { clauses: limit('50') });
    const clause = { policyId: policy.id, anchor: 'refund-limit' };
    const early = {
      idempotencyKey: aKey(),
      holder: { role: 'AGENT' },
      decisionType: 'REFUND',
      timeZone: 'Europe/London',
    };
    expect(await act(world, 'grantAuthority', { ...early, clause, perCase: pounds('50') })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'clause' }],
    });
    await approveVersion(world, v1.id);
    const june = '2026-05-31T23:00:00Z';
    const { policyVersion: v2 } = await givenNext(world, policy.id, { effectiveFrom: june }, limit('75'));
    await givenGrant(world, { clause });
    await givenGrant(world, { clause, perCase: pounds('75'), effectiveFrom: june });
    clock.set('2026-05-31T22:59:59.999Z');
    const may = await reserve(world, somebody(), '60');
    const quoted = { anchor: 'refund-limit', policyVersion: { id: v1.id, number: 1 } };
    expect(may).toMatchObject({ __typename: 'ApprovalNeeded', clause: quoted, request: { clause: quoted } });
    expect(may.message).toContain(`under clause refund-limit of ${v1.id}`);
    clock.set(june);
    expect(await reserve(world, somebody(), '60')).toMatchObject({
      __typename: 'AuthorityReserved',
      use: { clause: { text: 'An agent may refund up to 75 pounds.', policyVersion: { id: v2.id, number: 2 } } },
    });
    const { authorityRequest } = await ask(
      world,
      `query ($id: ID!) { authorityRequest(id: $id) { clause { policyVersion { number } } grant { clause { policyVersion { number } } then: clause(at: "2026-04-01T00:00:00Z") { policyVersion { number } } } } }`,
      { id: may.request.id },
      somebody('MANAGER'),
    );
    expect(authorityRequest).toEqual({
      clause: { policyVersion: { number: 1 } },
      grant: { clause: { policyVersion: { number: 2 } }, then: { policyVersion: { number: 1 } } },
    });
  });

  it('covers nothing once the clause it rests on is withdrawn', async () => {
    const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf('refund-limit') });
    await approveVersion(world, policyVersion.id);
    await givenGrant(world, { clause: { policyId: policy.id, anchor: 'refund-limit' } });
    expect(await reserve(world, somebody(), '10')).toMatchObject({ __typename: 'AuthorityReserved' });
    clock.set('2026-03-05T12:00:00Z');
    await change(world, 'withdrawPolicyVersion', { policyVersionId: policyVersion.id, reason: 'Found unfair' });
    const refused = await reserve(world, somebody(), '10');
    expect(refused).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'NOT_IN_POLICY', clause: null });
    expect(refused.message).toContain('rests on refund-limit, which no policy in effect has');
  });

  it('never passes the limit of a day, however many ask at once', async () => {
    await givenGrant(world, { perDay: pounds('200') });
    const agent = somebody();
    const results = await Promise.all(Array.from({ length: 50 }, () => reserve(world, agent, '30')));
    expect(kinds(results)).toEqual({ ApprovalNeeded: 44, AuthorityReserved: 6 });
    expect(await counted()).toBe(180);
    expect(await reserve(world, agent, '20.01')).toMatchObject({
      reason: 'PER_DAY',
      passed: [{ kind: 'PER_DAY', used: { amount: '180.00' }, left: { amount: '20.00' } }],
    });
    expect(await reserve(world, agent, '20')).toMatchObject({ __typename: 'AuthorityReserved' });
    expect(await reserve(world, somebody(), '50')).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('begins a new day at midnight of the zone of the grant', async () => {
    await givenGrant(world, { perDay: pounds('50'), timeZone: 'Pacific/Auckland' });
    const agent = somebody();
    clock.set('2026-03-03T10:59:59.999Z');
    expect(await reserve(world, agent, '50')).toMatchObject({ __typename: 'AuthorityReserved' });
    expect(await reserve(world, agent, '1')).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'PER_DAY' });
    clock.set('2026-03-03T11:00:00Z');
    expect(await reserve(world, agent, '50')).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('stops 3 x 49 to one order by one agent, on three cases and across two sessions', async () => {
    await givenGrant(world, { perOrder: pounds('100'), perDay: pounds('500') });
    const agent = somebody();
    const again = { ...agent, subject: 'another-session' };
    const onOrder = (actor: typeof agent) => reserve(world, actor, '49', { orderReference: 'ORD-7' });
    const results = await Promise.all([onOrder(agent), onOrder(again), onOrder(agent)]);
    expect(kinds(results)).toEqual({ ApprovalNeeded: 1, AuthorityReserved: 2 });
    expect(await counted()).toBe(98);
    expect(await onOrder(again)).toMatchObject({
      reason: 'PER_ORDER',
      passed: [{ kind: 'PER_ORDER', used: { amount: '98.00' }, left: { amount: '2.00' } }],
    });
    expect(await onOrder(somebody())).toMatchObject({ reason: 'PER_ORDER' });
    expect(await reserve(world, agent, '49')).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'orderReference' }],
    });
  });

  it('stops one refund split into three on a case, and on a customer for as many days as the grant counts', async () => {
    await givenGrant(world, { perCustomer: pounds('80'), customerDays: 2 });
    const [caseId, customerId] = [someId('case'), someId('cust')];
    const results = await Promise.all(
      [1, 2, 3].map(() => reserve(world, somebody(), '20', { caseId, customerId: someId('cust') })),
    );
    expect(kinds(results)).toEqual({ ApprovalNeeded: 1, AuthorityReserved: 2 });
    expect(await reserve(world, somebody(), '50', { customerId })).toMatchObject({ __typename: 'AuthorityReserved' });
    clock.set('2026-03-03T12:00:00Z');
    expect(await reserve(world, somebody(), '31', { customerId })).toMatchObject({ reason: 'PER_CUSTOMER' });
    clock.set('2026-03-04T12:00:00Z');
    expect(await reserve(world, somebody(), '31', { customerId })).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('is not one’s own to approve, under whatever session; another person’s covers it and is counted', async () => {
    await givenGrant(world);
    const leads = await givenGrant(world, { holder: { role: 'LEAD' }, perCase: pounds('100'), perDay: pounds('150') });
    const small = await givenGrant(world, {
      holder: { role: 'MANAGER', siteId: someId('site') },
      perCase: pounds('55'),
    });
    const asker = somebody('LEAD');
    await act(world, 'suspendAuthority', { grantId: leads.id, reason: 'An audit' });
    const { request } = await reserve(world, asker, '60');
    await act(world, 'resumeAuthority', { grantId: leads.id });
    expect(await approve(request.id, asker)).toMatchObject({ __typename: 'SelfApproval', code: 'SELF_APPROVAL' });
    expect(await approve(request.id, { ...asker, subject: 'another-session' })).toMatchObject({
      __typename: 'SelfApproval',
    });
    expect(await approve(request.id, somebody('AGENT'))).toMatchObject({
      __typename: 'AuthorityInsufficient',
      reason: 'PER_CASE',
      request: { status: 'PENDING', mayApprove: [{ id: leads.id }] },
    });
    expect(request.mayApprove.map(({ id }) => id)).not.toContain(small.id);
    const lead = somebody('LEAD');
    expect(await approve(request.id, lead)).toMatchObject({
      __typename: 'AuthorityRequestApproved',
      request: { status: 'APPROVED', version: 2, decider: { id: lead.personId } },
      use: { grant: { id: leads.id }, requester: { id: asker.personId }, approver: { id: lead.personId } },
    });
    expect(await approve(request.id, somebody('LEAD'))).toMatchObject({ __typename: 'AuthorityRequestDecided' });
    expect(await eventsAbout(world, request.id)).toMatchObject([
      { type: 'courtesy.authority.exceeded.v1', data: { status: 'PENDING', reason: 'SUSPENDED', minor: '6000' } },
      { type: 'courtesy.authority.exceeded.v1', data: { status: 'APPROVED', deciderId: lead.personId } },
    ]);
  });

  it('of one approver holds for all they approve at once', async () => {
    await givenGrant(world, { holder: { role: 'LEAD' }, perCase: pounds('100'), perDay: pounds('250') });
    const asked = await Promise.all(Array.from({ length: 8 }, () => reserve(world, somebody(), '60')));
    expect(asked[0]).toMatchObject({ reason: 'NO_GRANT', grant: null, passed: [] });
    const lead = somebody('LEAD');
    const results = await Promise.all(asked.map(({ request }) => approve(request.id, lead)));
    expect(kinds(results)).toEqual({ AuthorityInsufficient: 4, AuthorityRequestApproved: 4 });
    const [first] = asked;
    const twice = await Promise.all([1, 2, 3].map(() => approve(first!.request.id, somebody('LEAD'))));
    expect(twice.filter((each) => each.__typename === 'AuthorityRequestApproved').length).toBeLessThanOrEqual(1);
  });
});

describe('the ledger of uses', () => {
  it('is mapped as it is stored, and nobody can write it anew', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    const { manager } = world.service.database;
    for (const table of ['authority_uses', 'authority_use_ends']) {
      await expect(manager.query(`UPDATE ${table} SET minor = 1`)).rejects.toThrow(/permission denied/);
      await expect(manager.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('counts what was settled, nothing that was voided, and ends each use once', async () => {
    await givenGrant(world, { perDay: pounds('100') });
    const agent = somebody();
    const [one, two] = [await reserve(world, agent, '50'), await reserve(world, agent, '50')];
    const settle = (amount: string) =>
      act(world, 'settleAuthorityUse', { idempotencyKey: aKey(), useId: one.use.id, amount: pounds(amount) }, agent);
    expect(await settle('50.01')).toMatchObject({ __typename: 'InvalidInput' });
    expect(await settle('45')).toMatchObject({ use: { state: 'SETTLED', counted: pounds('45.00') } });
    const voided = await Promise.all(
      [1, 2, 3, 4].map(() =>
        act(
          world,
          'voidAuthorityUse',
          { idempotencyKey: aKey(), useId: two.use.id, reason: 'The payment failed' },
          agent,
        ),
      ),
    );
    expect(kinds(voided)).toEqual({ AuthorityUseEnded: 3, AuthorityUseVoided: 1 });
    expect(await settle('1')).toMatchObject({ __typename: 'AuthorityUseEnded' });
    expect(await counted()).toBe(45);
    const { myAuthority } = await ask(
      world,
      `{ myAuthority { grant { number } usedToday { amount } leftToday { amount currency } } }`,
      {},
      agent,
    );
    expect(myAuthority).toEqual([{ grant: { number: 1 }, usedToday: { amount: '45.00' }, leftToday: pounds('55.00') }]);
    expect((await eventsAbout(world, two.use.id)).map(({ data }) => [data['state'], data['minor']])).toEqual([
      ['RESERVED', '5000'],
      ['VOIDED', '0'],
    ]);
  });

  it('holds a reserve once however often the same key comes', async () => {
    await givenGrant(world);
    const agent = somebody();
    const input = { idempotencyKey: 'refund-1', caseId: someId('case') };
    const results = await Promise.all(Array.from({ length: 20 }, () => reserve(world, agent, '30', input)));
    expect(new Set(results.map(({ use }) => use.id)).size).toBe(1);
    expect(await counted()).toBe(30);
    expect(await reserve(world, agent, '31', input)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('refuses what is no amount, and shows requests within reach alone', async () => {
    const agent = somebody();
    for (const amount of ['0', '-5', '1.001'])
      expect(await reserve(world, agent, amount)).toMatchObject({ problems: [{ path: 'amount' }] });
    const { request } = await reserve(world, agent, '5');
    const seenBy = async (actor: ReturnType<typeof somebody>) =>
      ask<{ authorityRequests: { nodes: unknown[] } }>(world, `{ authorityRequests { nodes { id } } }`, {}, actor);
    expect((await seenBy(agent)).authorityRequests.nodes).toEqual([{ id: request.id }]);
    const elsewhere = somebody('LEAD', { siteId: someId('site'), teamId: someId('team') });
    expect((await seenBy(elsewhere)).authorityRequests.nodes).toEqual([]);
    expect(await approve(request.id, elsewhere)).toMatchObject({ __typename: 'NotFound' });
    const refusal = { requestId: request.id, reason: 'No receipt' };
    expect(await act(world, 'refuseAuthorityRequest', refusal, agent)).toMatchObject({ __typename: 'SelfApproval' });
    expect(await act(world, 'refuseAuthorityRequest', refusal, somebody('LEAD'))).toMatchObject({
      __typename: 'AuthorityRequestRefused',
      request: { status: 'REFUSED', version: 2 },
    });
  });
});
