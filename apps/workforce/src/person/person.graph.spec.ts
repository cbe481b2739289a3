import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
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
  someId,
  someWord,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('a person', () => {
  it('joins a site, a team and a reporting line, and says so to others', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    const lead = await givenPerson(world, { siteId });
    const displayName = someWord('Agent');
    const ada = await givenPerson(world, { siteId, teamId, managerId: lead.id, displayName, email: 'a@desk.example' });
    expect(await lastEventAbout(world, ada.id)).toEqual({
      sequence: 1,
      data: {
        displayName,
        role: 'AGENT',
        siteId,
        teamId,
        managerId: lead.id,
        joinedAt: '2025-01-01T09:00:00.000Z',
      },
    });
  });

  it('joins once however often the same key or the same reference comes', async () => {
    const { id: siteId } = await givenSite(world);
    const input = { siteId, idempotencyKey: someWord('key'), displayName: 'Once' };
    const all = await Promise.all([1, 2, 3].map(() => givenPerson(world, input)));
    const externalReference = { source: 'payroll', id: someWord('p') };
    const known = await givenPerson(world, { siteId, externalReference });
    const again = await givenPerson(world, { siteId, externalReference, displayName: 'Somebody else' });
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(again).toEqual(known);
  });

  it('does not join as nonsense, and every problem is told at once', async () => {
    const result = await doing(world, 'joinPerson', {
      displayName: ' ',
      givenName: '',
      jobRole: 'AGENT',
      siteId: someId('team'),
      teamId: someId('site'),
      managerId: someId('cust'),
      email: 'not an address',
      joinedAt: '2030-01-01T00:00:00Z',
    });
    expect(result.problems?.map(({ path }) => path)).toEqual([
      'displayName',
      'givenName',
      'email',
      'siteId',
      'teamId',
      'managerId',
      'joinedAt',
    ]);
  });

  it('joins no team of another site, no manager who left, and nothing that is not there', async () => {
    const team = await givenTeam(world);
    const { id: siteId } = await givenSite(world);
    const gone = await givenPerson(world, { siteId });
    await doing(world, 'recordDeparture', { personId: gone.id });
    const base = { displayName: 'Stray', jobRole: 'AGENT' };
    const problems = async (input: object) =>
      (await doing(world, 'joinPerson', { ...base, ...input })).problems?.map(({ path }) => path);
    expect(await problems({ siteId, teamId: team.id, managerId: gone.id })).toEqual(['teamId', 'managerId']);
    expect(await problems({ siteId: someId('site'), teamId: someId('team'), managerId: someId('pers') })).toEqual([
      'siteId',
      'teamId',
      'managerId',
    ]);
  });

  it('who has left stays as they were', async () => {
    const { id: personId } = await givenPerson(world);
    await doing(world, 'recordDeparture', { personId, leftAt: '2026-02-01T00:00:00Z' });
    const before = await eventsAbout(world, personId);
    for (const [verb, input] of [
      ['movePerson', { personId, jobRole: 'LEAD' }],
      ['recordDeparture', { personId }],
    ] as const) {
      expect(await doing(world, verb, input)).toMatchObject({
        __typename: 'PersonHasLeft',
        message: expect.stringMatching(/left on 2026-02-01/),
      });
    }
    expect(before).toEqual(['person.joined', 'person.left']);
    expect(await eventsAbout(world, personId)).toEqual(before);
  });

  it('cannot leave before they joined, nor in the future', async () => {
    const { id: personId } = await givenPerson(world);
    for (const leftAt of ['2024-12-31T00:00:00Z', '2030-01-01T00:00:00Z']) {
      expect(await doing(world, 'recordDeparture', { personId, leftAt })).toMatchObject({
        __typename: 'InvalidInput',
        problems: [{ path: 'leftAt' }],
      });
    }
  });
});

describe('me', () => {
  it('is the caller as a person on record', async () => {
    const { id } = await givenPerson(world);
    const me = async (actor: ReturnType<typeof caller>) => (await ask(world, '{ me { id } }', {}, actor))['me'];
    expect(await me(caller('AGENT', { personId: id }))).toEqual({ id });
    expect(await me(caller('SERVICE'))).toBeNull();
    expect(await me(caller('AGENT', { personId: someId('pers') }))).toBeNull();
  });
});

describe('an e-mail address', () => {
  const EMAIL = `query ($id: ID!, $any: [_Any!]!) { person(id: $id) { email } people(where: { displayName: { eq: "Mailed" } }) { nodes { email } } _entities(representations: $any) { ... on Person { email } } }`;

  it('is for oneself, and for those with the scope who see that person, on every road', async () => {
    const { id: regionId } = await givenRegion(world);
    const { id: siteId } = await givenSite(world, { regionId });
    const { id: teamId } = await givenTeam(world, { siteId });
    const email = 'mailed@desk.example';
    const { id } = await givenPerson(world, { siteId, teamId, email, displayName: 'Mailed' });
    const seen = async (actor: ReturnType<typeof caller>) => {
      const { data, errors } = await world.service.execute({
        query: EMAIL,
        variables: { id, any: [{ __typename: 'Person', id }] },
        actor,
      });
      const codes = errors?.map((error) => (error as { extensions: { code: string } }).extensions.code);
      const { person, people, _entities } = data as {
        person: { email: string | null };
        people: { nodes: { email: string | null }[] };
        _entities: { email: string | null }[];
      };
      const values = new Set([person.email, people.nodes[0]?.email, _entities[0]?.email]);
      expect(values.size).toBe(1);
      return codes ? (expect(codes).toEqual(Array(3).fill('FORBIDDEN')), 'FORBIDDEN') : [...values][0];
    };
    expect(await seen(caller('AGENT', { personId: id }))).toBe(email);
    expect(await seen(caller('AGENT', { personId: someId('pers'), teamId }))).toBe('FORBIDDEN');
    expect(await seen(caller('AGENT', { teamId }))).toBe('FORBIDDEN');
    expect(await seen(caller('ANALYST'))).toBe('FORBIDDEN');
    expect(await seen(caller('EXECUTIVE'))).toBe('FORBIDDEN');
    expect(await seen(caller('LEAD', { teamId }))).toBe(email);
    expect(await seen(caller('LEAD', { teamId: someId('team'), siteId }))).toBeNull();
    expect(await seen(caller('MANAGER', { siteId }))).toBe(email);
    expect(await seen(caller('MANAGER', { siteId: someId('site') }))).toBeNull();
    expect(await seen(caller('REGIONAL', { regionId }))).toBe(email);
    expect(await seen(caller('REGIONAL', { regionId: someId('reg') }))).toBeNull();
    expect(await seen(caller('ADMIN'))).toBe(email);
  });

  it('costs one statement more for a regional, and none for others', async () => {
    const { id: siteId } = await givenSite(world);
    for (let n = 0; n < 10; n += 1) await givenPerson(world, { siteId });
    const cost = async (actor: ReturnType<typeof caller>) => {
      world.statements();
      await ask(
        world,
        `query ($site: ID!) { people(where: { site: { eq: $site } }) { nodes { email } } }`,
        { site: siteId },
        actor,
      );
      return world.statements().length;
    };
    expect(await cost(caller('REGIONAL', { regionId: someId('reg') }))).toBe(2);
    expect(await cost(caller('MANAGER', { siteId }))).toBe(1);
  });
});

describe('the list of people', () => {
  it('is filtered by region, site, team, manager, role and whether they left, in two orders', async () => {
    const { id: regionId } = await givenRegion(world);
    const { id: siteId } = await givenSite(world, { regionId });
    const { id: teamId } = await givenTeam(world, { siteId });
    const zoe = await givenPerson(world, {
      siteId,
      displayName: 'Zoe',
      jobRole: 'LEAD',
      joinedAt: '2025-06-01T00:00:00Z',
    });
    const abe = await givenPerson(world, { siteId, displayName: 'Abe', teamId, managerId: zoe.id });
    const gus = await givenPerson(world, { siteId, displayName: 'Gus', joinedAt: '2025-02-01T00:00:00Z' });
    await doing(world, 'recordDeparture', { personId: gus.id });
    const listed = async (where: object, orderBy = 'NAME') => {
      const { people } = await ask<{ people: { nodes: { id: string }[] } }>(
        world,
        `query ($where: PersonFilter, $orderBy: PersonOrder) { people(where: $where, orderBy: $orderBy) { nodes { id } } }`,
        { where: { region: { eq: regionId }, ...where }, orderBy },
      );
      return people.nodes.map(({ id }) => id);
    };
    expect(await listed({})).toEqual([abe.id, gus.id, zoe.id]);
    expect(await listed({}, 'NEWEST_FIRST')).toEqual([zoe.id, gus.id, abe.id]);
    expect(await listed({ leftAt: { isNull: true } })).toEqual([abe.id, zoe.id]);
    expect(await listed({ team: { eq: teamId } })).toEqual([abe.id]);
    expect(await listed({ manager: { eq: zoe.id } })).toEqual([abe.id]);
    expect(await listed({ jobRole: { in: ['LEAD', 'MANAGER'] } })).toEqual([zoe.id]);
    expect(await listed({ joinedAt: { gte: '2025-03-01T00:00:00Z' } })).toEqual([zoe.id]);
    const { site } = (await ask(world, `query ($id: ID!) { site(id: $id) { people { nodes { id } totalCount } } }`, {
      id: siteId,
    })) as { site: { people: object } };
    expect(site.people).toEqual({ nodes: [{ id: abe.id }, { id: zoe.id }], totalCount: 2 });
  });
});

describe('many people', () => {
  const JOIN_PEOPLE = `mutation ($input: JoinPeopleInput!) { joinPeople(input: $input) { ... on PeopleJoined { joined unchanged people { index person { id manager { id } reportingLines { nodes { since } } } } refused { index problems { path } } } } }`;
  const joinPeople = async (people: readonly object[]) =>
    (
      await ask<{ joinPeople: { joined: number; unchanged: number; people: { person: { id: string } }[] } }>(
        world,
        JOIN_PEOPLE,
        { input: { people } },
        admin,
      )
    ).joinPeople;

  it('join at once with their reporting lines, and the same bulk again changes nothing', async () => {
    const { id: siteId } = await givenSite(world);
    const lead = await givenPerson(world, { siteId });
    const people = [1, 2, 3].map((n) => ({
      displayName: `Bulk ${n}`,
      jobRole: 'AGENT',
      siteId,
      managerId: n === 3 ? someId('pers') : lead.id,
      externalReference: { source: 'demo', id: someWord('bulk') },
    }));
    const person = { manager: { id: lead.id }, reportingLines: { nodes: [{ since: clock().toISOString() }] } };
    const first = await joinPeople(people);
    expect(first).toMatchObject({
      joined: 2,
      unchanged: 0,
      people: [{ person }, { person }],
      refused: [{ index: 2, problems: [{ path: 'managerId' }] }],
    });
    expect(await joinPeople(people)).toEqual({ ...first, joined: 0, unchanged: 2 });
    expect(await eventsAbout(world, first.people[0]!.person.id)).toEqual(['person.joined']);
  });

  it('cost the same number of statements for 5 as for 500', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: managerId } = await givenPerson(world, { siteId });
    const cost = async (count: number) => {
      const people = Array.from({ length: count }, (_, n) => ({
        displayName: `Many ${n}`,
        jobRole: 'AGENT',
        siteId,
        managerId,
        externalReference: { source: 'demo', id: someWord('many') },
      }));
      world.statements();
      const query = `mutation ($input: JoinPeopleInput!) { joinPeople(input: $input) { ... on PeopleJoined { joined } } }`;
      expect(await ask(world, query, { input: { people } }, admin)).toEqual({ joinPeople: { joined: count } });
      return world.statements().length;
    };
    expect(await cost(500)).toBe(await cost(5));
  });

  it('join only where the caller sees all of the site', async () => {
    const { id: siteId } = await givenSite(world);
    const input = { displayName: 'New', jobRole: 'AGENT', siteId };
    const refused = (mine: string) =>
      refusedWith(world, mutation('joinPerson'), { input }, caller('MANAGER', { siteId: mine }));
    expect(await refused(someId('site'))).toEqual(['FORBIDDEN']);
    expect(await refused(siteId)).toEqual([]);
  });
});
