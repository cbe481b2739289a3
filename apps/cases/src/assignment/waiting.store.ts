import type { EntityManager } from 'typeorm';
import type { CasePriority, Channel } from '@courtesy/graph-types/cases';
import { adjustmentsOf } from '@courtesy/subgraph';
import type { RoutingQueue } from '../routing-queue/routing-queue.ts';
import type { WaitingCase } from './round.ts';

/** That nobody has a case under the alias `c`, somebody could, and it is offered to nobody just now. */
const UNASSIGNED = `c.assignee_id IS NULL AND c.status IN ('NEW', 'OPEN')`;
const UNOFFERED = `NOT EXISTS (SELECT 1 FROM assignments open WHERE open.case_id = c.id AND open.status = 'OFFERED')`;
/** As the index has it. */
const RANK = `(CASE priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END)`;

interface WaitingRow {
  readonly id: string;
  readonly queue_id: string;
  readonly channel: Channel;
  readonly priority: CasePriority;
  readonly customer_id: string;
  readonly opened_at: Date;
  readonly declined_ids: string[];
}

/**
 * For each team (`$2`) the first that wait, of those that one of the queues (`$1`) takes: the most urgent first, then the oldest. Each team's are
 * read from the index in order. Only those that one of `$3` takes are asked for; `$4` is how many of a team, beyond the first `$5`.
 */
const WAITING = `
  SELECT c.id, c.queue_id, c.channel, c.priority, c.customer_id, c.opened_at,
    ARRAY(SELECT DISTINCT a.person_id FROM assignments a WHERE a.case_id = c.id AND (
      a.end_reason = 'CONFLICT_OF_INTEREST'
      OR a.status IN ('DECLINED', 'EXPIRED') AND a.ended_at + c.decline_rest * interval '1 ms' > $6::timestamptz)
      ORDER BY a.person_id) AS declined_ids
  FROM unnest($2::text[]) AS team (id)
  CROSS JOIN LATERAL (
    SELECT c.id, c.channel, c.priority, c.customer_id, c.opened_at, q.id AS queue_id, q.decline_rest FROM cases c
    CROSS JOIN LATERAL (
      SELECT q.id, q.decline_rest FROM routing_queues q
      WHERE q.id = ANY ($1) AND q.team_id = c.team_id AND (q.case_type IS NULL OR q.case_type = c.type)
        AND (cardinality(q.channels) = 0 OR c.channel = ANY (q.channels)) AND (q.product IS NULL OR q.product = c.product)
        AND (q.issue IS NULL OR q.issue = c.issue)
      ORDER BY q.position, q.key LIMIT 1
    ) AS q
    WHERE c.team_id = team.id AND ${UNASSIGNED} AND ${UNOFFERED} AND q.id = ANY ($3)
    ORDER BY ${RANK}, c.opened_at, c.id LIMIT $4 OFFSET $5
  ) AS c`;

/** Which of the waiting cases are asked for. */
export interface WaitingWanted {
  /** All queues of the teams, of which the first that fits takes a case. */
  readonly queues: readonly RoutingQueue[];
  /** Those whose cases are asked for. */
  readonly served: readonly RoutingQueue[];
  readonly at: Date;
  /** How many of each team, and how many of each to pass by. */
  readonly limit: number;
  readonly offset: number;
}

/** The cases that wait for somebody in some queues, of each team the first. The adjustments for their customers only where a queue asks for them. */
export async function waitingIn(manager: EntityManager, wanted: WaitingWanted): Promise<WaitingCase[]> {
  const { queues, served, at, limit, offset } = wanted;
  const teams = [...new Set(served.map(({ teamId }) => teamId))];
  const parameters = [queues.map(({ id }) => id), teams, served.map(({ id }) => id), limit, offset, at];
  const rows = await manager.query<WaitingRow[]>(WAITING, parameters);
  const asking = new Set(served.filter(({ needs }) => needs.length > 0).map(({ id }) => id));
  const customers = rows.filter((row) => asking.has(row.queue_id)).map((row) => row.customer_id);
  const adjusted =
    customers.length > 0 ? await adjustmentsOf(manager, [...new Set(customers)]) : new Map<string, readonly string[]>();
  return rows.map((row) => ({
    ...{ caseId: row.id, queueId: row.queue_id, channel: row.channel, priority: row.priority },
    ...{ openedAt: row.opened_at, declinedIds: row.declined_ids },
    adjustments: adjusted.get(row.customer_id) ?? [],
  }));
}

/** Of these cases those that still wait, held until the transaction ends; whichever somebody else holds is left to them. */
export async function holdWaiting(manager: EntityManager, caseIds: readonly string[]): Promise<Set<string>> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT c.id FROM cases c WHERE c.id = ANY ($1) AND ${UNASSIGNED} AND ${UNOFFERED} ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED`,
    [caseIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Waits until nobody else gives out work to these teams, until the transaction ends: what people were given is counted by one at a time. */
export async function lockTeams(manager: EntityManager, teamIds: readonly string[]): Promise<void> {
  await manager.query(`SELECT team_id FROM routing_teams WHERE team_id = ANY ($1) ORDER BY team_id FOR NO KEY UPDATE`, [
    teamIds,
  ]);
}

const HAS_WAITING = `EXISTS (SELECT 1 FROM cases c WHERE c.team_id = t.team_id AND ${UNASSIGNED} AND ${UNOFFERED})`;

/** The next instant at which an offer passes or a team's queue is to be looked at; null when there is none. */
export async function nextRoutingAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date | null }[]>(
    `SELECT least((SELECT min(expires_at) FROM assignments WHERE status = 'OFFERED'),
       (SELECT min(t.look_at) FROM routing_teams t WHERE t.look_at IS NOT NULL AND ${HAS_WAITING})) AS due_at`,
  );
  return row?.due_at ?? null;
}

/** The teams whose queues are to be looked at by both the given time and the database's, and where something waits. */
export async function teamsToLookAt(manager: EntityManager, now: Date): Promise<string[]> {
  const rows = await manager.query<{ team_id: string }[]>(
    `SELECT t.team_id FROM routing_teams t WHERE t.look_at <= least($1::timestamptz, now()) AND ${HAS_WAITING} ORDER BY t.look_at`,
    [now],
  );
  return rows.map(({ team_id }) => team_id);
}

/** Puts off the next look at a team's queue, which the caller has locked; answers whether it was due. */
export async function takeLook(
  manager: EntityManager,
  teamId: string,
  look: { readonly now: Date; readonly next: Date },
): Promise<boolean> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE routing_teams SET look_at = $3 WHERE team_id = $1 AND look_at <= least($2::timestamptz, now())`,
    [teamId, look.now, look.next],
  );
  return count > 0;
}

/** Lets a team's queue be looked at again at once, which the caller has locked. */
export async function lookAtOnce(manager: EntityManager, teamId: string, now: Date): Promise<void> {
  await manager.query(`UPDATE routing_teams SET look_at = $2 WHERE team_id = $1`, [teamId, now]);
}
