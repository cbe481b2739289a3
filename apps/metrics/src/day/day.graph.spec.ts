import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  announcedAt,
  clock,
  read,
  startWorld,
  type Announced,
  type World,
} from '../../test/metrics-world.ts';
import {
  dayPage,
  gap,
  givenCase,
  grant,
  inHours,
  joined,
  MONDAY,
  places,
  policyInForce,
  runningClock,
  stoppedClock,
  waitingRefund,
  wantedApproval,
} from '../../test/day-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set(MONDAY);
  await read(world, 'workforce', places);
  await read(world, 'cases', [givenCase('case_1')]);
});

const manager = caller('MANAGER', { personId: 'pers_mel', siteId: 'site_1' });
const lead = caller('LEAD', { personId: 'pers_lee', siteId: 'site_1', teamId: 'team_2' });

const pageOf = (actor: Actor, variables: Record<string, unknown> = {}) => dayPage(world, actor, variables);
const day = async (actor: Actor = manager, variables: Record<string, unknown> = {}) =>
  (await pageOf(actor, variables)).nodes;
const kinds = async (actor: Actor = manager) => (await day(actor)).map(({ kind }) => kind);

describe("the manager's day", () => {
  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('has a clock in the last quarter of its target with why, by when and the call that clears it, and not before', async () => {
    await read(world, 'cases', [runningClock('case_1', 1.5)]);
    expect(await day()).toEqual([]);
    clock.set(inHours(0.5));
    expect(await day()).toEqual([
      {
        ...{ kind: 'CLOCK', rank: 1, subject: { __typename: 'Case', id: 'case_1' }, count: 1 },
        ...{ why: 'The resolution is due in 1 hour, of 4 hours promised.', deadline: inHours(1.5), isOverdue: false },
        score: 68,
        reasons: [
          { what: 'A customer was promised a resolution by then', points: 40 },
          { what: 'It is due in 1 hour', points: 28 },
        ],
        clearedBy: [{ mutation: 'resolveCase', arguments: [{ name: 'caseId', value: 'case_1' }], asks: ['outcome'] }],
      },
    ]);
    clock.set(inHours(2.5));
    expect(await day()).toMatchObject([
      { isOverdue: true, score: 70, why: 'The resolution is due 1 hour ago, of 4 hours promised.' },
    ]);
    await read(world, 'cases', [stoppedClock('case_1')]);
    expect(await day()).toEqual([]);
  });

  it('has no clock that stands still, and one that goes on by its new target', async () => {
    const clocks = (type: 'paused' | 'resumed', dueAt: string | null) =>
      announced(`courtesy.clock.${type}.v1`, 'row_x', {
        ...(runningClock('case_1', 0).data as never as object),
        dueAt,
      } as never);
    await read(world, 'cases', [runningClock('case_1', 0.5), clocks('paused', null)]);
    expect(await day()).toEqual([]);
    await read(world, 'cases', [clocks('resumed', inHours(0.75))]);
    expect(await day()).toMatchObject([{ deadline: inHours(0.75) }]);
  });

  it('names the calls of a complaint for what a law asks, by what is owed of it next', async () => {
    const complaint = (type: 'registered' | 'acknowledged' | 'decided') => {
      const place = { caseId: 'case_1', customerId: 'cust_1', siteId: 'site_1', teamId: 'team_1', assigneeId: null };
      const stage = { regimeId: 'rgm_1', regimeVersionId: 'rgmv_1', stage: 'FIRST', status: 'OPEN', at: inHours(-9) };
      const more = { category: null, kinds: [], receivedAt: inHours(-9), receivedOn: '2026-03-01', outcome: 'UPHELD' };
      const data = { ...place, ...stage, on: '2026-03-01', personId: null, decider: 'x', awaitsCheck: false, ...more };
      return announced(`courtesy.complaint.${type}.v1`, 'cmpl_1', data as never);
    };
    const calls = async () => (await day())[0]?.clearedBy.map(({ mutation }) => mutation);
    await read(world, 'cases', [runningClock('case_1', 0.5, { clock: 'REGULATORY' }), complaint('registered')]);
    expect(await calls()).toEqual(['acknowledgeComplaint']);
    await read(world, 'cases', [complaint('acknowledged')]);
    expect(await calls()).toEqual(['decideComplaint', 'issueResponse']);
    await read(world, 'cases', [complaint('decided')]);
    expect(await calls()).toEqual(['issueResponse']);
  });

  it('tells many of one kind and subject as one, as urgent as the most urgent', async () => {
    await read(world, 'workforce', [gap('stgp_1', 1), gap('stgp_2', 1.5), gap('stgp_3', 2, { covered: 4.5 })]);
    expect(await day()).toMatchObject([
      {
        ...{ kind: 'STAFFING_GAP', subject: { __typename: 'Team', id: 'team_1' }, count: 3, deadline: inHours(1) },
        why: '3 of 5 people are planned from 1 hour from now on. And 2 more.',
        reasons: [{ points: 45 }, { points: 28 }, { what: 'It is about 5', points: 9 }],
        clearedBy: [1, 1.5, 2].map((hours) => ({
          mutation: 'scheduleShifts',
          arguments: [
            { name: 'shifts.siteId', value: 'site_1' },
            { name: 'shifts.startsAt', value: inHours(hours) },
            { name: 'shifts.endsAt', value: inHours(hours + 0.5) },
          ],
          asks: ['shifts.personId'],
        })),
      },
    ]);
    await read(world, 'workforce', [
      announced('courtesy.staffing-gap.closed.v1', 'stgp_1', {
        ...{ siteId: 'site_1', requirementId: 'req_stgp_1', because: 'COVERED', at: MONDAY },
      }),
    ]);
    expect(await day()).toMatchObject([{ count: 2, deadline: inHours(1.5) }]);
    // The interval passes: nobody can cover it any more.
    clock.set(inHours(2.5));
    expect(await day()).toEqual([]);
  });

  it('has certificates, actions, promises, leave, swaps, contracts and incidents in their time', async () => {
    const skill = {
      personId: 'pers_ada',
      skillId: 'skil_1',
      level: 3,
      since: inHours(-9000),
      validUntil: inHours(240),
    };
    const leave = { personId: 'pers_ada', from: inHours(48), until: inHours(96), status: 'REQUESTED' as const };
    await read(world, 'workforce', [
      announced('courtesy.skill.gained.v1', 'pers_ada', skill),
      announced('courtesy.skill.gained.v1', 'pers_ada', { ...skill, skillId: 'skil_2', validUntil: inHours(9000) }),
      announcedAt(inHours(-30), announced('courtesy.leave.changed.v1', 'leav_1', leave)),
      announced('courtesy.action-item.changed.v1', 'actn_1', {
        ...{ meetingId: 'meet_1', ownerId: 'pers_ben', dueOn: '2026-02-28', status: 'OPEN' },
      }),
      announcedAt(
        inHours(-1),
        announced('courtesy.shift-swap.changed.v1', 'swap_1', {
          ...{
            shiftId: 'shft_1',
            personId: 'pers_ada',
            partnerId: 'pers_ben',
            partnerShiftId: null,
            status: 'ACCEPTED',
          },
        }),
      ),
    ]);
    await read(world, 'customers', [
      announced('courtesy.promise.made.v1', 'prom_1', {
        ...{ customerId: 'cust_1', caseId: null, personId: 'pers_ada', teamId: null, text: 'Call back' },
        ...{ dueAt: inHours(-2), at: inHours(-30) },
      }),
    ]);
    await read(world, 'policy', [
      announced('courtesy.contract.changed.v1', 'ctr_1', {
        ...{ customerId: 'cust_1', status: 'ACTIVE', startsOn: '2025-03-01', endsOn: '2026-04-30' },
        ...{ renewalMode: 'MANUAL', decisionDueOn: '2026-03-12', renewalDecision: null, valueMinor: '1200000' },
        currency: 'GBP',
      }),
    ]);
    const incident = { kind: 'OUTAGE', status: 'DECLARED', siteIds: ['site_1', 'site_2'], personId: null };
    await read(world, 'cases', [
      announced('courtesy.incident.declared.v1', 'minc_1', { ...incident, severity: 'CRITICAL', at: inHours(-3) }),
    ]);
    expect((await day()).map(({ kind, score, why }) => [kind, score, why])).toEqual([
      ['INCIDENT', 90, 'A critical incident has been open for 3 hours.'],
      ['PROMISE', 70, 'A promise to a customer is broken: due 2 hours ago.'],
      ['ACTION_ITEM', 49, 'What a meeting agreed was due 1 day ago.'],
      ['SHIFT_SWAP', 36, 'A swap that both agree to has waited for 1 hour and is due in 23 hours.'],
      ['LEAVE', 34, 'Leave of 2 days has waited for 1 day; an answer is due in 2 days.'],
      ['CONTRACT', 33, 'The renewal of a contract worth GBP 12000.00 is undecided: the decision is due in 10 days.'],
      ['CERTIFICATE', 31, 'A skill at level 3 ends with its certificate: another is due in 10 days.'],
    ]);
    // Who swaps must know before the shift begins.
    const shift = { personId: 'pers_ada', siteId: 'site_1', startsAt: inHours(5), endsAt: inHours(13) };
    await read(world, 'workforce', [announced('courtesy.shift.scheduled.v1', 'shft_1', shift)]);
    expect(await day(manager, { kinds: ['SHIFT_SWAP'] })).toMatchObject([{ deadline: inHours(5) }]);
    expect(await day(caller('ADMIN'), { kinds: ['INCIDENT'] })).toMatchObject([{ count: 2 }]);
    expect(await kinds(lead)).toEqual([]);
  });

  it('costs the same seven statements, however much there is', async () => {
    await read(world, 'cases', [runningClock('case_1', 0.5)]);
    await read(world, 'policy', policyInForce('a', 48));
    const spent = async () => {
      world.statements();
      await pageOf(manager);
      return world.statements();
    };
    const few = await spent();
    expect(few).toHaveLength(7);
    const many = Array.from({ length: 60 }, (_, i) => `case_many${i}`);
    await read(
      world,
      'cases',
      many.flatMap((id) => [givenCase(id), runningClock(id, 0.5)]),
    );
    await read(world, 'workforce', [
      ...many.map((_, i) => gap(`stgp_${i}`, 1)),
      ...many.map((_, i) => joined(`pers_${i}`)),
    ]);
    await read(
      world,
      'policy',
      many.flatMap((_, i) => policyInForce(`m${i}`, 5)),
    );
    expect((await pageOf(manager)).totalCount).toBe(61 + 61 + 1);
    expect(await spent()).toHaveLength(few.length);
  });

  it('is read a page at a time in its order', async () => {
    const ids = Array.from({ length: 7 }, (_, i) => `case_p${i}`);
    await read(
      world,
      'cases',
      ids.flatMap((id, i) => [givenCase(id), runningClock(id, i / 10)]),
    );
    const whole = (await day()).map(({ subject }) => subject?.id);
    expect(whole).toEqual(ids);
    const first = await pageOf(manager, { first: 4 });
    const second = await pageOf(manager, { first: 4, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes].map(({ subject }) => subject?.id)).toEqual(whole);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(second.nodes.map(({ rank }) => rank)).toEqual([5, 6, 7]);
  });
});

describe('what is known of open matters', () => {
  const told: readonly (readonly [feed: string, events: readonly Announced[]])[] = [
    ['workforce', [...places, gap('stgp_1', 1), gap('stgp_2', 1.5)]],
    [
      'cases',
      [
        givenCase('case_2'),
        runningClock('case_2', 0.5),
        runningClock('case_2', 9, { clock: 'FIRST_RESPONSE' }),
        stoppedClock('case_2'),
        waitingRefund('rfnd_1', '12000'),
        wantedApproval('appr_1', 3),
      ],
    ],
    [
      'policy',
      [
        ...policyInForce('a', 48),
        grant('agr_1', '100'),
        grant('agr_1', '500'),
        ...policyInForce('a', 24, { number: 2 }),
      ],
    ],
  ];
  const tables = ['day_matter', 'day_reading', 'day_audience', 'day_reader', 'day_authority', 'staff_copy'];
  const digest = async () => {
    const rows = tables.map((table) => `SELECT '${table}' || t::text AS row FROM ${table} t`).join(' UNION ALL ');
    const sql = `SELECT md5(string_agg(row, E'\\n' ORDER BY row COLLATE "C")) AS digest FROM (${rows}) r`;
    return (await world.service.database.manager.query<{ digest: string }[]>(sql))[0]?.digest;
  };

  it('is the same when it is forgotten and read again from the start, in other pages and another order of feeds', async () => {
    await world.reset();
    for (const [feed, events] of told) await read(world, feed, events);
    const before = await digest();
    await world.reset();
    expect(await digest()).not.toBe(before);
    for (const [feed, events] of [...told].reverse()) for (const event of events) await read(world, feed, [event]);
    expect(await digest()).toBe(before);
  });
});
