import type { EntityManager } from 'typeorm';
import type { Duration } from '@courtesy/kernel';
import type { CaseClockKind } from '@courtesy/graph-types/cases';
import type { Batch } from '@courtesy/subgraph';
import { CLIMBS_FOLLOW } from '../escalation/climb.store.ts';
import { calendarsOf } from './calendar.store.ts';
import { standsWith } from '../case-merge/family.store.ts';
import { mayAsk, type CaseChange } from './case-change.ts';
import {
  DEFAULT_PAUSES,
  type CalendarOf,
  type CaseAtRisk,
  type CaseClock,
  type ClockEvent,
  type Promised,
  type Terms,
} from './clock.ts';
import type { Situation } from './following.ts';
import { readClocks } from './reading.ts';

/** A row of `clock_events` as JSON. */
interface LedgerRow {
  readonly id: string;
  readonly case_id: string;
  readonly clock: ClockEvent['clock'];
  readonly segment: number;
  readonly kind: ClockEvent['kind'];
  readonly at: string;
  readonly recorded_at: string;
  readonly target: number | null;
  readonly calendar_version_id: string | null;
  readonly standard_id: string | null;
  readonly cause: string;
  readonly reason: string | null;
}

const eventOf = (row: LedgerRow): ClockEvent => ({
  id: row.id,
  caseId: row.case_id,
  clock: row.clock,
  segment: row.segment,
  kind: row.kind,
  at: new Date(row.at),
  recordedAt: new Date(row.recorded_at),
  target: row.target as Duration | null,
  calendarVersionId: row.calendar_version_id,
  standardId: row.standard_id,
  cause: row.cause,
  reason: row.reason,
});

const rowOf = (event: ClockEvent): LedgerRow => ({
  id: event.id,
  case_id: event.caseId,
  clock: event.clock,
  segment: event.segment,
  kind: event.kind,
  at: event.at.toISOString(),
  recorded_at: event.recordedAt.toISOString(),
  target: event.target,
  calendar_version_id: event.calendarVersionId,
  standard_id: event.standardId,
  cause: event.cause,
  reason: event.reason,
});

type PromisedByClock = Readonly<Partial<Record<CaseClockKind, Promised>>>;

interface SituationRow {
  readonly case_id: string;
  readonly ledger: readonly LedgerRow[] | null;
  /** What the standards in the ledger promise, by their ids. */
  readonly promised: Readonly<Record<string, PromisedByClock>> | null;
  readonly standard_id: string | null;
  readonly standard_promised: PromisedByClock | null;
  readonly calendar_version_id: string | null;
  readonly asked_id: string | null;
  readonly asked_at: Date | null;
}

/**
 * The standard in force for a case as policy chooses it: cases know neither tier nor contract, so it is one for all; one for the priority goes
 * before one for any; it counts by the calendar of the site where it says so and the site had one. Of that calendar the version in force counts,
 * or the first one where none was yet: closer to what was promised than the wall clock.
 */
const SITUATIONS = `
  SELECT wanted.case_id,
    (SELECT json_agg(e ORDER BY e.position) FROM clock_events e WHERE e.case_id = wanted.case_id) AS ledger,
    (SELECT json_object_agg(s.id, s.promised) FROM standard_copy s
      WHERE s.id IN (SELECT e.standard_id FROM clock_events e WHERE e.case_id = wanted.case_id)) AS promised,
    standard.id AS standard_id, standard.promised AS standard_promised, version.id AS calendar_version_id,
    asked.id AS asked_id, asked.occurred_at AS asked_at
  FROM json_to_recordset($1::json) AS wanted
    (case_id text, case_type text, priority text, site_id text, at timestamptz(3), heard boolean, only_promised boolean)
  LEFT JOIN LATERAL (
    SELECT s.id, s.promised, s.calendar_id, s.uses_site_calendar FROM standard_copy s
    WHERE s.case_type = wanted.case_type AND (s.priority IS NULL OR s.priority = wanted.priority)
      AND s.tier IS NULL AND s.contract_id IS NULL
      AND s.effective_from <= wanted.at AND (s.effective_until IS NULL OR s.effective_until > wanted.at)
    ORDER BY s.priority NULLS LAST LIMIT 1
  ) AS standard ON true
  LEFT JOIN LATERAL (
    SELECT c.calendar_id FROM site_calendar_copy c
    WHERE c.site_id = wanted.site_id AND c.assigned_at <= wanted.at ORDER BY c.assigned_at DESC LIMIT 1
  ) AS site ON standard.uses_site_calendar
  LEFT JOIN LATERAL (
    SELECT v.id FROM calendar_version_copy v WHERE v.calendar_id = coalesce(site.calendar_id, standard.calendar_id)
    ORDER BY v.effective_at <= wanted.at DESC, CASE WHEN v.effective_at <= wanted.at THEN -v.number ELSE v.number END LIMIT 1
  ) AS version ON true
  LEFT JOIN LATERAL (
    SELECT i.id, i.occurred_at FROM interactions i
    WHERE ${standsWith('i', 'wanted.case_id')} AND i.direction = 'INBOUND' AND NOT i.is_automatic
      AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)
      AND i.occurred_at > coalesce((
        SELECT max(o.occurred_at) FROM interactions o
        WHERE ${standsWith('o', 'wanted.case_id')} AND o.direction = 'OUTBOUND' AND NOT o.is_automatic
          AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = o.id)), '-infinity')
    ORDER BY i.occurred_at, i.id LIMIT 1
  ) AS asked ON wanted.heard
  WHERE standard.id IS NOT NULL OR NOT wanted.only_promised`;

/** What is to be known of a case before its clocks can be moved. */
export interface KnownOfCase extends Pick<Situation, 'ledger' | 'terms' | 'pausesOf' | 'calendarOf'> {
  /** The customer's earliest word that nobody has answered. */
  readonly asked: { readonly id: string; readonly at: Date } | null;
}

const termsOf = (row: SituationRow): Terms => ({
  standardId: row.standard_id,
  calendarVersionId: row.calendar_version_id,
  promised: row.standard_promised ?? {},
});

/**
 * Loads what moving the clocks of these cases needs, by case, in one statement; and in a second one the hours of calendars that this process
 * has not used before. A case of a bulk that nobody promised anything about is left out. The caller has locked the cases.
 */
export async function knownOfCases(
  manager: EntityManager,
  changes: readonly CaseChange[],
): Promise<Map<string, KnownOfCase>> {
  const wanted = changes.map((change) => ({
    ...{ case_id: change.case.id, case_type: change.case.type, priority: change.case.priority },
    ...{ site_id: change.case.siteId, at: change.at.toISOString(), heard: mayAsk(change) },
    only_promised: change.signals.some((signal) => signal.type === 'OPENED' && signal.promisedOnly),
  }));
  const rows = await manager.query<SituationRow[]>(SITUATIONS, [JSON.stringify(wanted)]);
  const ledgers = new Map(rows.map((row) => [row.case_id, (row.ledger ?? []).map(eventOf)]));
  const versions = [...ledgers.values()].flat().flatMap(({ calendarVersionId }) => calendarVersionId ?? []);
  const calendarOf = await calendarsOf(manager, [...versions, ...rows.flatMap((row) => row.calendar_version_id ?? [])]);
  return new Map(
    rows.map((row): [string, KnownOfCase] => {
      const promised = { ...row.promised, ...(row.standard_id && { [row.standard_id]: row.standard_promised ?? {} }) };
      return [
        row.case_id,
        {
          ledger: ledgers.get(row.case_id) ?? [],
          terms: termsOf(row),
          pausesOf: (clock, standardId) =>
            (standardId ? promised[standardId]?.[clock]?.pausedIn : undefined) ?? DEFAULT_PAUSES[clock],
          calendarOf,
          asked: row.asked_id && row.asked_at ? { id: row.asked_id, at: row.asked_at } : null,
        },
      ];
    }),
  );
}

/** What a transaction does to ledgers: the rows to add, and of each clock they are about, what the list of what is next says now. */
export interface LedgerChange {
  readonly added: readonly ClockEvent[];
  readonly due: readonly CaseAtRisk[];
  /** Clocks that are due at no instant. */
  readonly notDue: readonly Pick<CaseAtRisk, 'caseId' | 'clock'>[];
}

/** Adds rows to ledgers and brings the list of what is next in line with them, in one statement. */
export async function appendToLedgers(manager: EntityManager, { added, due, notDue }: LedgerChange): Promise<void> {
  const dueRows = due.map((each) => ({
    ...{ case_id: each.caseId, clock: each.clock, segment: each.segment, due_at: each.dueAt, target: each.target },
    ...{ calendar_version_id: each.calendarVersionId, standard_id: each.standardId, noticed_at: each.noticedAt },
  }));
  const notDueRows = notDue.map(({ caseId, clock }) => ({ case_id: caseId, clock }));
  await manager.query(
    `WITH added AS (
       INSERT INTO clock_events (id, case_id, clock, segment, kind, at, recorded_at, target, calendar_version_id, standard_id, cause, reason)
       SELECT id, case_id, clock, segment, kind, at, recorded_at, target, calendar_version_id, standard_id, cause, reason
       FROM json_populate_recordset(NULL::clock_events, $1::json)
     ), climbs AS (
       ${CLIMBS_FOLLOW}
     ), ended AS (
       DELETE FROM clock_due d USING json_to_recordset($2::json) AS gone (case_id text, clock text)
       WHERE d.case_id = gone.case_id AND d.clock = gone.clock
     )
     INSERT INTO clock_due (case_id, clock, segment, due_at, target, calendar_version_id, standard_id, noticed_at)
     SELECT case_id, clock, segment, due_at, target, calendar_version_id, standard_id, noticed_at
     FROM json_populate_recordset(NULL::clock_due, $3::json)
     ON CONFLICT (case_id, clock) DO UPDATE SET segment = excluded.segment, due_at = excluded.due_at, target = excluded.target,
       calendar_version_id = excluded.calendar_version_id, standard_id = excluded.standard_id, noticed_at = excluded.noticed_at`,
    [JSON.stringify(added.map(rowOf)), JSON.stringify(notDueRows), JSON.stringify(dueRows)],
  );
}

/** What is on record of the clocks of each case, or was at an instant, and the hours that they count by. */
export async function ledgersOf(
  manager: EntityManager,
  caseIds: readonly string[],
  knownAt: Date | null = null,
): Promise<{ readonly ledgers: ReadonlyMap<string, readonly ClockEvent[]>; readonly calendarOf: CalendarOf }> {
  const rows = await manager.query<{ case_id: string; ledger: LedgerRow[] }[]>(
    `SELECT case_id, json_agg(e ORDER BY e.position) AS ledger FROM clock_events e
     WHERE case_id = ANY ($1) AND ($2::timestamptz IS NULL OR known_from <= $2) GROUP BY case_id`,
    [caseIds, knownAt],
  );
  const ledgers = new Map(rows.map(({ case_id, ledger }) => [case_id, ledger.map(eventOf)]));
  const versions = [...ledgers.values()].flat().flatMap(({ calendarVersionId }) => calendarVersionId ?? []);
  return { ledgers, calendarOf: await calendarsOf(manager, versions) };
}

/** Reads, for each case, its clocks at an instant: from all that is on record, or from what was on record then. */
export const clocksOfCases: Batch<readonly CaseClock[], { readonly now: string; readonly asOf?: true }> = async (
  { db },
  caseIds,
  { now, asOf },
) => {
  const { ledgers, calendarOf } = await ledgersOf(db.manager, caseIds, asOf ? new Date(now) : null);
  return caseIds.map((id) => readClocks(ledgers.get(id) ?? [], calendarOf, new Date(now)));
};
