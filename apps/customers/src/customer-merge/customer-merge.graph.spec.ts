import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  agent,
  ask,
  change,
  eventsAbout,
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  lead,
  someExternalId,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { merge, merging, revert, rowsOf, standing, STATE } from '../../test/merges.ts';
import { givenPurchase } from '../../test/purchases.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const someone = async (more: Record<string, unknown> = {}) => (await givenCustomer(world, more)).id;
const postal = (territory: string, validFrom: string) => ({ kind: 'POSTAL', address: { territory }, validFrom });
const named = async (id: string) => {
  const fields = 'id givenName familyName preferredLanguage territory status';
  const { customer } = await ask<{ customer: Record<string, unknown> }>(
    world,
    `{ customer(id: "${id}") { ${fields} } }`,
  );
  return customer;
};
const typesAbout = async (id: string) => (await eventsAbout(world, id)).map(({ type }) => type);

describe('a merge of customers', () => {
  it('predicts exactly what it then does, and the prediction writes nothing', async () => {
    const [a, b] = [await someone({ givenName: 'Ann', familyName: null }), await someone({ familyName: 'Lee' })];
    await givenContactPoint(world, a, postal('Old', '2025-01-01T00:00:00Z'));
    await givenContactPoint(world, b, postal('New', '2026-01-01T00:00:00Z'));
    await givenContactPoint(world, b, { kind: 'EMAIL', value: `${b}@example.org` });
    await givenCircumstance(world, b, 'Hard of hearing');
    for (let i = 0; i < 3; i += 1) await givenPurchase(world, b);
    await givenPurchase(world, a);
    const rows = 'SELECT (SELECT count(*) FROM event_log) + (SELECT count(*) FROM customer_merges) AS n';
    const { manager } = world.service.database;
    const [before, digest] = [await manager.query(rows), await rowsOf(world)];

    const choice = { fields: [{ field: 'GIVEN_NAME', fromId: b }], idempotencyKey: 'p1' };
    const predicted = await merging(world, a, [b], { ...choice, dryRun: true });
    expect(predicted).toMatchObject({
      __typename: 'CustomerMergePredicted',
      survivor: { id: a, displayName: 'Gwen Lee', territory: 'New' },
      counts: [
        { kind: 'Circumstance', kept: 0, moved: 1, total: 1 },
        { kind: 'ContactPoint', kept: 1, moved: 2, total: 3 },
        { kind: 'Purchase', kept: 1, moved: 3, total: 4 },
      ],
    });
    expect([await manager.query(rows), await rowsOf(world)]).toEqual([before, digest]);

    const done = await merging(world, a, [b], choice);
    const { fields, counts } = done['merge'] as Record<string, unknown>;
    expect({ fields, counts, survivor: done['survivor'] }).toEqual({
      ...{ fields: predicted['fields'], counts: predicted['counts'], survivor: predicted['survivor'] },
    });
    expect(fields).toEqual([
      { field: 'DISPLAY_NAME', from: { id: a }, before: null, after: null },
      { field: 'GIVEN_NAME', from: { id: b }, before: 'Ann', after: 'Gwen' },
      { field: 'FAMILY_NAME', from: { id: b }, before: null, after: 'Lee' },
      { field: 'PREFERRED_LANGUAGE', from: { id: a }, before: null, after: null },
    ]);
    expect(await named(b)).toMatchObject({ id: a, givenName: 'Gwen', territory: 'New' });
  });

  it('keeps the stricter consent, as it had predicted, and parted each has their own', async () => {
    const [a, b] = [await someone(), await someone()];
    const evidence = { how: 'ONLINE', wordingVersion: '2026-1' };
    const say = (customerId: string, verb: string, more: object) =>
      change(world, verb, { customerId, evidence, ...more });
    await say(a, 'recordConsent', { purpose: 'MARKETING', channel: 'EMAIL' });
    await say(b, 'withdrawConsent', { purpose: 'MARKETING', channel: 'EMAIL' });
    await say(a, 'recordConsent', { purpose: 'RESEARCH', channel: 'PHONE' });
    await say(b, 'recordConsent', { purpose: 'RESEARCH', channel: 'PHONE', until: '2026-06-01T00:00:00Z' });
    await say(b, 'recordConsent', { purpose: 'PROFILING', channel: 'PORTAL' });
    const consents = async (id: string) =>
      (await ask<{ customer: { consents: object[] } }>(world, `{ customer(id: "${id}") { consents { ${STATE} } } }`))
        .customer.consents;
    const before = [await consents(a), await consents(b)];
    const predicted = await merging(world, a, [b], { dryRun: true });
    expect(predicted['consents']).toMatchObject([
      { purpose: 'MARKETING', channel: 'EMAIL', status: 'WITHDRAWN' },
      { purpose: 'RESEARCH', channel: 'PHONE', status: 'GIVEN', until: '2026-06-01T00:00:00.000Z' },
      { purpose: 'PROFILING', channel: 'PORTAL', status: 'NEVER_GIVEN' },
    ]);
    const mergeId = await merge(world, a, [b]);
    for (const id of [a, b]) expect(await consents(id)).toEqual(predicted['consents']);
    await revert(world, mergeId);
    expect([await consents(a), await consents(b)]).toEqual(before);
  });

  it('tells other services who stands for whom, in ids alone, and so does its reversal', async () => {
    const [a, b] = [await someone(), await someone({ givenName: 'Gwenllian' })];
    const mergeId = await merge(world, a, [b]);
    expect((await eventsAbout(world, a)).slice(1)).toEqual([
      { type: 'courtesy.customer.changed.v1', sequence: 2, data: expect.objectContaining({ kind: 'PERSON' }) },
      {
        ...{ type: 'courtesy.customer.merged.v1', sequence: 2 },
        data: {
          ...{ mergeId, survivorId: a, mergedIds: [b], at: '2026-03-02T10:00:00.000Z' },
          roots: [{ customerId: b, survivorId: a }],
        },
      },
    ]);
    await revert(world, mergeId);
    expect((await eventsAbout(world, a)).at(-1)).toMatchObject({
      ...{ type: 'courtesy.customer.unmerged.v1', sequence: 3 },
      data: { mergeId, survivorId: a, roots: [{ customerId: b, survivorId: b }] },
    });
    expect(await typesAbout(b)).toEqual(['courtesy.customer.registered.v1', 'courtesy.customer.changed.v1']);
  });

  it('runs in chains, and a link is taken back while the others hold', async () => {
    const [a, b, c] = [
      await someone({ givenName: 'A' }),
      await someone({ givenName: 'B' }),
      await someone({ givenName: 'C' }),
    ];
    const first = await merge(world, b, [a], { fields: [{ field: 'GIVEN_NAME', fromId: a }] });
    const second = await merge(world, c, [b], { fields: [{ field: 'GIVEN_NAME', fromId: b }] });
    expect(await standing(world, [a, b, c])).toEqual({ [a]: c, [b]: c, [c]: c });
    expect(await named(a)).toMatchObject({ id: c, givenName: 'A' });
    await revert(world, first);
    expect(await standing(world, [a, b, c])).toEqual({ [a]: a, [b]: c, [c]: c });
    expect(await named(b)).toMatchObject({ id: c, givenName: 'B' });
    expect(await named(a)).toMatchObject({ id: a, givenName: 'A', status: 'ACTIVE' });
    expect((await eventsAbout(world, c)).at(-1)).toMatchObject({ data: { roots: [{ customerId: a, survivorId: a }] } });
    await revert(world, second);
    expect([await named(b), await named(c)]).toMatchObject([
      { id: b, givenName: 'B' },
      { id: c, givenName: 'C' },
    ]);
  });

  it('goes to whoever stands for the survivor that is named', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    await merge(world, b, [a]);
    expect(await merging(world, a, [c])).toMatchObject({ __typename: 'CustomersMerged', survivor: { id: b } });
  });

  it('taken back leaves what somebody wrote since, and says so', async () => {
    const [a, b] = [await someone({ givenName: 'Ann' }), await someone({ givenName: 'Anna', preferredLanguage: 'cy' })];
    const mergeId = await merge(world, a, [b], { fields: [{ field: 'GIVEN_NAME', fromId: b }] });
    await change(world, 'changeCustomer', { customerId: b, givenName: 'Annie' });
    expect(await revert(world, mergeId)).toMatchObject({
      merge: { state: 'REVERTED', reverted: { reason: 'Mother and daughter', by: lead.subject } },
      customers: [{ id: b, status: 'ACTIVE' }],
      fields: [
        { field: 'GIVEN_NAME', outcome: 'KEPT_EDIT', before: 'Annie', after: 'Annie' },
        { field: 'PREFERRED_LANGUAGE', outcome: 'RESTORED', before: 'cy', after: null },
      ],
    });
    expect(await named(a)).toMatchObject({ givenName: 'Annie', preferredLanguage: null });
    expect(await named(b)).toMatchObject({ givenName: 'Anna', preferredLanguage: 'cy' });
  });

  it('is taken back once, and with the same key both are done once', async () => {
    const [a, b] = [await someone(), await someone()];
    const [once, twice] = [
      await merge(world, a, [b], { idempotencyKey: 'm1' }),
      await merge(world, a, [b], { idempotencyKey: 'm1' }),
    ];
    expect(twice).toBe(once);
    expect((await revert(world, once)).__typename).toBe('CustomerMergeReverted');
    expect(await revert(world, once)).toMatchObject({
      __typename: 'CustomerMergeAlreadyReverted',
      merge: { id: once },
    });
    expect((await revert(world, someId('cumg'))).__typename).toBe('NotFound');
  });
});

describe('customers are not merged', () => {
  it('when another system knows them by two ids, which are named, and the dry run says the same', async () => {
    const [one, two] = [someExternalId(), someExternalId()];
    const a = await someone({ externalIdentity: { source: 'crm', id: one } });
    const b = await someone({ externalIdentity: { source: 'crm', id: two } });
    const refused = {
      ...{ __typename: 'ExternalIdsConflict', code: 'EXTERNAL_IDS_CONFLICT' },
      message: `crm tells these customers apart: ${one} (${a}), ${two} (${b}).`,
      conflicts: [
        {
          source: 'crm',
          identities: [
            { externalId: one, customer: { id: a } },
            { externalId: two, customer: { id: b } },
          ],
        },
      ],
    };
    expect(await merging(world, a, [b])).toMatchObject(refused);
    expect(await merging(world, a, [b], { dryRun: true })).toMatchObject(refused);
  });

  it('not even when the two ids come together over a third, merged before', async () => {
    const a = await someone({ externalIdentity: { source: 'crm', id: someExternalId() } });
    const b = await someone();
    const c = await someone({ externalIdentity: { source: 'crm', id: someExternalId() } });
    await merge(world, b, [a]);
    expect((await merging(world, c, [b])).__typename).toBe('ExternalIdsConflict');
  });

  it('in a ring, twice, or across kinds', async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    const shop = await someone({ kind: 'ORGANISATION', displayName: 'Lee Ltd', givenName: null, familyName: null });
    await merge(world, b, [a]);
    const refused = async (survivorId: string, mergedId: string) => {
      const { code, reason, message } = await merging(world, survivorId, [mergedId]);
      expect(code).toBe('CANNOT_MERGE_CUSTOMERS');
      return [reason, message];
    };
    expect(await refused(a, b)).toEqual(['SAME_CUSTOMER', `${b} and ${b} are one already.`]);
    expect(await refused(b, a)).toEqual(['SAME_CUSTOMER', `${a} and ${b} are one already.`]);
    expect(await refused(c, a)).toEqual([
      'ALREADY_MERGED',
      `${b} stands for ${a}: merge ${b}, or take that merge back first.`,
    ]);
    expect(await refused(c, shop)).toEqual(['DIFFERENT_KINDS', `${shop} is an organisation, and ${c} a person.`]);
  });

  it('once one of them is erased, nor parted from them', async () => {
    const [a, b] = [await someone(), await someone()];
    const mergeId = await merge(world, a, [b]);
    await world.service.database.manager.query(`UPDATE customers SET status = 'ERASED' WHERE id = $1`, [a]);
    const refused = { __typename: 'CustomerIsErased', code: 'CUSTOMER_IS_ERASED', customer: { id: a } };
    expect(await merging(world, await someone(), [a])).toMatchObject(refused);
    expect(await revert(world, mergeId)).toMatchObject(refused);
  });

  it('when one of them has changed since they were read, is not there, or the merge makes no sense', async () => {
    const [a, b] = [await someone(), await someone()];
    const expectedVersions = [{ customerId: b, version: 1 }];
    await change(world, 'changeCustomer', { customerId: b, familyName: 'Lee' });
    expect(await merging(world, a, [b], { expectedVersions })).toMatchObject({
      ...{ __typename: 'StaleVersion', expectedVersion: 1, current: { id: b } },
    });
    expect((await merging(world, a, [someId('cust')])).__typename).toBe('NotFound');
    expect(await merging(world, a, [])).toMatchObject({ problems: [{ path: 'mergedIds' }] });
  });

  it('by agents, customers or analysts, who may at most read of it', async () => {
    const [a, b] = [await someone(), await someone()];
    const verb = 'mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { __typename } }';
    const input = { survivorId: a, mergedIds: [b], reason: 'One person' };
    for (const actor of [agent, caller('ANALYST'), caller('CUSTOMER', { customerId: a })])
      expect((await tryToAsk(world, verb, { input }, actor)).codes).toEqual(['FORBIDDEN']);
    const wider = caller('CUSTOMER', { customerId: a, scopes: lead.scopes });
    expect(await merging(world, a, [b], { actor: wider })).toMatchObject({ __typename: 'NotFound' });
    expect((await merging(world, a, [b], { actor: admin })).__typename).toBe('CustomersMerged');
    const history = `{ customer(id: "${b}") { mergeHistory { merged { id } } mergedCustomers { id status } } }`;
    expect(await tryToAsk(world, history, {}, agent)).toEqual({
      ...{
        codes: [],
        data: { customer: { mergeHistory: [{ merged: [{ id: b }] }], mergedCustomers: [{ id: b, status: 'MERGED' }] } },
      },
    });
    expect((await tryToAsk(world, history, {}, caller('CUSTOMER', { customerId: a }))).codes).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
  });
});
