import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  anotherAgent,
  givenPurchase,
  givenShop,
  requestRefund,
  resting,
  rowsOf,
  type Shop,
} from '../../test/refunds.ts';
import { pounds } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
beforeAll(async () => {
  world = await startGraph();
  shop = await givenShop(world, 4, [{ perCase: pounds('50'), perOrder: pounds('100'), perDay: pounds('120') }]);
});
afterAll(() => world?.close());

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
});
