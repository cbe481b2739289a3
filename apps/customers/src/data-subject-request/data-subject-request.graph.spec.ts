import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saveRoots, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  change,
  givenCustomer,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';
import { afterStep, dueOnFor, type DataSubjectRequest } from './data-subject-request.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const manager = caller('MANAGER', { reach: 'ALL' });
const REQUEST = 'request { id status kind dueOn extended reason version }';
interface Seen {
  readonly __typename: string;
  readonly code?: string;
  readonly request: { readonly id: string; readonly version: number };
}
const tell = async (verb: string, input: object, actor: Actor = manager) => {
  const more: Record<string, string> = {
    openDataSubjectRequest: `... on DataSubjectRequestOpened { ${REQUEST} } ... on InvalidInput { problems { path } }`,
    eraseCustomer: `... on DataSubjectRequestMoved { ${REQUEST} } ... on LegalHoldInPlace { hold { id reason } } ... on StillNeeded { openCases }`,
    placeLegalHold: '... on LegalHoldPlaced { hold { id } } ... on InvalidInput { problems { path } }',
    liftLegalHold: '... on LegalHoldLifted { hold { current liftReason } }',
  };
  const fragments =
    more[verb] ?? `... on DataSubjectRequestMoved { ${REQUEST} } ... on InvalidInput { problems { path } }`;
  return (await change(world, verb, { ...input }, { actor, fragments })) as unknown as Seen;
};
const opened = async (customerId: string, input: object = {}) =>
  (await tell('openDataSubjectRequest', { customerId, kind: 'ERASE', ...input })).request;
const verified = async (customerId: string, input: object = {}) => {
  const { id: requestId } = await opened(customerId, input);
  await tell('verifyDataSubject', { requestId, byWhat: 'Passport shown at the desk' });
  return requestId;
};

describe('a request by right', () => {
  it('is due on the same day of the next month, or its last', () => {
    expect(['2026-01-31', '2028-01-31', '2026-12-15', '2026-03-31'].map(dueOnFor)).toEqual([
      ...['2026-02-28', '2028-02-29', '2027-01-15', '2026-04-30'],
    ]);
  });

  it('goes from step to step and nowhere else, and is extended once', async () => {
    const { id } = await givenCustomer(world);
    const request = await opened(id, { kind: 'RECTIFY', receivedOn: '2026-01-31' });
    expect(request).toMatchObject({ status: 'RECEIVED', dueOn: '2026-02-28', extended: false });
    const requestId = request.id;
    expect(await tell('answerDataSubjectRequest', { requestId, answer: 'Put right' })).toMatchObject({
      code: 'ILLEGAL_REQUEST_STEP',
    });
    expect(await tell('verifyDataSubject', { requestId, byWhat: ' ' })).toMatchObject({
      problems: [{ path: 'byWhat' }],
    });
    await tell('verifyDataSubject', { requestId, byWhat: 'Passport' });
    expect(await tell('extendDataSubjectRequest', { requestId, reason: 'Many records' })).toMatchObject({
      request: { dueOn: '2026-04-30', extended: true },
    });
    expect(await tell('extendDataSubjectRequest', { requestId, reason: 'More' })).toMatchObject({
      code: 'ILLEGAL_REQUEST_STEP',
    });
    expect(
      await tell('answerDataSubjectRequest', { requestId, answer: 'Put right', expectedVersion: 1 }),
    ).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await tell('answerDataSubjectRequest', { requestId, answer: 'Put right' })).toMatchObject({
      request: { status: 'DONE', reason: 'Put right' },
    });
    expect(await tell('refuseDataSubjectRequest', { requestId, reason: 'No' })).toMatchObject({
      code: 'ILLEGAL_REQUEST_STEP',
    });
  });

  it('is on the list of those due until it has ended, the late ones first', async () => {
    const { id } = await givenCustomer(world);
    const [late, soon, far] = [
      await opened(id, { receivedOn: '2026-01-10' }),
      await opened(id, { receivedOn: '2026-02-10' }),
      await opened(id),
    ];
    const due = async (within?: string) => {
      const query = `query ($within: Duration) { dataSubjectRequestsDue(within: $within) { nodes { id } } }`;
      const { dataSubjectRequestsDue } = await ask<{ dataSubjectRequestsDue: { nodes: { id: string }[] } }>(
        ...([world, query, { within }, manager] as const),
      );
      return dataSubjectRequestsDue.nodes
        .map((node) => node.id)
        .filter((node) => [late.id, soon.id, far.id].includes(node));
    };
    expect(await due()).toEqual([late.id, soon.id, far.id]);
    expect(await due('P14D')).toEqual([late.id, soon.id]);
    await tell('refuseDataSubjectRequest', { requestId: late.id, reason: 'Not theirs' });
    expect(await due()).toEqual([soon.id, far.id]);
  });

  it('is theirs to make and see, and nobody else may but who answers for it', async () => {
    const [{ id }, { id: other }] = [await givenCustomer(world), await givenCustomer(world)];
    const self = caller('CUSTOMER', { customerId: id });
    const own = await tell('openDataSubjectRequest', { customerId: id, kind: 'ACCESS' }, self);
    expect(own.__typename).toBe('DataSubjectRequestOpened');
    expect(await tell('openDataSubjectRequest', { customerId: other, kind: 'ACCESS' }, self)).toMatchObject({
      code: 'NOT_FOUND',
    });
    const query = `query ($id: ID!) { dataSubjectRequest(id: $id) { status steps { service } verifiedByWhat } }`;
    const seen = await tryToAsk(world, query, { id: own.request.id }, self);
    expect(seen.codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const others = caller('CUSTOMER', { customerId: other });
    const plain = `query ($id: ID!) { dataSubjectRequest(id: $id) { status } }`;
    expect(await tryToAsk(world, plain, { id: own.request.id }, others)).toEqual({
      ...{ data: { dataSubjectRequest: null }, codes: [] },
    });
    expect((await tryToAsk(world, plain, { id: own.request.id }, agent)).codes).toEqual(['FORBIDDEN']);
    for (const actor of [agent, self]) {
      const verify = `mutation ($id: ID!) { verifyDataSubject(input: { requestId: $id, byWhat: "x" }) { __typename } }`;
      expect((await tryToAsk(world, verify, { id: own.request.id }, actor)).codes).toEqual(['FORBIDDEN']);
    }
  });

  it('that comes after today is refused, and one with the same key is one', async () => {
    const { id } = await givenCustomer(world);
    expect(
      await tell('openDataSubjectRequest', { customerId: id, kind: 'PORT', receivedOn: '2026-03-03' }),
    ).toMatchObject({
      problems: [{ path: 'receivedOn' }],
    });
    const [one, again] = [await opened(id, { idempotencyKey: 'r1' }), await opened(id, { idempotencyKey: 'r1' })];
    expect(again).toEqual(one);
  });
});

describe('having a customer erased', () => {
  it('needs a request of that kind, and that whoever asked was made sure of', async () => {
    const { id } = await givenCustomer(world);
    const { id: requestId } = await opened(id);
    expect(await tell('eraseCustomer', { requestId })).toMatchObject({ code: 'ILLEGAL_REQUEST_STEP' });
    expect(await tell('eraseCustomer', { requestId: await verified(id, { kind: 'ACCESS' }) })).toMatchObject({
      code: 'ILLEGAL_REQUEST_STEP',
    });
    expect(await tell('eraseCustomer', { requestId: someId('dsr') })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused while a hold is placed on them or on whoever was merged into them, and says why', async () => {
    const [{ id }, { id: merged }] = [await givenCustomer(world), await givenCustomer(world)];
    const requestId = await verified(id);
    const placed = (await tell('placeLegalHold', {
      ...{ customerId: merged, reason: 'A claim is before the court', reviewOn: '2026-09-01', caseId: someId('case') },
    })) as unknown as { hold: { id: string } };
    await saveRoots(world.service.database.manager, [{ customerId: merged, survivorId: id }]);
    expect(await tell('eraseCustomer', { requestId })).toMatchObject({
      ...{ code: 'LEGAL_HOLD_IN_PLACE', hold: { id: placed.hold.id, reason: 'A claim is before the court' } },
      message: 'What is kept of the customer must stay: A claim is before the court',
    });
    const lift = { holdId: placed.hold.id, reason: 'Settled' };
    expect(await tell('liftLegalHold', lift)).toMatchObject({ hold: { current: false, liftReason: 'Settled' } });
    expect(await tell('liftLegalHold', { ...lift, reason: 'Again' })).toMatchObject({
      hold: { liftReason: 'Settled' },
    });
    expect(await tell('eraseCustomer', { requestId })).toMatchObject({ request: { status: 'IN_PROGRESS' } });
  });

  it('is refused while cases of theirs are open', async () => {
    const { id } = await givenCustomer(world);
    const requestId = await verified(id);
    await world.service.database.manager.query(
      `INSERT INTO case_copy (id, customer_id, type, state, opened_at, reopen_count) VALUES ($1, $2, 'ENQUIRY', 'OPEN', now(), 0)`,
      [someId('case'), id],
    );
    expect(await tell('eraseCustomer', { requestId })).toMatchObject({ code: 'STILL_NEEDED', openCases: 1 });
  });

  it('goes on by itself, later each time, while another service does not answer; nothing is erased here before', async () => {
    const { id } = await givenCustomer(world, { givenName: 'Rhiannon' });
    const requestId = await verified(id);
    await tell('eraseCustomer', { requestId });
    const look = async () => {
      const [row] = await world.service.database.manager.query<{ attempts: number; last_error: string | null }[]>(
        'SELECT attempts, last_error FROM data_subject_requests WHERE id = $1',
        [requestId],
      );
      return row;
    };
    for (let i = 0; i < 100 && !(await look())?.last_error; i += 1) await new Promise((done) => setTimeout(done, 50));
    expect((await look())?.last_error).toMatch(/cases/);
    expect((await look())?.last_error).not.toMatch(/Rhiannon/);
    const { customer } = await ask<{ customer: { givenName: string } }>(
      world,
      `query ($id: ID!) { customer(id: $id) { givenName } }`,
      { id },
    );
    expect(customer.givenName).toBe('Rhiannon');
    const [one] = await world.service.database.manager.query<DataSubjectRequest[]>(
      `SELECT id, kind, status FROM data_subject_requests WHERE id = $1`,
      [requestId],
    );
    // It was begun, so that nobody can refuse it any more.
    expect(afterStep(one as DataSubjectRequest, { verb: 'REFUSE', reason: 'No' }, new Date(0))).toMatchObject({
      type: 'IllegalRequestStep',
    });
  });
});

describe('a legal hold', () => {
  it('has a reason and a day on which it is looked at again, and is for who answers for it', async () => {
    const { id } = await givenCustomer(world);
    expect(
      await tell('placeLegalHold', { customerId: id, reason: '', reviewOn: '2026-03-02', caseId: 'x' }),
    ).toMatchObject({ problems: [{ path: 'reason' }, { path: 'caseId' }, { path: 'reviewOn' }] });
    const query = `query ($id: ID!) { customer(id: $id) { legalHolds { nodes { id } } } }`;
    for (const actor of [agent, caller('CUSTOMER', { customerId: id })])
      expect((await tryToAsk(world, query, { id }, actor)).codes).toEqual(['FORBIDDEN']);
  });

  it('stays as it was placed, and is never taken away', async () => {
    const { manager: db } = world.service.database;
    await expect(db.query(`UPDATE legal_holds SET reason = ''`)).rejects.toThrow(/permission denied/);
    await expect(db.query('DELETE FROM legal_holds')).rejects.toThrow(/permission denied/);
  });
});
