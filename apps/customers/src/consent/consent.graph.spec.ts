import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  change,
  clock,
  eventsAbout,
  givenCustomer,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { merge, revert } from '../../test/merges.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const evidence = { how: 'ONLINE', wordingVersion: '2026-1', place: 'Newsletter form' };
const LINE =
  'consent { id change channel basis byCustomer evidence { how wordingVersion place } } customer { id version }';
const record = (input: object, actor: Actor = agent) =>
  change(
    world,
    'recordConsent',
    { purpose: 'MARKETING', evidence, ...input },
    {
      ...{ actor, fragments: `... on ConsentRecorded { ${LINE} }` },
    },
  );
const withdraw = (input: object, actor: Actor = agent) =>
  change(
    world,
    'withdrawConsent',
    { purpose: 'MARKETING', evidence: { how: 'SPOKEN' }, ...input },
    {
      ...{ actor, fragments: `... on ConsentWithdrawn { ${LINE} } ... on BasisNotWithdrawable { states { status } }` },
    },
  );

interface State {
  readonly channel: string;
  readonly status: string;
}
const consentsOf = async (id: string, args = '') => {
  const { customer } = await ask<{ customer: { consents: State[] } }>(
    world,
    `query ($id: ID!) { customer(id: $id) { consents${args} { purpose channel status basis since until consent { id } } } }`,
    { id },
  );
  return customer.consents;
};
const mayContact = async (id: string, channel: string, actor?: Actor) => {
  const { customer } = await ask<{ customer: { mayContact: object } }>(
    world,
    `query ($id: ID!, $channel: ConsentChannel!) { customer(id: $id) { mayContact(purpose: MARKETING, channel: $channel) { allowed reason message } } }`,
    { id, channel },
    actor,
  );
  return customer.mayContact;
};
const emailOf = async (id: string) => (await consentsOf(id)).find(({ channel }) => channel === 'EMAIL')?.status;

describe('consent', () => {
  it('is given and withdrawn by purpose and channel, and every line stays as it was', async () => {
    const { id } = await givenCustomer(world);
    expect(await mayContact(id, 'EMAIL')).toMatchObject({ allowed: false, reason: 'CONSENT_NEVER_GIVEN' });
    const given = await record({ customerId: id, channel: 'EMAIL', from: '2026-02-01T00:00:00Z' });
    expect(given).toMatchObject({ consent: { change: 'GIVEN', basis: 'CONSENT', evidence, byCustomer: false } });
    expect(given).toMatchObject({ customer: { id, version: 2 } });
    expect(await mayContact(id, 'EMAIL')).toEqual({
      ...{ allowed: true, reason: 'CONSENT_GIVEN', message: 'They agreed. (marketing, email)' },
    });
    expect(await mayContact(id, 'PHONE')).toMatchObject({ allowed: false, reason: 'CONSENT_NEVER_GIVEN' });
    expect(await withdraw({ customerId: id })).toMatchObject({ consent: { change: 'WITHDRAWN', basis: null } });
    expect(await mayContact(id, 'EMAIL')).toMatchObject({ allowed: false, reason: 'CONSENT_WITHDRAWN' });
    expect(await consentsOf(id, '(asOf: "2026-02-15T00:00:00Z")')).toMatchObject([
      { channel: 'EMAIL', status: 'GIVEN', since: '2026-02-01T00:00:00.000Z' },
    ]);
    const { customer } = await ask<{ customer: { consentHistory: { nodes: object[]; totalCount: number } } }>(
      world,
      `query ($id: ID!) { customer(id: $id) { consentHistory { nodes { change channel customer { id } } totalCount } } }`,
      { id },
    );
    expect(customer.consentHistory).toEqual({
      nodes: [
        { change: 'WITHDRAWN', channel: null, customer: { id } },
        { change: 'GIVEN', channel: 'EMAIL', customer: { id } },
      ],
      totalCount: 2,
    });
    const { manager } = world.service.database;
    await expect(manager.query(`DELETE FROM consents`)).rejects.toThrow(/permission denied/);
    await expect(manager.query(`UPDATE consents SET channel = NULL`)).rejects.toThrow(/permission denied/);
  });

  it('ends with its time, without anything being done', async () => {
    const { id } = await givenCustomer(world);
    const soon = new Date(clock().getTime() + 3_600_000).toISOString();
    await record({ customerId: id, channel: 'SMS', until: soon });
    expect(await consentsOf(id)).toMatchObject([{ channel: 'SMS', status: 'GIVEN', until: soon }]);
    expect(await consentsOf(id, `(asOf: "${soon}")`)).toMatchObject([{ status: 'EXPIRED', since: soon }]);
  });

  it('is announced without anything that was said', async () => {
    const { id } = await givenCustomer(world);
    const answer = await record({ customerId: id, channel: 'EMAIL', idempotencyKey: `of ${id}` });
    expect(await record({ customerId: id, channel: 'EMAIL', idempotencyKey: `of ${id}` })).toEqual(answer);
    const events = await eventsAbout(world, (answer['consent'] as { id: string }).id);
    expect(events).toEqual([
      {
        ...{ type: 'courtesy.consent.changed.v1', sequence: 1 },
        data: {
          ...{ customerId: id, countsFor: [id], purpose: 'MARKETING', channel: 'EMAIL', change: 'GIVEN' },
          ...{ basis: 'CONSENT', from: clock().toISOString(), until: null },
        },
      },
    ]);
  });

  it('that rests on a contract everywhere cannot be withdrawn', async () => {
    const { id } = await givenCustomer(world);
    await record({ customerId: id, basis: 'CONTRACT', channel: 'LETTER' });
    const refused = await withdraw({ customerId: id, channel: 'LETTER' });
    expect(refused).toMatchObject({ code: 'BASIS_NOT_WITHDRAWABLE', states: [{ status: 'GIVEN' }] });
    expect((await withdraw({ customerId: id })).__typename).toBe('ConsentWithdrawn');
    expect(await mayContact(id, 'LETTER')).toMatchObject({ allowed: true, reason: 'OTHER_BASIS' });
    expect(await mayContact(id, 'EMAIL')).toMatchObject({ reason: 'CONSENT_WITHDRAWN' });
  });

  it('of somebody who is not there is not found, and a later beginning is refused', async () => {
    expect(await record({ customerId: someId('cust') })).toMatchObject({ code: 'NOT_FOUND' });
    const { id } = await givenCustomer(world);
    expect(await record({ customerId: id, from: '2030-01-01T00:00:00Z' })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a customer', () => {
  it('gives and withdraws their own consent and that of nobody else, and claims no other basis', async () => {
    const { id } = await givenCustomer(world);
    const { id: other } = await givenCustomer(world);
    const self = caller('CUSTOMER', { customerId: id });
    expect(await record({ customerId: id }, self)).toMatchObject({ consent: { byCustomer: true } });
    expect(await withdraw({ customerId: id }, self)).toMatchObject({ consent: { byCustomer: true } });
    expect(await record({ customerId: id, basis: 'CONTRACT' }, self)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await withdraw({ customerId: other }, self)).toMatchObject({ code: 'NOT_FOUND' });
    const query = `query ($id: ID!) { customer(id: $id) { consents { status } } }`;
    expect(await tryToAsk(world, query, { id: other }, self)).toEqual({ data: { customer: null }, codes: [] });
    const may = `query ($id: ID!) { customer(id: $id) { mayContact(purpose: MARKETING, channel: SMS) { allowed } } }`;
    expect((await tryToAsk(world, may, { id }, self)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('customers who were merged', () => {
  it('have the consent of the strictest, until something is recorded anew, which counts for all', async () => {
    const { id: survivor } = await givenCustomer(world);
    const { id: merged } = await givenCustomer(world);
    await record({ customerId: survivor });
    await withdraw({ customerId: merged, channel: 'EMAIL' });
    const mergeId = await merge(world, survivor, [merged]);
    expect(await emailOf(survivor)).toBe('WITHDRAWN');
    await record({ customerId: survivor, channel: 'EMAIL' });
    expect(await emailOf(survivor)).toBe('GIVEN');
    await revert(world, mergeId);
    expect(await emailOf(merged)).toBe('WITHDRAWN');
    expect(await emailOf(survivor)).toBe('GIVEN');
  });

  it('keep a no that was said while they were one, each of them', async () => {
    const { id: survivor } = await givenCustomer(world);
    const { id: merged } = await givenCustomer(world);
    await record({ customerId: survivor });
    await record({ customerId: merged });
    const mergeId = await merge(world, survivor, [merged]);
    expect(await emailOf(survivor)).toBe('GIVEN');
    await withdraw({ customerId: survivor });
    expect(await emailOf(survivor)).toBe('WITHDRAWN');
    await revert(world, mergeId);
    expect(await emailOf(survivor)).toBe('WITHDRAWN');
    expect(await emailOf(merged)).toBe('WITHDRAWN');
  });

  it('in a chain have the consent of the strictest of all', async () => {
    const [first, second, third] = [await givenCustomer(world), await givenCustomer(world), await givenCustomer(world)];
    await withdraw({ customerId: third.id, channel: 'EMAIL' });
    const below = await merge(world, second.id, [third.id]);
    await record({ customerId: third.id });
    expect(await emailOf(second.id)).toBe('GIVEN');
    await record({ customerId: first.id });
    const above = await merge(world, first.id, [second.id]);
    expect(await emailOf(third.id)).toBe('GIVEN');
    await revert(world, above);
    await revert(world, below);
    expect([await emailOf(first.id), await emailOf(second.id), await emailOf(third.id)]).toEqual([
      ...['GIVEN', 'GIVEN', 'WITHDRAWN'],
    ]);
  });

  it('are read in as many statements as one customer', async () => {
    const customers = [];
    for (let count = 0; count < 3; count += 1) customers.push(await givenCustomer(world, { givenName: 'Countess' }));
    for (const { id } of customers) await record({ customerId: id });
    const query = `query ($ids: [ID!]!) { customers(where: { id: { in: $ids } }) { nodes { consents { status } mayContact(purpose: MARKETING, channel: SMS) { allowed } } } }`;
    const spent = async (ids: string[]) => {
      world.statements();
      await ask(world, query, { ids });
      return world.statements().length;
    };
    const one = await spent([customers[0]?.id ?? '']);
    expect(await spent(customers.map(({ id }) => id))).toBe(one);
  });
});
