import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, eventsAbout, manager, someId } from '../../test/cases-world.ts';
import {
  deskHand,
  doReturn,
  givenBought,
  givenInspected,
  mustReturn,
  requestFor,
  startReturnsWorld,
  type ReturnsWorld,
} from '../../test/return-stories.ts';

let returns: ReturnsWorld;
beforeAll(async () => {
  returns = await startReturnsWorld();
});
beforeEach(() => returns.policy.says({ outcome: 'ALLOW' }));
afterAll(() => returns?.close());

const closed = { id: 'cls_1', anchor: 'window-closed' };
const papers = { outcome: 'ALLOW', requiredDocuments: ['FAULT_REPORT', 'PROOF_OF_PURCHASE'] };
const fields = `... on ReturnNotAuthorised { outcome decisions { decision { id } outcome clauses { anchor clause { id } } missingFacts } }`;

describe('whether goods may come back', () => {
  it('is for policy to say, on facts from the purchase and the request, for whoever handles it', async () => {
    const bought = await givenBought(returns);
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(bought, 1));
    const personId = someId('pers');
    const actor = { ...deskHand(), personId };
    expect((await doReturn(returns, 'authoriseReturn', { returnId: id }, { actor })).__typename).toBe(
      'ReturnAuthorised',
    );
    expect(returns.policy.asked.at(-1)).toMatchObject({
      ...{ decisionTableId: 'dtab_returns', caseId: bought.caseId, handlerId: personId },
      facts: expect.arrayContaining([
        { name: 'category', text: 'GENERAL' },
        { name: 'channel', text: 'IN_STORE' },
        { name: 'daysHeld', number: '29' },
        { name: 'wish', text: 'EXCHANGE' },
      ]),
    });
  });

  it('is denied with the clause, kept on record, and may be asked again', async () => {
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    returns.policy.says({ outcome: 'DENY', clauses: [closed] });
    const denied = await doReturn(returns, 'authoriseReturn', { returnId: id }, { fields });
    expect(denied).toMatchObject({
      ...{ __typename: 'ReturnNotAuthorised', outcome: 'DENY', message: 'Policy says deny (window-closed).' },
      ...{
        return: { status: 'REQUESTED', version: 2 },
        decisions: [{ outcome: 'DENY', clauses: [{ anchor: closed.anchor, clause: { id: closed.id } }] }],
      },
    });
    returns.policy.says({ outcome: 'INSUFFICIENT_FACTS', missingFacts: ['proof'] });
    const waits = await doReturn(returns, 'authoriseReturn', { returnId: id }, { fields });
    expect(waits.message).toBe('Policy says insufficient facts; it waits for proof.');
    returns.policy.says({ outcome: 'ALLOW' });
    expect((await mustReturn(returns, 'authoriseReturn', { returnId: id })).status).toBe('AUTHORISED');
    const query = `query ($id: ID!) { returnCase(id: $id) { decisions { outcome } } }`;
    expect(await ask(returns.world, query, { id })).toEqual({
      returnCase: { decisions: ['ALLOW', 'INSUFFICIENT_FACTS', 'DENY'].map((outcome) => ({ outcome })) },
    });
    expect(await eventsAbout(returns.world, id)).toEqual([
      ...['courtesy.return.requested.v1', 'courtesy.return.not-authorised.v1', 'courtesy.return.not-authorised.v1'],
      'courtesy.return.authorised.v1',
    ]);
  });

  it('is not said while policy does not answer, and nothing is done', async () => {
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    returns.policy.says(null);
    const answer = await doReturn(returns, 'authoriseReturn', { returnId: id });
    expect(answer.__typename).toBe('PolicyUnanswered');
    returns.policy.says({ outcome: 'ALLOW' });
    expect(await mustReturn(returns, 'authoriseReturn', { returnId: id, expectedVersion: 1 })).toMatchObject({
      version: 2,
    });
  });

  it('asked by many at once is decided once', async () => {
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    const answers = await Promise.all([1, 2, 3, 4].map(() => doReturn(returns, 'authoriseReturn', { returnId: id })));
    expect(answers.filter(({ __typename: name }) => name === 'ReturnAuthorised')).toHaveLength(1);
  });

  it('is for somebody else with authority where policy leaves it open, and for nobody where it denies it', async () => {
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(await givenBought(returns), 1));
    const approve = (actor = manager) =>
      doReturn(returns, 'approveReturn', { returnId: id, reason: 'Known customer' }, { actor });
    returns.policy.says({ outcome: 'DENY', clauses: [closed] });
    await doReturn(returns, 'authoriseReturn', { returnId: id });
    expect((await approve()).__typename).toBe('ReturnNotAuthorised');
    returns.policy.says({ outcome: 'NEEDS_APPROVAL', requiredDocuments: ['MANAGER_SIGNATURE'] });
    await doReturn(returns, 'authoriseReturn', { returnId: id });
    expect((await approve({ ...manager, subject: deskHand().subject })).__typename).toBe('OwnReturnRequest');
    const { return: approved } = await approve();
    expect(approved).toMatchObject({ status: 'AUTHORISED', missingDocuments: ['MANAGER_SIGNATURE'] });
    const { errors } = await returns.world.service.execute({
      query: `mutation ($input: ApproveReturnInput!) { approveReturn(input: $input) { __typename } }`,
      variables: { input: { returnId: id, reason: 'Mine' } },
      actor: deskHand(2),
    });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});

describe('the paperwork that policy asks for', () => {
  it('is there before anything is given for the goods', async () => {
    returns.policy.says(papers);
    const { id, lines, missingDocuments } = await givenInspected(returns, await givenBought(returns), {
      ...{ asked: 1, received: 1 },
    });
    expect(missingDocuments).toEqual(['FAULT_REPORT', 'PROOF_OF_PURCHASE']);
    const goods = { returnId: id, lines: [{ lineId: lines[0]?.id, quantity: 1 }] };
    const missing = '... on PaperworkMissing { missing }';
    for (const verb of ['replaceReturn', 'repairReturn'])
      expect(await doReturn(returns, verb, goods, { fields: missing })).toMatchObject({
        ...{ __typename: 'PaperworkMissing', missing: ['FAULT_REPORT', 'PROOF_OF_PURCHASE'] },
        ...{ return: { status: 'INSPECTED' } },
      });
    const record = (document: string) => mustReturn(returns, 'recordReturnDocument', { returnId: id, document });
    expect((await record('FAULT_REPORT')).missingDocuments).toEqual(['PROOF_OF_PURCHASE']);
    expect((await doReturn(returns, 'replaceReturn', goods)).__typename).toBe('PaperworkMissing');
    const { version } = await record('PROOF_OF_PURCHASE');
    expect((await record('PROOF_OF_PURCHASE')).version).toBe(version);
    expect((await doReturn(returns, 'replaceReturn', goods)).__typename).toBe('ReturnReplaced');
  });

  it('hinders the end of the case until it is there', async () => {
    returns.policy.says(papers);
    const bought = await givenBought(returns);
    const { id } = await mustReturn(returns, 'requestReturn', requestFor(bought, 1));
    const resolve = () =>
      ask<{ resolveCase: { __typename: string; failures?: object[] } }>(
        returns.world,
        `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: NON_MONETARY_RELIEF }) {
          __typename ... on GuardFailed { failures { kind what id } } } }`,
        { id: bought.caseId },
        caller('LEAD', { reach: 'ALL' }),
      );
    await mustReturn(returns, 'authoriseReturn', { returnId: id });
    expect((await resolve()).resolveCase).toEqual({
      __typename: 'GuardFailed',
      failures: ['FAULT_REPORT', 'PROOF_OF_PURCHASE'].map((document) => ({
        ...{ kind: 'PAPERWORK_MISSING', what: `${document} for the return of order A-1`, id },
      })),
    });
    const [report, proof] = papers.requiredDocuments;
    await mustReturn(returns, 'recordReturnDocument', { returnId: id, document: report });
    expect((await resolve()).resolveCase.failures).toHaveLength(1);
    await mustReturn(returns, 'recordReturnDocument', { returnId: id, document: proof });
    expect((await resolve()).resolveCase.__typename).toBe('CaseResolved');
  });
});
