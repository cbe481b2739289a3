import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
const lead: Who = as('lead', 'pers_01kaqbrfr0e000000000000000');
beforeAll(async () => {
  world = await startGraph();
});
afterAll(() => world?.close());

const registered = async (familyName: string, identity: readonly [string, string], email: string) => {
  const input = {
    ...{ kind: 'PERSON', givenName: 'Myfanwy', familyName },
    ...{ externalIdentity: { source: identity[0], id: identity[1] }, contactPoints: [{ kind: 'EMAIL', value: email }] },
  };
  const verb = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  return (await must<{ customer: { id: string } }>(world, lead, verb, input)).customer.id;
};

interface Hit {
  readonly customer: { readonly id: string };
  readonly matches: readonly { readonly field: string; readonly manner: string; readonly merged: boolean }[];
}
const searched = async (text: string) => {
  const query = `query ($text: String!) { searchCustomers(text: $text) { hits { customer { id } matches { field manner merged } } } }`;
  return (await asked<{ searchCustomers: { hits: Hit[] } }>(world, lead, query, { text })).searchCustomers.hits;
};
const idsOf = (hits: readonly Hit[]) => hits.map(({ customer }) => customer.id);

interface Pair {
  readonly id: string;
  readonly score: number;
  readonly state: string;
  readonly mergeBlockedBy: readonly string[];
  readonly first: { readonly id: string };
  readonly second: { readonly id: string };
}
const PAIR = 'id score state mergeBlockedBy first { id } second { id }';
const pairs = async () => {
  const query = `{ findDuplicates(threshold: 0.7) { nodes { ${PAIR} } } }`;
  return (await asked<{ findDuplicates: { nodes: Pair[] } }>(world, lead, query)).findDuplicates.nodes;
};
const scan = async () => {
  const verb = ['startDuplicateScan', 'DuplicateScanStarted', 'run { id }'] as const;
  const { run: started } = await must<{ run: { id: string } }>(world, lead, verb, {});
  const query = `query ($id: ID!) { node(id: $id) { ... on DuplicateRun { state found } } }`;
  for (let round = 0; round < 300; round += 1) {
    const { node } = await asked<{ node: { state: string; found: number } }>(world, lead, query, { id: started.id });
    if (node.state === 'DONE') return node;
    await delay(100);
  }
  throw new Error('The scan does not end');
};

describe('one person who is recorded twice', () => {
  it('is found by a misspelt name, shown as a likely pair, and is one customer under either name once merged', async () => {
    const first = await registered('Blethyn', ['crm', 'E2E-1'], 'myfanwy@blethyn.example');
    const second = await registered('Blehtyn', ['shop', 'E2E-2'], 'myfanwy@blethyn.example');
    expect(idsOf(await searched('myfanwi blethyn')).toSorted()).toEqual([first, second].toSorted());
    await scan();
    const [pair] = await pairs();
    expect(pair).toMatchObject({ state: 'OPEN', mergeBlockedBy: [], first: { id: first }, second: { id: second } });
    const merged = ['mergeCustomers', 'CustomersMerged', 'merge { id } survivor { id }'] as const;
    const { merge } = await must<{ merge: { id: string } }>(world, lead, merged, {
      ...{ survivorId: first, mergedIds: [second], reason: 'One person' },
    });
    expect(await pairs()).toEqual([]);
    for (const text of ['myfanwy blehtyn', 'E2E-2', second]) expect(idsOf(await searched(text))).toEqual([first]);
    const dismiss = await run(world, lead, ['dismissDuplicate', ''], { pairId: pair?.id, reason: 'Sisters' });
    expect(dismiss).toMatchObject({ code: 'DUPLICATE_ALREADY_MERGED' });
    const reverted = ['revertMerge', 'CustomerMergeReverted', 'merge { id }'] as const;
    await must(world, lead, reverted, { mergeId: merge.id, reason: 'Sisters' });
    const dismissed = ['dismissDuplicate', 'DuplicateDismissed', `pair { ${PAIR} }`] as const;
    await must(world, lead, dismissed, { pairId: pair?.id, reason: 'Sisters' });
    await scan();
    expect(await pairs()).toEqual([]);
  });

  it('is shown, but not merged, while one system knows them by two ids', async () => {
    const ids = [
      await registered('Trahaearn', ['crm', 'E2E-3'], 'm@trahaearn.example'),
      await registered('Trahaearn', ['crm', 'E2E-4'], 'm@trahaearn.example'),
    ];
    await scan();
    const [pair] = await pairs();
    expect(pair).toMatchObject({ mergeBlockedBy: ['crm'], score: 0.95 });
    const input = { survivorId: ids[0], mergedIds: [ids[1]], reason: 'One person' };
    expect(await run(world, lead, ['mergeCustomers', ''], input)).toMatchObject({ __typename: 'ExternalIdsConflict' });
  });

  it('is nobody’s to look for but the staff’s: a customer finds themself alone, and no pairs', async () => {
    const self = await registered('Rhydderch', ['crm', 'E2E-5'], 'one@rhydderch.example');
    await registered('Rhydderch', ['crm', 'E2E-6'], 'two@rhydderch.example');
    const query = `query ($text: String!) { searchCustomers(text: $text) { hits { customer { id } } } }`;
    const who = { role: 'customer', customerId: self };
    const { data } = await world.ask<{ searchCustomers: { hits: Hit[] } }>(query, { text: 'rhydderch' }, who);
    expect(idsOf(data.searchCustomers.hits)).toEqual([self]);
    const { errors } = await world.ask(`{ findDuplicates { nodes { id } } }`, {}, who);
    expect(JSON.stringify(errors)).toContain('FORBIDDEN');
  });
});
