import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, eventsAbout, givenCase, someId } from '../../test/cases-world.ts';
import {
  deskHand,
  doReturn,
  givenBought,
  givenInspected,
  mustReturn,
  requestFor,
  RETURN,
  startReturnsWorld,
  type ReturnsWorld,
} from '../../test/return-stories.ts';

let returns: ReturnsWorld;
beforeAll(async () => {
  returns = await startReturnsWorld();
});
beforeEach(() => returns.policy.says({ outcome: 'ALLOW' }));
afterAll(() => returns?.close());

const rows = (sql: string) => returns.world.service.database.manager.query<Record<string, unknown>[]>(sql);

describe('a return', () => {
  it('is kept as the schema says, and what was done and said is only ever added to', async () => {
    expect(await schemaDrift(returns.world.service.database)).toEqual([]);
    for (const table of ['return_lines', 'return_decisions', 'return_entries', 'return_documents']) {
      await expect(rows(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      await expect(rows(`UPDATE ${table} SET id = id`)).rejects.toThrow(/permission denied/);
    }
  });

  it('goes from the request to what is given for the goods, and tells of every step', async () => {
    const bought = await givenBought(returns);
    const { id, status, lines } = await givenInspected(returns, bought, { asked: 3, received: 2 });
    expect(status).toBe('INSPECTED');
    const ended = await mustReturn(returns, 'replaceReturn', {
      ...{ returnId: id, replacementOrder: 'A-99', lines: [{ lineId: lines[0]?.id, quantity: 2 }] },
    });
    expect(ended).toMatchObject({ status: 'REPLACED', version: 5, canBe: { refunded: 0, replaced: 0, repaired: 0 } });
    const names = ['requested', 'authorised', 'received', 'inspected', 'settled', 'completed'];
    expect(await eventsAbout(returns.world, id)).toEqual(names.map((name) => `courtesy.return.${name}.v1`));
    const query = `query ($id: ID!) { returnCase(id: $id) { ${RETURN} entries { kind quantity line { id } findings { condition faultFound resaleable note } reference recordedBy }
      decisions { decision { id } outcome policyVersions { id } } case { returns { totalCount nodes { id } } } } }`;
    const { returnCase } = await ask<{ returnCase: object }>(returns.world, query, { id });
    expect(returnCase).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({ kind: 'RECEIVED', quantity: 2, recordedBy: 'desk-1' }),
        expect.objectContaining({
          ...{ kind: 'INSPECTED', quantity: 2, line: { id: lines[0]?.id } },
          findings: { condition: 'USED', faultFound: true, resaleable: false, note: null },
        }),
        expect.objectContaining({ kind: 'REPLACED', quantity: 2, reference: 'A-99' }),
      ]),
      decisions: [{ outcome: 'ALLOW', policyVersions: [{ id: 'polv_1' }] }],
      case: { returns: { totalCount: 1, nodes: [{ id }] } },
    });
  });

  it('of which 2 of 3 have come back can be refunded, replaced or repaired for 2', async () => {
    const bought = await givenBought(returns);
    const { id, lines } = await mustReturn(returns, 'requestReturn', requestFor(bought, 3));
    await mustReturn(returns, 'authoriseReturn', { returnId: id });
    const line = { lineId: lines[0]?.id };
    const back = await mustReturn(returns, 'receiveReturn', { returnId: id, lines: [{ ...line, quantity: 2 }] });
    expect(back).toMatchObject({ status: 'RECEIVED', canBe: { refunded: 2, replaced: 2, repaired: 2 } });
    const tooMany = await doReturn(returns, 'receiveReturn', { returnId: id, lines: [{ ...line, quantity: 2 }] });
    expect(tooMany).toMatchObject({ __typename: 'QuantityExceeded', message: '2 were named; it can be done for 1.' });
  });

  it('does nothing that its status does not allow, and says what can be done instead', async () => {
    const { id, lines } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    const goods = [{ lineId: lines[0]?.id, quantity: 1 }];
    for (const [verb, input] of [
      ['receiveReturn', { lines: goods }],
      ['replaceReturn', { lines: goods }],
      ['repairReturn', { lines: goods }],
    ] as const)
      expect((await doReturn(returns, verb, { returnId: id, ...input })).__typename).toBe('IllegalReturnStep');
    const fields = '... on IllegalReturnStep { verb allowed }';
    expect(await doReturn(returns, 'receiveReturn', { returnId: id, lines: goods }, { fields })).toMatchObject({
      ...{ verb: 'RECEIVE', allowed: ['AUTHORISE', 'REJECT', 'CANCEL', 'RECORD_DOCUMENT'] },
      message:
        'A return that is requested cannot receive. What can be done: authorise, reject, cancel, record document.',
    });
  });

  it('is not requested for goods of another customer, of another purchase or of a case that has ended', async () => {
    const [mine, other] = [await givenBought(returns), await givenBought(returns)];
    const stranger = { ...mine, purchaseId: other.purchaseId };
    expect((await doReturn(returns, 'requestReturn', requestFor(stranger, 1))).__typename).toBe('NotFound');
    const elsewhere = { ...mine, lineId: other.lineId };
    expect((await doReturn(returns, 'requestReturn', requestFor(elsewhere, 1))).__typename).toBe('NotFound');
    const cancel = `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Mistaken" }) { __typename } }`;
    await ask(returns.world, cancel, { id: mine.caseId });
    expect(await doReturn(returns, 'requestReturn', requestFor(mine, 1))).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('that changed since the caller read it is left alone, and so is one that nobody knows', async () => {
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    const stale = { returnId: id, expectedVersion: 7, reason: 'Keeps it' };
    for (const verb of ['cancelReturn', 'rejectReturn'])
      expect((await doReturn(returns, verb, stale)).__typename).toBe('StaleVersion');
    expect((await doReturn(returns, 'authoriseReturn', { returnId: id, expectedVersion: 7 })).__typename).toBe(
      'StaleVersion',
    );
    const unknown = { returnId: someId('retn'), reason: 'Keeps it' };
    expect((await doReturn(returns, 'cancelReturn', unknown)).__typename).toBe('NotFound');
  });

  it('can be rejected with a reason, whatever has come back, and cancelled while nothing has', async () => {
    const bought = await givenBought(returns);
    const { id, lines } = await givenInspected(returns, bought, { asked: 3, received: 2 });
    const late = { returnId: id, reason: 'Keeps them' };
    expect((await doReturn(returns, 'cancelReturn', late)).__typename).toBe('IllegalReturnStep');
    await mustReturn(returns, 'replaceReturn', { returnId: id, lines: [{ lineId: lines[0]?.id, quantity: 1 }] });
    const ended = await mustReturn(returns, 'rejectReturn', { returnId: id, reason: 'The other is whole' });
    expect(ended).toMatchObject({ status: 'REPLACED', canBe: { refunded: 0 } });
    const next = await mustReturn(returns, 'requestReturn', requestFor(bought, 1));
    const empty = await doReturn(returns, 'rejectReturn', { returnId: next.id, reason: ' ' });
    expect(empty).toMatchObject({ __typename: 'InvalidInput', message: 'reason is empty; say it in a few words.' });
    const none = await mustReturn(returns, 'cancelReturn', { returnId: next.id, reason: 'Keeps it' });
    expect(none.status).toBe('CANCELLED');
    expect(await eventsAbout(returns.world, next.id)).toEqual([
      ...['courtesy.return.requested.v1', 'courtesy.return.cancelled.v1'],
    ]);
  });
});

describe('the goods of a return', () => {
  it('are each given one thing for, however many ask for how much at once', async () => {
    const bought = await givenBought(returns, 5);
    const { id, lines } = await givenInspected(returns, bought, { asked: 5, received: 3 });
    const goods = { returnId: id, lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => doReturn(returns, i % 2 === 0 ? 'replaceReturn' : 'repairReturn', goods)),
    );
    const done = answers.filter(({ __typename: name }) => name === 'ReturnReplaced' || name === 'ReturnRepaired');
    expect(done).toHaveLength(3);
    const given = `SELECT sum(quantity)::integer AS given FROM return_entries WHERE return_id = '${id}' AND kind IN ('REPLACED', 'REPAIRED')`;
    expect(await rows(given)).toEqual([{ given: 3 }]);
  });

  it('are given something for no further than they came back', async () => {
    const { id, lines } = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 2 });
    const replace = (quantity: number) =>
      doReturn(returns, 'replaceReturn', { returnId: id, lines: [{ lineId: lines[0]?.id, quantity }] });
    expect(await replace(3)).toMatchObject({
      ...{ __typename: 'QuantityExceeded', message: '3 were named; it can be done for 2.' },
    });
    await replace(1);
    expect(await replace(2)).toMatchObject({ __typename: 'QuantityExceeded', return: { canBe: { refunded: 1 } } });
  });

  it('are counted once per key, however often it is sent', async () => {
    const { id, lines } = await givenInspected(returns, await givenBought(returns), { asked: 3, received: 2 });
    const goods = { returnId: id, idempotencyKey: someId('key'), lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => doReturn(returns, 'replaceReturn', goods)));
    expect(new Set(answers.map(({ __typename: name }) => name))).toEqual(new Set(['ReturnReplaced']));
    expect(answers[9]?.return?.lines[0]?.replaced).toBe(1);
  });

  it('are asked back in one return at a time, never more than were bought, at any concurrency', async () => {
    const bought = await givenBought(returns, 3);
    const [{ customer_id: customerId } = {}] = await rows(
      `SELECT customer_id FROM cases WHERE id = '${bought.caseId}'`,
    );
    const others = await Promise.all([1, 2, 3].map(() => givenCase(returns.world, { type: 'RETURN', customerId })));
    const caseIds = [bought.caseId, ...others.map(({ id }) => id)];
    const asked = (i: number) => requestFor({ ...bought, caseId: caseIds[i % 4] ?? '' }, 1);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => doReturn(returns, 'requestReturn', asked(i))),
    );
    expect(answers.filter(({ __typename: name }) => name === 'ReturnRequested')).toHaveLength(3);
    const fields = '... on QuantityNotReturnable { asked returnable purchaseLine { id } }';
    const refused = await doReturn(returns, 'requestReturn', requestFor(bought, 1), { fields });
    expect(refused).toMatchObject({
      ...{ __typename: 'QuantityNotReturnable', asked: 1, returnable: 0, purchaseLine: { id: bought.lineId } },
    });
    const one = answers.find(({ return: made }) => made)?.return?.id;
    await mustReturn(returns, 'cancelReturn', { returnId: one, reason: 'Keeps it' });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PurchaseLine { returnable } } }`;
    const of = [{ __typename: 'PurchaseLine', id: bought.lineId }];
    expect(await ask(returns.world, query, { of })).toEqual({ _entities: [{ returnable: 1 }] });
  });
});

describe('a repair', () => {
  it('pauses the 30 days from the day it was asked for until the goods are back', async () => {
    const bought = await givenBought(returns, 3, { purchasedAt: '2026-01-01T10:00:00.000Z' });
    // A return that asks for something else pauses nothing.
    await mustReturn(returns, 'requestReturn', requestFor(bought, 1, { requestedOn: '2026-01-05' }));
    const days = { wish: 'REPAIR', requestedOn: '2026-01-11' };
    const { id, lines } = await givenInspected(returns, bought, { asked: 1, received: 1 }, days);
    const during = await mustReturn(returns, 'requestReturn', requestFor(bought, 1, { requestedOn: '2026-02-05' }));
    expect(during.lines[0]?.rightToReject).toEqual({ day: 10, daysInRepair: 25, lastDay: null, isOpen: true });
    await mustReturn(returns, 'cancelReturn', { returnId: during.id, reason: 'Waits for the repair' });
    const goods = [{ lineId: lines[0]?.id, quantity: 1 }];
    const early = await doReturn(returns, 'repairReturn', { returnId: id, lines: goods, handedBackOn: '2026-01-10' });
    expect(early.__typename).toBe('InvalidInput');
    await mustReturn(returns, 'repairReturn', { returnId: id, lines: goods, handedBackOn: '2026-01-21' });
    returns.policy.says({ outcome: 'ALLOW' });
    const after = await mustReturn(returns, 'requestReturn', requestFor(bought, 1, { requestedOn: '2026-02-05' }));
    expect(after.lines[0]?.rightToReject).toEqual({ day: 25, daysInRepair: 10, lastDay: '2026-02-10', isOpen: true });
    await mustReturn(returns, 'authoriseReturn', { returnId: after.id });
    expect(returns.policy.asked.at(-1)?.facts).toEqual(
      expect.arrayContaining([
        { name: 'daysHeld', number: '35' },
        { name: 'daysInRepair', number: '10' },
        { name: 'repairFailed', isTrue: true },
      ]),
    );
  });
});

describe('returns', () => {
  it('are seen by their customer, without what the organisation keeps to itself, and by no other customer', async () => {
    const bought = await givenBought(returns);
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(bought, 1));
    const [{ customer_id: customerId } = {}] = await rows(`SELECT customer_id FROM return_cases WHERE id = '${id}'`);
    const query = `query ($id: ID!) { returnCase(id: $id) { id status canBe { refunded } entries { id } }
      returnCases(where: { status: { eq: REQUESTED } }) { nodes { id } } }`;
    const own = caller('CUSTOMER', { customerId: String(customerId) });
    const mine = await returns.world.service.execute({ query, variables: { id }, actor: own });
    expect(mine.data).toMatchObject({
      ...{ returnCase: { id, status: 'REQUESTED', entries: null }, returnCases: { nodes: [{ id }] } },
    });
    const stranger = caller('CUSTOMER', { customerId: someId('cust') });
    const theirs = await returns.world.service.execute({ query, variables: { id }, actor: stranger });
    expect(theirs.data).toEqual({ returnCase: null, returnCases: { nodes: [] } });
    const elsewhere = { ...deskHand(), reach: 'TEAM' as const, teamId: someId('team') };
    const input = { returnId: id, reason: 'Keeps it' };
    expect((await doReturn(returns, 'cancelReturn', input, { actor: elsewhere })).__typename).toBe('NotFound');
  });
});
