import { expect } from '@jest/globals';
import { applyPage } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import type { CloudEvent } from '@courtesy/events';
import { directoryReaction } from '../src/reactions/directory.reaction.ts';
import { clock, NOON, someId, type World } from './policy-world.ts';

/** Two sites. */
export const [leeds, york] = [someId('site'), someId('site')];
/** The region and the team of some people in Leeds. */
export const [north, team] = [someId('reg'), someId('team')];

/** Something the workforce service announces. */
export const event = (type: string, subject: string, data: object): CloudEvent => ({
  specversion: '1.0',
  id: '1.1',
  source: '/courtesy/workforce',
  type,
  subject,
  time: NOON,
  datacontenttype: 'application/json',
  sequence: 1,
  data,
});
/** Somebody joined or moved to a site, in a role and maybe a team. */
export const posted = (
  type: 'joined' | 'moved',
  id: string,
  role: string,
  [siteId, teamId]: readonly [string, string?],
) =>
  event(`courtesy.person.${type}.v1`, id, {
    displayName: 'Someone',
    role,
    siteId,
    teamId: teamId ?? null,
    managerId: null,
    [`${type}At`]: NOON,
  });

/** The workforce service announces, and this one reads on. */
export async function announced(world: World, ...events: CloudEvent[]): Promise<void> {
  const { database } = world.service;
  const [cursor] = await database.manager.query<{ place: string }[]>(`SELECT place FROM feed_cursor`);
  const from = cursor?.place ?? '0.0';
  const next = `${Number.parseInt(from, 10) + 1}.0`;
  expect(await applyPage(database, directoryReaction, { from, next, events, now: clock() })).toBe(true);
}

/** Two agents and a lead in Leeds, an agent in York, and an agent in York who left. */
export async function givenPeople(world: World) {
  const [ann, bea, lea, kit, gone] = Array.from({ length: 5 }, () => someId('pers')) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await announced(
    world,
    event('courtesy.site.opened.v1', leeds, { name: 'Leeds', regionId: north, timeZone: 'Europe/London' }),
    posted('joined', ann, 'AGENT', [leeds, team]),
    posted('joined', bea, 'AGENT', [york]),
    posted('joined', lea, 'LEAD', [leeds, team]),
    posted('joined', kit, 'AGENT', [york]),
    posted('joined', gone, 'AGENT', [york]),
    event('courtesy.person.left.v1', gone, { leftAt: NOON }),
    posted('moved', bea, 'AGENT', [leeds]),
  );
  return { ann, bea, lea, kit, gone };
}

/** Somebody who sees only what is their own. */
export const asPerson = (personId: string) => caller('AGENT', { subject: personId, personId, reach: 'OWN' });
