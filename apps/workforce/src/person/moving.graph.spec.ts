import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  ask,
  clock,
  doing,
  eventsAbout,
  givenPerson,
  givenRegion,
  givenSite,
  givenTeam,
  lastEventAbout,
  mutation,
  refusedWith,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => clock.set('2026-03-02T10:00:00.000Z'));

const moving = (personId: string, input: Record<string, unknown>) =>
  doing<{ person: Record<string, unknown> }>(world, 'movePerson', { personId, ...input });

const linesOf = async (id: string) => {
  const { person } = await ask<{
    person: { reportingLines: { nodes: { manager: { id: string }; since: string; until: string | null }[] } };
  }>(world, `query ($id: ID!) { person(id: $id) { reportingLines { nodes { manager { id } since until } } } }`, { id });
  return person.reportingLines.nodes.map(({ manager, since, until }) => [manager.id, since, until]);
};

const reportsOf = async (id: string) => {
  const { person } = await ask<{ person: { reports: { nodes: { id: string }[]; totalCount: number } } }>(
    world,
    `query ($id: ID!) { person(id: $id) { reports { nodes { id } totalCount } } }`,
    { id },
  );
  expect(person.reports.totalCount).toBe(person.reports.nodes.length);
  return person.reports.nodes.map((report) => report.id).sort();
};

/** People of one site, each reporting to the one before. */
const givenChain = async (length: number) => {
  const { id: siteId } = await givenSite(world);
  const ids: string[] = [];
  for (let n = 0; n < length; n += 1) {
    ids.push((await givenPerson(world, { siteId, displayName: `P${n}`, managerId: ids.at(-1) ?? null })).id);
  }
  return ids as [string, string, string, ...string[]];
};

describe('somebody who moves', () => {
  it('goes to a team and its site, and says so with everything that holds now', async () => {
    const { id: personId } = await givenPerson(world, { displayName: 'Mover' });
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    expect(await moving(personId, { teamId, jobRole: 'LEAD', expectedVersion: 1 })).toMatchObject({
      __typename: 'PersonMoved',
      person: { version: 2, jobRole: 'LEAD', site: { id: siteId }, team: { id: teamId }, manager: null },
    });
    expect(await lastEventAbout(world, personId)).toEqual({
      sequence: 2,
      data: {
        displayName: 'Mover',
        role: 'LEAD',
        siteId,
        teamId,
        managerId: null,
        movedAt: '2026-03-02T10:00:00.000Z',
      },
    });
  });

  it('to another site without a team leaves the old team', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    const { id } = await givenPerson(world, { siteId, teamId });
    const other = await givenSite(world);
    expect(await moving(id, { siteId: other.id })).toMatchObject({ person: { site: { id: other.id }, team: null } });
  });

  it('cannot be in a team of a site they do not go to', async () => {
    const { id } = await givenPerson(world);
    const [team, site] = [await givenTeam(world), await givenSite(world)];
    expect(await moving(id, { teamId: team.id, siteId: site.id })).toMatchObject({ problems: [{ path: 'teamId' }] });
  });

  it('from a version that is no longer theirs is left alone', async () => {
    const { id } = await givenPerson(world);
    const results = await Promise.all(
      (['LEAD', 'MANAGER', 'ANALYST'] as const).map((jobRole) => moving(id, { jobRole, expectedVersion: 1 })),
    );
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['PersonMoved', 'StaleVersion', 'StaleVersion']);
    expect(await eventsAbout(world, id)).toEqual(['person.joined', 'person.moved']);
  });

  it('nowhere stays as they are and announces nothing', async () => {
    const { id } = await givenPerson(world);
    expect(await moving(id, { jobRole: 'AGENT', teamId: null })).toMatchObject({ person: { version: 1 } });
    expect(await eventsAbout(world, id)).toEqual(['person.joined']);
  });

  it('is moved only by those who see both where they are and where they go', async () => {
    const { id: regionId } = await givenRegion(world);
    const [here, there] = [await givenSite(world, { regionId }), await givenSite(world, { regionId })];
    const { id: personId } = await givenPerson(world, { siteId: here.id });
    const refused = (actor: ReturnType<typeof caller>, input: object) =>
      refusedWith(world, mutation('movePerson'), { input: { personId, ...input } }, actor);
    expect(await refused(caller('MANAGER', { siteId: here.id }), { siteId: there.id })).toEqual(['FORBIDDEN']);
    expect(await refused(caller('MANAGER', { siteId: there.id }), { siteId: there.id })).toEqual(['FORBIDDEN']);
    expect(await refused(caller('MANAGER', { siteId: here.id }), { jobRole: 'LEAD' })).toEqual([]);
    expect(await refused(caller('REGIONAL', { regionId }), { siteId: there.id })).toEqual([]);
  });
});

describe('the reports of reports', () => {
  it('cost one statement a level, whatever the page size', async () => {
    const [boss] = await givenChain(1);
    for (let lead = 0; lead < 5; lead += 1) {
      const { id: managerId } = await givenPerson(world, { managerId: boss });
      for (let agent = 0; agent < 5; agent += 1) await givenPerson(world, { managerId });
    }
    const cost = async (first: number) => {
      world.statements();
      await ask(
        world,
        `query ($id: ID!, $first: Int!) { person(id: $id) { reports(first: $first) { totalCount nodes { reports(first: $first) { totalCount nodes { displayName } } } } } }`,
        { id: boss, first },
      );
      return world.statements().length;
    };
    // The person, and a page and a count at each of two levels.
    expect(await cost(100)).toBe(5);
    expect(await cost(1)).toBe(5);
  });
});

describe('a reporting line', () => {
  it('is kept when it changes, without gap or overlap, latest first', async () => {
    const [boss, lead, agent] = await givenChain(3);
    await moving(agent, { managerId: boss, movedAt: '2025-05-01T00:00:00Z' });
    await moving(agent, { managerId: null, movedAt: '2025-06-01T00:00:00Z' });
    await moving(agent, { managerId: lead });
    expect(await linesOf(agent)).toEqual([
      [lead, '2026-03-02T10:00:00.000Z', null],
      [boss, '2025-05-01T00:00:00.000Z', '2025-06-01T00:00:00.000Z'],
      [lead, '2025-01-01T09:00:00.000Z', '2025-05-01T00:00:00.000Z'],
    ]);
    expect(await reportsOf(lead)).toEqual([agent]);
  });

  it('is not changed at a time before its last change, before they joined, or to come', async () => {
    const [boss, , agent] = await givenChain(3);
    await moving(agent, { managerId: boss, movedAt: '2025-05-01T00:00:00Z' });
    for (const movedAt of ['2025-04-30T00:00:00Z', '2024-01-01T00:00:00Z', '2026-03-02T10:00:00.001Z']) {
      expect(await moving(agent, { managerId: null, movedAt })).toMatchObject({ problems: [{ path: 'movedAt' }] });
    }
    expect(await linesOf(agent)).toHaveLength(2);
  });

  it('never closes a circle, and the refusal says through whom', async () => {
    const [boss, lead, agent] = await givenChain(3);
    const { movePerson } = await ask(
      world,
      `mutation ($input: MovePersonInput!) { movePerson(input: $input) { __typename ... on ReportingCycle { code message person { id } line { id } } } }`,
      { input: { personId: boss, managerId: agent } },
    );
    expect(movePerson).toEqual({
      __typename: 'ReportingCycle',
      code: 'REPORTING_CYCLE',
      message: 'P0 cannot report to P2, who reports to them: P2, then P1, then P0.',
      person: { id: boss },
      line: [{ id: agent }, { id: lead }, { id: boss }],
    });
    expect(await moving(boss, { managerId: boss })).toMatchObject({ message: 'P0 cannot report to themselves.' });
    expect(await eventsAbout(world, boss)).toEqual(['person.joined']);
    expect(await linesOf(boss)).toEqual([]);
  });

  it('closes no circle when two move under each other at once', async () => {
    const { id: siteId } = await givenSite(world);
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await givenPerson(world, { siteId }), await givenPerson(world, { siteId })];
      const results = await Promise.all([moving(a.id, { managerId: b.id }), moving(b.id, { managerId: a.id })]);
      expect(results.map(({ __typename }) => __typename).sort()).toEqual(['PersonMoved', 'ReportingCycle']);
    }
  });

  it('goes up to the manager of whoever leaves', async () => {
    const [boss, lead, agent] = await givenChain(3);
    const { id: other } = await givenPerson(world, { managerId: lead });
    clock.set('2026-03-05T00:00:00.000Z');
    const left = await doing(world, 'recordDeparture', {
      personId: lead,
      expectedVersion: 1,
      leftAt: '2026-03-04T00:00:00Z',
    });
    expect(left).toMatchObject({
      __typename: 'DepartureRecorded',
      reportsMoved: 2,
      person: { version: 2, leftAt: '2026-03-04T00:00:00.000Z' },
    });
    expect(await reportsOf(boss)).toEqual([agent, other].sort());
    expect(await reportsOf(lead)).toEqual([]);
    expect(await linesOf(lead)).toEqual([[boss, '2025-01-01T09:00:00.000Z', '2026-03-04T00:00:00.000Z']]);
    expect(await linesOf(agent)).toEqual([
      [boss, '2026-03-04T00:00:00.000Z', null],
      [lead, '2025-01-01T09:00:00.000Z', '2026-03-04T00:00:00.000Z'],
    ]);
    expect(await eventsAbout(world, lead)).toEqual(['person.joined', 'person.left']);
    expect(await lastEventAbout(world, agent)).toMatchObject({
      sequence: 2,
      data: { managerId: boss, movedAt: '2026-03-04T00:00:00.000Z' },
    });
  });

  it('never leads to somebody who left, though they leave while others come under them', async () => {
    const { id: siteId } = await givenSite(world);
    for (let round = 0; round < 5; round += 1) {
      const boss = await givenPerson(world, { siteId });
      const agent = await givenPerson(world, { siteId });
      await Promise.all([
        moving(agent.id, { managerId: boss.id }),
        doing(world, 'recordDeparture', { personId: boss.id }),
        doing(world, 'joinPerson', { displayName: 'New', jobRole: 'AGENT', siteId, managerId: boss.id }),
      ]);
      expect(await reportsOf(boss.id)).toEqual([]);
    }
  });
});
