import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  anotherAgent,
  givenAuthority,
  givenPurchase,
  givenShop,
  requestRefund,
  resting,
  rowsOf,
  type Shop,
} from '../../test/refunds.ts';
import { aKey, as, asked, must, pounds, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
beforeAll(async () => {
  world = await startGraph();
  shop = await givenShop(world, 4, [{ perCase: pounds('50'), perOrder: pounds('100'), perDay: pounds('120') }]);
});
afterAll(() => world?.close());

const customerOf = async (caseId: string): Promise<string> => {
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const answer = await asked<{ case: { customer: { id: string } } }>(world, shop.managers.author, query, {
    id: caseId,
  });
  return answer.case.customer.id;
};
/** A record of a customer, with a case of theirs. */
const givenRecord = async (givenName: string): Promise<string> => {
  const { author } = shop.managers;
  const registered = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const person = { idempotencyKey: aKey(), kind: 'PERSON', givenName };
  const { customer } = await must<{ customer: { id: string } }>(world, author, registered, person);
  const opened = ['openCase', 'CaseOpened', 'case { id }'] as const;
  const matter = { type: 'COMPLAINT', channel: 'PHONE', subject: 'It leaks', siteId: shop.place.siteId };
  const made = await must<{ case: { id: string } }>(world, author, opened, {
    ...{ idempotencyKey: aKey(), customerId: customer.id, openedAt: '2026-01-05T00:00:00Z', ...matter },
  });
  return made.case.id;
};
const anotherDesk = async (name: string) => {
  const who = await anotherAgent(shop, name);
  await world.quiet();
  return who;
};

describe('refunds split up to stay under a limit (row 60)', () => {
  it('of 3 x 49 to one order by one agent are joined and stopped at the limit, across cases, customers and sessions', async () => {
    const [one = '', two = '', three = ''] = shop.cases;
    const bought = await givenPurchase(shop, one, ['200.00']);
    const ask = (caseId: string, subject: string) =>
      requestRefund(shop, { caseId, bought, amount: '49' }, { who: { ...shop.agent, subject } });
    const statuses: string[] = [];
    // Each on a case of another customer, the third in another session: what they share is the order and the person.
    for (const [caseId, session] of [
      [one, 'till-1'],
      [two, 'till-1'],
      [three, 'till-2'],
    ] as const) {
      const { refund } = await ask(caseId, session);
      statuses.push(await resting(world, refund?.id ?? ''));
    }
    expect(statuses).toEqual(['SETTLED', 'SETTLED', 'PENDING_APPROVAL']);
    const waiting = await rowsOf(world, 'policy', `SELECT reason, minor, status FROM authority_requests`);
    expect(waiting).toEqual([{ reason: 'PER_ORDER', minor: '4900', status: 'PENDING' }]);
  });

  it('is stopped for the agent all day, whatever the order, and not for a colleague', async () => {
    const caseId = shop.cases[3] ?? '';
    const bought = await givenPurchase(shop, caseId, ['200.00']);
    const first = await requestRefund(shop, { caseId, bought, amount: '49' });
    expect(await resting(world, first.refund?.id ?? '')).toBe('PENDING_APPROVAL');
    const who = await anotherAgent(shop, 'Bea Shop');
    await world.quiet();
    const second = await requestRefund(shop, { caseId, bought, amount: '49' }, { who });
    expect(await resting(world, second.refund?.id ?? '')).toBe('SETTLED');
  });

  it('over two records of one customer, on two orders and by two agents, is stopped once the records are merged', async () => {
    const perCustomer = { perCase: pounds('50'), perCustomer: pounds('50'), customerDays: 30 };
    await givenAuthority(world, shop.managers, { holder: { role: 'AGENT' }, ...perCustomer });
    const [ofKept, ofOld, ofOther] = [await givenRecord('Ann'), await givenRecord('Annie'), await givenRecord('Bob')];
    const [kept, old] = [await customerOf(ofKept), await customerOf(ofOld)];
    const agents = [await anotherDesk('Cay Shop'), await anotherDesk('Dee Shop')] as const;
    const refund = async (caseId: string, who: Who) => {
      const bought = await givenPurchase(shop, caseId, ['200.00']);
      const { refund: asked } = await requestRefund(shop, { caseId, bought, amount: '49' }, { who });
      return resting(world, asked?.id ?? '');
    };
    expect(await refund(ofOld, agents[0])).toBe('SETTLED');
    const lead = as('lead', shop.place.personId);
    const merge = ['mergeCustomers', 'CustomersMerged', 'merge { id }'] as const;
    const input = { idempotencyKey: aKey(), survivorId: kept, mergedIds: [old], reason: 'The same person' };
    const { merge: made } = await must<{ merge: { id: string } }>(world, lead, merge, input);
    await world.quiet();
    expect(await customerOf(ofOld)).toBe(kept);
    expect(await refund(ofKept, agents[1])).toBe('PENDING_APPROVAL');
    const waiting = await rowsOf(
      world,
      'policy',
      `SELECT reason, minor FROM authority_requests WHERE customer_id = $1`,
      [kept],
    );
    expect(waiting).toEqual([{ reason: 'PER_CUSTOMER', minor: '4900' }]);
    expect(await refund(ofOther, agents[1])).toBe('SETTLED');
    // Found to be two after all, each has their own limit again.
    await must(world, lead, ['revertMerge', 'CustomerMergeReverted', '__typename'], {
      ...{ mergeId: made.id, reason: 'Two people' },
    });
    await world.quiet();
    expect(await refund(ofKept, await anotherDesk('Eve Shop'))).toBe('SETTLED');
  });
});
