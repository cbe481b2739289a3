import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  agent,
  ask,
  errorOf,
  eventsAbout,
  givenCalendar,
  givenStandard,
  manager,
  mutate,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
let calendarId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.database.reset();
  calendarId = (await givenCalendar(world)).id;
});
afterAll(() => world?.close());

const given = (input: Record<string, unknown>) => givenStandard(world, { calendarId, caseType: 'COMPLAINT', ...input });
const publish = (input: Record<string, unknown>) =>
  mutate(world, 'publishServiceStandard', {
    name: 'Late',
    calendarId,
    caseType: 'COMPLAINT',
    firstResponse: 'PT1H',
    ...input,
  });
const withdraw = (standardId: string, input: Record<string, unknown> = {}) =>
  mutate(world, 'withdrawServiceStandard', { standardId, ...input });

const nameFor = async (priority: string | null, at: string | null = null, caseType = 'COMPLAINT') => {
  const { standardFor } = await ask<{ standardFor: { name: string } | null }>(
    world,
    `query ($caseType: CaseType!, $priority: CasePriority, $at: DateTime) { standardFor(caseType: $caseType, priority: $priority, at: $at) { name } }`,
    { caseType, priority, at },
    agent,
  );
  return standardFor?.name ?? null;
};

describe('a service standard', () => {
  it('is published whole, in force from now on when nobody says otherwise', async () => {
    const { id } = await given({ name: ' Complaints ', priority: 'HIGH', firstResponse: 'PT4H', resolution: 'P2D' });
    const { standard } = await ask(
      world,
      `query ($id: ID!) { standard(id: $id) { name calendar { id } caseType priority firstResponse resolution effectiveFrom effectiveUntil author { id } publishedAt version } }`,
      { id },
    );
    expect(standard).toEqual({
      name: 'Complaints',
      calendar: { id: calendarId },
      caseType: 'COMPLAINT',
      priority: 'HIGH',
      firstResponse: 'PT4H',
      resolution: 'P2D',
      effectiveFrom: NOON,
      effectiveUntil: null,
      author: { id: manager.personId },
      publishedAt: NOON,
      version: 1,
    });
  });

  it('is followed by a later one and never overwritten: each instant is answered by what held then', async () => {
    const first = await given({ name: 'First', effectiveFrom: '2026-01-01T00:00:00Z' });
    const second = await publish({ name: 'Second', effectiveFrom: '2026-06-01T00:00:00Z', expectedVersion: 1 });
    expect(second).toMatchObject({
      __typename: 'ServiceStandardPublished',
      standard: { name: 'Second', effectiveUntil: null, version: 1 },
      replaced: { id: first.id, effectiveUntil: '2026-06-01T00:00:00.000Z', version: 2 },
    });
    expect(await nameFor('LOW', '2025-12-31T23:59:59.999Z')).toBeNull();
    expect(await nameFor('LOW', '2026-01-01T00:00:00Z')).toBe('First');
    expect(await nameFor('LOW', '2026-05-31T23:59:59.999Z')).toBe('First');
    expect(await nameFor('LOW', '2026-06-01T00:00:00Z')).toBe('Second');
    expect(await nameFor('LOW')).toBe('First');
  });

  it('for a priority goes before one for any, and gives way to it again when withdrawn', async () => {
    await given({ name: 'Any', effectiveFrom: '2026-01-01T00:00:00Z' });
    const urgent = await given({ name: 'Urgent', priority: 'URGENT', effectiveFrom: '2026-02-01T00:00:00Z' });
    expect(await nameFor('URGENT', '2026-01-31T00:00:00Z')).toBe('Any');
    expect(await nameFor('URGENT')).toBe('Urgent');
    expect(await nameFor('HIGH')).toBe('Any');
    expect(await nameFor(null)).toBe('Any');
    expect(await nameFor('URGENT', null, 'ENQUIRY')).toBeNull();
    expect(await withdraw(urgent.id)).toMatchObject({
      __typename: 'ServiceStandardWithdrawn',
      standard: { effectiveUntil: NOON, version: 2 },
    });
    expect(await nameFor('URGENT')).toBe('Any');
    expect(await nameFor('URGENT', '2026-03-02T11:59:59.999Z')).toBe('Urgent');
  });

  it('tells others what it promises and from when until when, at every change', async () => {
    const { id } = await given({ priority: 'LOW', resolution: 'P5D', effectiveFrom: '2026-01-01T00:00:00Z' });
    const { standard } = await publish({ priority: 'LOW', effectiveFrom: '2026-04-01T00:00:00Z' });
    await withdraw(standard.id);
    const data = {
      name: 'A standard',
      calendarId,
      caseType: 'COMPLAINT',
      priority: 'LOW',
      firstResponseMs: 14_400_000,
      resolutionMs: 432_000_000,
      effectiveFrom: '2026-01-01T00:00:00.000Z',
    };
    const told = (await eventsAbout(world, id)).filter(({ type }) => type.endsWith('.v1'));
    expect(told).toEqual([
      { type: 'courtesy.standard.changed.v1', sequence: 1, data: { ...data, effectiveUntil: null } },
      {
        type: 'courtesy.standard.changed.v1',
        sequence: 2,
        data: { ...data, effectiveUntil: '2026-04-01T00:00:00.000Z' },
      },
    ]);
    const untils = (await eventsAbout(world, standard.id)).map(({ type, data: { effectiveUntil } }) => [
      type.slice(-2),
      effectiveUntil,
    ]);
    expect(untils).toEqual([
      ['v1', null],
      ['v2', null],
      ['v1', '2026-04-01T00:00:00.000Z'],
      ['v2', '2026-04-01T00:00:00.000Z'],
    ]);
  });

  it('must take effect after the latest one, unless that one never did', async () => {
    const later = await given({ name: 'Too early', effectiveFrom: '2026-09-01T00:00:00Z' });
    for (const effectiveFrom of [null, '2026-09-01T00:00:00Z']) {
      expect(await publish({ effectiveFrom })).toMatchObject({
        __typename: 'InvalidInput',
        message: 'effectiveFrom must lie after 2026-09-01T00:00:00.000Z, from when "Too early" is in force.',
      });
    }
    expect(await withdraw(later.id)).toMatchObject({ standard: { effectiveUntil: '2026-09-01T00:00:00.000Z' } });
    expect(await publish({ name: 'Instead' })).toMatchObject({
      __typename: 'ServiceStandardPublished',
      replaced: null,
    });
    expect(await nameFor(null, '2026-10-01T00:00:00Z')).toBe('Instead');
  });

  it('that has ended is not ended again, and cannot end before it began', async () => {
    const { id } = await given({ name: 'Old', effectiveFrom: '2026-01-01T00:00:00Z' });
    expect(await withdraw(id, { effectiveUntil: '2025-12-31T00:00:00Z' })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'effectiveUntil' }],
    });
    await withdraw(id);
    expect(await withdraw(id)).toMatchObject({
      __typename: 'ServiceStandardEnded',
      code: 'SERVICE_STANDARD_ENDED',
      message: `"Old" ends at ${NOON} already.`,
    });
    expect(await withdraw(someId('std'))).toMatchObject({ __typename: 'NotFound' });
    expect(await withdraw(id, { effectiveUntil: '1800-01-01T00:00:00Z' })).toMatchObject({
      problems: [{ path: 'effectiveUntil' }],
    });
  });

  it('that cannot be right is refused, and every problem is told', async () => {
    const refused = await publish({ name: '', calendarId: 'cal_1', firstResponse: 'PT5H', resolution: 'PT4H' });
    expect(refused.problems?.map(({ path }) => path)).toEqual(['name', 'calendarId', 'resolution']);
    expect(await publish({ calendarId: someId('cal') })).toMatchObject({ __typename: 'NotFound' });
    expect(await publish({ expectedVersion: 1 })).toMatchObject({ problems: [{ path: 'expectedVersion' }] });
  });

  it('is published once however often the same key comes', async () => {
    const input = { idempotencyKey: 'standard-1', name: 'Once', resolution: 'P1D' };
    const all = await Promise.all([1, 2, 3].map(() => given(input)));
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    expect(await publish({ ...input, name: 'Other' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });
});

describe('several who change a series at once', () => {
  it('leave exactly one standard in force at any instant', async () => {
    const hours = Array.from({ length: 8 }, (_, hour) => `2026-04-01T0${hour}:00:00.000Z`);
    const results = await Promise.all(hours.map((effectiveFrom) => publish({ effectiveFrom })));
    const published = results.filter((each) => each.__typename === 'ServiceStandardPublished').length;
    const { standards } = await ask<{
      standards: { nodes: { effectiveFrom: string; effectiveUntil: string | null }[] };
    }>(world, `{ standards { nodes { effectiveFrom effectiveUntil } } }`);
    const { nodes } = standards;
    expect(nodes).toHaveLength(published);
    expect(nodes.map((node) => node.effectiveUntil)).toEqual([
      null,
      ...nodes.slice(0, -1).map((node) => node.effectiveFrom),
    ]);
  });

  it('from the same version are answered one by one, and the losers see how it stands', async () => {
    const first = await given({ effectiveFrom: '2026-01-01T00:00:00Z' });
    const results = await Promise.all([
      withdraw(first.id, { expectedVersion: 1 }),
      withdraw(first.id, { expectedVersion: 1 }),
      publish({ expectedVersion: 1, effectiveFrom: '2026-03-01T00:00:00Z' }),
    ]);
    const stale = results.filter((each) => each.__typename === 'StaleVersion');
    expect(stale).toHaveLength(2);
    for (const each of stale) expect(each).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect((await eventsAbout(world, first.id)).map(({ sequence }) => sequence)).toEqual([1, 1, 2, 2]);
  });

  it('cannot change what a standard promised: the service has no right to', async () => {
    await given({});
    const { manager: sql } = world.service.database;
    await expect(sql.query(`UPDATE service_standards SET first_response = 1`)).rejects.toThrow(/permission denied/);
    await expect(sql.query(`DELETE FROM service_standards`)).rejects.toThrow(/permission denied/);
  });
});

describe('lists of standards', () => {
  const listed = async (args: string) => {
    const { standards } = await ask<{ standards: { nodes: { name: string }[]; totalCount: number } }>(
      world,
      `{ standards${args} { nodes { name } totalCount } }`,
      {},
      agent,
    );
    expect(standards.totalCount).toBe(standards.nodes.length);
    return standards.nodes.map((node) => node.name);
  };

  it('are filtered by comparators, and by what is in force', async () => {
    await given({ name: 'A', effectiveFrom: '2026-01-01T00:00:00Z' });
    await given({ name: 'B', effectiveFrom: '2026-05-01T00:00:00Z' });
    await given({ name: 'C', priority: 'HIGH', effectiveFrom: '2026-02-01T00:00:00Z' });
    await given({ name: 'D', caseType: 'ENQUIRY', effectiveFrom: '2026-03-01T00:00:00Z' });
    expect(await listed('')).toEqual(['B', 'D', 'C', 'A']);
    expect(await listed('(where: { caseType: { eq: COMPLAINT } })')).toEqual(['B', 'C', 'A']);
    expect(await listed('(where: { priority: { isNull: true }, caseType: { in: [COMPLAINT] } })')).toEqual(['B', 'A']);
    expect(await listed('(where: { or: [{ priority: { eq: HIGH } }, { name: { eq: "D" } }] })')).toEqual(['D', 'C']);
    expect(await listed('(where: { not: { effectiveUntil: { isNull: true } } })')).toEqual(['A']);
    expect(await listed('(where: { effectiveFrom: { gte: "-P14D", lte: "P1D" } })')).toEqual(['D']);
    expect(await listed(`(where: { calendar: { eq: "${calendarId}" } }, inForceAt: "${NOON}")`)).toEqual([
      'D',
      'C',
      'A',
    ]);
    expect(await listed(`(inForceAt: "2026-05-01T00:00:00Z", where: { caseType: { eq: COMPLAINT } })`)).toEqual([
      'B',
      'C',
    ]);
  });

  it('cost the same number of statements for 2 standards and for 20', async () => {
    for (let day = 1; day <= 20; day += 1)
      await given({
        effectiveFrom: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
        calendarId: (await givenCalendar(world)).id,
      });
    const cost = async (first: number) => {
      world.statements();
      await ask(
        world,
        `query ($first: Int!) { standards(first: $first) { nodes { calendar { name current { id } dueAt(start: "${NOON}", duration: "PT1H") } author { id } } totalCount } }`,
        { first },
      );
      return world.statements().length;
    };
    expect(await cost(2)).toBe(4);
    expect(await cost(20)).toBe(4);
  });
});

describe('who sees standards', () => {
  it('is all staff and no customer, on any road; publishing takes a manager', async () => {
    const { id } = await given({});
    const query = `query ($id: ID!, $any: [_Any!]!) { standard(id: $id) { id } standards { totalCount } standardFor(caseType: COMPLAINT) { id } _entities(representations: $any) { ... on ServiceStandard { name } } }`;
    const variables = { id, any: [{ __typename: 'ServiceStandard', id }] };
    expect(await ask(world, query, variables, agent)).toEqual({
      standard: { id },
      standards: { totalCount: 1 },
      standardFor: { id },
      _entities: [{ name: 'A standard' }],
    });
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    const answer = await world.service.execute({ query, variables, actor: customer });
    expect(answer.data).toEqual({ standard: null, standards: null, standardFor: null, _entities: [null] });
    expect(answer.errors).toHaveLength(4);
    for (const error of answer.errors ?? []) expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const mutation = `mutation ($id: ID!) { withdrawServiceStandard(input: { standardId: $id }) { __typename } }`;
    expect(await errorOf(world, mutation, { id }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
