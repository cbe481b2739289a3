import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  change,
  eventsAbout,
  givenCustomer,
  lead,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
let customerId: string;
const caseId = someId('case');
beforeAll(async () => {
  world = await startWorld();
  customerId = (await givenCustomer(world)).id;
});
afterAll(() => world?.close());

const NEED = 'need { id text restated answer answerWords version }';
const record = (more: object = {}) =>
  change(
    world,
    'recordNeed',
    { customerId, caseId, text: 'A kettle that does not whistle', ...more },
    { fragments: `... on NeedRecorded { ${NEED} } ... on InvalidInput { problems { path } }` },
  );
const recorded = async (more: object = {}) => (await record(more))['need'] as { id: string };
const restate = (needId: string, restated: string, more: object = {}) =>
  change(world, 'restateNeed', { needId, restated, ...more }, { fragments: `... on NeedRestated { ${NEED} }` });
const answer = (needId: string, met: string, words: string) =>
  change(world, 'answerNeed', { needId, met, words }, { fragments: `... on NeedAnswered { ${NEED} }` });

describe('a need of a customer', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('is restated by staff as often as need be, answered once, and stays in the words of the customer', async () => {
    const { id } = await recorded();
    await restate(id, 'A quiet kettle');
    expect(await restate(id, 'A kettle below 60 dB', { expectedVersion: 1 })).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect(await restate(id, 'A kettle below 60 dB')).toMatchObject({
      need: { restated: 'A kettle below 60 dB', version: 3 },
    });
    expect(await answer(id, 'PARTLY', ' ')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await answer(id, 'PARTLY', 'It whistles less')).toMatchObject({
      need: { text: 'A kettle that does not whistle', answer: 'PARTLY', answerWords: 'It whistles less', version: 4 },
    });
    expect(await answer(id, 'MET', 'After all')).toMatchObject({ code: 'NEED_IS_ANSWERED' });
    expect(await restate(id, 'Late')).toMatchObject({ code: 'NEED_IS_ANSWERED' });
    const events = await eventsAbout(world, id);
    expect(events.map(({ type }) => type.split('.')[2])).toEqual(['recorded', 'restated', 'restated', 'answered']);
    expect(JSON.stringify(events)).not.toMatch(/kettle|whistle/);
    const change = `UPDATE customer_needs SET text = 'Else' WHERE id = '${id}'`;
    await expect(world.service.database.manager.query(change)).rejects.toThrow(/permission denied/);
  });

  it('shows on its case for whoever closes it, until it is answered', async () => {
    const about = someId('case');
    const [open, met] = [await recorded({ caseId: about }), await recorded({ caseId: about, text: 'An answer today' })];
    await answer(met.id, 'MET', 'Answered at noon');
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Case {
      needs { totalCount } left: needs(unansweredOnly: true) { nodes { id } totalCount } } } }`;
    const seen = await ask(world, query, { of: [{ __typename: 'Case', id: about }] });
    expect(seen).toEqual({
      _entities: [{ needs: { totalCount: 2 }, left: { nodes: [{ id: open.id }], totalCount: 1 } }],
    });
  });

  it('is recorded under one key once, of a customer who is there, with a case that can be one', async () => {
    const [one, again] = [await recorded({ idempotencyKey: 'n1' }), await recorded({ idempotencyKey: 'n1' })];
    expect(again.id).toBe(one.id);
    expect(await record({ customerId: someId('cust') })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await record({ caseId: customerId, text: '' })).toMatchObject({
      problems: [{ path: 'text' }, { path: 'caseId' }],
    });
  });

  it('is seen by its customer, and by no other', async () => {
    const { id } = await recorded();
    const query = `query ($id: ID!) { need(id: $id) { text } }`;
    const own = caller('CUSTOMER', { customerId });
    expect(await ask(world, query, { id }, own)).toEqual({ need: { text: 'A kettle that does not whistle' } });
    const other = caller('CUSTOMER', { customerId: (await givenCustomer(world)).id });
    expect(await ask(world, query, { id }, other)).toEqual({ need: null });
    expect(await tryToAsk(world, `query ($id: ID!) { need(id: $id) { answerWords } }`, { id }, own)).toMatchObject({
      codes: ['FORBIDDEN'],
    });
  });
});

describe('promises due', () => {
  it('are the open ones to be kept within a time, the most urgent first, of one team when one is named', async () => {
    const teamId = someId('team');
    const promise = (text: string, dueAt: string, more: object = {}) =>
      change(world, 'makePromise', { customerId, text, dueAt, ...more });
    await promise('Tomorrow', '2026-03-03T10:00:00Z', { teamId });
    await promise('Today', '2026-03-02T14:00:00Z', { teamId });
    await promise('Soon', '2026-03-02T11:00:00Z');
    const query = `query ($team: ID) { promisesDue(within: "PT4H", teamId: $team) { nodes { text } totalCount } }`;
    const due = (...texts: string[]) => ({
      promisesDue: { nodes: texts.map((text) => ({ text })), totalCount: texts.length },
    });
    expect(await ask(world, query, {})).toEqual(due('Soon', 'Today'));
    expect(await ask(world, query, { team: teamId })).toEqual(due('Today'));
    expect(await tryToAsk(world, query, {}, caller('CUSTOMER', { customerId }))).toMatchObject({
      codes: ['FORBIDDEN'],
    });
    expect(lead.scopes).toContain('casework:read');
  });
});
