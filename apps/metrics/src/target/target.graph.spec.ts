import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { pino } from 'pino';
import { lookAtDue } from './checking.commands.ts';
import { announced, ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
const [siteId, teamId, personId, otherId] = [someId('site'), someId('team'), someId('pers'), someId('pers')];
const lead = caller('LEAD', { teamId, siteId });
const period = { from: '2026-02-02', to: '2026-03-02' };

beforeEach(async () => {
  await world.reset();
  clock.set('2026-02-23T09:00:00.000Z');
  const place = { siteId, teamId, role: 'AGENT', managerId: null, joinedAt: '2025-01-06T00:00:00.000Z' };
  await read(world, 'workforce', [
    announced('courtesy.team.formed.v1', teamId, { name: 'Desk', siteId }),
    announced('courtesy.person.joined.v1', personId, { ...place, displayName: 'Ada' }),
    announced('courtesy.person.joined.v1', otherId, { ...place, displayName: 'Bea' }),
    announced('courtesy.employment.agreed.v1', 'empl_1', {
      ...{ personId, from: '2025-02-01', pattern: 'PART_TIME', weeklyMinutes: 1_350, fullTimeMinutes: 2_250 },
    }),
  ]);
});

const opened = (count: number, day: string, name: string, assigneeId: string) =>
  Array.from({ length: count }, (_, i) =>
    caseOpened(`case_${name}${i}`, { openedAt: `${day}T12:00:00.000Z`, assigneeId, teamId, siteId }),
  );

interface SeenCheck {
  readonly number: number;
  readonly asOf: string;
  readonly value: number | null;
  readonly wanted: number;
  readonly forecast: number | null;
  readonly status: string | null;
  readonly note: string | null;
  readonly explanation: string;
}
interface SeenTarget {
  readonly id: string;
  readonly version: number;
  readonly standing: SeenCheck;
  readonly checks: { readonly nodes: readonly SeenCheck[] };
}
const CHECK = 'number asOf value wanted forecast status note explanation';
const TARGET = `target { id version standing { ${CHECK} } checks { nodes { ${CHECK} } } }`;
type Answer = { readonly __typename: string; readonly code?: string; readonly target?: SeenTarget };

async function doing(verb: string, success: string, input: object, actor: Actor = lead): Promise<Answer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const mutation = `mutation ($input: ${type}Input!) { result: ${verb}(input: $input) { __typename ... on UserError { code message } ... on ${success} { ${TARGET} } } }`;
  return (await ask<{ result: Answer }>(world, mutation, { input }, actor)).result;
}
const give = (more: object, actor = lead) =>
  doing(
    'giveTarget',
    'TargetGiven',
    { metricKey: 'cases.opened', ...period, threshold: 80, direction: 'AT_LEAST', ...more },
    actor,
  );
const check = (targetId: string | undefined) => doing('checkTarget', 'TargetChecked', { targetId });
const atRisk = () =>
  world.service.database.manager.query<{ sequence: number }[]>(
    `SELECT sequence, data ->> 'asOf' AS "asOf" FROM event_log WHERE type = 'courtesy.target.at-risk.v1' ORDER BY position`,
  );

describe('a target', () => {
  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('of a team, after 3 of 4 weeks, says where it stands, what is to be expected, and how that was worked out', async () => {
    await read(world, 'cases', [
      ...opened(57, '2026-02-10', 'a', personId),
      ...opened(9, '2026-02-23', 'today', personId),
    ]);
    const { target } = await give({ teamId });
    expect(target?.standing).toEqual({
      ...{ number: 1, asOf: '2026-02-23', value: 57, wanted: 80, forecast: 76, status: 'AT_RISK', note: null },
      explanation: '57 in 21 of 28 working days comes to 76 at the same pace; 80 is wanted.',
    });
    expect(await atRisk()).toEqual([{ sequence: 1, asOf: '2026-02-23' }]);
  });

  it('of a part-timer is pro-rated', async () => {
    await read(world, 'cases', opened(36, '2026-02-10', 'a', personId));
    const { target } = await give({ personId });
    expect(target?.standing).toMatchObject({ value: 36, wanted: 48, forecast: 48, status: 'ON_TRACK' });
    expect(target?.standing.explanation).toBe(
      '36 in 12.6 of 16.8 working days comes to 48 at the same pace; 48 is wanted.',
    );
    expect((await give({ personId: otherId })).target?.standing).toMatchObject({ wanted: 80 });
  });

  it('is told anew, with a note, when data came late, and only then', async () => {
    await read(world, 'cases', opened(57, '2026-02-10', 'a', personId));
    const { target } = await give({ teamId });
    expect((await check(target?.id)).target?.checks.nodes).toHaveLength(1);
    await read(world, 'cases', opened(3, '2026-02-11', 'late', personId));
    const late = await check(target?.id);
    expect(late.target?.checks.nodes).toMatchObject([
      {
        ...{ number: 2, asOf: '2026-02-23', value: 60, forecast: 80, status: 'ON_TRACK' },
        note: 'Data came late: the figure up to 2026-02-23 was 57 when it was told, and is 60 now.',
      },
      { number: 1, value: 57, status: 'AT_RISK', note: null },
    ]);
    clock.set('2026-03-02T09:00:00.000Z');
    await read(world, 'cases', opened(1, '2026-02-12', 'later', personId));
    expect((await check(target?.id)).target?.checks.nodes.slice(0, 2)).toMatchObject([
      { number: 4, asOf: '2026-03-02', value: 61, status: 'MISSED', note: null },
      { number: 3, asOf: '2026-02-23', value: 61, note: expect.stringContaining('was 60 when it was told') },
    ]);
    expect(await atRisk()).toHaveLength(1);
  });

  it('is looked at again when an hour has passed, and not before, by itself', async () => {
    await read(world, 'cases', opened(57, '2026-02-10', 'a', personId));
    const { target } = await give({ teamId });
    await read(world, 'cases', opened(3, '2026-02-11', 'late', personId));
    const looks = async () => {
      const sql = `SELECT value FROM target_checks WHERE target_id = $1 ORDER BY number`;
      const rows = await world.service.database.manager.query<{ value: number }[]>(sql, [target?.id]);
      return rows.map(({ value }) => value);
    };
    const { database } = world.service;
    const parts = { database, now: clock, newId: someId };
    expect(await lookAtDue(parts, { log: pino({ level: 'silent' }) })).toBe(0);
    expect(await looks()).toEqual([57]);
    clock.set('2026-02-23T10:00:00.000Z');
    // The watch of the process may be at it already: whoever comes second finds nothing to do.
    for (let i = 0; i < 100 && (await looks()).length < 2; i += 1)
      await lookAtDue(parts, { log: pino({ level: 'silent' }) });
    expect(await looks()).toEqual([57, 60]);
  });

  it('is revised and withdrawn with a reason, by whoever read its last version', async () => {
    const { target } = await give({ siteId }, caller('MANAGER', { siteId }));
    const manager = caller('MANAGER', { siteId });
    const revise = (expectedVersion: number) =>
      doing(
        'reviseTarget',
        'TargetRevised',
        { targetId: target?.id, expectedVersion, threshold: 10, because: 'Fewer calls' },
        manager,
      );
    expect((await revise(1)).target).toMatchObject({
      ...{ version: 2, standing: { number: 2, wanted: 10, note: 'What is wanted changed.' } },
    });
    expect(await revise(1)).toMatchObject({ code: 'VERSION_CONFLICT' });
    const withdraw = { targetId: target?.id, because: 'A mistake' };
    expect((await doing('withdrawTarget', 'TargetWithdrawn', withdraw, manager)).target?.version).toBe(3);
    expect(await revise(3)).toMatchObject({ code: 'TARGET_IS_WITHDRAWN' });
  });

  it('of a person is seen by themselves and whoever leads them; that of a team by the team', async () => {
    const ids = [(await give({ personId })).target?.id, (await give({ teamId })).target?.id];
    const seenBy = async (actor: Actor) => {
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Target { id } } }`;
      const of = ids.map((id) => ({ __typename: 'Target', id }));
      const { _entities } = await ask<{ _entities: ({ id: string } | null)[] }>(world, query, { of }, actor);
      return _entities.map((target) => target !== null);
    };
    expect(await seenBy(lead)).toEqual([true, true]);
    expect(await seenBy(caller('MANAGER', { siteId }))).toEqual([true, true]);
    expect(await seenBy(caller('AGENT', { teamId, personId }))).toEqual([true, true]);
    expect(await seenBy(caller('AGENT', { teamId, personId: otherId }))).toEqual([false, true]);
    expect(await seenBy(caller('AGENT', { reach: 'SITE', siteId, personId: otherId }))).toEqual([false, true]);
    expect(await seenBy(caller('ANALYST'))).toEqual([false, true]);
    expect(await seenBy(caller('LEAD', { teamId: someId('team') }))).toEqual([false, false]);
    const lists = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { targets { totalCount } } ... on Team { targets { totalCount } } ... on Site { targets { totalCount } } } }`;
    const of = [
      { __typename: 'Person', id: personId },
      { __typename: 'Team', id: teamId },
      { __typename: 'Site', id: siteId },
    ];
    const { _entities } = await ask(world, lists, { of }, lead);
    expect(_entities).toEqual([1, 1, 0].map((totalCount) => ({ targets: { totalCount } })));
  });

  it('cannot be given beyond whom one leads, nor for what cannot be told of whom it is for', async () => {
    await expect(give({ personId: someId('pers') })).rejects.toThrow(/FORBIDDEN/);
    await expect(give({ siteId })).rejects.toThrow(/FORBIDDEN/);
    await expect(give({ personId }, caller('AGENT', { teamId, personId }))).rejects.toThrow();
    for (const wrong of [{}, { personId, teamId }, { teamId, metricKey: 'cases.happy' }, { teamId, to: '2026-02-02' }])
      expect(await give(wrong)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await give({ teamId, metricKey: 'refunds.paid' })).toMatchObject({
      message: expect.stringContaining('steer it by a budget'),
    });
  });
});
