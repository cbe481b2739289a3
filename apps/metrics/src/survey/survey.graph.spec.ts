import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { saveRoots, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  announcedAt,
  ask,
  caseOpened,
  clock,
  read,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';
import { askDue } from './asking.commands.ts';

let world: World;
let base: string;
const START = '2026-03-02T10:00:00.000Z';
beforeAll(async () => {
  world = await startWorld();
  base = await world.service.listen();
});
beforeEach(async () => {
  clock.set(START);
  await world.reset();
});
afterAll(() => {
  clock.set(START);
  return world?.close();
});

const manager = caller('MANAGER', { reach: 'ALL', personId: 'pers_boss' });
const customer = (customerId: string) => caller('CUSTOMER', { customerId });
type Outcome = Record<string, never> & { readonly __typename: string; readonly code?: string };

async function run<T = Outcome>(verb: string, input: object, fields: string, actor: Actor = manager): Promise<T> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ... on UserError { code message ... on InvalidInput { problems { path } } } ${fields} } }`;
  const { result } = await ask<{ result: T }>(world, query, { input }, actor);
  return result;
}

const terms = { moment: 'CASE_RESOLVED', question: 'How was it?', delay: 'PT0S' };
const started = async (kind: string, more: object = {}, siteId?: string): Promise<string> => {
  const input = { name: `Ask ${kind}`, kind, terms: { ...terms, ...more }, ...(siteId && { siteId }) };
  const { programme } = await run<{ programme: { id: string } }>(
    'startSurveyProgramme',
    input,
    '... on SurveyProgrammeStarted { programme { id } }',
  );
  return programme.id;
};

const later = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();

/** A case that was answered by somebody, and given to nobody at once, within one page of the feed. */
const answeredThenLeft = (id: string, more: object = {}, minutes = 1) => {
  const given = { siteId: 'site_1', teamId: 'team_1', assigneeId: 'pers_resolver' };
  return [
    caseOpened(id, { openedAt: START, type: 'ENQUIRY', customerId: `cust_of_${id}`, ...given, ...more }),
    announcedAt(
      later(minutes),
      announced('courtesy.case.resolved.v1', id, {
        ...{ resolvedAt: later(minutes), outcome: 'EXPLANATION', respondedInTime: null },
      }),
    ),
    announcedAt(
      later(minutes + 1),
      announced('courtesy.case.assigned.v1', id, {
        ...{ siteId: 'site_1', teamId: null, assigneeId: null, assignedAt: later(minutes + 1) },
      }),
    ),
  ];
};

const nobody = () => {
  throw new Error('Asking calls no other service');
};
const asking = () => askDue({ database: world.service.database, now: clock, newId: nobody });

/** Lets everything be done that is due at an instant, by this desk or the one of the service. */
async function askedAt(iso: string): Promise<void> {
  clock.set(iso);
  const isDue = async () => {
    const [row] = await world.service.database.manager.query<{ due: boolean }[]>(
      'SELECT EXISTS (SELECT 1 FROM survey_invitations WHERE next_at <= $1) AS due',
      [iso],
    );
    return row?.due;
  };
  while (await isDue()) await asking();
}

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly suppressedBecause: string | null;
  readonly person: { readonly id: string } | null;
  readonly response: { readonly id: string; readonly score: number; readonly version: number } | null;
}

async function invitationsOf(programmeId: string): Promise<Seen[]> {
  const query = `query ($id: ID!) { surveyProgramme(id: $id) { invitations(first: 100) { nodes {
    id state suppressedBecause person { id } response { id score version } } } } }`;
  const { surveyProgramme } = await ask<{ surveyProgramme: { invitations: { nodes: Seen[] } } }>(
    world,
    query,
    { id: programmeId },
    manager,
  );
  return [...surveyProgramme.invitations.nodes];
}

const only = async (programmeId: string): Promise<Seen> => {
  const [one, ...more] = await invitationsOf(programmeId);
  if (!one || more.length > 0) throw new Error(`There are ${more.length + (one ? 1 : 0)} invitations`);
  return one;
};

const answer = (invitationId: string, score: number, customerId: string, words?: string) =>
  run(
    'answerSurvey',
    { invitationId, score, words },
    '... on SurveyAnswered { response { id score } } ... on SurveyAlreadyAnswered { response { score } }',
    customer(customerId),
  );

const events = async (type: string) =>
  world.service.database.manager.query<{ subject: string; data: Record<string, unknown> }[]>(
    'SELECT subject, data FROM event_log WHERE type = $1 ORDER BY position',
    [type],
  );

describe('a survey programme', () => {
  it('keeps its versions as they were, and asks by the one that counts', async () => {
    const id = await started('CES', { followUpAtMost: 2 });
    const revise = (version: number) =>
      run(
        'reviseSurveyProgramme',
        {
          programmeId: id,
          expectedVersion: version,
          terms: { ...terms, question: 'How easy was it?' },
          because: 'Clearer',
        },
        '... on SurveyProgrammeRevised { programme { current { number question followUpAtMost } versions { nodes { number question because } } } }',
      );
    expect(await revise(1)).toMatchObject({
      programme: {
        current: { number: 2, question: 'How easy was it?', followUpAtMost: null },
        versions: {
          nodes: [
            { number: 2, because: 'Clearer' },
            { number: 1, question: 'How was it?', because: null },
          ],
        },
      },
    });
    expect(await revise(1)).toMatchObject({ code: 'VERSION_CONFLICT' });
    await expect(
      world.service.database.manager.query(`UPDATE survey_programme_versions SET question = 'x'`),
    ).rejects.toThrow(/permission denied/);
    expect(
      await run('endSurveyProgramme', { programmeId: id }, '... on SurveyProgrammeEnded { programme { endedAt } }'),
    ).toMatchObject({
      programme: { endedAt: START },
    });
    expect(await run('endSurveyProgramme', { programmeId: id }, '')).toMatchObject({
      code: 'SURVEY_PROGRAMME_IS_ENDED',
    });
    await read(world, 'cases', answeredThenLeft('case_1'));
    expect(await invitationsOf(id)).toEqual([]);
  });

  it('is started by whoever reaches the work it asks of, with terms that are on its scale', async () => {
    const bad = { ...terms, followUpAtMost: 5, sharePercent: 0, delay: 'P31D' };
    expect(await run('startSurveyProgramme', { name: ' ', kind: 'CSAT', terms: bad }, '')).toMatchObject({
      problems: [
        { path: 'name' },
        { path: 'terms.delay' },
        { path: 'terms.sharePercent' },
        { path: 'terms.followUpAtMost' },
      ],
    });
    const query = `mutation ($input: StartSurveyProgrammeInput!) { startSurveyProgramme(input: $input) { __typename } }`;
    const refused = await world.service.execute({
      ...{ query, variables: { input: { name: 'All', kind: 'NPS', terms } } },
      actor: caller('MANAGER', { siteId: 'site_1' }),
    });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('an invitation', () => {
  it('is credited to whoever had the case when it was answered, though it was given away in the same page of the feed', async () => {
    const id = await started('CSAT');
    await read(world, 'cases', answeredThenLeft('case_1'));
    await askedAt(later(1));
    expect(await only(id)).toMatchObject({ state: 'SENT', person: { id: 'pers_resolver' } });
    expect(await answer((await only(id)).id, 5, 'cust_of_case_1')).toMatchObject({ __typename: 'SurveyAnswered' });
    const [told] = await events('courtesy.survey.answered.v1');
    expect(told?.data).toMatchObject({ personId: 'pers_resolver', siteId: 'site_1', teamId: 'team_1', score: 5 });
  });

  it('is planned once, however often the feed is read, and for the same share of customers', async () => {
    const id = await started('CSAT', { sharePercent: 30 });
    const page = Array.from({ length: 200 }, (_, i) => answeredThenLeft(`case_${i}`)).flat();
    await read(world, 'cases', page);
    const before = await world.service.database.manager.query<object[]>(
      'SELECT id FROM survey_invitations ORDER BY id',
    );
    expect(before.length).toBeGreaterThan(40);
    expect(before.length).toBeLessThan(80);
    world.places.clear();
    await world.service.database.manager.query(`UPDATE feed_cursor SET place = '0.0'`);
    await read(world, 'cases', page);
    expect(await world.service.database.manager.query('SELECT id FROM survey_invitations ORDER BY id')).toEqual(before);
    expect(id).toMatch(/^srvp_/);
  });

  it('is suppressed within the interval, by whichever programme the customer was asked, and goes out after it', async () => {
    const csat = await started('CSAT', { interval: 'P7D' });
    const same = { customerId: 'cust_mary' };
    await read(world, 'cases', answeredThenLeft('case_1', same));
    await askedAt(later(1));
    const nps = await started('NPS', { interval: 'P7D' });
    await read(world, 'cases', answeredThenLeft('case_2', { customerId: 'cust_maria' }, 60));
    await saveRoots(world.service.database.manager, [{ customerId: 'cust_maria', survivorId: 'cust_mary' }]);
    await askedAt(later(60));
    const suppressed = { state: 'SUPPRESSED', suppressedBecause: 'ASKED_RECENTLY' };
    expect(await only(nps)).toMatchObject(suppressed);
    expect((await invitationsOf(csat)).map(({ state }) => state).toSorted()).toEqual(['SENT', 'SUPPRESSED']);
    const week = 7 * 24 * 60 + 1;
    await read(world, 'cases', answeredThenLeft('case_3', same, week));
    await askedAt(later(week));
    const states = [...(await invitationsOf(csat)), ...(await invitationsOf(nps))].map(({ state }) => state);
    // One of the two programmes asks of the third case; the other is within its interval at once.
    expect(states.toSorted()).toEqual(['SENT', 'SENT', 'SUPPRESSED', 'SUPPRESSED', 'SUPPRESSED']);
  });

  it('is suppressed with the reason for who complains, is to be left alone, withdrew consent, was erased, or has the case again', async () => {
    const id = await started('CSAT');
    const of = (customerId: string) => ({ customerId });
    const at = { from: '2026-01-01T00:00:00.000Z', until: null };
    await read(world, 'customers', [
      announced('courtesy.customer.adjustments-changed.v1', 'cust_b', {
        customerId: 'cust_b',
        adjustments: ['NO_COLD_CALLS'],
      }),
      announced('courtesy.consent.changed.v1', 'cons_1', {
        ...{ customerId: 'cust_c', countsFor: ['cust_c'], purpose: 'RESEARCH', channel: null, change: 'WITHDRAWN' },
        ...{ basis: null, ...at },
      }),
      announced('courtesy.customer.erased.v1', 'cust_d', { customerIds: ['cust_d'], at: START }),
    ]);
    await read(world, 'cases', [
      caseOpened('case_open', { openedAt: START, type: 'COMPLAINT', customerId: 'cust_a' }),
      ...answeredThenLeft('case_a', of('cust_a')),
      ...answeredThenLeft('case_b', of('cust_b')),
      ...answeredThenLeft('case_c', of('cust_c')),
      ...answeredThenLeft('case_d', of('cust_d')),
      ...answeredThenLeft('case_e', of('cust_e')),
      announced('courtesy.case.reopened.v1', 'case_e', { reopenedAt: later(2), reason: 'Again' }),
      ...answeredThenLeft('case_f', of('cust_f')),
    ]);
    await run('giveFeedback', { caseId: 'case_f', score: 1 }, '', customer('cust_f'));
    await askedAt(later(3));
    const seen = await world.service.database.manager.query(
      'SELECT case_id, suppressed_because FROM survey_invitations ORDER BY case_id',
    );
    expect(seen).toEqual([
      { case_id: 'case_a', suppressed_because: 'OPEN_COMPLAINT' },
      { case_id: 'case_b', suppressed_because: 'VULNERABILITY' },
      { case_id: 'case_c', suppressed_because: 'CONSENT_WITHDRAWN' },
      { case_id: 'case_d', suppressed_because: 'ERASED' },
      { case_id: 'case_e', suppressed_because: 'REOPENED' },
      { case_id: 'case_f', suppressed_because: 'ANSWERED_ALREADY' },
    ]);
    expect(await invitationsOf(id)).toHaveLength(6);
  });

  it('asks of complaints that are closed and of contacts that people served, each by its own programme', async () => {
    const [complaints, contacts] = [
      await started('CES', { moment: 'COMPLAINT_CLOSED' }),
      await started('NPS', { moment: 'CONTACT_ENDED', channels: ['PHONE'] }),
    ];
    const place = { siteId: 'site_1', teamId: 'team_1' };
    const contact = (id: string, more: object) =>
      announced('courtesy.interaction.recorded.v2', id, {
        ...{
          caseId: null,
          customerId: `cust_${id}`,
          ...place,
          channel: 'PHONE',
          direction: 'INBOUND',
          isAutomatic: false,
        },
        ...{
          occurredAt: later(5),
          recordedAt: later(5),
          handleMs: 1,
          waitMs: null,
          personId: 'pers_1',
          call: null,
          letter: null,
        },
        ...more,
      });
    await read(world, 'cases', [
      contact('intr_1', {}),
      contact('intr_2', { isAutomatic: true }),
      contact('intr_3', { channel: 'EMAIL' }),
      contact('intr_4', { direction: 'OUTBOUND' }),
      ...answeredThenLeft('case_1'),
      announced('courtesy.complaint.closed.v1', 'cmpl_1', {
        ...{ caseId: 'case_1', customerId: 'cust_x', ...place, assigneeId: 'pers_2', regimeId: 'creg_1' },
        ...{
          regimeVersionId: 'crgv_1',
          stage: 'FINAL',
          status: 'CLOSED',
          at: later(5),
          on: '2026-03-02',
          personId: null,
        },
      }),
    ]);
    expect(await only(contacts)).toMatchObject({ state: 'PLANNED', person: { id: 'pers_1' } });
    expect(await only(complaints)).toMatchObject({ state: 'PLANNED', person: { id: 'pers_2' } });
  });

  it('expires without an answer, which is no score', async () => {
    const id = await started('NPS', { answerWithin: 'P1D' });
    await read(world, 'cases', answeredThenLeft('case_1'));
    await askedAt(later(1));
    const { id: invitationId } = await only(id);
    await askedAt(later(2 + 24 * 60));
    expect(await only(id)).toMatchObject({ state: 'EXPIRED', response: null });
    expect(await answer(invitationId, 9, 'cust_of_case_1')).toMatchObject({ code: 'SURVEY_INVITATION_CLOSED' });
    const [row] = await world.service.database.manager.query('SELECT count(*)::int AS n FROM survey_responses');
    expect(row).toEqual({ n: 0 });
  });
});

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
