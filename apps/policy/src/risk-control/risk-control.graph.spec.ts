import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { author, givenPolicy } from '../../test/policy-documents.ts';
import { agent, ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { givenRisk, register } from '../../test/risk-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const add = (riskId: string, input: Record<string, unknown> = {}) =>
  register(world, 'addRiskControl', {
    riskId,
    title: 'A second line',
    kind: 'PREVENTIVE',
    ownerId: author.personId,
    ...input,
  });

const risksOf = async (policyId: string) => {
  const query = `query ($id: ID!) { policy(id: $id) { risks { nodes { id } totalCount } } }`;
  const { policy } = await ask<{ policy: { risks: { nodes: { id: string }[]; totalCount: number } } }>(
    world,
    query,
    { id: policyId },
    agent,
  );
  expect(policy.risks.totalCount).toBe(policy.risks.nodes.length);
  return policy.risks.nodes.map(({ id }) => id);
};

describe('a control', () => {
  it('is added to a risk, once for each key, and assessed over time, of which nothing is lost', async () => {
    const { policy } = await givenPolicy(world);
    const { id: riskId } = await givenRisk(world);
    const input = {
      idempotencyKey: 'k',
      description: 'By another road',
      policies: [{ policyId: policy.id, anchor: '1' }],
    };
    const { control } = await add(riskId, input);
    expect((await add(riskId, input)).control.id).toBe(control.id);
    expect(control).toMatchObject({ effectiveness: null, version: 1 });
    const assess = (effectiveness: string, note?: string) =>
      register(world, 'assessRiskControl', { controlId: control.id, effectiveness, note });
    await assess('PARTIALLY_EFFECTIVE', 'Not at night');
    clock.set('2026-04-01T00:00:00.000Z');
    expect(await assess('EFFECTIVE')).toMatchObject({ control: { effectiveness: 'EFFECTIVE', version: 3 } });
    const query = `query ($id: ID!) { risk(id: $id) { controls { nodes { title description kind owner { id } policies { policy { title } anchor } effectiveness assessedAt risk { id }
      assessments { nodes { effectiveness note assessor { id } assessedAt } totalCount } } totalCount } } }`;
    const assessor = { id: author.personId };
    expect((await ask(world, query, { id: riskId }, agent))['risk']).toEqual({
      controls: {
        nodes: [
          {
            title: 'A second line',
            description: 'By another road',
            kind: 'PREVENTIVE',
            owner: assessor,
            policies: [{ policy: { title: 'Refunds' }, anchor: '1' }],
            effectiveness: 'EFFECTIVE',
            assessedAt: '2026-04-01T00:00:00.000Z',
            risk: { id: riskId },
            assessments: {
              nodes: [
                { effectiveness: 'EFFECTIVE', note: null, assessor, assessedAt: '2026-04-01T00:00:00.000Z' },
                { effectiveness: 'PARTIALLY_EFFECTIVE', note: 'Not at night', assessor, assessedAt: NOON },
              ],
              totalCount: 2,
            },
          },
        ],
        totalCount: 1,
      },
    });
    const { manager } = world.service.database;
    for (const sql of [
      `UPDATE control_assessments SET note = 'Fine'`,
      'DELETE FROM control_assessments',
      `UPDATE risk_controls SET title = 'x'`,
    ])
      await expect(manager.query(sql)).rejects.toThrow('permission denied');
  });

  it('is retired with a reason and assessed no more', async () => {
    const { id: riskId } = await givenRisk(world);
    const { control } = await add(riskId);
    const controlId = control.id;
    expect(await register(world, 'retireRiskControl', { controlId, reason: '' })).toMatchObject({
      problems: [{ path: 'reason' }],
    });
    expect(await register(world, 'retireRiskControl', { controlId, reason: 'x', expectedVersion: 2 })).toMatchObject({
      __typename: 'StaleVersion',
    });
    await register(world, 'retireRiskControl', { controlId, reason: 'Sold' });
    for (const [verb, input] of [
      ['assessRiskControl', { effectiveness: 'EFFECTIVE' }],
      ['retireRiskControl', { reason: 'Again' }],
    ] as const)
      expect(await register(world, verb, { controlId, ...input })).toMatchObject({
        __typename: 'RiskControlIsRetired',
        message: '"A second line" is retired. Add another control.',
      });
    expect(
      await register(world, 'assessRiskControl', { controlId: someId('rctl'), effectiveness: 'EFFECTIVE' }),
    ).toMatchObject({ __typename: 'NotFound' });
  });

  it('is refused with the place of everything that is wrong', async () => {
    const { id: riskId } = await givenRisk(world);
    const wrong = await add(riskId, { title: ' ', ownerId: 'x', policies: [{ policyId: 'y' }] });
    expect(wrong.problems?.map(({ path }) => path)).toEqual(['title', 'ownerId', 'policies[0].policyId']);
    expect(await add(riskId, { policies: [{ policyId: someId('pol') }] })).toMatchObject({
      problems: [{ path: 'policies[0].policyId' }],
    });
    expect(await add(someId('risk'))).toMatchObject({ __typename: 'NotFound' });
  });
});

describe('the risks of a policy', () => {
  it('are those that name it, or have a control that does and is not retired; each once', async () => {
    const { policy } = await givenPolicy(world);
    const { policy: another } = await givenPolicy(world);
    const named = [{ policyId: policy.id }];
    const byItself = await givenRisk(world, { policies: [{ policyId: another.id }, ...named] });
    clock.set('2026-03-02T12:00:00.001Z');
    const byControl = await givenRisk(world);
    await givenRisk(world, { policies: [{ policyId: another.id }] });
    await add(byItself.id, { policies: named });
    const { control } = await add(byControl.id, { policies: [{ policyId: policy.id, anchor: '2' }] });
    expect(await risksOf(policy.id)).toEqual([byControl.id, byItself.id]);
    await register(world, 'retireRiskControl', { controlId: control.id, reason: 'Sold' });
    expect(await risksOf(policy.id)).toEqual([byItself.id]);
    await register(world, 'amendRisk', { riskId: byItself.id, policies: [] });
    expect(await risksOf(policy.id)).toEqual([byItself.id]);
  });

  it('are read with their controls and reviews, for 40 policies in as many statements as for one', async () => {
    for (let count = 0; count < 40; count += 1) {
      const { policy } = await givenPolicy(world, { title: `Policy ${count}` });
      if (count > 9) continue;
      const { id } = await givenRisk(world, { policies: [{ policyId: policy.id, anchor: '1' }] });
      const { control } = await add(id, { policies: [{ policyId: policy.id, anchor: '2' }] });
      await register(world, 'assessRiskControl', { controlId: control.id, effectiveness: 'EFFECTIVE' });
    }
    const query = `query ($first: Int!) { policies(first: $first) { nodes { id risks { totalCount nodes { id status policies { policy { title } clause { text } }
      reviews { totalCount nodes { kind risk { id } } } controls { totalCount nodes { title policies { clause { text } } risk { id } assessments { totalCount nodes { note } } } } } } } } }`;
    const read = (first: number) =>
      ask<{ policies: { nodes: { risks: { totalCount: number } }[] } }>(world, query, { first }, agent);
    await read(1);
    world.statements();
    const { policies: one } = await read(1);
    expect(one.nodes[0]?.risks.totalCount).toBe(1);
    const statements = world.statements().length;
    expect((await read(40)).policies.nodes).toHaveLength(40);
    expect(world.statements()).toHaveLength(statements);
  });
});
