import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { saveRoots, type Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { announced, caseOpened, clock, read, startWorld, type World } from '../../test/metrics-world.ts';
import * as stories from '../../test/survey-stories.ts';
import { answeredThenLeft, customer, later, START, terms, type Outcome } from '../../test/survey-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
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
