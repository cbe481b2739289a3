import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { approve, approver, author, clausesOf, givenPolicy } from '../../test/policy-documents.ts';
import { agent, ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { givenRisk, rated, register } from '../../test/risk-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const statusOf = async (id: string) => {
  const { risk } = await ask<{ risk: { status: string; acceptance: unknown } }>(
    world,
    `query ($id: ID!) { risk(id: $id) { status acceptance { reason } } }`,
    { id },
    agent,
  );
  return [risk.status, risk.acceptance !== null];
};

const openRisks = async () => {
  const query = `{ risks(where: { status: { eq: OPEN } }) { nodes { id } } }`;
  return (await ask<{ risks: { nodes: { id: string }[] } }>(world, query, {}, agent)).risks.nodes.map(({ id }) => id);
};

describe('a risk', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is put on the register whole, once for each key, with its first review', async () => {
    const { policy, policyVersion } = await givenPolicy(world, { clauses: clausesOf('phones', 'mail') });
    await approve(world, policyVersion.id);
    const incident = someId('case');
    const input = {
      idempotencyKey: 'k',
      title: ' Outage ',
      cause: 'One line only',
      consequence: 'Complaints',
      ownerId: someId('pers'),
      policies: [{ policyId: policy.id, anchor: 'phones' }, { policyId: policy.id }, { policyId: policy.id }],
      incidentIds: [incident, incident],
      treatment: 'REDUCE',
      note: 'First look',
    };
    const { id } = await givenRisk(world, input);
    expect((await givenRisk(world, input)).id).toBe(id);
    const seen = await ask(
      world,
      `query ($id: ID!) { risk(id: $id) { title description cause consequence category owner { id } appetite isAboveAppetite treatment status acceptance { reason }
         inherent { likelihood impact score level } residual { score level } policies { policy { id } anchor clause { text } } incidents { id } identifiedAt
         reviews { nodes { kind note inherent { score } residual { score level } reviewer { id } reviewedAt expiresAt } totalCount } } }`,
      { id },
      agent,
    );
    expect(seen['risk']).toEqual({
      title: 'Outage',
      description: 'Nobody can call',
      cause: 'One line only',
      consequence: 'Complaints',
      category: 'TECHNOLOGY',
      owner: { id: input.ownerId },
      appetite: 'MODERATE',
      isAboveAppetite: true,
      treatment: 'REDUCE',
      status: 'OPEN',
      acceptance: null,
      inherent: { likelihood: 5, impact: 5, score: 25, level: 'EXTREME' },
      residual: { score: 12, level: 'HIGH' },
      policies: [
        { policy: { id: policy.id }, anchor: 'phones', clause: { text: 'On phones' } },
        { policy: { id: policy.id }, anchor: null, clause: null },
      ],
      incidents: [{ id: incident }],
      identifiedAt: NOON,
      reviews: {
        nodes: [
          {
            kind: 'IDENTIFIED',
            note: 'First look',
            inherent: { score: 25 },
            residual: { score: 12, level: 'HIGH' },
            reviewer: { id: author.personId },
            reviewedAt: NOON,
            expiresAt: null,
          },
        ],
        totalCount: 1,
      },
    });
  });

  it('is refused with the place of everything that is wrong', async () => {
    const { policy } = await givenPolicy(world);
    const given = {
      title: 'x',
      description: 'y',
      category: 'SERVICE',
      ownerId: someId('pers'),
      inherent: rated(3, 3),
      residual: rated(3, 3),
      appetite: 'LOW',
      reviewDueAt: '2026-06-01T00:00:00Z',
    };
    const pathsOf = async (wrong: object) =>
      (await register(world, 'identifyRisk', { ...given, ...wrong })).problems?.map(({ path }) => path);
    const wrong = { title: '', description: ' ', ownerId: 'x', residual: rated(4, 0), incidentIds: [someId('pol')] };
    expect(await pathsOf(wrong)).toEqual(['title', 'description', 'ownerId', 'incidentIds[0]', 'residual.impact']);
    expect(await pathsOf({ inherent: rated(6, 1) })).toEqual(['inherent.likelihood']);
    expect(await pathsOf({ residual: rated(4, 3) })).toEqual(['residual.likelihood']);
    const policies = [
      { policyId: policy.id, anchor: '1' },
      { policyId: policy.id, anchor: '9' },
      { policyId: someId('pol') },
    ];
    expect(await pathsOf({ policies })).toEqual(['policies[1].anchor', 'policies[2].policyId']);
    expect(await pathsOf({ policies: [{ policyId: 'x' }] })).toEqual(['policies[0].policyId']);
  });

  it('is for managers to change, and for staff to read', async () => {
    const mutation = `mutation ($input: CloseRiskInput!) { closeRisk(input: $input) { __typename } }`;
    const input = { riskId: someId('risk'), reason: 'No' };
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await errorOf(world, `{ riskMatrix { count } }`, {}, caller('CUSTOMER'))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await register(world, 'closeRisk', input)).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('the reviews of a risk', () => {
  it('keep every rating and decision in order, and can neither be changed nor deleted', async () => {
    const { id: riskId } = await givenRisk(world);
    const reviewDueAt = '2026-09-01T00:00:00Z';
    await register(world, 'assessRisk', { riskId, residual: rated(2, 4), note: 'A second line', reviewDueAt });
    await register(world, 'treatRisk', { riskId, treatment: 'REDUCE', note: 'Both lines work' });
    await register(world, 'assessRisk', { riskId, residual: rated(3, 5), reviewDueAt });
    await register(world, 'acceptRisk', { riskId, reason: 'Until June', expiresAt: '2026-06-01T00:00:00Z' });
    await register(world, 'closeRisk', { riskId, reason: 'No phones any more' });
    await register(world, 'reopenRisk', { riskId, reason: 'Phones again', reviewDueAt });
    const query = `query ($id: ID!, $after: String) { risk(id: $id) { reviews(first: 4, after: $after) { nodes { kind residual { score } note expiresAt } totalCount pageInfo { endCursor } } } }`;
    type Page = {
      risk: { reviews: { nodes: Record<string, unknown>[]; totalCount: number; pageInfo: { endCursor: string } } };
    };
    const first = (await ask<Page>(world, query, { id: riskId })).risk.reviews;
    const rest = (await ask<Page>(world, query, { id: riskId, after: first.pageInfo.endCursor })).risk.reviews;
    expect(first.totalCount).toBe(7);
    expect([...first.nodes, ...rest.nodes].map(({ kind, residual, note }) => [kind, residual, note])).toEqual([
      ['REOPENED', { score: 15 }, 'Phones again'],
      ['CLOSED', { score: 15 }, 'No phones any more'],
      ['ACCEPTED', { score: 15 }, 'Until June'],
      ['ASSESSED', { score: 15 }, null],
      ['TREATED', { score: 8 }, 'Both lines work'],
      ['ASSESSED', { score: 8 }, 'A second line'],
      ['IDENTIFIED', { score: 12 }, null],
    ]);
    expect(first.nodes.map(({ expiresAt }) => expiresAt)).toEqual([null, null, '2026-06-01T00:00:00.000Z', null]);
    const { manager } = world.service.database;
    for (const sql of [
      `UPDATE risk_reviews SET note = 'Fine'`,
      'DELETE FROM risk_reviews',
      'TRUNCATE risk_reviews',
      'DELETE FROM risks',
    ])
      await expect(manager.query(sql)).rejects.toThrow('permission denied');
  });
});

describe('accepting a risk above appetite', () => {
  it('takes a reason, another person than the owner, and an expiry, after which the risk is open again', async () => {
    const { id: riskId } = await givenRisk(world, { ownerId: author.personId });
    const input = { riskId, reason: 'The new lines come in May', expiresAt: '2026-05-01T00:00:00Z' };
    expect(await register(world, 'acceptRisk', input)).toMatchObject({
      __typename: 'SelfApproval',
      message:
        'Nobody decides on what is their own: you answer for "The phones are down" yourself. Let another person do it.',
    });
    for (const [wrong, path] of [
      [{ reason: ' ' }, 'reason'],
      [{ expiresAt: null }, 'expiresAt'],
      [{ expiresAt: NOON }, 'expiresAt'],
      [{ expiresAt: '2027-06-01T00:00:00Z' }, 'expiresAt'],
    ] as const)
      expect(await register(world, 'acceptRisk', { ...input, ...wrong }, approver)).toMatchObject({
        problems: [{ path }],
      });
    expect(await register(world, 'acceptRisk', input, caller('SERVICE'))).toMatchObject({
      problems: [{ path: 'riskId' }],
    });
    expect(await register(world, 'treatRisk', { riskId, treatment: 'REDUCE', note: 'x' })).toMatchObject({
      __typename: 'RiskAboveAppetite',
      risk: { version: 1 },
    });
    expect(await register(world, 'acceptRisk', input, approver)).toMatchObject({
      risk: {
        status: 'ACCEPTED',
        acceptance: { approver: { id: approver.personId }, expiresAt: '2026-05-01T00:00:00.000Z' },
        reviewDueAt: '2026-05-01T00:00:00.000Z',
      },
    });
    clock.set('2026-04-30T23:59:59.999Z');
    expect(await statusOf(riskId)).toEqual(['ACCEPTED', true]);
    expect(await openRisks()).toEqual([]);
    clock.set('2026-05-01T00:00:00.000Z');
    expect(await statusOf(riskId)).toEqual(['OPEN', false]);
    expect(await openRisks()).toEqual([riskId]);
  });

  it('is not got round by raising the appetite, and lapses when the risk is rated higher', async () => {
    const { id: riskId } = await givenRisk(world, { ownerId: author.personId });
    expect(await register(world, 'amendRisk', { riskId, appetite: 'EXTREME' })).toMatchObject({
      __typename: 'SelfApproval',
    });
    await register(world, 'acceptRisk', { riskId, reason: 'x', expiresAt: '2026-05-01T00:00:00Z' }, approver);
    expect(await register(world, 'amendRisk', { riskId, ownerId: approver.personId })).toMatchObject({
      risk: { status: 'OPEN' },
    });
    await register(world, 'acceptRisk', { riskId, reason: 'x', expiresAt: '2026-05-01T00:00:00Z' });
    const higher = { riskId, residual: rated(5, 5), reviewDueAt: '2026-06-01T00:00:00Z', expectedVersion: 4 };
    expect(await register(world, 'assessRisk', higher)).toMatchObject({ risk: { status: 'OPEN', version: 5 } });
    expect(await register(world, 'assessRisk', higher)).toMatchObject({ __typename: 'StaleVersion' });
  });
});

describe('a closed risk', () => {
  it('is left alone until it is opened again', async () => {
    const { id: riskId } = await givenRisk(world);
    const reopening = { riskId, reason: 'Again', reviewDueAt: '2026-06-01T00:00:00Z' };
    expect(await register(world, 'reopenRisk', reopening)).toMatchObject({
      __typename: 'IllegalRiskStatus',
      message: '"The phones are down" is open, not closed.',
    });
    await register(world, 'closeRisk', { riskId, reason: 'Over' });
    for (const [verb, input] of [
      ['amendRisk', { title: 'Other' }],
      ['assessRisk', { residual: rated(1, 1), reviewDueAt: '2026-06-01T00:00:00Z' }],
      ['treatRisk', { treatment: 'AVOID', note: 'x' }],
      ['acceptRisk', { reason: 'x' }],
      ['closeRisk', { reason: 'x' }],
      ['addRiskControl', { title: 'x', kind: 'DETECTIVE', ownerId: someId('pers') }],
    ] as const)
      expect(await register(world, verb, { riskId, ...input })).toMatchObject({
        __typename: 'IllegalRiskStatus',
        risk: { status: 'CLOSED', version: 2 },
      });
    expect(await register(world, 'reopenRisk', reopening)).toMatchObject({ risk: { status: 'OPEN' } });
  });
});
