import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import {
  change,
  CONTRACT,
  givenContract,
  givenDraft,
  lineWith,
  someDraft,
  use,
  type SeenContract,
} from '../../test/contract-world.ts';
import { agent, ask, clock, errorOf, manager, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const contract = async (id: string) =>
  (await ask<{ contract: SeenContract }>(world, `query ($id: ID!) { contract(id: $id) ${CONTRACT} }`, { id }, agent))
    .contract;

const decide = (contractId: string, decision: string, more: Record<string, unknown> = {}) =>
  change(world, 'decideRenewal', { contractId, decision, reason: 'Reviewed with the customer', ...more });

const statusOn = async (id: string, day: string) => {
  clock.set(`${day}T12:00:00.000Z`);
  return (await contract(id)).status;
};

describe('the tables of contracts', () => {
  it('are as the mapping says', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('drafting a contract', () => {
  it('keeps its lines, entitlements and exact values in order', async () => {
    const drafted = await givenDraft(world, {
      value: { amount: '90071992547409.93', currency: 'EUR' },
      lines: [
        {
          name: 'Support',
          quantity: 3,
          value: { amount: '0.10', currency: 'EUR' },
          entitlements: [
            { name: 'Cases', allocation: 'CASES', total: 10, restricted: true, decrementOn: 'CREATION' },
            { name: 'Hours', allocation: 'HOURS', total: 5, restricted: false, decrementOn: 'RESOLUTION' },
          ],
        },
        { name: 'Visits', quantity: 1, entitlements: [] },
      ],
    });
    expect(await contract(drafted.id)).toMatchObject({
      status: 'DRAFT',
      decisionDueOn: '2026-11-01',
      value: { amount: '90071992547409.93', currency: 'EUR' },
      lines: [
        {
          name: 'Support',
          quantity: 3,
          value: { amount: '0.10', currency: 'EUR' },
          entitlements: [
            { name: 'Cases', total: { terms: '10', minutes: null } },
            { name: 'Hours', total: { terms: '5', minutes: 300 } },
          ],
        },
        { name: 'Visits', value: null, entitlements: [] },
      ],
    });
  });

  it('is done once for a key', async () => {
    const input = someDraft({ idempotencyKey: 'the first' });
    const first = await change(world, 'draftContract', input);
    expect((await change(world, 'draftContract', input)).contract.id).toBe(first.contract.id);
  });

  it('tells everything that is wrong at once, with its place', async () => {
    const refused = await change(world, 'draftContract', {
      ...someDraft({ customerId: someId('case'), name: ' ', endsOn: '2025-12-31', noticeDays: -1 }),
      value: { amount: '-1', currency: 'EUR' },
      lines: [
        { name: 'A', quantity: 0, value: { amount: '1', currency: 'GBP' }, entitlements: [] },
        lineWith({ allocation: 'PERIOD', total: 1 }, { allocation: 'CASES' }, { allocation: 'HOURS', total: 0 }),
      ],
    });
    expect(refused.problems?.map(({ path }) => path)).toEqual([
      'name',
      'noticeDays',
      'endsOn',
      'customerId',
      'value',
      'lines[0].quantity',
      'lines[0].value',
      'lines[1].entitlements[0].total',
      'lines[1].entitlements[1].total',
      'lines[1].entitlements[2].total',
    ]);
    const lines = Array.from({ length: 51 }, () => lineWith());
    expect(await change(world, 'draftContract', someDraft({ lines }))).toMatchObject({ problems: [{ path: 'lines' }] });
  });
});

describe('how a contract stands', () => {
  it('comes with the day: active, expiring from its notice day, expired after its last', async () => {
    const { id } = await givenContract(world);
    expect(await statusOn(id, '2026-10-31')).toBe('ACTIVE');
    expect(await statusOn(id, '2026-11-01')).toBe('EXPIRING');
    expect(await statusOn(id, '2026-12-31')).toBe('EXPIRING');
    expect(await statusOn(id, '2027-01-01')).toBe('EXPIRED');
  });

  it('is expiring past its last day too when it renews itself, until a review lets it expire', async () => {
    const { id } = await givenContract(world, { renewalMode: 'AUTO' });
    expect(await statusOn(id, '2027-01-01')).toBe('EXPIRING');
    await decide(id, 'LET_EXPIRE');
    expect(await statusOn(id, '2027-01-01')).toBe('EXPIRED');
  });

  it('is filtered as it is shown', async () => {
    const { id: draft } = await givenDraft(world);
    const { id: active } = await givenContract(world);
    const { id: expiring } = await givenContract(world, { endsOn: '2026-04-01' });
    const { id: expired } = await givenContract(world, { endsOn: '2026-03-03', renewalMode: 'NONE' });
    const { id: terminated } = await givenContract(world);
    await change(world, 'terminateContract', { contractId: terminated, reason: 'Moved away' });
    clock.set('2026-03-10T12:00:00.000Z');
    const found = async (status: string) => {
      const { contracts } = await ask<{ contracts: { nodes: { id: string; status: string }[] } }>(
        world,
        `query ($status: ContractStatus!) { contracts(where: { status: { eq: $status } }) { nodes { id status } } }`,
        { status },
      );
      expect(contracts.nodes.every((each) => each.status === status)).toBe(true);
      return contracts.nodes.map((each) => each.id);
    };
    expect(await found('DRAFT')).toEqual([draft]);
    expect(await found('ACTIVE')).toEqual([active]);
    expect(await found('EXPIRING')).toEqual([expiring]);
    expect(await found('EXPIRED')).toEqual([expired]);
    expect(await found('TERMINATED')).toEqual([terminated]);
  });
});

describe('activating a contract', () => {
  it('is for drafts whose last day is still to come, as the caller read them', async () => {
    const { id } = await givenDraft(world);
    expect(await change(world, 'activateContract', { contractId: id, expectedVersion: 7 })).toMatchObject({
      __typename: 'StaleVersion',
      current: { id, version: 1 },
    });
    const twice = await Promise.all([1, 2].map(() => change(world, 'activateContract', { contractId: id })));
    expect(twice.map(({ __typename }) => __typename).sort()).toEqual([
      'ContractActivated',
      'IllegalContractTransition',
    ]);
    const { id: late } = await givenDraft(world, { startsOn: '2025-01-01', endsOn: '2025-12-31' });
    expect(await change(world, 'activateContract', { contractId: late })).toMatchObject({
      from: 'DRAFT',
      to: 'EXPIRED',
    });
    expect(await change(world, 'activateContract', { contractId: someId('ctr') })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a review', () => {
  it('is kept with decision, reason and who decided, and the latest counts', async () => {
    const { id } = await givenContract(world);
    await decide(id, 'LET_EXPIRE', { reason: 'Too dear' });
    expect((await decide(id, 'RENEW', { reason: 'A better price' })).__typename).toBe('RenewalDecided');
    const { contract: seen } = await ask<{ contract: unknown }>(
      world,
      `query ($id: ID!) { contract(id: $id) { renewalDecision version reviews { decision reason decidedBy { id } decidedAt } } }`,
      { id },
    );
    const decidedBy = { id: manager.personId };
    expect(seen).toEqual({
      renewalDecision: 'RENEW',
      version: 4,
      reviews: [
        { decision: 'RENEW', reason: 'A better price', decidedBy, decidedAt: NOON },
        { decision: 'LET_EXPIRE', reason: 'Too dear', decidedBy, decidedAt: NOON },
      ],
    });
  });

  it('has nothing to decide of a draft, of what is over, or of what ends with its term', async () => {
    const { id: draft } = await givenDraft(world);
    expect(await decide(draft, 'RENEW')).toMatchObject({ code: 'ILLEGAL_CONTRACT_TRANSITION', from: 'DRAFT' });
    const { id: ending } = await givenContract(world, { renewalMode: 'NONE' });
    expect(await decide(ending, 'RENEW')).toMatchObject({ code: 'CONTRACT_NOT_RENEWABLE' });
    const { id: over } = await givenContract(world);
    clock.set('2027-01-01T00:00:00.000Z');
    expect(await decide(over, 'RENEW')).toMatchObject({ from: 'EXPIRED', to: 'RENEWED' });
    expect(await decide(over, 'RENEW', { reason: '' })).toMatchObject({ problems: [{ path: 'reason' }] });
  });
});

describe('renewing a contract', () => {
  it('lets another take its place, with its lines and whole entitlements, and keeps the old one in force to its end', async () => {
    const before = await givenContract(world, {
      value: { amount: '100.00', currency: 'EUR' },
      lines: [lineWith({ allocation: 'CASES', total: 10 })],
    });
    const entitlement = before.lines[0]?.entitlements[0]?.id ?? '';
    await use(world, entitlement);
    expect(await change(world, 'renewContract', { contractId: before.id, endsOn: '2027-12-31' })).toMatchObject({
      code: 'RENEWAL_NOT_DECIDED',
    });
    await decide(before.id, 'RENEW');
    const input = { idempotencyKey: 'renewal', contractId: before.id, endsOn: '2027-12-31', noticeDays: 30 };
    const renewal = await change(world, 'renewContract', input);
    expect(renewal).toMatchObject({
      __typename: 'ContractRenewed',
      renewed: { id: before.id, status: 'RENEWED' },
      contract: {
        status: 'ACTIVE',
        startsOn: '2027-01-01',
        endsOn: '2027-12-31',
        decisionDueOn: '2027-12-01',
        value: { amount: '100.00', currency: 'EUR' },
        lines: [{ name: 'Care plan', entitlements: [{ remaining: { terms: '10' }, version: 1 }] }],
      },
    });
    expect((await change(world, 'renewContract', input)).contract.id).toBe(renewal.contract.id);
    expect(await change(world, 'renewContract', { ...input, idempotencyKey: 'again' })).toMatchObject({
      from: 'RENEWED',
    });
    const next = renewal.contract.lines[0]?.entitlements[0]?.id ?? '';
    expect((await use(world, entitlement)).entitlement.remaining).toMatchObject({ terms: '8' });
    expect((await use(world, next)).mismatch).toBe('NOT_IN_FORCE');
    clock.set('2027-01-01T00:00:00.000Z');
    expect((await use(world, entitlement)).mismatch).toBe('NOT_IN_FORCE');
    expect((await use(world, next)).entitlement.remaining).toMatchObject({ terms: '9' });
  });

  it('needs no decision when it renews itself, unless it was let expire, and never follows one that ends with its term', async () => {
    const renew = (contractId: string, endsOn = '2027-12-31') => change(world, 'renewContract', { contractId, endsOn });
    const { id: auto } = await givenContract(world, { renewalMode: 'AUTO' });
    expect(await renew(auto, '2026-12-31')).toMatchObject({ problems: [{ path: 'endsOn' }] });
    expect((await renew(auto)).__typename).toBe('ContractRenewed');
    const { id: stopped } = await givenContract(world, { renewalMode: 'AUTO' });
    await decide(stopped, 'LET_EXPIRE');
    expect((await renew(stopped)).__typename).toBe('RenewalNotDecided');
    const { id: ending } = await givenContract(world, { renewalMode: 'NONE' });
    expect((await renew(ending)).__typename).toBe('ContractNotRenewable');
  });
});

describe('terminating a contract', () => {
  it('ends it at once with a reason, once', async () => {
    const { id } = await givenContract(world);
    const terminate = () => change(world, 'terminateContract', { contractId: id, reason: 'Moved away' });
    expect(await terminate()).toMatchObject({ __typename: 'ContractTerminated', contract: { status: 'TERMINATED' } });
    expect(await terminate()).toMatchObject({ from: 'TERMINATED', to: 'TERMINATED' });
  });

  it('is for managers', async () => {
    const { id } = await givenContract(world);
    const mutation = `mutation ($input: TerminateContractInput!) { terminateContract(input: $input) { __typename } }`;
    const input = { contractId: id, reason: 'Why not' };
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
