import { applyPage, type Database } from '@courtesy/persistence';
import type { CloudEvent } from '@courtesy/events';
import { policyReaction } from '../src/reactions/policy.reaction.ts';
import { clock } from './cases-world.ts';

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const allDays = [...workdays, 'sat', 'sun'];

/** A week of the same hours on working days, or on all of them. */
export const weekOf = (hours: readonly (readonly [string, string])[], days: readonly string[] = workdays) =>
  Object.fromEntries(allDays.map((day) => [day, days.includes(day) ? hours : []]));

interface Told {
  readonly type: string;
  readonly subject: string;
  readonly time?: string;
  readonly data: object;
}

/** A version of a calendar, as policy tells of it. */
export const version = (subject: string, data: { readonly calendarId: string } & Record<string, unknown>): Told => ({
  type: 'courtesy.calendar-version.published.v1',
  subject,
  data: {
    number: 1,
    effectiveAt: '2020-01-01T00:00:00.000Z',
    timeZone: 'Europe/London',
    week: weekOf([['09:00', '17:00']]),
    exceptions: [],
    reason: null,
    ...data,
  },
});

/** A standard for complaints, as policy tells of it. `targets` are minutes, by clock. */
export const standard = (
  subject: string,
  {
    targets,
    pausedIn = {},
    ...data
  }: {
    readonly targets: Readonly<Record<string, number>>;
    readonly pausedIn?: Readonly<Record<string, readonly string[]>>;
  } & Record<string, unknown>,
): Told => ({
  type: 'courtesy.standard.changed.v2',
  subject,
  data: {
    name: subject,
    calendarId: 'cal_office',
    usesSiteCalendar: false,
    caseType: 'COMPLAINT',
    priority: null,
    tier: null,
    contractId: null,
    targets: Object.entries(targets).map(([name, minutes]) => ({
      clock: name,
      withinMs: minutes * 60_000,
      warnBeforeMs: null,
      pausedIn: pausedIn[name] ?? (name === 'RESOLUTION' ? ['WAITING_CUSTOMER'] : []),
    })),
    effectiveFrom: '2020-01-01T00:00:00.000Z',
    effectiveUntil: null,
    ...data,
  },
});

/** Lets the service read these next in policy's feed. */
export async function policyTells(database: Database, ...told: readonly Told[]): Promise<void> {
  const [cursor] = await database.manager.query<{ place: string }[]>(
    `SELECT place FROM feed_cursor WHERE feed = 'policy'`,
  );
  const from = cursor?.place ?? '0.0';
  const last = Number(from.split('.')[1]);
  const events = told.map((each, i): CloudEvent => ({
    specversion: '1.0',
    id: `1.${last + i + 1}`,
    source: '/courtesy/policy',
    time: clock().toISOString(),
    datacontenttype: 'application/json',
    sequence: 1,
    ...each,
  }));
  const next = events.at(-1)?.id ?? from;
  if (!(await applyPage(database, policyReaction, { from, next, events, now: clock() }))) throw new Error('Not read');
}
