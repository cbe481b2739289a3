import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saveRoots } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  change,
  eventsAbout,
  givenCustomer,
  lead,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { FIND, scanned, settled, type SeenPair } from '../../test/duplicates.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const postal = (house: string, postcode: string) => ({
  ...{ kind: 'POSTAL', address: { lines: [house], postcode, country: 'GB' } },
});

const found = async (variables: Record<string, unknown> = {}) =>
  (await ask<{ findDuplicates: { nodes: SeenPair[]; totalCount: number } }>(world, FIND, variables)).findDuplicates;

/** Two records of one person, told apart by `tag`. */
async function givenTwins(tag: string, sources: readonly [string, string] = ['crm', 'shop']) {
  const email = { kind: 'EMAIL', value: `${tag}@twins.example` };
  const first = await givenCustomer(world, {
    ...{ givenName: 'Gwen', familyName: 'Ifans', externalIdentity: { source: sources[0], id: `${tag}-1` } },
    contactPoints: [email, postal('1 High Street', 'CF10 1AA')],
  });
  const second = await givenCustomer(world, {
    ...{ givenName: 'Gwen', familyName: 'Ifnas', externalIdentity: { source: sources[1], id: `${tag}-2` } },
    contactPoints: [email],
  });
  return { first, second };
}

const pairOf = (pairs: readonly SeenPair[], { first, second }: { first: { id: string }; second: { id: string } }) =>
  pairs.find((pair) => pair.first.id === first.id && pair.second.id === second.id);

describe('a scan', () => {
  it('finds two records of one person, and says what speaks for it and what cannot be compared', async () => {
    const twins = await givenTwins('plain');
    const run = await scanned(world);
    expect(run).toMatchObject({ state: 'DONE', progress: 1, found: 1, leftOutCount: 0, leftOut: [] });
    const { nodes, totalCount } = await found();
    expect([nodes.length, totalCount]).toEqual([1, 1]);
    expect(nodes[0]).toMatchObject({
      ...{ first: { id: twins.first.id }, second: { id: twins.second.id }, state: 'OPEN', mergeBlockedBy: [] },
      ...{ score: 0.838, currentScore: 0.838, dismissal: null, run: { id: run.id }, rule: { name: 'STANDARD' } },
    });
    expect(nodes[0]?.parts).toEqual([
      {
        test: 'SAME_EMAIL',
        likeness: 1,
        contribution: 0.5,
        firstValues: ['plain@twins.example'],
        secondValues: ['plain@twins.example'],
      },
      { test: 'SAME_PHONE', likeness: null, contribution: 0, firstValues: [], secondValues: [] },
      {
        test: 'SAME_EXTERNAL_ID',
        likeness: 0,
        contribution: 0,
        firstValues: ['crm plain-1'],
        secondValues: ['shop plain-2'],
      },
      {
        test: 'SIMILAR_NAME',
        likeness: 0.75,
        contribution: 0.338,
        firstValues: ['gwen ifans'],
        secondValues: ['gwen ifnas'],
      },
      { test: 'SAME_POSTCODE', likeness: null, contribution: 0, firstValues: ['cf101aa'], secondValues: [] },
      { test: 'SIMILAR_ADDRESS', likeness: null, contribution: 0, firstValues: ['1 high street'], secondValues: [] },
    ]);
    expect((await found({ threshold: 0.9 })).nodes).toEqual([]);
    expect((await eventsAbout(world, run.id)).map(({ type, sequence }) => [type, sequence])).toEqual([
      ['courtesy.duplicate-scan.started.v1', 1],
      ['courtesy.duplicate-scan.ended.v1', 2],
    ]);
  });

  it('shows that two ids in one system keep a pair from being merged', async () => {
    const twins = await givenTwins('blocked', ['crm', 'crm']);
    await scanned(world);
    expect(pairOf((await found()).nodes, twins)).toMatchObject({ mergeBlockedBy: ['crm'], state: 'OPEN' });
  });

  it('lets a pair go that is no longer alike, and keeps the same pair otherwise', async () => {
    const [stays, goes] = [await givenTwins('stays'), await givenTwins('goes')];
    await scanned(world);
    const before = (await found()).nodes;
    await change(world, 'changeCustomer', { customerId: goes.second.id, givenName: 'Rhodri', familyName: 'Prosser' });
    const now = pairOf((await found()).nodes, goes);
    expect(now).toMatchObject({ score: 0.838, currentScore: 0.15 });
    await scanned(world);
    const after = (await found()).nodes;
    expect(pairOf(after, goes)).toBeUndefined();
    expect(pairOf(after, stays)?.id).toBe(pairOf(before, stays)?.id);
  });

  it('does not compare more than fifty people for one thing in common, and tells of them', async () => {
    const phone = { kind: 'PHONE', value: '+44 29 2000 0000' };
    const customers = Array.from({ length: 60 }, (_, place) => ({
      ...{
        kind: 'PERSON',
        displayName: `Person ${place}`,
        registeredAt: '2025-01-01T00:00:00Z',
        contactPoints: [phone],
      },
      externalIdentity: { source: 'switchboard', id: String(place) },
    }));
    await change(world, 'registerCustomers', { customers }, { actor: caller('ADMIN') });
    const run = await scanned(world);
    expect(run).toMatchObject({ leftOutCount: 1, leftOut: [{ block: 'PHONE', customers: 60 }] });
  });

  it('by the same rule waits for the one that is under way, and another rule does not', async () => {
    const started = (input: object = {}) =>
      change(
        world,
        'startDuplicateScan',
        { ...input },
        {
          fragments: '... on DuplicateScanStarted { run { id } } ... on DuplicateScanUnderWay { run { id } }',
        },
      );
    const [one, other] = await Promise.all([started(), started()]);
    const kinds = [one.__typename, other.__typename].toSorted();
    expect(['DuplicateScanStarted,DuplicateScanUnderWay', 'DuplicateScanStarted,DuplicateScanStarted']).toContain(
      kinds.join(),
    );
    await settled(world);
    expect(await started({ rule: 'NONE' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await started({ threshold: 1.5 })).toMatchObject({ code: 'INVALID_INPUT' });
    const first = await started({ idempotencyKey: 'scan-1' });
    await settled(world);
    expect(await started({ idempotencyKey: 'scan-1' })).toEqual(first);
  });
});

describe('a pair', () => {
  it('that is dismissed does not come back, under no rule, and says who said so and why', async () => {
    const twins = await givenTwins('dismissed');
    await scanned(world);
    const pair = pairOf((await found()).nodes, twins);
    const dismiss = (reason: string) =>
      change(
        world,
        'dismissDuplicate',
        { pairId: pair?.id, reason },
        { fragments: '... on DuplicateDismissed { pair { state dismissal { reason dismissedBy } } }' },
      );
    expect(await dismiss('Mother and daughter')).toMatchObject({
      pair: { state: 'NOT_DUPLICATES', dismissal: { reason: 'Mother and daughter', dismissedBy: lead.subject } },
    });
    expect(await dismiss('Again')).toMatchObject({ pair: { dismissal: { reason: 'Mother and daughter' } } });
    expect(await dismiss(' ')).toMatchObject({ code: 'INVALID_INPUT' });
    await scanned(world);
    expect(pairOf((await found()).nodes, twins)).toBeUndefined();
    expect(pairOf((await found({ states: ['NOT_DUPLICATES'] })).nodes, twins)?.id).toBe(pair?.id);
    await expect(world.service.database.manager.query('DELETE FROM duplicate_dismissals')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('is merged once one customer stands for both, and open again when that is undone', async () => {
    const twins = await givenTwins('merged');
    await scanned(world);
    const pair = pairOf((await found()).nodes, twins);
    const roots = [{ customerId: twins.second.id, survivorId: twins.first.id }];
    await saveRoots(world.service.database.manager, roots);
    expect(pairOf((await found()).nodes, twins)).toBeUndefined();
    const merged = await change(world, 'dismissDuplicate', { pairId: pair?.id, reason: 'Two' });
    expect(merged).toMatchObject({ code: 'DUPLICATE_ALREADY_MERGED' });
    await saveRoots(world.service.database.manager, [{ customerId: twins.second.id, survivorId: twins.second.id }]);
    expect(pairOf((await found()).nodes, twins)?.state).toBe('OPEN');
  });

  it('of a merged customer and a third is found as that of who stands for them', async () => {
    const twins = await givenTwins('family');
    const third = await givenCustomer(world, {
      givenName: 'Gwen',
      familyName: 'Ifans',
      contactPoints: [{ kind: 'EMAIL', value: 'third@twins.example' }],
    });
    await change(world, 'addContactPoint', {
      customerId: twins.second.id,
      contactPoint: { kind: 'EMAIL', value: 'third@twins.example' },
    });
    await saveRoots(world.service.database.manager, [{ customerId: twins.second.id, survivorId: twins.first.id }]);
    await scanned(world);
    expect(pairOf((await found()).nodes, { first: twins.first, second: third })?.state).toBe('OPEN');
  });
});

describe('a rule', () => {
  it('of one’s own finds what it weighs, and replaces the one of its name', async () => {
    const { first, second } = await givenTwins('own');
    const adopt = (input: object) =>
      change(
        world,
        'adoptDuplicateRule',
        { name: 'MAIL_ONLY', threshold: 0.9, ...input },
        {
          fragments:
            '... on DuplicateRuleAdopted { rule { version threshold } } ... on InvalidInput { problems { path } }',
        },
      );
    const criteria = [{ test: 'SAME_EMAIL', weight: 1 }];
    expect(await adopt({ criteria })).toMatchObject({ rule: { version: 1, threshold: 0.9 } });
    await scanned(world, { rule: 'MAIL_ONLY' });
    expect(pairOf((await found({ rule: 'MAIL_ONLY' })).nodes, { first, second })).toMatchObject({ score: 1 });
    expect(await adopt({ criteria, expectedVersion: 7 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await adopt({ criteria, expectedVersion: 1 })).toMatchObject({ rule: { version: 2 } });
    expect(await adopt({ criteria: [{ test: 'SIMILAR_NAME', weight: 1 }] })).toMatchObject({
      problems: [{ path: 'criteria' }],
    });
    expect((await ask<{ findDuplicates: unknown }>(world, FIND, { rule: 'NONE' })).findDuplicates).toBeNull();
  });
});

describe('who asks', () => {
  it.each(['AGENT', 'CUSTOMER', 'ANALYST', 'EXECUTIVE'] as const)('%s is refused', async (role) => {
    const actor = caller(role);
    expect(await tryToAsk(world, FIND, {}, actor)).toMatchObject({
      data: { findDuplicates: null },
      codes: ['FORBIDDEN'],
    });
    const start = `mutation { startDuplicateScan(input: {}) { __typename } }`;
    expect((await tryToAsk(world, start, {}, actor)).codes).toEqual(['FORBIDDEN']);
  });
});
