import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenRegion,
  givenSite,
  givenTeam,
  lastEventAbout,
  manager,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let region: Known;
let ann: Known;
let team: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  region = await givenRegion(world);
  site = await givenSite(world, { regionId: region.id });
  team = await givenTeam(world, { siteId: site.id });
  ann = await givenPerson(world, { siteId: site.id, teamId: team.id });
});
afterAll(() => world?.close());

const from = (startsAt: string, endsAt: string, more: Record<string, unknown> = {}) => ({
  ...{ personId: ann.id, siteId: site.id, startsAt: `2026-03-${startsAt}:00Z`, endsAt: `2026-03-${endsAt}:00Z` },
  ...more,
});

interface Scheduled {
  readonly __typename: string;
  readonly scheduled: number;
  readonly shifts: readonly { readonly index: number; readonly shift: Known }[];
  readonly refused: readonly { readonly index: number; readonly problems: { path: string; message: string }[] }[];
}

const SCHEDULE = `mutation ($input: ScheduleShiftsInput!) { scheduleShifts(input: $input) {
  __typename ... on UserError { code message }
  ... on ShiftsScheduled { scheduled shifts { index shift { id version } } refused { index problems { path message } } } } }`;

const schedule = async (shifts: object[], more: object = {}, actor = manager): Promise<Scheduled> =>
  (await ask<{ scheduleShifts: Scheduled }>(world, SCHEDULE, { input: { shifts, ...more } }, actor)).scheduleShifts;

const alter = async (verb: 'changeShift' | 'cancelShift', input: object) => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const answer = await ask<Record<string, Record<string, unknown>>>(
    world,
    `mutation ($input: ${type}) { ${verb}(input: $input) { __typename ... on UserError { code }
      ... on ShiftChanged { shift { startsAt endsAt } } ... on ShiftOverlaps { overlapping { id } } ... on ShiftCancelled { shift { status reason } } } }`.replace(
      verb === 'changeShift'
        ? '... on ShiftCancelled { shift { status reason } }'
        : '... on ShiftChanged { shift { startsAt endsAt } } ... on ShiftOverlaps { overlapping { id } }',
      '',
    ),
    { input },
  );
  return answer[verb];
};

const onShift = async (at: string, actor = manager) => {
  const answer = await ask<{ site: { onShift: { nodes: { person: { id: string } }[] } } }>(
    world,
    `query ($id: ID!, $at: Moment) { site(id: $id) { onShift(at: $at) { nodes { person { id } } totalCount } } }`,
    { id: site.id, at },
    actor,
  );
  return answer.site.onShift.nodes.map(({ person }) => person.id);
};

describe('shifts', () => {
  it('and leave are mapped as they are stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('are scheduled in one go: what overlaps is refused alone, and others are told of the rest', async () => {
    const answer = await schedule([
      from('02T22:00', '03T06:00'),
      from('03T05:00', '03T09:00'),
      from('03T06:00', '03T09:00'),
    ]);
    expect(answer).toMatchObject({ scheduled: 2, shifts: [{ index: 0 }, { index: 2 }] });
    expect(answer.refused).toMatchObject([{ index: 1, problems: [{ path: 'startsAt' }] }]);
    const [night] = answer.shifts;
    expect(await lastEventAbout(world, night!.shift.id)).toMatchObject({
      data: {
        personId: ann.id,
        siteId: site.id,
        startsAt: '2026-03-02T22:00:00.000Z',
        endsAt: '2026-03-03T06:00:00.000Z',
      },
    });
  });

  it('sent again with the same key are the same shifts', async () => {
    const [first, again] = [
      await schedule([from('04T09:00', '04T17:00')], { idempotencyKey: 'week 10' }),
      await schedule([from('04T09:00', '04T17:00')], { idempotencyKey: 'week 10' }),
    ];
    expect(again).toEqual(first);
    expect(again.scheduled).toBe(1);
  });

  it('of one person scheduled by four at once are one', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => schedule([from('05T09:00', '05T17:00')])));
    expect(all.map(({ scheduled }) => scheduled).sort()).toEqual([0, 0, 0, 1]);
  });

  it('of people and sites nobody knows are refused with every problem', async () => {
    const answer = await schedule([from('04T09:00', '04T17:00', { personId: site.id }), from('04T17:00', '04T09:00')]);
    expect(answer.refused).toMatchObject([
      { index: 0, problems: [{ path: 'personId' }] },
      { index: 1, problems: [{ path: 'endsAt' }] },
    ]);
  });

  it('are changed and cancelled for a reason, never onto another of the same person', async () => {
    const { shifts } = await schedule([from('06T08:00', '06T12:00'), from('06T13:00', '06T17:00')]);
    const [morning, afternoon] = shifts.map(({ shift }) => shift.id);
    const later = {
      shiftId: morning,
      startsAt: '2026-03-06T10:00:00Z',
      endsAt: '2026-03-06T14:00:00Z',
      reason: 'Late',
    };
    expect(await alter('changeShift', later)).toMatchObject({ code: 'SHIFT_OVERLAPS', overlapping: { id: afternoon } });
    expect(await alter('cancelShift', { shiftId: afternoon, reason: 'Ill' })).toMatchObject({
      shift: { status: 'CANCELLED' },
    });
    expect(await alter('changeShift', later)).toMatchObject({ shift: { endsAt: '2026-03-06T14:00:00.000Z' } });
    expect(await alter('changeShift', { ...later, expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await alter('cancelShift', { shiftId: afternoon, reason: 'Again' })).toMatchObject({
      code: 'SHIFT_IS_CANCELLED',
    });
    expect(await eventsAbout(world, morning!)).toEqual(['shift.scheduled', 'shift.changed']);
    expect(await eventsAbout(world, afternoon!)).toEqual(['shift.scheduled', 'shift.cancelled']);
  });

  it('say who is at a site at an instant: from the first to just before the last', async () => {
    await schedule([from('09T22:00', '10T06:00')]);
    expect(await onShift('2026-03-09T21:59:59.999Z')).toEqual([]);
    expect(await onShift('2026-03-09T22:00:00Z')).toEqual([ann.id]);
    expect(await onShift('2026-03-10T05:59:59.999Z')).toEqual([ann.id]);
    expect(await onShift('2026-03-10T06:00:00Z')).toEqual([]);
  });

  it('are seen within reach, and always by whoever works them', async () => {
    await schedule([from('11T09:00', '11T17:00')]);
    const noon = '2026-03-11T12:00:00Z';
    const seen = [
      caller('AGENT', { reach: 'OWN', personId: ann.id }),
      caller('LEAD', { teamId: team.id }),
      caller('MANAGER', { siteId: site.id }),
      caller('REGIONAL', { regionId: region.id }),
    ];
    const unseen = [
      caller('LEAD', { teamId: 'team_other' }),
      caller('MANAGER', { siteId: 'site_other' }),
      caller('REGIONAL'),
    ];
    for (const actor of seen) expect(await onShift(noon, actor)).toEqual([ann.id]);
    for (const actor of unseen) expect(await onShift(noon, actor)).toEqual([]);
  });

  it('at a site beyond a manager are FORBIDDEN', async () => {
    const elsewhere = caller('MANAGER', { siteId: 'site_other' });
    const input = { shifts: [from('12T09:00', '12T17:00')] };
    expect(await refusedWith(world, SCHEDULE, { input }, elsewhere)).toEqual(['FORBIDDEN']);
  });
});

interface LeaveAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly leave: { readonly id: string; readonly status: string };
}

const leaveVerb = async (verb: string, input: object, actor = manager): Promise<LeaveAnswer> => {
  const success = { requestLeave: 'LeaveRequested', approveLeave: 'LeaveApproved', declineLeave: 'LeaveDeclined' }[
    verb
  ];
  const fields = `... on ${success ?? 'LeaveCancelled'} { leave { id status } }`;
  const query = `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename ... on UserError { code } ${fields} } }`;
  return (await ask<Record<string, LeaveAnswer>>(world, query, { input }, actor))[verb]!;
};
const away = { from: '2026-03-16T00:00:00Z', until: '2026-03-23T00:00:00Z', kind: 'ANNUAL' };

describe('leave', () => {
  it('takes its person off the shift once it is approved, by somebody else', async () => {
    const self = caller('MANAGER', { reach: 'ALL', personId: ann.id });
    await schedule([from('17T09:00', '17T17:00')]);
    const { leave } = await leaveVerb('requestLeave', away, self);
    expect(await onShift('2026-03-17T12:00:00Z')).toEqual([ann.id]);
    expect(await leaveVerb('approveLeave', { leaveId: leave.id }, self)).toMatchObject({ code: 'LEAVE_IS_OWN' });
    expect(await leaveVerb('approveLeave', { leaveId: leave.id })).toMatchObject({ leave: { status: 'APPROVED' } });
    expect(await onShift('2026-03-17T12:00:00Z')).toEqual([]);
    expect(await leaveVerb('declineLeave', { leaveId: leave.id, reason: 'Too late' })).toMatchObject({
      code: 'LEAVE_IS_SETTLED',
    });
    expect(await leaveVerb('cancelLeave', { leaveId: leave.id, reason: 'Rain' }, self)).toMatchObject({
      leave: { status: 'CANCELLED' },
    });
    expect(await onShift('2026-03-17T12:00:00Z')).toEqual([ann.id]);
    expect(await eventsAbout(world, leave.id)).toEqual(['leave.changed', 'leave.changed', 'leave.changed']);
  });

  it('tells others when, and never why', async () => {
    const { leave } = await leaveVerb('requestLeave', { ...away, kind: 'SICKNESS', personId: ann.id }, admin);
    expect(await lastEventAbout(world, leave.id)).toMatchObject({
      data: {
        personId: ann.id,
        from: '2026-03-16T00:00:00.000Z',
        until: '2026-03-23T00:00:00.000Z',
        status: 'REQUESTED',
      },
    });
    expect(JSON.stringify(await lastEventAbout(world, leave.id))).not.toContain('SICKNESS');
  });

  it('is for oneself to see, and for those who see sensitive things of them', async () => {
    await leaveVerb('requestLeave', { ...away, personId: ann.id });
    const see = async (actor: ReturnType<typeof caller>) => {
      const query = `query ($id: ID!) { person(id: $id) { leave { nodes { kind } } } }`;
      return (await ask<{ person: { leave: { nodes: object[] } } }>(world, query, { id: ann.id }, actor)).person.leave
        .nodes;
    };
    expect(await see(caller('AGENT', { personId: ann.id }))).toHaveLength(1);
    expect(await see(caller('LEAD', { teamId: team.id }))).toHaveLength(1);
    expect(await see(caller('AGENT', { teamId: team.id }))).toEqual([]);
    expect(await see(caller('LEAD', { teamId: 'team_other' }))).toEqual([]);
  });

  it('for somebody else is FORBIDDEN to an agent', async () => {
    const query = `mutation ($input: RequestLeaveInput!) { requestLeave(input: $input) { __typename } }`;
    const agent = caller('AGENT', { teamId: team.id });
    expect(await refusedWith(world, query, { input: { ...away, personId: ann.id } }, agent)).toEqual(['FORBIDDEN']);
  });
});
