import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let customerId: string;
let caseId: string;
const today = (time: string) => `2026-03-03T${time}:00.000Z`;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', place.personId);
  caseId = (await givenCases(world, place, 1))[0] ?? '';
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const owner = await asked<{ case: { customer: { id: string } } }>(world, manager, query, { id: caseId });
  customerId = owner.case.customer.id;
  const shift = { personId: place.personId, siteId: place.siteId, startsAt: today('09:00'), endsAt: today('17:00') };
  const breaks = [{ startsAt: today('12:00'), endsAt: today('13:00') }];
  const scheduled = await must<{ scheduled: number }>(
    world,
    manager,
    ['scheduleShifts', 'ShiftsScheduled', 'scheduled'],
    {
      shifts: [{ ...shift, breaks }],
    },
  );
  expect(scheduled.scheduled).toBe(1);
});
afterAll(() => world?.close());

interface Told {
  readonly visit: { readonly id: string; readonly status: string };
}
const VISIT = 'visit { id status }';
const planned = async (from: string, to: string, more: object = {}) => {
  const input = { customerId, caseId, siteId: place.siteId, purpose: 'To look at the kettle', ...more };
  const times = { startsAt: today(from), endsAt: today(to), travelBefore: 'PT30M', travelAfter: 'PT30M' };
  const { visit } = await must<Told>(world, manager, ['planVisit', 'VisitPlanned', VISIT], { ...input, ...times });
  return visit.id;
};

interface Seen {
  readonly visit: {
    readonly status: string;
    readonly conflicts: readonly { readonly kind: string; readonly from: string; readonly until: string }[];
    readonly rosterBlocks: readonly { readonly from: string; readonly conflicts: readonly { kind: string }[] }[];
  };
}
const SEEN = `query ($id: ID!) { visit(id: $id) { status people { id } conflicts { kind from until }
  rosterBlocks { from until person { id } conflicts { kind startsAt endsAt visit { id } } } } }`;
const see = async (id: string) => (await asked<Seen>(world, manager, SEEN, { id })).visit;

/** The visit once it is as wanted; the feeds take a moment. */
async function seeOnce(id: string, wanted: (visit: Seen['visit']) => boolean): Promise<Seen['visit']> {
  for (;;) {
    const visit = await see(id);
    if (wanted(visit)) return visit;
    await delay(100);
  }
}

const shrinkage = async () => {
  const FIELDS = 'shrinkage(from: $from, to: $to) { scheduled leave visit travel break atWork share }';
  const query = `query ($person: ID!, $team: ID!, $from: DateTime!, $to: DateTime!) { person(id: $person) { ${FIELDS} } team(id: $team) { ${FIELDS} } }`;
  const period = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
  const ids = { person: place.personId, team: place.teamId };
  const seen = await asked<Record<'person' | 'team', { shrinkage: object }>>(world, manager, query, {
    ...ids,
    ...period,
  });
  expect(seen.team.shrinkage).toEqual(seen.person.shrinkage);
  return seen.person.shrinkage;
};

describe('a visit to a customer', () => {
  it('that overlaps a break of the shift is a conflict, until it is put at another time; the way there and back counts as shrinkage', async () => {
    const before = { scheduled: 'PT8H', leave: 'PT0S', visit: 'PT0S', travel: 'PT0S', break: 'PT1H', atWork: 'PT7H' };
    expect(await shrinkage()).toEqual({ ...before, share: 1 / 8 });
    const id = await planned('11:00', '12:00');
    const visit = await seeOnce(id, ({ conflicts }) => conflicts.length > 0);
    expect(visit).toMatchObject({
      people: [{ id: place.personId }],
      conflicts: [{ kind: 'BREAK', from: today('12:00'), until: today('12:30') }],
      rosterBlocks: [
        {
          ...{ from: today('10:30'), until: today('12:30'), person: { id: place.personId } },
          conflicts: [{ kind: 'BREAK', startsAt: today('12:00'), endsAt: today('12:30'), visit: null }],
        },
      ],
    });
    const taken = { ...before, visit: 'PT1H', travel: 'PT1H', break: 'PT30M', atWork: 'PT5H30M' };
    expect(await shrinkage()).toEqual({ ...taken, share: 2.5 / 8 });
    const later = { visitId: id, startsAt: today('14:00'), endsAt: today('15:00'), reason: 'She works until two' };
    await must(world, manager, ['rescheduleVisit', 'VisitRescheduled', VISIT], later);
    expect(await seeOnce(id, ({ conflicts }) => conflicts.length === 0)).toMatchObject({
      rosterBlocks: [{ from: today('13:30'), conflicts: [] }],
    });
    expect(await shrinkage()).toEqual({ ...taken, break: 'PT1H', atWork: 'PT5H', share: 3 / 8 });
  });

  it('is in conflict with another of the same person, the way included, until it is called off', async () => {
    const id = await planned('15:15', '15:45');
    const visit = await seeOnce(id, ({ conflicts }) => conflicts.length > 0);
    expect(visit.conflicts).toEqual([{ kind: 'VISIT', from: today('14:45'), until: today('15:30') }]);
    await must(world, manager, ['cancelVisit', 'VisitCancelled', VISIT], { visitId: id, reason: 'She is away' });
    expect(await seeOnce(id, ({ rosterBlocks }) => rosterBlocks.length === 0)).toMatchObject({ conflicts: [] });
  });

  it('that met nobody leaves a task, so that its case cannot be answered before it is followed up', async () => {
    const id = await planned('09:30', '10:00');
    const early = await run(world, manager, ['recordNoShow', '... on UserError { code }'], {
      visitId: id,
      reason: 'No',
    });
    expect(early).toMatchObject({ __typename: 'VisitNotDue', code: 'VISIT_NOT_DUE' });
    now = new Date(today('09:45'));
    const missed = await must<Told>(world, manager, ['recordNoShow', 'NoShowRecorded', VISIT], {
      ...{ visitId: id, reason: 'Nobody answered the door' },
    });
    expect(missed.visit.status).toBe('NO_SHOW');
    const CASE = `query ($id: ID!) { case(id: $id) { tasks { nodes { title isMandatory status assignee { id } } } obstacles { kind } visits { nodes { status } } } }`;
    type SeenCase = { case: { tasks: { nodes: object[] }; obstacles: object[]; visits: { nodes: object[] } } };
    const seen = async () => (await asked<SeenCase>(world, manager, CASE, { id: caseId })).case;
    while ((await seen()).tasks.nodes.length === 0) await delay(100);
    const { tasks, obstacles, visits } = await seen();
    expect(tasks.nodes).toEqual([
      {
        ...{ title: 'Arrange another visit: nobody was met on 2026-03-03', isMandatory: true, status: 'OPEN' },
        assignee: { id: place.personId },
      },
    ]);
    expect(obstacles).toContainEqual({ kind: 'TASK_OPEN' });
    expect(visits.nodes).toEqual([{ status: 'CANCELLED' }, { status: 'PLANNED' }, { status: 'NO_SHOW' }]);
  });

  it('is completed with an outcome alone, and leaves a task for what is to follow', async () => {
    now = new Date(today('09:50'));
    const id = await planned('16:00', '16:15');
    const complete = (input: object) =>
      run<Told>(world, manager, ['completeVisit', `... on VisitCompleted { ${VISIT} }`], { visitId: id, ...input });
    expect(await complete({ outcome: 'Mended' })).toMatchObject({ code: 'ILLEGAL_VISIT_TRANSITION' });
    await must(world, manager, ['startVisit', 'VisitStarted', VISIT], { visitId: id });
    expect(await complete({ outcome: ' ' })).toMatchObject({ code: 'INVALID_INPUT' });
    const told = { outcome: 'The lid is broken', followUp: 'Send a lid', followUpDueAt: today('17:00') };
    expect(await complete(told)).toMatchObject({ visit: { status: 'COMPLETED' } });
    const query = `query ($id: ID!) { case(id: $id) { tasks { nodes { title dueAt } } } }`;
    type SeenTasks = { case: { tasks: { nodes: object[] } } };
    const tasks = async () => (await asked<SeenTasks>(world, manager, query, { id: caseId })).case.tasks.nodes;
    while ((await tasks()).length < 2) await delay(100);
    expect(await tasks()).toContainEqual({
      title: 'Do what is to follow the visit of 2026-03-03',
      dueAt: today('17:00'),
    });
  });
});
