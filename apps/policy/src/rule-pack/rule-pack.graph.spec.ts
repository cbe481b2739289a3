import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { aKey, somebody } from '../../test/authority-world.ts';
import { assess, compensate } from '../../test/compensation-world.ts';
import { approve as approveTable, change } from '../../test/decision-table-world.ts';
import { decide } from '../../test/decision-world.ts';
import { approve as approvePolicy, author, givenPolicy } from '../../test/policy-documents.ts';
import { ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { factsOf, givenRetail, install } from '../../test/rule-pack-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

/** How many policies, tables, schemes and installations there are. */
const counted = async () => {
  const tables = ['policies', 'decision_tables', 'compensation_schemes', 'rule_pack_installations'];
  const [row] = await world.service.database.manager.query<Record<string, string>[]>(
    `SELECT ${tables.map((name) => `(SELECT count(*) FROM ${name}) AS ${name}`).join(', ')}`,
  );
  return tables.map((name) => Number(row?.[name]));
};

describe('a shipped pack of rules', () => {
  it('can be read whole by a stranger: what it rests on, what to do before, clauses and tables together', async () => {
    const { rulePacks } = await ask<{ rulePacks: { advice: string; tables: { dmn: string }[] }[] }>(
      world,
      `{ rulePacks { name title description advice sources { title url readOn } policyTitle clauses { anchor heading text }
         tables { name description dmn } installation { pack } } }`,
      {},
      somebody(),
    );
    expect(rulePacks).toMatchObject([
      {
        name: 'retail',
        advice: expect.stringContaining('Review with your adviser'),
        policyTitle: 'Refunds, returns, exchanges and compensation',
        tables: [
          { name: 'Refund' },
          { name: 'Return or exchange' },
          { name: 'Refund tender' },
          { name: 'Refund approval' },
        ],
        installation: null,
      },
    ]);
    expect(rulePacks[0]?.tables.every(({ dmn }) => dmn.includes('<dmn:decisionTable'))).toBe(true);
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is installed as drafts that whoever installed it cannot approve, and somebody else can', async () => {
    const { __typename, installation } = await install(world);
    expect(__typename).toBe('RulePackInstalled');
    const { policy, policyVersion, decisionTableVersions, compensationSchemeVersion } = installation;
    expect(installation).toMatchObject({
      policyVersion: { state: 'DRAFT' },
      decisionTables: [1, 2, 3, 4].map(() => ({ policy: { id: policy.id } })),
      decisionTableVersions: [1, 2, 3, 4].map(() => ({ state: 'DRAFT' })),
      compensationScheme: { policy: { id: policy.id } },
      compensationSchemeVersion: { state: 'DRAFT' },
      installer: { id: author.personId },
    });
    expect(await approvePolicy(world, policyVersion.id, {}, author)).toMatchObject({ __typename: 'ApproverIsAuthor' });
    const [first] = decisionTableVersions;
    expect(await approveTable(world, first?.id ?? '', {}, author)).toMatchObject({ __typename: 'SelfApproval' });
    expect(await approveTable(world, first?.id ?? '')).toMatchObject({ __typename: 'ClauseMissing' });
    const schemeVersionId = compensationSchemeVersion.id;
    expect(await compensate(world, 'approveCompensationSchemeVersion', { schemeVersionId })).toMatchObject({
      __typename: 'SelfApproval',
    });
    await approvePolicy(world, policyVersion.id);
    for (const { id } of decisionTableVersions)
      expect(await approveTable(world, id)).toMatchObject({
        __typename: 'DecisionTableVersionApproved',
        unreachable: [],
      });
  });

  it('is installed once: again under another key is refused with what is there, under the same key it is the same answer', async () => {
    const idempotencyKey = aKey();
    const ownerId = someId('pers');
    const results = await Promise.all([1, 2, 3].map(() => install(world, { idempotencyKey, ownerId })));
    expect(new Set(results.map(({ installation }) => installation.policy.id)).size).toBe(1);
    expect(await install(world)).toMatchObject({
      __typename: 'RulePackAlreadyInstalled',
      code: 'RULE_PACK_ALREADY_INSTALLED',
      installation: { policy: { id: results[0]?.installation.policy.id } },
    });
    expect(await counted()).toEqual([1, 4, 1, 1]);
    expect(await ask(world, `{ rulePacks { installation { policy { id } } } }`)).toEqual({
      rulePacks: [{ installation: { policy: { id: results[0]?.installation.policy.id } } }],
    });
  });

  it('leaves nothing half installed', async () => {
    const { policy } = await givenPolicy(world);
    await change(world, 'draftDecisionTable', { name: 'Refund approval', policyId: policy.id });
    const before = await counted();
    const idempotencyKey = aKey();
    expect(await install(world, { idempotencyKey })).toMatchObject({ __typename: 'DecisionTableNameTaken' });
    expect(await install(world, { ownerId: 'nobody' })).toMatchObject({ problems: [{ path: 'ownerId' }] });
    expect(await install(world, { pack: 'wholesale' })).toMatchObject({ __typename: 'NotFound' });
    expect(await counted()).toEqual(before);
  });

  it('is for managers to install', async () => {
    const mutation = `mutation ($input: InstallRulePackInput!) { installRulePack(input: $input) { __typename } }`;
    const input = { idempotencyKey: aKey(), pack: 'retail', ownerId: someId('pers') };
    expect(await errorOf(world, mutation, { input }, somebody('LEAD'))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a fresh stack with the retail pack', () => {
  const faulty = { proof: 'RECEIPT', condition: 'USED', faulty: true, category: 'GENERAL', repairFailed: false };
  const unwanted = { ...faulty, condition: 'UNOPENED', faulty: false };

  it('decides a refund: day 31 without fault denied with clause, day 29 faulty allowed, repair pauses the 30-day clock', async () => {
    const { decisionTables } = await givenRetail(world);
    const decisionTableId = decisionTables.find(({ name }) => name === 'Refund')?.id;
    const answer = async (facts: Record<string, string | number | boolean>) => {
      const { decision } = await decide(world, { decisionTableId, facts: factsOf({ channel: 'IN_STORE', ...facts }) });
      const { outcome, clauses, requiredDocuments } = decision;
      return [outcome, ...clauses.map(({ anchor }) => anchor), ...requiredDocuments];
    };
    expect(await answer({ ...unwanted, daysHeld: 31, daysInRepair: 0 })).toEqual(['DENY', 'window-closed']);
    expect(await answer({ ...faulty, daysHeld: 29, daysInRepair: 0 })).toEqual([
      'ALLOW',
      'faulty-30-days',
      'PROOF_OF_PURCHASE',
      'FAULT_REPORT',
    ]);
    expect(await answer({ ...faulty, daysHeld: 40, daysInRepair: 0 })).toMatchObject(['DENY', 'repair-first', {}, {}]);
    expect(await answer({ ...faulty, daysHeld: 40, daysInRepair: 10 })).toMatchObject([
      'ALLOW',
      'faulty-30-days',
      {},
      {},
    ]);
  });

  it('holds an award against the bands of the pack, on its clause', async () => {
    const { compensationScheme } = await givenRetail(world);
    const upliftCodes = ['VULNERABLE_CUSTOMER', 'REPEATED_FAILURE'];
    expect(await assess(world, compensationScheme.id, '450', { upliftCodes })).toMatchObject({
      assessment: { clause: { anchor: 'compensation-distress' }, max: { amount: '450.00' }, min: { amount: '150.00' } },
    });
    expect(await assess(world, compensationScheme.id, '26', { head: 'GOODWILL', band: 'GESTURE' })).toMatchObject({
      __typename: 'OutsideBand',
    });
  });
});
