import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, startWorld, type World } from '../../test/cases-world.ts';
import { changeAt, contactAt, openAt } from '../../test/clock-stories.ts';
import { at, doing, escalationsOf, givenLadder, step, traceOf } from '../../test/escalation-stories.ts';
import { idOf, nameOf } from '../../test/named-ids.ts';
import { person, shift, site, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
const day = (hours: string) => `2026-03-02T${hours}:00Z`;
const tells = (...told: Parameters<typeof workforceTells>[1][]) => workforceTells(world.service.database, ...told);
const today = (who: string, where = 'site_a') => shift(who, where, day('08:00'), day('20:00'));
beforeEach(async () => {
  clock.set(day('09:00'));
  await world.database.reset();
  await tells(
    ...[site('site_a', 'reg_1'), person('pers_agent', 'AGENT', 'site_a', 'team_a')],
    ...[person('pers_lead', 'LEAD', 'site_a', 'team_a'), person('pers_boss', 'MANAGER', 'site_a')],
    ...[today('pers_lead'), today('pers_boss')],
  );
});
afterAll(() => world?.close());

const agent = () => caller('AGENT', { personId: idOf('pers_agent'), teamId: idOf('team_a') });
const lead = () => caller('LEAD', { personId: idOf('pers_lead'), teamId: idOf('team_a') });
const boss = () => caller('MANAGER', { personId: idOf('pers_boss'), siteId: idOf('site_a') });
const givenCase = () =>
  openAt(world, day('09:00'), { siteId: idOf('site_a'), teamId: idOf('team_a'), assigneeId: idOf('pers_agent') });
const summary = async (id: string) =>
  (await escalationsOf(world, id)).map(({ level, status, to }) => `${level} ${status} ${to ? nameOf(to.id) : '-'}`);

describe('a case that a person escalates', () => {
  it('goes to the level above whoever escalates it, with what is on record in the summary, or as they say it better', async () => {
    const caseId = await givenCase();
    await contactAt(world, day('09:05'), caseId, { direction: 'INBOUND', channel: 'PHONE', body: 'Water everywhere' });
    await contactAt(world, day('09:10'), caseId, { body: 'A plumber comes at noon' });
    clock.set(day('09:20'));
    const handOver = { promised: 'A plumber at noon' };
    const { escalation } = await doing(world, 'escalateCase', { caseId, reason: 'No plumber came', handOver }, agent());
    expect(escalation).toMatchObject({
      ...{ level: 'LEAD', status: 'RAISED', isAutomatic: false, to: { id: idOf('pers_lead') } },
      acceptBy: '2026-03-02T09:50:00.000Z',
      handOver: {
        asked: 'The kettle leaks. By phone, 2026-03-02 09:05: Water everywhere',
        done: 'The case is new. Answered once, last 2026-03-02 09:10 by email: A plumber comes at noon',
        promised: 'A plumber at noon',
        open: 'The resolution; every word of the customer is answered.',
      },
    });
    expect(await eventsAbout(world, escalation!.id)).toEqual(['courtesy.escalation.raised.v1']);
  });

  it('skips whoever escalates it and whoever has it, and says why', async () => {
    const caseId = await givenCase();
    const input = { caseId, level: 'LEAD', reason: 'Beyond me' };
    const { escalation } = await doing(world, 'escalateCase', input, lead());
    expect(traceOf(escalation!)).toEqual(['pers_lead IS_REQUESTER', 'pers_boss CHOSEN']);
  });

  it('waits for one at a time, and goes further only up', async () => {
    const caseId = await givenCase();
    await doing(world, 'escalateCase', { caseId, reason: 'Hard' }, agent());
    const again = { caseId, level: 'LEAD', reason: 'Harder' };
    expect(await doing(world, 'escalateCase', again, agent())).toMatchObject({ code: 'ESCALATION_IS_OPEN' });
    clock.set(day('09:01'));
    await doing(world, 'escalateCase', { caseId, reason: 'Hardest' }, agent());
    expect(await summary(caseId)).toEqual(['LEAD WITHDRAWN pers_lead', 'MANAGER RAISED pers_boss']);
  });

  it('goes up when nobody accepts in time, though the customer was answered', async () => {
    const caseId = await givenCase();
    await doing(world, 'escalateCase', { caseId, reason: 'Legal threat', acceptWithin: 'PT10M' }, agent());
    await contactAt(world, day('09:05'), caseId);
    await at(world, day('09:09'));
    expect(await summary(caseId)).toEqual(['LEAD RAISED pers_lead']);
    await at(world, day('09:10'));
    expect(await summary(caseId)).toEqual(['LEAD EXPIRED pers_lead', 'MANAGER RAISED pers_boss']);
    const [, second] = await escalationsOf(world, caseId);
    expect(second).toMatchObject({ isAutomatic: false, reason: 'Legal threat', acceptBy: '2026-03-02T09:20:00.000Z' });
  });

  it('that was answered before ends with the case, and nobody is asked any more', async () => {
    const caseId = await givenCase();
    await contactAt(world, day('09:05'), caseId);
    await doing(world, 'escalateCase', { caseId, reason: 'Legal threat' }, agent());
    await at(world, day('09:06'));
    expect(await summary(caseId)).toEqual(['LEAD RAISED pers_lead']);
    await changeAt(world, day('09:10'), 'resolveCase', { caseId, outcome: 'EXPLANATION' });
    await at(world, day('09:10'));
    expect(await summary(caseId)).toEqual(['LEAD WITHDRAWN pers_lead']);
  });

  it('is given back to whoever had it, for a reason', async () => {
    const caseId = await givenCase();
    const { escalation } = await doing(world, 'escalateCase', { caseId, reason: 'Hard' }, agent());
    const escalationId = escalation!.id;
    await doing(world, 'acceptEscalation', { escalationId, expectedVersion: escalation!.version }, lead());
    expect(await doing(world, 'returnEscalation', { escalationId, reason: ' ' }, lead())).toMatchObject({
      problems: [{ path: 'reason' }],
    });
    expect(await doing(world, 'returnEscalation', { escalationId, reason: 'You can do it' }, lead())).toMatchObject({
      escalation: { status: 'RETURNED', settledReason: 'You can do it' },
    });
    expect(await ask(world, `query ($id: ID!) { case(id: $id) { assignee { id } } }`, { id: caseId })).toEqual({
      case: { assignee: { id: idOf('pers_agent') } },
    });
  });

  it('returned while the customer waits climbs on, and not to the same person', async () => {
    await givenLadder(world, [step('LEAD', 1, 'PT1H'), step('MANAGER', 2, 'PT1H')]);
    const caseId = await givenCase();
    await at(world, day('10:00'));
    const [raised] = await escalationsOf(world, caseId);
    await doing(world, 'returnEscalation', { escalationId: raised!.id, reason: 'Not mine' }, lead());
    await at(world, day('10:30'));
    expect(await summary(caseId)).toEqual(['LEAD RETURNED pers_lead']);
    await at(world, day('11:00'));
    expect(await summary(caseId)).toEqual(['LEAD RETURNED pers_lead', 'MANAGER RAISED pers_boss']);
  });

  it('is escalated once however often the same key comes, and never when it has ended', async () => {
    const caseId = await givenCase();
    const input = { caseId, reason: 'Hard', idempotencyKey: 'once' };
    const all = await Promise.all([1, 2, 3].map(() => doing(world, 'escalateCase', input, agent())));
    expect(new Set(all.map(({ escalation }) => escalation?.id)).size).toBe(1);
    await changeAt(world, day('10:00'), 'resolveCase', { caseId, outcome: 'EXPLANATION' });
    await at(world, day('10:00'));
    expect(await summary(caseId)).toEqual(['LEAD WITHDRAWN pers_lead']);
    expect(await doing(world, 'escalateCase', { caseId, reason: 'Again' }, agent())).toMatchObject({
      code: 'NOTHING_TO_ESCALATE',
    });
  });

  it('cannot be accepted at the instant at which the time is over', async () => {
    const caseId = await givenCase();
    const { escalation } = await doing(world, 'escalateCase', { caseId, reason: 'Hard' }, agent());
    clock.set(day('09:30'));
    const late = await doing(world, 'acceptEscalation', { escalationId: escalation!.id }, lead());
    expect(late).toMatchObject({ code: 'ESCALATION_IS_SETTLED' });
  });

  it('is seen by whoever is asked, though the case is not until they accept; and by no customer', async () => {
    const caseId = await givenCase();
    const { escalation } = await doing(world, 'escalateCase', { caseId, level: 'MANAGER', reason: 'Hard' }, agent());
    const elsewhere = { ...boss(), siteId: idOf('site_other') };
    const query = `{ escalations(where: { status: { eq: RAISED } }) { nodes { id case { id } handOver { asked } } } }`;
    const seen = async (actor: ReturnType<typeof caller>) =>
      (await ask<{ escalations: { nodes: object[] } }>(world, query, {}, actor)).escalations.nodes;
    expect(await seen(elsewhere)).toMatchObject([{ id: escalation!.id, case: null, handOver: {} }]);
    expect(await seen(caller('MANAGER', { siteId: idOf('site_other') }))).toEqual([]);
    const accepted = await doing(world, 'acceptEscalation', { escalationId: escalation!.id }, elsewhere);
    expect(accepted).toMatchObject({ escalation: { status: 'ACCEPTED' } });
    const { errors } = await world.service.execute({ query, actor: caller('CUSTOMER') });
    expect(errors).toHaveLength(1);
  });
});
