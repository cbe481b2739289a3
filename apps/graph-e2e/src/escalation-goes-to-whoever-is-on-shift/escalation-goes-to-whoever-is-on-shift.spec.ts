import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

/** A Monday in London, which is at UTC then. */
const at = (hours: string) => new Date(`2026-03-02T${hours}:00.000Z`);
let now = at('08:00');
let world: GraphWorld;
let place: Place;
const people: Record<string, string> = {};

const admin: Who = { role: 'admin' };
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Office hours, and a standard that measures complaints by them. */
async function givenOfficeHours(): Promise<void> {
  const hours = [{ opens: '09:00', closes: '17:00' }];
  const week = Object.fromEntries([
    ...WEEKDAYS.map((day) => [day, hours] as const),
    ...['saturday', 'sunday'].map((day) => [day, []] as const),
  ]);
  const calendar = { name: 'Office hours', effectiveFrom: '2020-01-01', timeZone: 'Europe/London', week };
  const published = await must<{ calendar: { id: string } }>(
    world,
    admin,
    ['publishCalendar', 'CalendarPublished', 'calendar { id }'],
    calendar,
  );
  const standard = {
    ...{ name: 'A day', calendarId: published.calendar.id, caseType: 'COMPLAINT', firstResponse: 'PT24H' },
    ...{ resolution: 'PT80H', effectiveFrom: '2020-01-01T00:00:00Z' },
  };
  await must(world, admin, ['publishServiceStandard', 'ServiceStandardPublished', '__typename'], standard);
}

const givenLadder = () =>
  must(world, admin, ['publishEscalationLadder', 'EscalationLadderPublished', 'ladder { number }'], {
    name: 'Nobody waits a day',
    caseType: 'COMPLAINT',
    levels: [
      { level: 'LEAD', after: 'PT2H', acceptWithin: 'PT2H' },
      { level: 'MANAGER', after: 'PT4H', acceptWithin: 'PT4H' },
      { level: 'DIRECTOR', after: 'PT8H', acceptWithin: 'PT2H' },
    ],
  });

/** Lets people work at a place from eight to eight, that Monday. */
const onShift = (siteId: string, ...ids: readonly (string | undefined)[]) =>
  must(world, admin, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], {
    shifts: ids.map((personId) => ({ personId, siteId, startsAt: at('08:00'), endsAt: at('20:00') })),
  });

/** Runs a verb whose input cannot be wrong, and returns its result, a refusal too. */
async function say(who: Who, verb: string, success: string, input: object) {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ... on UserError { code } ${success} } }`;
  return (await asked<{ result: { __typename: string } }>(world, who, query, { input })).result;
}

async function onLeave(personId: string): Promise<void> {
  const wish = { personId, from: at('00:00'), until: '2026-03-09T00:00:00Z', kind: 'ANNUAL' };
  const requested = ['requestLeave', 'LeaveRequested', 'leave { id }'] as const;
  const { leave } = await must<{ leave: { id: string } }>(world, admin, requested, wish);
  expect(await say(admin, 'approveLeave', '', { leaveId: leave.id })).toEqual({ __typename: 'LeaveApproved' });
}

async function givenComplaint(subject: string, siteId: string, teamId: string): Promise<string> {
  const registering = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: { id: string } }>(world, admin, registering, {
    ...{ kind: 'PERSON', givenName: subject },
  });
  const matter = { type: 'COMPLAINT', channel: 'PHONE', subject, customerId: customer.id, siteId, teamId };
  const opening = ['openCase', 'CaseOpened', 'case { id }'] as const;
  return (await must<{ case: { id: string } }>(world, admin, opening, matter)).case.id;
}

interface Seen {
  readonly id: string;
  readonly level: string;
  readonly status: string;
  readonly to: { readonly displayName: string } | null;
  readonly searches: readonly {
    readonly outcome: string;
    readonly considered: readonly { readonly person: { displayName: string }; readonly verdict: string }[];
  }[];
}

const SEEN = `query ($id: ID!) { case(id: $id) { assignee { displayName } escalations { nodes {
  id level status to { displayName } searches { outcome considered { person { displayName } verdict } } } } } }`;

/** A case and its escalations, the earliest first. */
async function climbOf(id: string) {
  type Case = { assignee: { displayName: string } | null; escalations: { nodes: Seen[] } };
  const { case: about } = await asked<{ case: Case }>(world, admin, SEEN, { id });
  const all = [...about.escalations.nodes].reverse();
  const story = all.map(({ level, status, to }) => `${level} ${status} ${to?.displayName ?? 'nobody'}`);
  return { assignee: about.assignee?.displayName ?? null, all, story };
}

/** Lets the time come, and waits until a case stands like this. */
async function until(hours: string, id: string, story: readonly string[]): Promise<Seen[]> {
  now = at(hours);
  for (let tries = 0; tries < 200; tries += 1) {
    const climb = await climbOf(id);
    if (JSON.stringify(climb.story) === JSON.stringify(story)) return climb.all;
    if (tries === 199) expect(climb.story).toEqual(story);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}

const traceOf = (seen: Seen | undefined) =>
  (seen?.searches.at(-1)?.considered ?? []).map(({ person, verdict }) => `${person.displayName} ${verdict}`).sort();

beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  for (const [name, job] of [
    ...[['Lena Lead', 'LEAD'] as const, ['Otto Lead', 'LEAD'] as const],
    ...[['Mona Manager', 'MANAGER'] as const, ['Rita Regional', 'REGIONAL'] as const],
  ])
    people[name] = await givenPerson(world, place, name, job);
  await givenOfficeHours();
  await givenLadder();
  await onShift(place.siteId, ...Object.values(people));
  await onLeave(people['Lena Lead'] ?? '');
  await world.quiet();
});
beforeEach(() => {
  now = at('09:00');
});
afterAll(() => world?.close());

describe('a complaint that nobody answers', () => {
  it('goes to the lead, the manager and the director on duty after 2, 4 and 8 business hours; whoever accepts has it', async () => {
    const waiting = await givenComplaint('No heating', place.siteId, place.teamId);
    const accepted = await givenComplaint('No water', place.siteId, place.teamId);
    await until('10:59', waiting, []);
    const [first] = await until('11:00', waiting, ['LEAD RAISED Otto Lead']);
    expect(traceOf(first)).toEqual(['Lena Lead ON_LEAVE', 'Otto Lead CHOSEN']);
    const [mine] = await until('11:00', accepted, ['LEAD RAISED Otto Lead']);
    const otto = { ...as('lead', people['Otto Lead'] ?? ''), reach: 'TEAM', teamId: place.teamId };
    const accept = (who: Who) =>
      say(who, 'acceptEscalation', '... on EscalationAccepted { escalation { status } }', { escalationId: mine?.id });
    const mona = as('manager', people['Mona Manager'] ?? '');
    expect(await accept(mona)).toMatchObject({ code: 'ESCALATION_IS_FOR_ANOTHER' });
    expect(await accept(otto)).toMatchObject({ escalation: { status: 'ACCEPTED' } });
    await until('12:59', waiting, ['LEAD RAISED Otto Lead']);
    const toManager = ['LEAD EXPIRED Otto Lead', 'MANAGER RAISED Mona Manager'];
    await until('13:00', waiting, toManager);
    await until('16:59', waiting, toManager);
    await until('17:00', waiting, [
      ...['LEAD EXPIRED Otto Lead', 'MANAGER EXPIRED Mona Manager', 'DIRECTOR RAISED Rita Regional'],
    ]);
    expect(await climbOf(accepted)).toMatchObject({ assignee: 'Otto Lead', story: ['LEAD ACCEPTED Otto Lead'] });
  });

  it('at a site where nobody is on shift is a cover gap on record, until somebody comes', async () => {
    const empty = await givenPlace(world, 'Island');
    const mary = await givenPerson(world, empty, 'Mary Manager', 'MANAGER');
    await world.quiet();
    const id = await givenComplaint('No light', empty.siteId, empty.teamId);
    const [gap] = await until('11:00', id, ['LEAD UNCOVERED nobody']);
    expect(gap?.searches).toMatchObject([{ outcome: 'COVER_GAP' }]);
    expect(traceOf(gap)).toEqual(['Mary Manager OFF_SHIFT']);
    const told = await world.services['cases']
      ?.running()
      ?.database.manager.query<{ siteId: string }[]>(
        `SELECT data->>'siteId' AS "siteId" FROM event_log WHERE type = 'courtesy.cover-gap.found.v1'`,
      );
    expect(told).toEqual([{ siteId: empty.siteId }]);
    await onShift(empty.siteId, mary);
    await until('11:05', id, ['MANAGER RAISED Mary Manager']);
  });
});
