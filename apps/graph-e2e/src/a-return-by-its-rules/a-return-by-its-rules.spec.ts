import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@courtesy/kernel';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenShop, resting, until, type Shop } from '../../test/refunds.ts';
import {
  AS_NEW,
  daysAgo,
  doReturn,
  givenKettles,
  givenPaperwork,
  mustReturn,
  requestOf,
  TODAY,
  type BoughtGoods,
  type SeenReturn,
} from '../../test/returns.ts';
import { aKey, as, asked, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
let agent: Who;
let next = 0;
beforeAll(async () => {
  world = await startGraph();
  shop = await givenShop(world, 12);
  agent = shop.agent;
});
afterAll(() => world?.close());

const kettles = (quantity: number, days: number): Promise<BoughtGoods> =>
  givenKettles(shop, shop.cases[(next += 1) - 1] ?? '', quantity, days);

const DENIED = `... on ReturnNotAuthorised { outcome decisions { outcome clauses { anchor clause { heading } } decision { outcome requiredDocuments } policyVersions { number } } }`;
const authorise = async (goods: BoughtGoods, line: object, more: object = {}) => {
  const { id } = await mustReturn(world, agent, 'requestReturn', requestOf(goods, line, more));
  return doReturn(world, agent, ['authoriseReturn', DENIED], { returnId: id });
};

const quantities = (of: SeenReturn, quantity: number) => [{ lineId: of.lines[0]?.id, quantity }];

/** Lets so many come back and be looked at, with all paperwork there. */
async function bringBack(of: SeenReturn, quantity: number, found: object = {}): Promise<SeenReturn> {
  await givenPaperwork(world, agent, of);
  const lines = quantities(of, quantity);
  await mustReturn(world, agent, 'receiveReturn', { returnId: of.id, lines });
  const looked = { condition: 'USED', faultFound: true, resaleable: false, ...found };
  const goods = lines.map((line) => ({ ...line, ...looked }));
  return mustReturn(world, agent, 'inspectReturn', { returnId: of.id, goods });
}

const refund = (of: SeenReturn, quantity: number) =>
  doReturn(
    world,
    agent,
    ['refundReturn', '... on QuantityExceeded { asked left } ... on PaperworkMissing { missing }'],
    {
      ...{ returnId: of.id, idempotencyKey: aKey(), lines: quantities(of, quantity), reason: 'It leaks' },
    },
  );

describe('goods that a customer returns (row 10)', () => {
  it('of which 2 of 3 come back are offered for 2; what is replaced cannot also be refunded; missing paperwork blocks', async () => {
    const goods = await kettles(3, 10);
    const { id } = await mustReturn(world, agent, 'requestReturn', requestOf(goods, { quantity: 3 }));
    const allowed = await mustReturn(world, agent, 'authoriseReturn', { returnId: id });
    expect(allowed).toMatchObject({
      status: 'AUTHORISED',
      decisions: [{ outcome: 'ALLOW', clauses: [{ anchor: 'carriage-faulty' }] }],
      missingDocuments: ['FAULT_REPORT', 'PROOF_OF_PURCHASE', 'RETURNS_FORM'],
    });
    const received = { returnId: id, lines: quantities(allowed, 2) };
    expect(await mustReturn(world, agent, 'receiveReturn', received)).toMatchObject({
      ...{ status: 'RECEIVED', canBe: { refunded: 2, replaced: 2, repaired: 2 } },
    });
    const looked = { condition: 'USED', faultFound: true, resaleable: false };
    const found = quantities(allowed, 2).map((line) => ({ ...line, ...looked }));
    await mustReturn(world, agent, 'inspectReturn', { returnId: id, goods: found });

    const missing = ['FAULT_REPORT', 'PROOF_OF_PURCHASE', 'RETURNS_FORM'];
    expect(await refund(allowed, 1)).toMatchObject({ __typename: 'PaperworkMissing', missing });
    const resolve = ['resolveCase', '... on GuardFailed { failures { kind id } }'] as const;
    const answer = { caseId: goods.caseId, outcome: 'MONETARY_RELIEF' };
    expect(await run(world, agent, resolve, answer)).toMatchObject({
      ...{ __typename: 'GuardFailed', failures: missing.map(() => ({ kind: 'PAPERWORK_MISSING', id })) },
    });
    await givenPaperwork(world, agent, allowed);

    await mustReturn(world, agent, 'replaceReturn', { returnId: id, lines: quantities(allowed, 1) });
    expect(await refund(allowed, 2)).toMatchObject({ __typename: 'QuantityExceeded', asked: 2, left: 1 });
    const paid = await refund(allowed, 1);
    expect(paid).toMatchObject({ return: { status: 'REFUNDED' }, refund: { amount: { amount: '30.00' } } });
    expect(await resting(world, (paid['refund'] as { id: string }).id)).toBe('SETTLED');
    const { case: about } = await asked<{ case: { returns: { nodes: object[] } } }>(
      world,
      shop.managers.author,
      `query ($id: ID!) { case(id: $id) { returns { nodes { id status purchase { orderNumber } customer { displayName }
        lines { quantity received replaced refunded purchaseLine { name refundable { amount } returnable } } } } } }`,
      { id: goods.caseId },
    );
    expect(about.returns.nodes).toMatchObject([
      {
        ...{ id, status: 'REFUNDED' },
        lines: [
          {
            ...{ quantity: 3, received: 2, replaced: 1, refunded: 1 },
            purchaseLine: { name: 'Kettle', refundable: { amount: '60.00' }, returnable: 2 },
          },
        ],
      },
    ]);
  });

  it('without a fault are denied on day 31 with the clause, and allowed on day 30', async () => {
    const denied = await authorise(await kettles(1, 31), AS_NEW);
    expect(denied).toMatchObject({
      ...{ __typename: 'ReturnNotAuthorised', outcome: 'DENY', message: 'Policy says deny (window-closed).' },
      decisions: [
        {
          clauses: [{ anchor: 'window-closed', clause: { heading: 'No fault, and more than 30 days' } }],
          ...{ outcome: 'DENY', decision: { outcome: 'DENY' }, policyVersions: [{ number: 1 }] },
        },
      ],
    });
    const allowed = await authorise(await kettles(1, 30), AS_NEW);
    expect(allowed.return?.decisions).toMatchObject([{ outcome: 'ALLOW', clauses: [{ anchor: 'change-of-mind' }] }]);
  });

  it('with a fault are allowed on day 29, and the money goes back within the 30 days', async () => {
    const allowed = await authorise(await kettles(1, 29), {});
    expect(allowed.return).toMatchObject({
      ...{ status: 'AUTHORISED', decisions: [{ clauses: [{ anchor: 'carriage-faulty' }] }] },
      lines: [{ rightToReject: { day: 29, daysInRepair: 0, lastDay: addDays(TODAY, 1), isOpen: true } }],
    });
    const paid = await refund(await bringBack(allowed.return as SeenReturn, 1), 1);
    const { id } = paid['refund'] as { id: string };
    expect(await resting(world, id)).toBe('SETTLED');
    const query = `query ($id: ID!) { refund(id: $id) { ground { clauses { anchor } } } }`;
    const { refund: ground } = await asked<{ refund: { ground: object } }>(world, shop.managers.author, query, { id });
    expect(ground).toEqual({ ground: { clauses: [{ anchor: 'faulty-30-days' }] } });
  });

  it('were in repair for 10 days, and those do not count: day 35 is day 25', async () => {
    const goods = await kettles(2, 35);
    const repair = requestOf(goods, {}, { wish: 'REPAIR', requestedOn: daysAgo(25) });
    const { id } = await mustReturn(world, agent, 'requestReturn', repair);
    const brought = await bringBack(await mustReturn(world, agent, 'authoriseReturn', { returnId: id }), 1);
    const back = { returnId: id, lines: quantities(brought, 1), handedBackOn: daysAgo(15) };
    expect(await mustReturn(world, agent, 'repairReturn', back)).toMatchObject({ status: 'REPAIRED' });

    const allowed = await authorise(goods, AS_NEW);
    expect(allowed.return).toMatchObject({
      ...{ status: 'AUTHORISED', decisions: [{ clauses: [{ anchor: 'change-of-mind' }] }] },
      lines: [{ rightToReject: { day: 25, daysInRepair: 10, lastDay: addDays(TODAY, 5), isOpen: true } }],
    });
    const never = await authorise(await kettles(1, 35), AS_NEW);
    expect(never).toMatchObject({ outcome: 'DENY', decisions: [{ clauses: [{ anchor: 'window-closed' }] }] });
  });

  it('without any proof come back when a manager says so, who is not the one who asked', async () => {
    const waits = await authorise(await kettles(1, 3), {}, { proof: 'NONE' });
    expect(waits).toMatchObject({ outcome: 'NEEDS_APPROVAL', decisions: [{ clauses: [{ anchor: 'proof' }] }] });
    const { returnCases } = await asked<{ returnCases: { nodes: { id: string }[] } }>(
      world,
      agent,
      `{ returnCases(first: 1, where: { status: { eq: REQUESTED } }) { nodes { id } } }`,
    );
    const given = { returnId: returnCases.nodes[0]?.id, reason: 'Known here for years' };
    const { managers, place } = shop;
    const own = as('manager', place.personId);
    const asking = requestOf(await kettles(1, 3), {}, { proof: 'NONE' });
    const mine = await mustReturn(world, own, 'requestReturn', asking);
    await doReturn(world, own, ['authoriseReturn', DENIED], { returnId: mine.id });
    const self = await doReturn(world, own, ['approveReturn', ''], { ...given, returnId: mine.id });
    expect(self.__typename).toBe('OwnReturnRequest');
    expect(await mustReturn(world, managers.approver, 'approveReturn', given)).toMatchObject({
      ...{ status: 'AUTHORISED', requiredDocuments: ['IDENTITY', 'MANAGER_SIGNATURE', 'RETURNS_FORM'] },
    });
  });

  it('that the customer damaged are not paid back, and stay to be decided on', async () => {
    const allowed = await authorise(await kettles(1, 5), {});
    const inspected = await bringBack(allowed.return as SeenReturn, 1, { condition: 'CUSTOMER_DAMAGE' });
    const asking = await refund(inspected, 1);
    expect(await resting(world, (asking['refund'] as { id: string }).id)).toBe('REJECTED');
    const query = `query ($id: ID!) { returnCase(id: $id) { status canBe { refunded } } }`;
    const seen = () => asked<{ returnCase: { status: string } }>(world, agent, query, { id: inspected.id });
    await until(async () => (await seen()).returnCase.status === 'INSPECTED');
    expect(await seen()).toEqual({ returnCase: { status: 'INSPECTED', canBe: { refunded: 1 } } });
  });
});
