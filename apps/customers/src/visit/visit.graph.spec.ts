import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  change,
  clock,
  eventsAbout,
  givenContactPoint,
  givenCustomer,
  lead,
  someId,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
let customerId: string;
const personId = someId('pers');
const siteId = someId('site');
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  customerId = (await givenCustomer(world)).id;
});
afterAll(() => world?.close());

const plan = (more: object = {}) =>
  change(
    world,
    'planVisit',
    {
      ...{ customerId, siteId, purpose: 'To look at the kettle', personIds: [personId] },
      ...{ startsAt: '2026-03-03T10:00:00Z', endsAt: '2026-03-03T11:00:00Z', travelBefore: 'PT30M', ...more },
    },
    {
      fragments: `... on VisitPlanned { visit { id status version travelBefore travelAfter contactPoint { id } allowedVerbs } } ... on InvalidInput { problems { path } }`,
    },
  );
const planned = async (more: object = {}) => ((await plan(more))['visit'] as { id: string }).id;
const steps: Readonly<Record<string, string>> = {
  confirmVisit: 'VisitConfirmed',
  rescheduleVisit: 'VisitRescheduled',
  startVisit: 'VisitStarted',
  completeVisit: 'VisitCompleted',
  recordNoShow: 'NoShowRecorded',
  cancelVisit: 'VisitCancelled',
};
const step = (verb: string, visitId: string, more: object = {}) =>
  change(
    world,
    verb,
    { visitId, ...more },
    {
      fragments: `... on ${steps[verb]} { visit { status version outcome reason startsAt } } ... on IllegalVisitTransition { status verb allowed } ... on InvalidInput { problems { path } }`,
    },
  );

describe('a visit', () => {
  it('is planned, agreed to, put off, agreed to again, begun and completed, and others are told who goes and when, never why', async () => {
    const answer = await plan();
    expect(answer).toMatchObject({
      visit: {
        ...{ status: 'PLANNED', version: 1, travelBefore: 'PT30M', travelAfter: 'PT0S' },
        allowedVerbs: ['CONFIRM', 'RESCHEDULE', 'START', 'RECORD_NO_SHOW', 'CANCEL'],
      },
    });
    const { id } = answer['visit'] as { id: string };
    expect(await step('confirmVisit', id, { expectedVersion: 1 })).toMatchObject({ visit: { status: 'CONFIRMED' } });
    const later = { startsAt: '2026-03-04T10:00:00Z', endsAt: '2026-03-04T11:00:00Z', reason: 'She asked' };
    expect(await step('rescheduleVisit', id, later)).toMatchObject({
      visit: { status: 'PLANNED', reason: 'She asked' },
    });
    expect(await step('confirmVisit', id, { expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    await step('confirmVisit', id);
    await step('startVisit', id);
    const said = { outcome: 'Mended at the door', followUp: 'Send the bill' };
    expect(await step('completeVisit', id, said)).toMatchObject({ visit: { status: 'COMPLETED', version: 6 } });
    const events = await eventsAbout(world, id);
    const told = ['planned', 'confirmed', 'rescheduled', 'confirmed', 'started', 'completed'];
    expect(events.map(({ type }) => type)).toEqual(told.map((each) => `courtesy.visit.${each}.v1`));
    expect(events.at(-1)?.data).toMatchObject({
      personIds: [personId],
      siteId,
      status: 'COMPLETED',
      hasFollowUp: true,
    });
    expect(JSON.stringify(events)).not.toMatch(/kettle|door|bill|She asked/);
  });

  it('needs an outcome to be completed, a reason to be called off, and nobody can have missed it before it begins', async () => {
    const id = await planned();
    expect(await step('recordNoShow', id, { reason: 'Nobody there' })).toMatchObject({ code: 'VISIT_NOT_DUE' });
    expect(await step('cancelVisit', id, { reason: ' ' })).toMatchObject({ problems: [{ path: 'reason' }] });
    await step('startVisit', id);
    expect(await step('completeVisit', id, { outcome: '' })).toMatchObject({ problems: [{ path: 'outcome' }] });
    expect(await step('completeVisit', id, { outcome: 'Ok', followUpDueAt: '2026-03-09T00:00:00Z' })).toMatchObject({
      problems: [{ path: 'followUp' }],
    });
    expect(await step('cancelVisit', id, { reason: 'Too late' })).toMatchObject({
      ...{ code: 'ILLEGAL_VISIT_TRANSITION', status: 'IN_PROGRESS', verb: 'CANCEL' },
      allowed: ['COMPLETE', 'RECORD_NO_SHOW'],
    });
    clock.set('2026-03-03T10:00:00.000Z');
    expect(await step('recordNoShow', id, { reason: 'Nobody there' })).toMatchObject({ visit: { status: 'NO_SHOW' } });
  });

  it('is at a site, or at a postal address of that customer and nobody else', async () => {
    const address = { kind: 'POSTAL', address: { lines: ['1 High Street'], locality: 'Bath', country: 'GB' } };
    const home = await givenContactPoint(world, customerId, address);
    expect(await plan({ siteId: null, contactPointId: home })).toMatchObject({ visit: { contactPoint: { id: home } } });
    const other = await givenCustomer(world);
    for (const wrong of [
      { contactPointId: home },
      { siteId: null },
      { siteId: null, contactPointId: home, customerId: other.id },
    ])
      expect(await plan(wrong)).toMatchObject({ code: 'INVALID_INPUT' });
    const email = await givenContactPoint(world, customerId, { kind: 'EMAIL', value: 'gwen@example.org' });
    expect(await plan({ siteId: null, contactPointId: email })).toMatchObject({
      problems: [{ path: 'contactPointId' }],
    });
  });

  it('is refused with everything that is wrong with it', async () => {
    const wrong = {
      purpose: ' ',
      startsAt: '2026-03-01T10:00:00Z',
      endsAt: '2026-03-01T09:00:00Z',
      travelAfter: 'PT13H',
    };
    expect(await plan({ ...wrong, personIds: [siteId], caseId: siteId })).toMatchObject({
      problems: ['purpose', 'caseId', 'startsAt', 'endsAt', 'travelAfter', 'personIds'].map((path) => ({ path })),
    });
    expect(await plan({ personIds: null })).toMatchObject({ problems: [{ path: 'personIds' }] });
  });

  it('is planned under one key once, and begun by one of four at once', async () => {
    const [one, again] = [await planned({ idempotencyKey: 'v1' }), await planned({ idempotencyKey: 'v1' })];
    expect(again).toBe(one);
    const all = await Promise.all([1, 2, 3, 4].map(() => step('startVisit', one)));
    expect(all.filter(({ __typename }) => __typename === 'VisitStarted')).toHaveLength(1);
  });

  it('is seen by its customer, without what staff say of it, and by no other customer', async () => {
    const id = await planned();
    await planned({ customerId: (await givenCustomer(world)).id });
    const own = caller('CUSTOMER', { customerId });
    const list = `{ visits { nodes { id } totalCount } }`;
    expect(await ask(world, list, {}, own)).toEqual({ visits: { nodes: [{ id }], totalCount: 1 } });
    const one = `query ($id: ID!) { visit(id: $id) { purpose outcome conflicts { kind } } }`;
    expect(await tryToAsk(world, one, { id }, own)).toEqual({
      data: { visit: { purpose: 'To look at the kettle', outcome: null, conflicts: null } },
      codes: ['FORBIDDEN', 'FORBIDDEN'],
    });
    const other = caller('CUSTOMER', { customerId: someId('cust') });
    expect(await ask(world, one.replace(' outcome conflicts { kind }', ''), { id }, other)).toEqual({ visit: null });
    const open = `{ visits(where: { status: { in: [PLANNED] }, startsAt: { gte: "2026-03-03T00:00:00Z" } }, first: 1) { nodes { status } } }`;
    expect(await ask(world, open, {}, agent)).toEqual({ visits: { nodes: [{ status: 'PLANNED' }] } });
    const ofCustomer = `query ($id: ID!) { customer(id: $id) { visits { nodes { id } } } }`;
    expect(await ask(world, ofCustomer, { id: customerId }, lead)).toEqual({
      customer: { visits: { nodes: [{ id }] } },
    });
  });
});
