import type { EntityManager } from 'typeorm';
import { readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import type { NewEvent } from '@courtesy/events';
import { visibleCases } from '../case/case.store.ts';
import { announced } from './clock-events.ts';
import type { CaseAtRisk, ClockEvent } from './clock.ts';
import { dueTable } from './due.table.ts';

const nextFirst: KeysetOrder<CaseAtRisk> = { by: ['dueAt', 'caseId', 'clock'], direction: 'ASC' };

/** A page of the running clocks of the cases the actor may see, the next due first. */
export function listAtRisk(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly before: Date | null },
): Promise<Connection<CaseAtRisk>> {
  const clocks = manager.createQueryBuilder(dueTable, 'd');
  if (query.before) clocks.andWhere('d.dueAt < :before', { before: query.before });
  if (actor.reach !== 'ALL') {
    const cases = visibleCases(manager, actor).andWhere('c.id = d.caseId').select('1');
    clocks
      .andWhere(`EXISTS (${cases.getQuery()})`)
      .setParameters({ ...clocks.getParameters(), ...cases.getParameters() });
  }
  return readPage(clocks, nextFirst, query);
}

/** The next instant at which a clock is due whose breach is not on record; null when there is none. */
export async function nextDueAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date }[]>(
    `SELECT due_at FROM clock_due WHERE noticed_at IS NULL ORDER BY due_at LIMIT 1`,
  );
  return row?.due_at ?? null;
}

interface BreachRow {
  readonly case_id: string;
  readonly clock: ClockEvent['clock'];
  readonly segment: number;
  readonly due_at: Date;
  readonly target: string;
  readonly calendar_version_id: string | null;
  readonly standard_id: string | null;
}

/**
 * Takes up to `limit` clocks that are due and marks them as noticed, until the transaction ends for this caller alone: what another finder has, or
 * a command that moves the case, is passed over. Due is what both the given time and the database's say: a process whose clock runs ahead
 * announces nothing early.
 */
export async function takeDue(
  manager: EntityManager,
  now: Date,
  limit: number,
): Promise<Omit<CaseAtRisk, 'noticedAt'>[]> {
  const [rows] = await manager.query<[BreachRow[], number]>(
    `WITH due AS (
       SELECT d.case_id, d.clock FROM clock_due d JOIN cases c ON c.id = d.case_id
       WHERE d.noticed_at IS NULL AND d.due_at <= LEAST($1::timestamptz, now())
       ORDER BY d.due_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED FOR SHARE OF c SKIP LOCKED
     )
     UPDATE clock_due AS taken SET noticed_at = $1 FROM due
     WHERE taken.case_id = due.case_id AND taken.clock = due.clock
     RETURNING taken.case_id, taken.clock, taken.segment, taken.due_at, taken.target, taken.calendar_version_id, taken.standard_id`,
    [now, limit],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    clock: row.clock,
    segment: row.segment,
    dueAt: row.due_at,
    target: Number(row.target) as CaseAtRisk['target'],
    calendarVersionId: row.calendar_version_id,
    standardId: row.standard_id,
  }));
}

/** What other services are told of a breach. */
export const breachEvent = (breach: ClockEvent): NewEvent => announced(breach, breach.at);
