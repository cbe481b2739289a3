import type { Actor } from '@courtesy/subgraph';
import { askAs, caller, idsAt, startSpecService, type SpecService } from '@courtesy/subgraph/spec-service';
import { fixedClock } from '@courtesy/testing';
import { policy } from '../src/policy.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const NOON = '2026-03-02T12:00:00.000Z';
export const clock = fixedClock(NOON);

/** A fresh id of an entity, of this service or another. */
export const someId = idsAt(clock);

export const manager = caller('MANAGER', { personId: someId('pers') });
export const agent = caller('AGENT');

/** The policy service on a database of its own. */
export type World = SpecService;

/** Starts it. */
export const startWorld = (): Promise<World> => startSpecService(policy, { now: clock });

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export const ask = askAs(manager);

/** What the graph says of the first error of an operation. */
export async function errorOf(
  world: World,
  query: string,
  variables: Record<string, unknown> = {},
  actor: Actor = manager,
): Promise<{ readonly message: string; readonly code: string; readonly data: unknown }> {
  const answer = await world.service.execute({ query, variables, actor });
  const [error] = (answer.errors ?? []) as { message: string; extensions: { code: string } }[];
  if (!error) throw new Error(`No error came back but ${JSON.stringify(answer.data)}`);
  return { message: error.message, code: error.extensions.code, data: answer.data };
}

/** A mutation's result: its type, and everything that specs look at. */
export interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly current?: { readonly id: string; readonly version: number };
  readonly calendar: { readonly id: string; readonly name: string; readonly version: number };
  readonly published: { readonly id: string; readonly number: number };
  readonly laterVersions: readonly { readonly number: number; readonly effectiveFrom: string }[];
  readonly standard: SeenStandard;
  readonly replaced: SeenStandard | null;
}

/** What specs ask of a standard. */
export interface SeenStandard {
  readonly id: string;
  readonly name: string;
  readonly effectiveFrom: string;
  readonly effectiveUntil: string | null;
  readonly version: number;
}

const CALENDAR = '{ id name version }';
const STANDARD = '{ id name effectiveFrom effectiveUntil version }';
// Within the interface every refusal may be named, also one that the union at hand leaves out.
const REFUSALS = `... on UserError { message code
  ... on InvalidInput { problems { path message } }
  ... on StaleVersion { current { id ... on Calendar { version } ... on ServiceStandard { version } ... on PriorityMatrix { version } } }
}`;
const SUCCESSES: Readonly<Record<string, string>> = {
  publishCalendar: `... on CalendarPublished { calendar ${CALENDAR} published: version { id number } } ... on CalendarNameTaken { calendar ${CALENDAR} }`,
  publishCalendarVersion: `... on CalendarVersionPublished { calendar ${CALENDAR} published: version { id number } }`,
  renameCalendar: `... on CalendarRenamed { calendar ${CALENDAR} } ... on CalendarNameTaken { calendar ${CALENDAR} }`,
  assignSiteCalendar: `... on SiteCalendarAssigned { site { id calendar ${CALENDAR} } calendar ${CALENDAR} }`,
  addCalendarException: `... on CalendarExceptionAdded { calendar ${CALENDAR} published: version { id number } laterVersions { number effectiveFrom } }`,
  removeCalendarException: `... on CalendarExceptionRemoved { calendar ${CALENDAR} published: version { id number } laterVersions { number effectiveFrom } } ... on CalendarExceptionUnknown { calendar ${CALENDAR} }`,
  publishServiceStandard: `... on ServiceStandardPublished { standard ${STANDARD} replaced ${STANDARD} }`,
  publishPriorityMatrix: `... on PriorityMatrixPublished { matrix { id version } published: version { id number } }`,
  withdrawServiceStandard: `... on ServiceStandardWithdrawn { standard ${STANDARD} } ... on ServiceStandardEnded { standard ${STANDARD} }`,
};

/**
 * Makes a runner of mutations: `(world, verb, input, actor?)` answers with the result of one, of which it selects the type and `selected(verb)`.
 * Who is not named is `usually`. Throws when the graph answers nothing.
 */
export const mutations =
  <R>(usually: Actor, selected: (verb: string) => string) =>
  async (world: World, verb: string, input: Record<string, unknown>, actor: Actor = usually): Promise<R> => {
    const answer = await ask<Record<string, R>>(
      world,
      `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) {
         ${verb}(input: $input) { __typename ${selected(verb)} } }`,
      { input },
      actor,
    );
    const result = answer[verb];
    if (!result) throw new Error(`${verb} answered nothing`);
    return result;
  };

/** Runs one of this service's mutations. */
export const mutate = mutations<Result>(manager, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

type Day = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
const days: readonly Day[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Intervals written as `09:00-17:00`, as the graph takes them. */
export const open = (...intervals: string[]) =>
  intervals.map((interval) => {
    const [opens, closes] = interval.split('-');
    return { opens, closes };
  });

/** A week open alike from Monday to Friday. */
export const workingWeek = (...intervals: string[]) =>
  Object.fromEntries(days.slice(0, 5).map((day) => [day, open(...intervals)]));

/** A week open alike on all seven days. */
export const everyDay = (...intervals: string[]) => Object.fromEntries(days.map((day) => [day, open(...intervals)]));

/** Hours that a spec does not care about: a working week in London since 2020. */
export const someHours = { effectiveFrom: '2020-01-01', timeZone: 'Europe/London', week: workingWeek('09:00-17:00') };

let names = 0;

/** A calendar published through the graph. */
export async function givenCalendar(world: World, input: Record<string, unknown> = {}): Promise<Result['calendar']> {
  const published = await mutate(world, 'publishCalendar', {
    name: `Desk ${(names += 1)}`,
    ...someHours,
    ...input,
  });
  if (published.__typename !== 'CalendarPublished') throw new Error(JSON.stringify(published));
  return published.calendar;
}

/** A standard published through the graph. */
export async function givenStandard(world: World, input: Record<string, unknown>): Promise<SeenStandard> {
  const published = await mutate(world, 'publishServiceStandard', {
    name: 'A standard',
    firstResponse: 'PT4H',
    ...input,
  });
  if (published.__typename !== 'ServiceStandardPublished') throw new Error(JSON.stringify(published));
  return published.standard;
}

/** What was announced about something, oldest first. */
export async function eventsAbout(
  world: World,
  id: string,
): Promise<{ readonly type: string; readonly sequence: number; readonly data: Record<string, unknown> }[]> {
  return world.service.database.manager.query(
    `SELECT type, sequence, data FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
    [id],
  );
}
