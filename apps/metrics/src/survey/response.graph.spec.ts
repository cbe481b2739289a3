import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ERASED, eraseTraces } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { ask, clock, read, startWorld, type World } from '../../test/metrics-world.ts';
import * as stories from '../../test/survey-stories.ts';
import { answeredThenLeft, customer, later, manager, START, type Outcome } from '../../test/survey-stories.ts';

let world: World;
let base: string;
beforeAll(async () => {
  world = await startWorld();
  base = await world.service.listen();
});
beforeEach(async () => {
  clock.set(START);
  await world.reset();
});
afterAll(() => {
  clock.reset();
  return world?.close();
});

const run = <T = Outcome>(verb: string, input: object, fields: string, actor?: Actor) =>
  stories.run<T>(world, [verb, fields], input, actor);
const started = (kind: string, more?: object) => stories.started(world, kind, more);
const askedAt = (iso: string) => stories.askedAt(world, iso);
const invitationsOf = (id: string) => stories.invitationsOf(world, id);
const only = (id: string) => stories.onlyInvitation(world, id);
const answer = (invitationId: string, score: number, customerId: string, words?: string) =>
  stories.answer(world, customerId, { invitationId, score, ...(words !== undefined && { words }) });
const events = (type: string) => stories.toldOf(world, type);

describe('a response', () => {
  async function asked(kind: string, more: object = {}): Promise<string> {
    const id = await started(kind, more);
    await read(world, 'cases', answeredThenLeft('case_1'));
    await askedAt(later(1));
    return (await only(id)).id;
  }

  it('is one an invitation, also when two are sent at once, of the customer alone, and on the scale', async () => {
    const id = await asked('NPS');
    expect(await answer(id, 11, 'cust_of_case_1')).toMatchObject({ problems: [{ path: 'score' }] });
    expect(await answer(id, 9, 'cust_other')).toMatchObject({ code: 'NOT_FOUND' });
    const both = await Promise.all([answer(id, 9, 'cust_of_case_1'), answer(id, 9, 'cust_of_case_1')]);
    expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['SurveyAlreadyAnswered', 'SurveyAnswered']);
  });

  it('is corrected within its time, and what was said before stays on record', async () => {
    const id = await asked('CSAT', { correctWithin: 'PT1H', followUpAtMost: 2 });
    const { response } = (await answer(id, 5, 'cust_of_case_1', 'Friendly')) as unknown as { response: { id: string } };
    const correct = (score: number) =>
      run(
        'correctSurveyAnswer',
        { responseId: response.id, score, words: 'Rude after all' },
        '... on SurveyAnswerCorrected { response { score versions { number score words } } }',
        customer('cust_of_case_1'),
      );
    expect(await correct(1)).toMatchObject({
      response: {
        score: 1,
        versions: [
          { number: 1, score: 5, words: 'Friendly' },
          { number: 2, score: 1, words: 'Rude after all' },
        ],
      },
    });
    await correct(2);
    // However often it is bad, it is followed up once; and nobody is told the words.
    expect(await events('courtesy.survey.follow-up-requested.v1')).toMatchObject([
      { subject: response.id, data: { score: 1 } },
    ]);
    expect(JSON.stringify(await events('courtesy.survey.answered.v1'))).not.toMatch(/Rude|Friendly/);
    clock.set(later(62));
    expect(await correct(5)).toMatchObject({ code: 'TOO_LATE_TO_CORRECT' });
  });

  it('is given by its link without signing in, escaped where it is shown, until another link is drawn', async () => {
    const id = await asked('CSAT', { question: 'How was <it>?', wordsQuestion: 'Why?' });
    const draw = async () => {
      const { url } = await run<{ url: string }>(
        'drawSurveyLink',
        { invitationId: id },
        '... on SurveyLinkDrawn { url }',
      );
      return new URL(url).pathname;
    };
    const first = await draw();
    const path = await draw();
    const get = async (at: string) => {
      const response = await fetch(`${base}${at}`);
      return { status: response.status, body: await response.text() };
    };
    expect(await get(first)).toMatchObject({ status: 404 });
    const page = await get(path);
    expect(page.body).toContain('How was &lt;it&gt;?');
    expect(page.body).not.toContain('checked');
    const rows = await world.service.database.manager.query<object[]>('SELECT ticket_hash FROM survey_invitations');
    expect(JSON.stringify(rows)).not.toContain(path.split('/').at(-1));
    const send = async (body: string, type = 'application/x-www-form-urlencoded') =>
      (await fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': type }, body })).status;
    expect(await send('words=Hello')).toBe(400);
    expect(await send('score=2&words=%3Cscript%3E')).toBe(201);
    expect((await get(path)).body).toContain('&lt;script&gt;');
    expect(await send('{"score":4}', 'application/json')).toBe(200);
    const { response } = (await invitationsOf((await programmeOf(id)) ?? ''))[0] ?? {};
    expect(response).toMatchObject({ score: 4, version: 2 });
    clock.set(later(3 * 24 * 60));
    expect(await send('score=5')).toBe(409);
  });

  it('is rid of its words, also of those that were corrected, when the customer is erased; the score stays', async () => {
    const id = await asked('CSAT');
    const given = await answer(id, 2, 'cust_of_case_1', 'Call Mary Jones');
    const { response } = given as unknown as { response: { id: string } };
    const correction = { responseId: response.id, score: 3, words: 'Mary Jones again' };
    await run('correctSurveyAnswer', correction, '', customer('cust_of_case_1'));
    const found = { customerIds: ['cust_of_case_1'], caseIds: ['case_1'], everywhere: 'nobody@', own: 'nobody@' };
    await world.service.database.transaction(({ manager: db }) => eraseTraces(db, found));
    const kept = await world.service.database.manager.query<{ score: number; words: string }[]>(
      `SELECT score, words FROM survey_responses UNION ALL SELECT score, words FROM survey_response_versions ORDER BY score`,
    );
    expect(kept).toEqual([2, 3, 3].map((score) => ({ score, words: ERASED })));
  });

  it('is feedback where it is about an answer to a case, under the id that it would have had', async () => {
    const id = await asked('CSAT');
    const give = () =>
      run<{ feedback: { id: string } }>(
        'giveFeedback',
        { caseId: 'case_1', score: 4 },
        '... on FeedbackGiven { feedback { id score } }',
        customer('cust_of_case_1'),
      );
    const query = `query ($id: ID!) { surveyInvitation(id: $id) { state response { id score } } }`;
    const given = await give();
    expect(given).toMatchObject({ feedback: { score: 4 } });
    const { surveyInvitation } = await ask<{ surveyInvitation: { state: string; response: { id: string } } }>(
      world,
      query,
      { id },
      manager,
    );
    expect(surveyInvitation.state).toBe('ANSWERED');
    expect(given.feedback.id).toBe(surveyInvitation.response.id.replace('srvr_', 'fdbk_'));
    expect(await give()).toMatchObject({ code: 'FEEDBACK_ALREADY_GIVEN' });
    const found = await ask<{ feedback: object }>(
      world,
      `query ($id: ID!) { feedback(id: $id) { score } }`,
      { id: given.feedback.id },
      manager,
    );
    expect(found.feedback).toEqual({ score: 4 });
  });

  const programmeOf = async (id: string): Promise<string | undefined> => {
    const rows = await world.service.database.manager.query<{ programme_id: string }[]>(
      'SELECT programme_id FROM survey_invitations WHERE id = $1',
      [id],
    );
    return rows[0]?.programme_id;
  };
});
