import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, startWorld, type World } from '../../test/cases-world.ts';
import { changeAt, contactAt, openAt } from '../../test/clock-stories.ts';
import { at, doing, escalationsOf, givenLadder, step, traceOf } from '../../test/escalation-stories.ts';
import { idOf, nameOf } from '../../test/named-ids.ts';
import { policyTells, standard, version } from '../../test/policy-feed.ts';
import { calledOff, leave, person, shift, site, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
const day = (hours: string) => `2026-03-02T${hours}:00Z`;
const tells = (...told: Parameters<typeof workforceTells>[1][]) => workforceTells(world.service.database, ...told);
const people = [
  ...[person('pers_lead', 'LEAD', 'site_a', 'team_a'), person('pers_lead2', 'LEAD', 'site_a', 'team_b')],
  ...[person('pers_boss', 'MANAGER', 'site_a'), person('pers_region', 'REGIONAL', 'site_b')],
  ...[person('pers_chief', 'EXECUTIVE', 'site_b'), person('pers_far', 'LEAD', 'site_b')],
];
const today = (who: string, where = 'site_a') => shift(who, where, day('08:00'), day('20:00'));
const allOn = ['pers_lead', 'pers_lead2', 'pers_boss'].map((who) => today(who));

beforeEach(async () => {
  clock.set(day('09:00'));
  await world.database.reset();
  await policyTells(
    world.service.database,
    version('calv_office', { calendarId: 'cal_office' }),
    standard('std_a', { targets: { FIRST_RESPONSE: 600, NEXT_RESPONSE: 600, RESOLUTION: 2400 } }),
  );
  await tells(site('site_a', 'reg_1'), site('site_b', 'reg_1'), ...people);
});
afterAll(() => world?.close());

const usual = [step('LEAD', 2), step('MANAGER', 4, 'PT4H'), step('DIRECTOR', 8)];
const givenWaiting = () => openAt(world, day('09:00'), { siteId: idOf('site_a'), teamId: idOf('team_a') });
const summary = async (id: string) =>
  (await escalationsOf(world, id)).map(({ level, status, to }) => `${level} ${status} ${to ? nameOf(to.id) : '-'}`);

describe('a ladder', () => {
  it('is mapped as it is stored, with all about escalations', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('must climb, and is published in versions by those who set policy', async () => {
    const publish = (levels: object[]) =>
      ask<{
        publishEscalationLadder: { __typename: string; problems?: { path: string }[]; ladder?: { number: number } };
      }>(
        world,
        `mutation ($input: PublishEscalationLadderInput!) { publishEscalationLadder(input: $input) { __typename ... on InvalidInput { problems { path } } ... on EscalationLadderPublished { ladder { number } } } }`,
        { input: { name: 'Up', levels } },
      );
    const wrong = await publish([step('MANAGER', 4), step('LEAD', 2)]);
    expect(wrong.publishEscalationLadder.problems).toEqual([{ path: 'levels[1].level' }, { path: 'levels[1].after' }]);
    expect((await publish(usual)).publishEscalationLadder.ladder).toEqual({ number: 1 });
    expect((await publish([])).publishEscalationLadder.ladder).toEqual({ number: 2 });
    const { errors } = await world.service.execute({
      query: `mutation { publishEscalationLadder(input: { name: "x", levels: [] }) { __typename } }`,
      actor: caller('AGENT', { reach: 'ALL' }),
    });
    expect(errors).toHaveLength(1);
  });

  it('takes an unanswered case to the lead, the manager and the director after 2, 4 and 8 business hours', async () => {
    await givenLadder(world, usual);
    await tells(...allOn, today('pers_region', 'site_b'));
    const id = await givenWaiting();
    await at(world, '2026-03-02T10:59:59.999Z');
    expect(await summary(id)).toEqual([]);
    await at(world, day('11:00'));
    expect(await summary(id)).toEqual(['LEAD RAISED pers_lead']);
    await at(world, day('13:00'));
    expect(await summary(id)).toEqual(['LEAD EXPIRED pers_lead', 'MANAGER RAISED pers_boss']);
    await at(world, day('17:00'));
    expect((await summary(id)).slice(1)).toEqual(['MANAGER EXPIRED pers_boss', 'DIRECTOR RAISED pers_region']);
    const [first] = await escalationsOf(world, id);
    expect(await eventsAbout(world, first!.id)).toEqual([
      ...['courtesy.escalation.raised.v1', 'courtesy.escalation.expired.v1'],
    ]);
  });

  it('counts business time: what waits since Monday 16:00 climbs on Tuesday at 10:00', async () => {
    await givenLadder(world, usual);
    await tells(shift('pers_lead', 'site_a', '2026-03-03T08:00:00Z', '2026-03-03T18:00:00Z'));
    const id = await openAt(world, day('16:00'), { siteId: idOf('site_a') });
    await at(world, '2026-03-03T09:59:59Z');
    expect(await summary(id)).toEqual([]);
    await at(world, '2026-03-03T10:00:00Z');
    expect(await summary(id)).toEqual(['LEAD RAISED pers_lead']);
  });

  it('skips whoever is away, absent, off shift or elsewhere, and says why', async () => {
    await givenLadder(world, usual);
    await tells(...allOn, leave('pers_lead', day('00:00'), '2026-03-09T00:00:00Z'), calledOff(today('pers_lead2')));
    await tells(
      person('pers_off', 'LEAD', 'site_a'),
      person('pers_moved', 'LEAD', 'site_a'),
      today('pers_moved', 'site_b'),
    );
    const id = await givenWaiting();
    await at(world, day('11:00'));
    const [raised] = await escalationsOf(world, id);
    expect(raised).toMatchObject({ level: 'MANAGER', to: { id: idOf('pers_boss') } });
    const trace = traceOf(raised!);
    expect(trace.at(-1)).toBe('pers_boss CHOSEN');
    expect(trace.slice(0, -1).sort()).toEqual([
      ...['pers_lead ON_LEAVE', 'pers_lead2 ABSENT', 'pers_moved AT_ANOTHER_SITE', 'pers_off OFF_SHIFT'],
    ]);
  });

  it('puts a cover gap on record when nobody is on shift, and asks whoever comes as soon as that is known', async () => {
    await givenLadder(world, usual);
    const id = await givenWaiting();
    await at(world, day('11:00'));
    const [waiting] = await escalationsOf(world, id);
    expect(waiting).toMatchObject({
      level: 'LEAD',
      status: 'UNCOVERED',
      to: null,
      searches: [{ outcome: 'COVER_GAP' }],
    });
    expect(traceOf(waiting!)).toContain('pers_chief OFF_SHIFT');
    await at(world, day('11:30'));
    expect((await escalationsOf(world, id))[0]!.searches).toHaveLength(1);
    await tells(today('pers_boss'));
    await at(world, day('11:31'));
    expect(await summary(id)).toEqual(['MANAGER RAISED pers_boss']);
    const gaps = await world.service.database.manager.query<object[]>(
      `SELECT data->>'caseId' AS id, data->>'level' AS level FROM event_log WHERE type = 'courtesy.cover-gap.found.v1'`,
    );
    expect(gaps).toEqual([{ id, level: 'LEAD' }]);
  });

  it('goes up while nobody is there, with a gap for each level', async () => {
    await givenLadder(world, usual);
    const id = await givenWaiting();
    await at(world, day('11:00'));
    await at(world, day('13:00'));
    await at(world, day('17:00'));
    const [one, ...others] = await escalationsOf(world, id);
    expect(others).toEqual([]);
    expect(one!.searches.map(({ level, outcome }) => `${level} ${outcome}`)).toEqual([
      ...['LEAD COVER_GAP', 'MANAGER COVER_GAP', 'DIRECTOR COVER_GAP'],
    ]);
  });

  it('asks the next one up when nobody accepts in time, or when their shift ends before', async () => {
    await givenLadder(world, [step('LEAD', 2, 'PT30M'), step('MANAGER', 6, 'PT1H')]);
    await tells(shift('pers_lead', 'site_a', day('08:00'), day('11:20')), today('pers_boss'));
    const id = await givenWaiting();
    await at(world, day('11:00'));
    expect((await escalationsOf(world, id))[0]).toMatchObject({ acceptBy: '2026-03-02T11:20:00.000Z' });
    await at(world, day('11:20'));
    expect(await summary(id)).toEqual(['LEAD EXPIRED pers_lead', 'MANAGER RAISED pers_boss']);
    expect((await escalationsOf(world, id))[1]).toMatchObject({ acceptBy: '2026-03-02T12:20:00.000Z' });
  });

  it('ends with an acceptance, by which the case is theirs', async () => {
    await givenLadder(world, usual);
    await tells(...allOn);
    const id = await givenWaiting();
    await at(world, day('11:00'));
    const [raised] = await escalationsOf(world, id);
    const lead = caller('LEAD', { personId: idOf('pers_lead'), teamId: idOf('team_x') });
    const other = caller('LEAD', { personId: idOf('pers_lead2'), teamId: idOf('team_a') });
    const input = { escalationId: raised!.id };
    expect(await doing(world, 'acceptEscalation', input, other)).toMatchObject({ code: 'ESCALATION_IS_FOR_ANOTHER' });
    expect(await doing(world, 'acceptEscalation', input, lead)).toMatchObject({ escalation: { status: 'ACCEPTED' } });
    expect(await doing(world, 'acceptEscalation', input, lead)).toMatchObject({ code: 'ESCALATION_IS_SETTLED' });
    await at(world, '2026-03-06T17:00:00Z');
    expect(await summary(id)).toEqual(['LEAD ACCEPTED pers_lead']);
    expect(await ask(world, `query ($id: ID!) { case(id: $id) { assignee { id } } }`, { id }, lead)).toEqual({
      case: { assignee: { id: idOf('pers_lead') } },
    });
  });

  it('ends with an answer or the end of the case, and begins anew when the customer asks again', async () => {
    await givenLadder(world, usual);
    await tells(...allOn);
    const id = await givenWaiting();
    await at(world, day('11:00'));
    await contactAt(world, day('11:10'), id);
    await at(world, day('11:10'));
    expect(await summary(id)).toEqual(['LEAD WITHDRAWN pers_lead']);
    await contactAt(world, day('12:00'), id, { direction: 'INBOUND' });
    await at(world, day('14:00'));
    expect(await summary(id)).toEqual(['LEAD WITHDRAWN pers_lead', 'LEAD RAISED pers_lead']);
    await changeAt(world, day('14:10'), 'resolveCase', { caseId: id, outcome: 'EXPLANATION' });
    await at(world, '2026-03-06T17:00:00Z');
    expect(await summary(id)).toEqual(['LEAD WITHDRAWN pers_lead', 'LEAD WITHDRAWN pers_lead']);
  });

  it('that passed while nobody looked is climbed at once, to the highest step', async () => {
    await givenLadder(world, usual);
    await tells(...allOn, today('pers_chief', 'site_b'));
    const id = await givenWaiting();
    await at(world, day('17:30'));
    expect(await summary(id)).toEqual(['DIRECTOR RAISED pers_chief']);
  });
});
