import { startOfDay } from '@courtesy/kernel';
import type { KnownEvent } from '@courtesy/events';
import type { Reaction } from '@courtesy/persistence';
import type { CaseClockKind } from '@courtesy/graph-types/cases';
import { CLOCKS, DEFAULT_PAUSES } from '../clock/clock.ts';
import { keepDecidedCases } from '../decided-case/decided-case.store.ts';
import { keepRegimes } from './regime.ts';

interface VersionRow {
  readonly id: string;
  readonly calendar_id: string;
  readonly number: number;
  readonly effective_at: string;
  readonly hours: object;
}

function versionOf(event: KnownEvent): VersionRow | null {
  if (event.type === 'courtesy.calendar-version.published.v1') {
    const { calendarId, number, effectiveAt, timeZone, week, exceptions } = event.data;
    const hours = { timeZone, week, exceptions };
    return { id: event.subject, calendar_id: calendarId, number, effective_at: effectiveAt, hours };
  }
  if (event.type !== 'courtesy.calendar.changed.v1') return null;
  const { versionId, version, effectiveFrom, timeZone, week, exceptions } = event.data;
  const effective_at = startOfDay(effectiveFrom, timeZone).toISOString();
  const hours = { timeZone, week, exceptions };
  return { id: versionId, calendar_id: event.subject, number: version, effective_at, hours };
}

interface StandardRow {
  readonly id: string;
  readonly calendar_id: string;
  readonly uses_site_calendar: boolean;
  readonly case_type: string;
  readonly priority: string | null;
  readonly tier: string | null;
  readonly contract_id: string | null;
  readonly promised: Readonly<Record<string, { readonly within: number; readonly pausedIn: readonly string[] }>>;
  readonly effective_from: string;
  readonly effective_until: string | null;
}

const isClock = (name: string): name is CaseClockKind => (CLOCKS as readonly string[]).includes(name);

type Target = readonly [clock: string, within: number | null, pausedIn: readonly string[]];

function promisedBy(targets: readonly Target[]): StandardRow['promised'] {
  const given = targets.flatMap(([clock, within, pausedIn]) =>
    within !== null && isClock(clock) ? [[clock, { within, pausedIn }] as const] : [],
  );
  return Object.fromEntries(given);
}

function standardOf(event: KnownEvent): StandardRow | null {
  if (event.type !== 'courtesy.standard.changed.v2' && event.type !== 'courtesy.standard.changed.v1') return null;
  const { calendarId, caseType, priority, effectiveFrom, effectiveUntil } = event.data;
  const common = {
    ...{ id: event.subject, calendar_id: calendarId, case_type: caseType, priority },
    ...{ effective_from: effectiveFrom, effective_until: effectiveUntil },
  };
  if (event.type === 'courtesy.standard.changed.v2') {
    const { usesSiteCalendar, tier, contractId, targets } = event.data;
    const promised = promisedBy(targets.map(({ clock, withinMs, pausedIn }) => [clock, withinMs, pausedIn]));
    return { ...common, uses_site_calendar: usesSiteCalendar, tier, contract_id: contractId, promised };
  }
  const { firstResponseMs, resolutionMs } = event.data;
  const promised = promisedBy([
    ['FIRST_RESPONSE', firstResponseMs, DEFAULT_PAUSES.FIRST_RESPONSE],
    ['RESOLUTION', resolutionMs, DEFAULT_PAUSES.RESOLUTION],
  ]);
  return { ...common, uses_site_calendar: false, tier: null, contract_id: null, promised };
}

/** The last word on each id: one statement may touch a row once. */
const lastOfEach = <T extends { readonly id: string }>(rows: readonly (T | null)[]): T[] => [
  ...new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : []))).values(),
];

const SAVE_VERSIONS = `
  INSERT INTO calendar_version_copy (id, calendar_id, number, effective_at, hours)
  SELECT id, calendar_id, number, effective_at, hours FROM json_populate_recordset(NULL::calendar_version_copy, $1::json)
  ON CONFLICT (id) DO UPDATE SET effective_at = excluded.effective_at`;

const SAVE_STANDARDS = `
  INSERT INTO standard_copy (id, calendar_id, uses_site_calendar, case_type, priority, tier, contract_id, promised, effective_from, effective_until)
  SELECT id, calendar_id, uses_site_calendar, case_type, priority, tier, contract_id, promised, effective_from, effective_until
  FROM json_populate_recordset(NULL::standard_copy, $1::json)
  ON CONFLICT (id) DO UPDATE SET uses_site_calendar = excluded.uses_site_calendar, tier = excluded.tier,
    contract_id = excluded.contract_id, promised = excluded.promised, effective_until = excluded.effective_until`;

const SAVE_SITES = `
  INSERT INTO site_calendar_copy (site_id, assigned_at, calendar_id)
  SELECT site_id, assigned_at, calendar_id FROM json_populate_recordset(NULL::site_calendar_copy, $1::json)
  ON CONFLICT (site_id, assigned_at) DO UPDATE SET calendar_id = excluded.calendar_id`;

function assignmentsIn(events: readonly KnownEvent[]) {
  const assigned = events.flatMap((event) =>
    event.type === 'courtesy.site-calendar.assigned.v1'
      ? [{ site_id: event.subject, assigned_at: event.time, calendar_id: event.data.calendarId }]
      : [],
  );
  return [...new Map(assigned.map((row) => [`${row.site_id} ${row.assigned_at}`, row])).values()];
}

/**
 * Keeps every version of every calendar and standard, with its dates, and which site worked by which calendar since when: what it takes to
 * measure a case at any instant without asking policy. Keeps every approved version of every complaint regime, by which complaints are handled, and
 * which versions of policies the decisions in cases rest on. Of an older release's standards, which knew two clocks, the default pauses hold.
 */
export const policyReaction: Reaction = {
  feed: 'policy',
  types: [
    'courtesy.calendar.changed.v1',
    'courtesy.calendar-version.published.v1',
    'courtesy.standard.changed.v1',
    'courtesy.standard.changed.v2',
    'courtesy.site-calendar.assigned.v1',
    'courtesy.complaint-regime.approved.v1',
    'courtesy.complaint-regime.withdrawn.v1',
    'courtesy.decision.made.v1',
  ],
  apply: async (tx, events) => {
    const save = async (sql: string, rows: readonly object[]) => {
      if (rows.length > 0) await tx.manager.query(sql, [JSON.stringify(rows)]);
    };
    await save(SAVE_VERSIONS, lastOfEach(events.map(versionOf)));
    await save(SAVE_STANDARDS, lastOfEach(events.map(standardOf)));
    await save(SAVE_SITES, assignmentsIn(events));
    await keepRegimes(save, events);
    await keepDecidedCases(tx.manager, events);
  },
};
