import type { CaseVerb } from '@courtesy/graph-types/cases';
import { transitions } from '../src/case/case.ts';
import { timelineOf } from '../src/clock/reading.ts';
import { CLOCKS, type ClockEvent } from '../src/clock/clock.ts';
import type { Ids } from './any-mutation.ts';
import type { World } from './cases-world.ts';

/** The tables that the service may add to and read, and nothing else, with a digest of every row that was there. */
export type Ledgers = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function appendOnlyTables(world: World): Promise<string[]> {
  const rows = await world.service.database.manager.query<{ name: string }[]>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND has_table_privilege(c.oid, 'INSERT') AND NOT has_table_privilege(c.oid, 'DELETE')
       AND NOT has_any_column_privilege(c.oid, 'UPDATE') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Reads every ledger: the rows by what they are, so that one that changed or went is missed. */
export async function readLedgers(world: World): Promise<Ledgers> {
  const tables = await appendOnlyTables(world);
  const sql = tables
    .map((name) => `SELECT '${name}' AS name, md5(t::text) AS digest FROM ${name} t`)
    .join(' UNION ALL ');
  const rows = await world.service.database.manager.query<{ name: string; digest: string }[]>(sql);
  const byTable = Map.groupBy(rows, ({ name }) => name);
  return new Map(
    tables.map((name) => [name, new Map((byTable.get(name) ?? []).map(({ digest }) => [digest, digest]))]),
  );
}

/** What was in a ledger before and is not now. */
export const lost = (before: Ledgers, after: Ledgers): string[] =>
  [...before].flatMap(([name, rows]) => {
    const gone = [...rows.keys()].filter((digest) => !after.get(name)?.has(digest));
    return gone.length > 0 ? [`${gone.length} rows of ${name} changed or went`] : [];
  });

/** The ids of everything there is, by prefix. */
export async function readIds(world: World): Promise<Ids> {
  const tables = await world.service.database.manager.query<{ name: string }[]>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN pg_tables t ON t.tablename = c.table_name AND t.schemaname = c.table_schema
     WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.data_type = 'text'`,
  );
  const sql = tables.map(({ name }) => `SELECT id FROM ${name}`).join(' UNION ');
  const rows = await world.service.database.manager.query<{ id: string }[]>(`${sql} ORDER BY id`);
  return Map.groupBy(
    rows.map(({ id }) => id),
    (id) => id.split('_')[0] ?? '',
  );
}

interface Moved {
  readonly case_id: string;
  readonly from_status: string | null;
  readonly to_status: string;
  readonly status: string;
}

const allowed = new Set(
  (Object.keys(transitions) as CaseVerb[]).flatMap((verb) =>
    Object.entries(transitions[verb]).flatMap(([from, to]) => {
      const back = Object.keys(transitions.MERGE);
      return to === 'AS_BEFORE' ? back.map((status) => `${from} ${status}`) : [`${from} ${to}`];
    }),
  ),
);

/** Every movement is one that the table allows, begins where the one before ended, and the last of them is where the case stands. */
async function brokenMovements(world: World): Promise<string[]> {
  const rows = await world.service.database.manager.query<Moved[]>(
    `SELECT m.case_id, m.from_status, m.to_status, c.status FROM case_movements m JOIN cases c ON c.id = m.case_id
     WHERE m.kind = 'STATUS' ORDER BY m.case_id, m.recorded_at, m.id`,
  );
  const illegal = rows.filter(({ from_status: from, to_status: to }) => from !== null && !allowed.has(`${from} ${to}`));
  const ends = [...Map.groupBy(rows, ({ case_id: id }) => id)].filter(
    ([, moves]) => !moves.some(({ to_status: to, status }) => to === status),
  );
  return [
    ...illegal.map(({ case_id: id, from_status, to_status }) => `${id} went from ${from_status} to ${to_status}`),
    ...ends.map(([id]) => `${id} stands where no movement led it`),
  ];
}

interface LedgerRow {
  readonly case_id: string;
  readonly clock: ClockEvent['clock'];
  readonly segment: number;
  readonly kind: ClockEvent['kind'];
  readonly at: Date;
  readonly recorded_at: Date;
  readonly target: string | null;
}

/** The stretches of each clock follow each other without gap or overlap, and none ends before it begins. */
async function brokenClocks(world: World, until: Date): Promise<string[]> {
  const rows = await world.service.database.manager.query<LedgerRow[]>(
    `SELECT case_id, clock, segment, kind, at, recorded_at, target FROM clock_events ORDER BY position`,
  );
  const ledgers = Map.groupBy(rows, ({ case_id: id }) => id);
  return [...ledgers].flatMap(([id, ledger]) => {
    const events = ledger.map((row) => ({ ...row, recordedAt: row.recorded_at }) as unknown as ClockEvent);
    return CLOCKS.flatMap((clock) => {
      const stretches = timelineOf(events, clock, until);
      const broken = stretches.some(
        (each, i) => each.to < each.from || (i > 0 && each.from.getTime() !== stretches[i - 1]?.to.getTime()),
      );
      return broken ? [`the ${clock} clock of ${id} does not tile its time`] : [];
    });
  });
}

/** Facts that must hold of the rows of the service whatever was asked of it: each query finds what is wrong. */
const wrongs: Readonly<Record<string, string>> = {
  'has an answer that does not fit its status': `SELECT id FROM cases WHERE (status IN ('RESOLVED', 'CLOSED')) AND outcome IS NULL`,
  'is closed without an end': `SELECT id FROM cases WHERE (status = 'CLOSED') <> (closed_at IS NOT NULL)`,
  'was paid back more than was paid': `
    SELECT l.id FROM purchase_line_copy l JOIN refund_lines r ON r.line_id = l.id JOIN payouts p ON p.id = r.refund_id
    WHERE p.status NOT IN ('REJECTED', 'FAILED', 'REVERSED') GROUP BY l.id, l.paid_minor HAVING sum(r.minor) > l.paid_minor`,
  'is merged into nothing': `SELECT c.id FROM cases c WHERE c.status = 'MERGED' AND NOT EXISTS (SELECT 1 FROM merged_cases m WHERE m.case_id = c.id)`,
  'is its own survivor': `SELECT case_id AS id FROM merged_cases WHERE case_id = survivor_id`,
  'was corrected twice': `SELECT supersedes_id AS id FROM interactions WHERE supersedes_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'ended over obstacles that nobody named': `SELECT id FROM guard_overrides WHERE jsonb_array_length(failures) = 0`,
};

/** Everything that is wrong with what the service holds; empty when nothing is. */
export async function brokenInvariants(world: World, until: Date): Promise<string[]> {
  const broken = [...(await brokenMovements(world)), ...(await brokenClocks(world, until))];
  for (const [wrong, sql] of Object.entries(wrongs)) {
    const rows = await world.service.database.manager.query<{ id: string }[]>(sql);
    broken.push(...rows.map(({ id }) => `${id} ${wrong}`));
  }
  return broken;
}
