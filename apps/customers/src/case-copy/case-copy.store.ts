import type { KnownEvent } from '@courtesy/events';
import type { EntityManager } from 'typeorm';
import { applyToCopy, caseCopyEvents, type CaseCopy } from './case-copy.ts';

const COLUMNS = `id, customer_id AS "customerId", type, state, opened_at AS "openedAt", reopen_count AS "reopenCount"`;

async function copiesOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, CaseCopy>> {
  const rows = await manager.query<CaseCopy[]>(`SELECT ${COLUMNS} FROM case_copy WHERE id = ANY ($1)`, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const known: ReadonlySet<string> = new Set(caseCopyEvents);

/**
 * Takes over from a page of the cases feed how cases stand, in two statements however long the page is, and answers whose cases those are.
 * Without the mapper: an import sends thousands of events a second this way.
 */
export async function copyCases(manager: EntityManager, events: readonly KnownEvent[]): Promise<string[]> {
  const about = events.filter(({ type }) => known.has(type));
  if (about.length === 0) return [];
  const copies = await copiesOf(manager, [...new Set(about.map(({ subject }) => subject))]);
  for (const event of about) {
    const copy = applyToCopy(copies.get(event.subject) ?? null, event);
    if (copy) copies.set(copy.id, copy);
  }
  const rows = [...copies.values()].map(({ id, customerId, type, state, openedAt, reopenCount }) => ({
    ...{ id, customer_id: customerId, type, state, opened_at: openedAt, reopen_count: reopenCount },
  }));
  await manager.query(
    `INSERT INTO case_copy SELECT * FROM json_populate_recordset(NULL::case_copy, $1::json)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, reopen_count = excluded.reopen_count`,
    [JSON.stringify(rows)],
  );
  return [...new Set(rows.map((row) => row.customer_id))];
}
