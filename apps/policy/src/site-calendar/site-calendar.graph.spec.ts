import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agent,
  ask,
  errorOf,
  eventsAbout,
  givenCalendar,
  mutate,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const assign = (siteId: string, calendarId: string) => mutate(world, 'assignSiteCalendar', { siteId, calendarId });

const calendarsOf = async (...siteIds: string[]) => {
  const { _entities } = await ask<{ _entities: { calendar: { id: string } | null }[] }>(
    world,
    `query ($sites: [_Any!]!) { _entities(representations: $sites) { ... on Site { calendar { id } } } }`,
    { sites: siteIds.map((id) => ({ __typename: 'Site', id })) },
    agent,
  );
  return _entities.map((site) => site.calendar?.id ?? null);
};

describe('the calendar of a site', () => {
  it('is the one assigned last, and each change is announced', async () => {
    const site = someId('site');
    const [first, second] = [await givenCalendar(world), await givenCalendar(world)];
    expect(await calendarsOf(site)).toEqual([null]);
    expect(await assign(site, first.id)).toMatchObject({
      __typename: 'SiteCalendarAssigned',
      site: { id: site, calendar: { id: first.id } },
      calendar: { id: first.id },
    });
    await assign(site, second.id);
    expect(await calendarsOf(site)).toEqual([second.id]);
    expect(await eventsAbout(world, site)).toEqual([
      { type: 'courtesy.site-calendar.assigned.v1', sequence: 1, data: { calendarId: first.id } },
      { type: 'courtesy.site-calendar.assigned.v1', sequence: 2, data: { calendarId: second.id } },
    ]);
  });

  it('assigned again is announced once, also by several at once', async () => {
    const site = someId('site');
    const { id } = await givenCalendar(world);
    const results = await Promise.all([1, 2, 3, 4].map(() => assign(site, id)));
    expect(new Set(results.map((each) => each.__typename))).toEqual(new Set(['SiteCalendarAssigned']));
    expect(await eventsAbout(world, site)).toHaveLength(1);
  });

  it('must be there, and the site be a site', async () => {
    expect(await assign(someId('site'), someId('cal'))).toMatchObject({ __typename: 'NotFound' });
    expect(await assign(someId('team'), someId('case'))).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'siteId' }, { path: 'calendarId' }],
    });
  });

  it('is assigned by a manager', async () => {
    const input = { siteId: someId('site'), calendarId: (await givenCalendar(world)).id };
    const mutation = `mutation ($input: AssignSiteCalendarInput!) { assignSiteCalendar(input: $input) { __typename } }`;
    expect(await errorOf(world, mutation, { input }, agent)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is read for 40 sites in as many statements as for one', async () => {
    const sites = Array.from({ length: 40 }, () => someId('site'));
    for (const site of sites) await assign(site, (await givenCalendar(world)).id);
    world.statements();
    await calendarsOf(sites[0] ?? '');
    expect(world.statements()).toHaveLength(2);
    expect(new Set(await calendarsOf(...sites)).size).toBe(40);
    expect(world.statements()).toHaveLength(2);
  });
});
