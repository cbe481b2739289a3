import type { Actor } from '@courtesy/subgraph';
import { askAs, caller, idsAt, startSpecService, type SpecService } from '@courtesy/subgraph/spec-service';
import { fixedClock } from '@courtesy/testing';
import { workforce } from '../src/workforce.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const clock = fixedClock('2026-03-02T10:00:00.000Z');

/** A fresh id of something that is not on record. */
export const someId = idsAt(clock);

let words = 0;

/** A word that no other spec uses. */
export const someWord = (word: string): string => `${word} ${(words += 1)}`;

export const admin = caller('ADMIN');
export const manager = caller('MANAGER', { reach: 'ALL' });

/** The workforce service on a database of its own. */
export type World = SpecService;

/** Starts it. */
export const startWorld = (): Promise<World> => startSpecService(workforce, { now: clock });

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export const ask = askAs(manager);

/** The codes of the errors of an operation, each once. */
export async function refusedWith(
  world: World,
  query: string,
  variables: Record<string, unknown>,
  actor: Actor,
): Promise<string[]> {
  const { errors = [] } = await world.service.execute({ query, variables, actor });
  return [...new Set(errors.map((error) => (error as { extensions: { code: string } }).extensions.code))];
}

/** What came of a mutation, whatever it was. */
export interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly disposition?: string;
}

const nouns: Readonly<Record<string, readonly [success: string, field: string]>> = {
  establishRegion: ['RegionEstablished', 'disposition region { id name version }'],
  renameRegion: ['RegionRenamed', 'region { id name version }'],
  openSite: ['SiteOpened', 'disposition site { id name version }'],
  changeSite: ['SiteChanged', 'site { id name timeZone version }'],
  formTeam: ['TeamFormed', 'disposition team { id name version }'],
  appointLead: ['LeadAppointed', 'team { id version lead { id } }'],
  joinPerson: ['PersonJoined', 'disposition person { id displayName version }'],
  movePerson: ['PersonMoved', 'person { id version jobRole site { id } team { id } manager { id } }'],
  recordDeparture: ['DepartureRecorded', 'reportsMoved person { id version leftAt }'],
};

/** The operation that runs a mutation and asks for everything a spec looks at. */
export function mutation(verb: string): string {
  const [success, fields] = nouns[verb] ?? ['', ''];
  return `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) {
    ${verb}(input: $input) {
      __typename ... on UserError { message code } ... on InvalidInput { problems { path } } ... on ${success} { ${fields} }
    }
  }`;
}

/** Runs a mutation. */
export async function doing<T = Record<string, never>>(
  world: World,
  verb: string,
  input: Record<string, unknown>,
  actor: Actor = manager,
): Promise<Result & T> {
  const answer = await ask<Record<string, Result & T>>(world, mutation(verb), { input }, actor);
  return answer[verb]!;
}

/** What specs keep of something of the directory. */
export interface Known {
  readonly id: string;
  readonly version: number;
}

async function given(world: World, verb: string, noun: string, input: Record<string, unknown>): Promise<Known> {
  const result = await doing<Record<string, Known>>(world, verb, input);
  const entity = (result as unknown as Record<string, Known | undefined>)[noun];
  if (!entity) throw new Error(JSON.stringify(result));
  return entity;
}

export const givenRegion = (world: World, input: Record<string, unknown> = {}) =>
  given(world, 'establishRegion', 'region', { name: someWord('Region'), ...input });

export async function givenSite(world: World, input: Record<string, unknown> = {}): Promise<Known> {
  const regionId = input['regionId'] ?? (await givenRegion(world)).id;
  return given(world, 'openSite', 'site', { name: someWord('Site'), timeZone: 'Europe/London', regionId, ...input });
}

export async function givenTeam(world: World, input: Record<string, unknown> = {}): Promise<Known> {
  const siteId = input['siteId'] ?? (await givenSite(world)).id;
  return given(world, 'formTeam', 'team', { name: someWord('Team'), siteId, ...input });
}

export async function givenPerson(world: World, input: Record<string, unknown> = {}): Promise<Known> {
  const siteId = input['siteId'] ?? (await givenSite(world)).id;
  return given(world, 'joinPerson', 'person', {
    displayName: someWord('Person'),
    jobRole: 'AGENT',
    joinedAt: '2025-01-01T09:00:00Z',
    siteId,
    ...input,
  });
}

/** What was announced about something, oldest first. */
export async function eventsAbout(world: World, id: string): Promise<string[]> {
  const rows = await world.service.database.manager.query<{ type: string }[]>(
    `SELECT type FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
    [id],
  );
  return rows.map((row) => row.type.replace(/^courtesy\.|\.v1$/g, ''));
}

/** The last thing that was announced about something. */
export async function lastEventAbout(world: World, id: string): Promise<{ sequence: number; data: object }> {
  const [row] = await world.service.database.manager.query<{ sequence: number; data: object }[]>(
    `SELECT sequence, data FROM event_log WHERE subject = $1 ORDER BY sequence DESC LIMIT 1`,
    [id],
  );
  return row!;
}

/** Does `work` while another transaction holds an uncommitted site of this reference, which is committed once `waiting` others wait. */
export async function whileAnotherOpens<T>(
  world: World,
  site: { readonly regionId: string; readonly reference: string; readonly waiting: number },
  work: () => Promise<T>,
): Promise<T> {
  const { database } = world.service;
  let working: Promise<T> | undefined;
  await database.transaction(async ({ manager: held }) => {
    await held.query(
      `INSERT INTO sites (id, name, region_id, time_zone, source, source_id, version) VALUES ($1, 'First', $2, 'UTC', 'race', $3, 1)`,
      [someId('site'), site.regionId, site.reference],
    );
    working = work();
    for (let waiting = 0; waiting < site.waiting;) {
      const [row] = await database.manager.query<{ waiting: number }[]>(
        `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      waiting = row?.waiting ?? 0;
    }
  });
  return working!;
}
