import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  ask,
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
  whileAnotherOpens,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('a site', () => {
  it('is opened in a region, and says so to others', async () => {
    const { id: regionId } = await givenRegion(world);
    const { id } = await givenSite(world, { regionId, name: 'Leeds', timeZone: 'Europe/London' });
    expect(await eventsAbout(world, id)).toEqual(['site.opened']);
    expect(await lastEventAbout(world, id)).toEqual({
      sequence: 1,
      data: { name: 'Leeds', regionId, timeZone: 'Europe/London' },
    });
  });

  it('is not opened in a region that is not there, nor in something else, nor in a zone nobody knows', async () => {
    const site = { name: 'Nowhere', timeZone: 'Europe/London' };
    for (const regionId of [someId('reg'), someId('site')]) {
      expect(await doing(world, 'openSite', { ...site, regionId })).toMatchObject({
        __typename: 'InvalidInput',
        problems: [{ path: 'regionId' }],
      });
    }
    const { id: regionId } = await givenRegion(world);
    const input = { ...site, regionId, timeZone: 'Europe/Atlantis' };
    expect(await refusedWith(world, mutation('openSite'), { input }, admin)).toEqual(['BAD_USER_INPUT']);
  });

  it('gets another name or zone, from the version that was read, and keeps what is not named', async () => {
    const { id } = await givenSite(world, { name: 'Old' });
    expect(
      await doing(world, 'changeSite', { siteId: id, expectedVersion: 1, timeZone: 'Asia/Kolkata' }),
    ).toMatchObject({ site: { name: 'Old', timeZone: 'Asia/Kolkata', version: 2 } });
    expect(await doing(world, 'changeSite', { siteId: id, expectedVersion: 1, name: 'New' })).toMatchObject({
      __typename: 'StaleVersion',
    });
    expect(await doing(world, 'changeSite', { siteId: id, name: 'Old' })).toMatchObject({ site: { version: 2 } });
    expect(await eventsAbout(world, id)).toEqual(['site.opened', 'site.changed']);
  });

  it('changed by two at once from the same version is changed by one', async () => {
    const { id } = await givenSite(world);
    const results = await Promise.all(
      ['A', 'B', 'C'].map((name) => doing(world, 'changeSite', { siteId: id, expectedVersion: 1, name })),
    );
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['SiteChanged', 'StaleVersion', 'StaleVersion']);
  });

  it('is changed only by those who see all of it', async () => {
    const { id: regionId } = await givenRegion(world);
    const { id } = await givenSite(world, { regionId });
    const input = { siteId: id, name: 'Mine' };
    const refused = (actor: ReturnType<typeof caller>) => refusedWith(world, mutation('changeSite'), { input }, actor);
    expect(await refused(caller('MANAGER', { siteId: someId('site') }))).toEqual(['FORBIDDEN']);
    expect(await refused(caller('MANAGER'))).toEqual(['FORBIDDEN']);
    expect(await refused(caller('LEAD', { siteId: id }))).toEqual(['FORBIDDEN']);
    expect(await refused(caller('MANAGER', { siteId: id }))).toEqual([]);
    expect(await refused(caller('REGIONAL', { regionId }))).toEqual([]);
    expect(await refused(caller('REGIONAL', { regionId: someId('reg') }))).toEqual(['FORBIDDEN']);
  });
});

describe('many sites', () => {
  const OPEN_SITES = `mutation ($input: OpenSitesInput!) {
    openSites(input: $input) {
      __typename
      ... on SitesOpened { opened unchanged sites { index disposition site { id name } } refused { index problems { path message } } }
      ... on InvalidInput { problems { path message } }
    }
  }`;
  interface Opened {
    readonly __typename: string;
    readonly opened: number;
    readonly unchanged: number;
    readonly sites: readonly {
      readonly index: number;
      readonly disposition: string;
      readonly site: { id: string; name: string };
    }[];
    readonly refused: readonly { readonly index: number; readonly problems: readonly { path: string }[] }[];
  }
  const openSites = async (sites: readonly object[]) =>
    (await ask<{ openSites: Opened }>(world, OPEN_SITES, { input: { sites } }, admin)).openSites;
  const siteOf = (regionId: string, id: string, name = 'Branch') => ({
    name,
    regionId,
    timeZone: 'UTC',
    externalReference: { source: 'cfpb', id },
  });

  it('are opened at once, and the same bulk again changes nothing', async () => {
    const { id: regionId } = await givenRegion(world);
    const bulk = [1, 2, 3].map((n) => siteOf(regionId, someWord(`bank ${n}`)));
    const first = await openSites(bulk);
    expect(first).toMatchObject({ opened: 3, unchanged: 0, refused: [] });
    const again = await openSites(bulk.map((site) => ({ ...site, name: 'Renamed' })));
    expect(again).toMatchObject({ opened: 0, unchanged: 3, refused: [] });
    expect(again.sites.map(({ site }) => site)).toEqual(first.sites.map(({ site }) => site));
    expect(await eventsAbout(world, first.sites[0]!.site.id)).toEqual(['site.opened']);
  });

  it('that cannot be right are refused one by one, in the order they came, and the others taken', async () => {
    const { id: regionId } = await givenRegion(world);
    const twice = siteOf(regionId, someWord('twice'));
    const result = await openSites([
      siteOf(regionId, someWord('a'), ' '),
      twice,
      siteOf(someId('reg'), someWord('b')),
      twice,
      siteOf(regionId, someWord('c')),
    ]);
    expect(result.refused.map(({ index, problems }) => [index, problems.map(({ path }) => path)])).toEqual([
      [0, ['name']],
      [2, ['regionId']],
      [3, ['externalReference']],
    ]);
    expect(result.sites.map(({ index, disposition }) => [index, disposition])).toEqual([
      [1, 'ADDED'],
      [4, 'ADDED'],
    ]);
  });

  it('opened by another at the same time are that other’s, and bulks in opposite orders wait and never deadlock', async () => {
    const { id: regionId } = await givenRegion(world);
    const bulk = ['a', 'm', 'z'].map((id) => ({ ...siteOf(regionId, id), externalReference: { source: 'race', id } }));
    const results = await whileAnotherOpens(world, { regionId, reference: 'm', waiting: 2 }, () =>
      Promise.all([bulk, bulk.toReversed()].map(openSites)),
    );
    expect(results.map(({ opened }) => opened).sort()).toEqual([0, 2]);
    const [one, other] = results.map(({ sites }) => sites.map(({ site }) => site.id));
    expect(one).toEqual(other?.toReversed());
    expect(results[0]?.sites[1]?.site.name).toBe('First');
  });

  it('cost the same number of statements for 5 as for 500', async () => {
    const { id: regionId } = await givenRegion(world);
    const cost = async (count: number) => {
      const bulk = Array.from({ length: count }, (_, n) => siteOf(regionId, someWord(`cost ${n}`)));
      world.statements();
      expect(await openSites(bulk)).toMatchObject({ opened: count });
      return world.statements().length;
    };
    expect(await cost(500)).toBe(await cost(5));
  });

  it('may be 1 to 500, and want the scope for bulks', async () => {
    const { id: regionId } = await givenRegion(world);
    for (const count of [0, 501]) {
      const bulk = Array.from({ length: count }, (_, n) => siteOf(regionId, `${n}`));
      expect(await openSites(bulk)).toMatchObject({ __typename: 'InvalidInput' });
    }
    const input = { sites: [siteOf(regionId, 'bulk')] };
    expect(await refusedWith(world, OPEN_SITES, { input }, caller('REGIONAL', { reach: 'ALL' }))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('the directory', () => {
  const WALK = `query ($first: Int!, $name: String!) {
    regions(first: $first, where: { name: { contains: $name } }) { nodes {
      sites(first: $first) { totalCount nodes {
        region { name }
        teams(first: $first) { nodes { site { name } lead { displayName } members(first: $first) { nodes { displayName team { name } manager { displayName } reports(first: $first) { nodes { displayName } } } } } }
        people(first: $first) { nodes { jobRole } }
      } }
    } }
  }`;

  it('costs one statement a level, whatever the page size', async () => {
    const name = someWord('Wide');
    for (let r = 0; r < 3; r += 1) {
      const { id: regionId } = await givenRegion(world, { name: `${name} ${r}` });
      for (let s = 0; s < 3; s += 1) {
        const { id: siteId } = await givenSite(world, { regionId });
        const { id: teamId } = await givenTeam(world, { siteId });
        const lead = await givenPerson(world, { siteId, teamId, jobRole: 'LEAD', displayName: 'A lead' });
        for (let p = 0; p < 3; p += 1) await givenPerson(world, { siteId, teamId, managerId: lead.id });
        await doing(world, 'appointLead', { teamId, leadId: lead.id });
      }
    }
    const cost = async (first: number) => {
      world.statements();
      await ask(world, WALK, { first, name });
      return world.statements().length;
    };
    // Regions, sites, their counts, region, teams, people, site of team, lead (who is the members' manager, and loaded once), members,
    // team of members, reports.
    expect(await cost(100)).toBe(11);
    expect(await cost(1)).toBe(11);
  });

  const SEE = `query ($id: ID!, $any: [_Any!]!) {
    site(id: $id) { id }
    sites(first: 1) { nodes { id } }
    regions(first: 1) { nodes { id } }
    teams(first: 1) { nodes { id } }
    people(first: 1) { nodes { id } }
    me { id }
    _entities(representations: $any) { ... on Site { name } }
  }`;

  it('is open to all staff however far they see, on every road', async () => {
    const { id } = await givenSite(world, { name: 'Open' });
    await givenTeam(world, { siteId: id });
    await givenPerson(world, { siteId: id });
    for (const role of ['AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN'] as const) {
      const data = await ask(world, SEE, { id, any: [{ __typename: 'Site', id }] }, caller(role, { reach: 'OWN' }));
      expect(data).toMatchObject({ site: { id }, _entities: [{ name: 'Open' }] });
      expect((data['people'] as { nodes: object[] }).nodes).toHaveLength(1);
    }
  });

  it('is closed to customers, on every road', async () => {
    const { id } = await givenSite(world);
    const { data, errors } = await world.service.execute({
      query: SEE,
      variables: { id, any: [{ __typename: 'Site', id }] },
      actor: caller('CUSTOMER', { customerId: someId('cust') }),
    });
    expect(data).toEqual({
      site: null,
      sites: null,
      regions: null,
      teams: null,
      people: null,
      me: null,
      _entities: [null],
    });
    expect(new Set(errors?.map((error) => (error as { extensions: { code: string } }).extensions.code))).toEqual(
      new Set(['FORBIDDEN']),
    );
  });

  it('is changed by nobody without the scope', async () => {
    for (const role of ['CUSTOMER', 'AGENT', 'LEAD', 'EXECUTIVE', 'ANALYST'] as const) {
      const input = { name: 'Mine' };
      expect(await refusedWith(world, mutation('establishRegion'), { input }, caller(role, { reach: 'ALL' }))).toEqual([
        'FORBIDDEN',
      ]);
    }
  });
});
