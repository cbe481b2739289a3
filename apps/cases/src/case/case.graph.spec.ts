import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  eventsAbout,
  givenCase,
  manager,
  someId,
  startWorld,
  type SeenCase,
  type World,
} from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const successOf: Readonly<Record<string, string>> = {
  assignCase: 'CaseAssigned',
  startCase: 'CaseStarted',
  awaitCustomer: 'CaseWaiting',
  awaitThirdParty: 'CaseWaiting',
  resolveCase: 'CaseResolved',
  closeCase: 'CaseClosed',
  reopenCase: 'CaseReopened',
  cancelCase: 'CaseCancelled',
  recordDispute: 'DisputeRecorded',
};

const change = async (verb: string, input: Record<string, unknown>, actor = manager) => {
  const answer = await ask<Record<string, { __typename: string; message?: string; code?: string; case?: SeenCase }>>(
    world,
    `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) {
       ${verb}(input: $input) { __typename ... on UserError { message code } ... on ${successOf[verb]} { case { id status version } } }
     }`,
    { input },
    actor,
  );
  const result = answer[verb];
  if (!result) throw new Error(`${verb} answered nothing`);
  return result;
};

describe('a case', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('begins as new, and says so to others', async () => {
    const opened = await givenCase(world);
    expect(opened).toMatchObject({ status: 'NEW', version: 1 });
    expect(await eventsAbout(world, opened.id)).toEqual(['courtesy.case.opened.v1']);
  });

  it('goes from new to closed by one event a step', async () => {
    const { id } = await givenCase(world);
    await change('assignCase', { caseId: id, assigneeId: someId('pers') });
    await change('startCase', { caseId: id });
    await change('awaitCustomer', { caseId: id, reason: 'We asked for the receipt' });
    await change('resolveCase', { caseId: id, outcome: 'EXPLANATION' });
    await change('reopenCase', { caseId: id, reason: 'The customer called again' });
    await change('resolveCase', { caseId: id, outcome: 'MONETARY_RELIEF' });
    await change('recordDispute', { caseId: id, disputed: false });
    expect(await change('closeCase', { caseId: id })).toMatchObject({
      __typename: 'CaseClosed',
      case: { status: 'CLOSED', version: 9 },
    });
    expect(await eventsAbout(world, id)).toEqual([
      'courtesy.case.opened.v1',
      'courtesy.case.assigned.v1',
      'courtesy.case.status-changed.v1',
      'courtesy.case.status-changed.v1',
      'courtesy.case.resolved.v1',
      'courtesy.case.reopened.v1',
      'courtesy.case.resolved.v1',
      'courtesy.case.disputed.v1',
      'courtesy.case.closed.v1',
    ]);
  });

  it('that is closed stays closed, says what can be done, and announces nothing', async () => {
    const { id } = await givenCase(world);
    await change('resolveCase', { caseId: id, outcome: 'EXPLANATION' });
    await change('closeCase', { caseId: id });
    const before = await eventsAbout(world, id);
    expect(await change('reopenCase', { caseId: id, reason: 'Again' })).toEqual({
      __typename: 'IllegalCaseTransition',
      message: 'A case that is closed cannot reopen. What can be done: dispute.',
      code: 'ILLEGAL_CASE_TRANSITION',
    });
    expect(await eventsAbout(world, id)).toEqual(before);
  });

  it('changed by somebody else is left alone, and the loser sees how it stands', async () => {
    const { id } = await givenCase(world);
    await change('startCase', { caseId: id });
    const { closeCase } = await ask(
      world,
      `mutation ($input: CloseCaseInput!) { closeCase(input: $input) { __typename ... on StaleVersion { code expectedVersion current { id ... on Case { status version } } } } }`,
      { input: { caseId: id, expectedVersion: 1 } },
    );
    expect(closeCase).toEqual({
      __typename: 'StaleVersion',
      code: 'VERSION_CONFLICT',
      expectedVersion: 1,
      current: { id, status: 'OPEN', version: 2 },
    });
  });

  it('changed by two at once from the same version is changed by one', async () => {
    const { id } = await givenCase(world);
    const results = await Promise.all([1, 2, 3, 4].map(() => change('startCase', { caseId: id, expectedVersion: 1 })));
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'CaseStarted',
      'StaleVersion',
      'StaleVersion',
      'StaleVersion',
    ]);
    expect(await eventsAbout(world, id)).toHaveLength(2);
  });

  it('is opened once however often the same key comes, and never with another input', async () => {
    const input = { idempotencyKey: 'phone-1', customerId: someId('cust'), subject: 'Late again' };
    const all = await Promise.all([givenCase(world, input), givenCase(world, input), givenCase(world, input)]);
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    await expect(givenCase(world, { ...input, subject: 'Other' })).rejects.toThrow(/idempotency key/);
  });

  it('cannot be opened with nonsense, and every problem is told at once', async () => {
    const { openCase } = await ask(
      world,
      `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename ... on InvalidInput { problems { path } } } }`,
      {
        input: {
          type: 'COMPLAINT',
          channel: 'PHONE',
          subject: ' ',
          customerId: someId('case'),
          openedAt: '2030-01-01T00:00:00Z',
        },
      },
    );
    expect(openCase).toEqual({
      __typename: 'InvalidInput',
      problems: [{ path: 'subject' }, { path: 'customerId' }, { path: 'openedAt' }],
    });
  });

  it('waits only for a reason', async () => {
    const { id } = await givenCase(world);
    expect(await change('awaitCustomer', { caseId: id, reason: ' ' })).toMatchObject({ __typename: 'InvalidInput' });
  });
});

describe('who sees a case', () => {
  const see = async (id: string, actor: ReturnType<typeof caller>) => {
    const answer = await world.service.execute({
      query: `query ($id: ID!, $any: [_Any!]!) {
        case(id: $id) { id }
        cases(where: { externalId: { eq: "scope" } }) { nodes { id } totalCount }
        _entities(representations: $any) { ... on Case { id subject } }
      }`,
      variables: { id, any: [{ __typename: 'Case', id }] },
      actor,
    });
    return answer.data;
  };

  it('is decided by reach, on every road', async () => {
    const siteId = someId('site');
    const teamId = someId('team');
    const customerId = someId('cust');
    const { id } = await givenCase(world, {
      siteId,
      teamId,
      customerId,
      externalReference: { source: 'spec', id: 'scope' },
    });
    const regionId = someId('reg');
    await world.service.database.manager.query('INSERT INTO site_copy VALUES ($1, $2)', [siteId, regionId]);
    const seen = {
      case: { id },
      cases: { nodes: [{ id }], totalCount: 1 },
      _entities: [{ id, subject: 'The kettle leaks' }],
    };
    const unseen = { case: null, cases: { nodes: [], totalCount: 0 }, _entities: [null] };
    expect(await see(id, caller('LEAD', { teamId }))).toEqual(seen);
    expect(await see(id, caller('LEAD', { teamId: someId('team') }))).toEqual(unseen);
    expect(await see(id, caller('MANAGER', { siteId }))).toEqual(seen);
    expect(await see(id, caller('MANAGER', { siteId: someId('site') }))).toEqual(unseen);
    expect(await see(id, caller('REGIONAL', { regionId }))).toEqual(seen);
    expect(await see(id, caller('REGIONAL', { regionId: someId('reg') }))).toEqual(unseen);
    expect(await see(id, caller('CUSTOMER', { customerId }))).toEqual(seen);
    expect(await see(id, caller('CUSTOMER', { customerId: someId('cust') }))).toEqual(unseen);
    expect(await see(id, caller('ANALYST'))).toEqual(seen);
  });

  it('a role without the scope gets null and FORBIDDEN on every road', async () => {
    const { id } = await givenCase(world);
    const nobody = caller('AGENT', { scopes: [], reach: 'ALL' });
    const answer = await world.service.execute({
      query: `query ($id: ID!, $any: [_Any!]!) { case(id: $id) { id } cases { nodes { id } } _entities(representations: $any) { ... on Case { subject } } }`,
      variables: { id, any: [{ __typename: 'Case', id }] },
      actor: nobody,
    });
    expect(answer.data).toEqual({ case: null, cases: null, _entities: [null] });
    expect(answer.errors?.map((error) => (error as { extensions: { code: string } }).extensions.code)).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
  });

  it('a case opened by an agent who names nobody is their own team, so they see it again', async () => {
    const here = { siteId: someId('site'), teamId: someId('team') };
    const agent = caller('AGENT', here);
    const answer = await ask<{ openCase: { case: { id: string; team: object; site: object } } }>(
      world,
      `mutation ($input: OpenCaseInput!) { openCase(input: $input) { ... on CaseOpened { case { id team { id } site { id } } } } }`,
      { input: { type: 'ENQUIRY', channel: 'PHONE', subject: 'When do you open?', customerId: someId('cust') } },
      agent,
    );
    const { id, team, site } = answer.openCase.case;
    expect({ team, site }).toEqual({ team: { id: here.teamId }, site: { id: here.siteId } });
    expect(await ask(world, 'query ($id: ID!) { case(id: $id) { id } }', { id }, agent)).toEqual({ case: { id } });
  });

  it('a caller cannot change what they cannot see', async () => {
    const { id } = await givenCase(world);
    expect(await change('startCase', { caseId: id }, caller('LEAD', { teamId: someId('team') }))).toMatchObject({
      __typename: 'NotFound',
    });
  });
});
