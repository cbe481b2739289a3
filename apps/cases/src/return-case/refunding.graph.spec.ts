import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, eventsAbout, givenCase, someId } from '../../test/cases-world.ts';
import {
  deskHand,
  doReturn,
  givenBought,
  givenInspected,
  mustReturn,
  RETURN,
  startReturnsWorld,
  type ReturnAnswer,
  type ReturnsWorld,
  type SeenReturn,
} from '../../test/return-stories.ts';

let returns: ReturnsWorld;
beforeAll(async () => {
  returns = await startReturnsWorld();
});
beforeEach(() => returns.policy.says({ outcome: 'ALLOW' }));
afterAll(() => returns?.close());

const person = () => ({ ...deskHand(), personId: someId('pers'), subject: someId('user') });
const fields = `... on ReturnRefunded { refund { id status amount { amount } lines { amount { amount } line { id } } } }`;

const refund = (
  { id, lines }: SeenReturn,
  quantity: number,
  more: { readonly key?: string; readonly actor?: ReturnType<typeof person> } = {},
): Promise<ReturnAnswer> =>
  doReturn(
    returns,
    'refundReturn',
    {
      ...{ returnId: id, idempotencyKey: more.key ?? someId('key'), reason: 'It leaks' },
      lines: [{ lineId: lines[0]?.id, quantity }],
    },
    { fields, actor: more.actor ?? person() },
  );

const refundOf = (answer: ReturnAnswer) => answer['refund'] as { id: string; amount: { amount: string } };
const seen = async (id: string) =>
  (
    await ask<{ returnCase: SeenReturn }>(returns.world, `query ($id: ID!) { returnCase(id: $id) { ${RETURN} } }`, {
      id,
    })
  ).returnCase;

/** The return once `holds` is true of it. */
async function once(id: string, holds: (now: SeenReturn) => boolean): Promise<SeenReturn> {
  for (;;) {
    const now = await seen(id);
    if (holds(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the refund of goods that came back', () => {
  it('of 2 of 3 is their share of what was paid, and ends the return', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 2 });
    const answer = await refund(inspected, 2);
    expect(answer).toMatchObject({
      ...{ __typename: 'ReturnRefunded', return: { status: 'REFUNDED', canBe: { refunded: 0 } } },
      refund: { status: 'REQUESTED', amount: { amount: '200.00' }, lines: [{ amount: { amount: '200.00' } }] },
    });
    const entries = `query ($id: ID!) { returnCase(id: $id) { entries { kind reference } case { refunds { nodes { id } } } } }`;
    const { id } = refundOf(answer);
    expect(await ask(returns.world, entries, { id: inspected.id })).toMatchObject({
      returnCase: {
        entries: expect.arrayContaining([{ kind: 'REFUNDED', reference: id }]),
        case: { refunds: { nodes: [{ id }] } },
      },
    });
  });

  it('is decided on what was found of them, and on the days that count', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 1, received: 1 });
    const before = returns.policy.asked.length;
    await refund(inspected, 1);
    while (returns.policy.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(returns.policy.asked.at(-1)?.facts).toEqual(
      expect.arrayContaining([
        { name: 'condition', text: 'USED' },
        { name: 'faulty', isTrue: true },
        { name: 'daysHeld', number: '29' },
        { name: 'daysInRepair', number: '0' },
        { name: 'repairFailed', isTrue: false },
        { name: 'amount', number: '100.00' },
      ]),
    );
  });

  it('is refused for goods that were replaced', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 2 });
    await mustReturn(returns, 'replaceReturn', {
      ...{ returnId: inspected.id, lines: [{ lineId: inspected.lines[0]?.id, quantity: 1 }] },
    });
    expect(await refund(inspected, 2)).toMatchObject({
      ...{ __typename: 'QuantityExceeded', message: '2 were named; it can be done for 1.' },
    });
    expect(refundOf(await refund(inspected, 1)).amount.amount).toBe('100.00');
  });

  it('and their replacement are never both given, however many ask at once', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns, 5), { asked: 5, received: 3 });
    const goods = { returnId: inspected.id, lines: [{ lineId: inspected.lines[0]?.id, quantity: 1 }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 === 0 ? refund(inspected, 1) : doReturn(returns, 'replaceReturn', goods),
      ),
    );
    const given = answers.filter(({ __typename: name }) => name === 'ReturnRefunded' || name === 'ReturnReplaced');
    expect(given).toHaveLength(3);
    const refunds = `SELECT count(*)::integer AS count FROM payouts p JOIN return_cases r ON r.case_id = p.case_id WHERE r.id = $1`;
    const counted = await returns.world.service.database.manager.query<{ count: number }[]>(refunds, [inspected.id]);
    const asked = answers.filter(({ __typename: name }) => name === 'ReturnRefunded').length;
    expect(counted).toEqual([{ count: asked }]);
  });

  it('is asked for once per key, and by nobody who is no person', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 3 });
    const [key, actor] = [someId('key'), person()];
    const same = await Promise.all(Array.from({ length: 10 }, () => refund(inspected, 1, { key, actor })));
    expect(new Set(same.map((each) => refundOf(each).id)).size).toBe(1);
    expect((await seen(inspected.id)).canBe.refunded).toBe(2);
    const { personId: _nobody, ...machine } = person();
    const input = { returnId: inspected.id, idempotencyKey: someId('key'), reason: 'It leaks' };
    const lines = [{ lineId: inspected.lines[0]?.id, quantity: 1 }];
    const refused = await doReturn(returns, 'refundReturn', { ...input, lines }, { actor: machine });
    expect(refused.__typename).toBe('InvalidInput');
  });

  it('waits for the paperwork', async () => {
    returns.policy.says({ outcome: 'ALLOW', requiredDocuments: ['RETURNS_FORM'] });
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 1, received: 1 });
    expect((await refund(inspected, 1)).__typename).toBe('PaperworkMissing');
    await mustReturn(returns, 'recordReturnDocument', { returnId: inspected.id, document: 'RETURNS_FORM' });
    expect((await refund(inspected, 1)).__typename).toBe('ReturnRefunded');
  });

  it('does not begin while policy does not say which rules decide', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 1, received: 1 });
    returns.policy.says(null);
    expect((await refund(inspected, 1)).__typename).toBe('PolicyUnanswered');
    expect((await seen(inspected.id)).status).toBe('INSPECTED');
  });
});

describe('a return in a case that is merged', () => {
  it('hinders the case that goes on, is found there, and is refunded there', async () => {
    returns.policy.says({ outcome: 'ALLOW', requiredDocuments: ['RETURNS_FORM'] });
    const bought = await givenBought(returns);
    const inspected = await givenInspected(returns, bought, { asked: 1, received: 1 });
    const { world } = returns;
    const [{ customer_id: customerId } = {}] = await world.service.database.manager.query<{ customer_id: string }[]>(
      `SELECT customer_id FROM cases WHERE id = $1`,
      [bought.caseId],
    );
    const survivor = await givenCase(world, { customerId });
    await ask(world, `mutation ($input: MergeCasesInput!) { mergeCases(input: $input) { __typename } }`, {
      input: { survivorId: survivor.id, mergedIds: [bought.caseId], reason: 'The same matter' },
    });
    const query = `query ($id: ID!) { case(id: $id) { obstacles { kind id } returns { totalCount nodes { id } } refunds { nodes { id } } } }`;
    const about = () => ask<{ case: object }>(world, query, { id: survivor.id });
    expect((await about()).case).toEqual({
      obstacles: [{ kind: 'PAPERWORK_MISSING', id: inspected.id }],
      returns: { totalCount: 1, nodes: [{ id: inspected.id }] },
      refunds: { nodes: [] },
    });
    await mustReturn(returns, 'recordReturnDocument', { returnId: inspected.id, document: 'RETURNS_FORM' });
    const { id } = refundOf(await refund(inspected, 1));
    expect((await about()).case).toMatchObject({
      ...{ obstacles: [{ kind: 'REFUND_UNPAID', id }], refunds: { nodes: [{ id }] } },
    });
  });
});

describe('a refund that comes to nothing', () => {
  it('since the rules deny it, leaves the goods to be decided on again', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 2 });
    returns.policy.says({ outcome: 'DENY' });
    const answer = await refund(inspected, 2);
    expect(answer.return?.status).toBe('REFUNDED');
    const open = await once(inspected.id, ({ status }) => status !== 'REFUNDED');
    expect(open).toMatchObject({ status: 'INSPECTED', canBe: { refunded: 2, replaced: 2, repaired: 2 } });
    const told = await eventsAbout(returns.world, inspected.id);
    expect(told.slice(-3)).toEqual(['settled', 'completed', 'reopened'].map((name) => `courtesy.return.${name}.v1`));
    const goods = [{ lineId: inspected.lines[0]?.id, quantity: 2 }];
    const replaced = await mustReturn(returns, 'replaceReturn', { returnId: inspected.id, lines: goods });
    expect(replaced.status).toBe('REPLACED');
  });

  it('since it is called off, leaves them too, and they can be refunded again for as much', async () => {
    const inspected = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 3 });
    const { id } = refundOf(await refund(inspected, 1));
    await ask(returns.world, `mutation ($input: AbandonRefundInput!) { abandonRefund(input: $input) { __typename } }`, {
      input: { refundId: id, reason: 'Mistaken' },
    });
    await once(inspected.id, ({ canBe }) => canBe.refunded === 3);
    expect(refundOf(await refund(inspected, 3)).amount.amount).toBe('300.00');
  });
});
