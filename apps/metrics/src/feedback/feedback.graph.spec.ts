import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { saveRoots, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { announced, announcedAt, caseOpened, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world?.close());

const mary = caller('CUSTOMER', { customerId: 'cust_mary' });
const resolvedAt = '2026-02-02T00:00:00.000Z';

const givenAnswered = (id: string, customerId = 'cust_mary') =>
  read(world, 'cases', [
    caseOpened(id, {
      ...{ customerId, openedAt: '2026-02-01T00:00:00.000Z', siteId: 'site_1', teamId: 'team_1' },
      assigneeId: 'pers_1',
    }),
    announced('courtesy.case.resolved.v1', id, { resolvedAt, outcome: 'EXPLANATION', respondedInTime: null }),
  ]);

const GIVE = `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename
  ... on FeedbackGiven { feedback { id score words } } ... on FeedbackAlreadyGiven { code feedback { score } }
  ... on CaseNotAnswered { code case { id } } ... on NotFound { code } ... on InvalidInput { problems { path } } } }`;
const give = async (caseId: string, input: object = {}, actor: Actor = mary) => {
  const { data } = await world.service.execute({
    query: GIVE,
    variables: { input: { caseId, score: 4, ...input } },
    actor,
  });
  return data?.['giveFeedback'];
};

const SEEN = `query ($any: [_Any!]!) { _entities(representations: $any) {
  ... on Customer { feedback { totalCount nodes { score customer { id } case { id } } } }
  ... on Case { feedback { totalCount nodes { score } } } } }`;
const seen = async (actor: Actor, any: object) => {
  const { data } = await world.service.execute({ query: SEEN, variables: { any: [any] }, actor });
  const [entity] = (data as { _entities: { feedback: { totalCount: number; nodes: object[] } }[] })._entities;
  return entity?.feedback;
};
const ofMary = { __typename: 'Customer', id: 'cust_mary' };

describe('feedback', () => {
  it('is on record for the answer it is about, and told to others without its words', async () => {
    await givenAnswered('case_1');
    expect(await give('case_1', { words: ' Friendly people ' })).toMatchObject({
      __typename: 'FeedbackGiven',
      feedback: { score: 4, words: 'Friendly people' },
    });
    const [told] = await world.service.database.manager.query<{ type: string; data: object }[]>(
      `SELECT type, data FROM event_log WHERE type = 'courtesy.feedback.given.v1'`,
    );
    expect(told).toMatchObject({
      type: 'courtesy.feedback.given.v1',
      data: { customerId: 'cust_mary', caseId: 'case_1', score: 4, siteId: 'site_1', personId: 'pers_1' },
    });
    expect(JSON.stringify(told)).not.toContain('Friendly');
  });

  it('is given once an answer: again only when the case was reopened and answered anew', async () => {
    await givenAnswered('case_1');
    const both = await Promise.all([give('case_1', { score: 2 }), give('case_1', { score: 2 })]);
    expect(both.map((each) => (each as { __typename: string }).__typename).toSorted()).toEqual([
      'FeedbackAlreadyGiven',
      'FeedbackGiven',
    ]);
    expect(await give('case_1')).toMatchObject({ code: 'FEEDBACK_ALREADY_GIVEN', feedback: { score: 2 } });
    await read(world, 'cases', [
      announced('courtesy.case.reopened.v1', 'case_1', { reopenedAt: '2026-02-03T00:00:00.000Z', reason: 'Again' }),
    ]);
    expect(await give('case_1')).toEqual({
      ...{ __typename: 'CaseNotAnswered', code: 'CASE_NOT_ANSWERED', case: { id: 'case_1' } },
    });
    await read(world, 'cases', [
      announced('courtesy.case.resolved.v1', 'case_1', {
        ...{ resolvedAt: '2026-02-04T00:00:00.000Z', outcome: 'RELIEF', respondedInTime: null },
      }),
    ]);
    expect(await give('case_1', { score: 5 })).toMatchObject({ __typename: 'FeedbackGiven' });
    expect(await seen(mary, { __typename: 'Case', id: 'case_1' })).toEqual({
      totalCount: 2,
      nodes: [{ score: 5 }, { score: 2 }],
    });
  });

  it("is of one's own case, answered, from 1 to 5; a merged customer is the same customer", async () => {
    await givenAnswered('case_1', 'cust_jane');
    expect(await give('case_1')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await give('case_none')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await give('case_1', { score: 6, words: 'x'.repeat(5_001) })).toMatchObject({
      problems: [{ path: 'score' }, { path: 'words' }],
    });
    await saveRoots(world.service.database.manager, [{ customerId: 'cust_jane', survivorId: 'cust_mary' }]);
    expect(await give('case_1')).toMatchObject({ __typename: 'FeedbackGiven' });
    expect(await seen(mary, ofMary)).toMatchObject({ totalCount: 1, nodes: [{ customer: { id: 'cust_mary' } }] });
  });

  it('is seen by the customer and by staff within whose reach it was, and can be given by no staff', async () => {
    await givenAnswered('case_1');
    await give('case_1');
    const others = [caller('CUSTOMER', { customerId: 'cust_jane' }), caller('MANAGER', { siteId: 'site_2' })];
    for (const actor of others) expect(await seen(actor, ofMary)).toMatchObject({ totalCount: 0, nodes: [] });
    for (const actor of [mary, caller('ANALYST'), caller('LEAD', { teamId: 'team_1' })])
      expect(await seen(actor, ofMary)).toMatchObject({ totalCount: 1 });
    const refused = await world.service.execute({
      query: GIVE,
      variables: { input: { caseId: 'case_1', score: 5 } },
      actor: caller('ADMIN'),
    });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('counts for whoever had the case when it was answered, though it was taken from them since', async () => {
    await givenAnswered('case_1');
    const left = { siteId: 'site_1', teamId: null, assigneeId: null, assignedAt: '2026-02-03T00:00:00.000Z' };
    await read(world, 'cases', [
      announcedAt('2026-03-03T00:00:00.000Z', announced('courtesy.case.assigned.v1', 'case_1', left)),
    ]);
    await give('case_1');
    const [row] = await world.service.database.manager.query('SELECT person_id, team_id FROM survey_responses');
    expect(row).toEqual({ person_id: 'pers_1', team_id: 'team_1' });
  });

  it('cannot be given to somebody else or taken away', async () => {
    const { manager } = world.service.database;
    await expect(manager.query('UPDATE survey_responses SET person_id = NULL')).rejects.toThrow(/permission denied/);
    await expect(manager.query('UPDATE survey_response_versions SET score = 5')).rejects.toThrow(/permission denied/);
    await expect(manager.query('DELETE FROM survey_responses')).rejects.toThrow(/permission denied/);
  });
});
