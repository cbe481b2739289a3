import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { RoutingQueue } from './routing-queue.ts';
import { routingQueueTable } from './routing-queue.table.ts';

const latestFirst: KeysetOrder<RoutingQueue> = { by: ['effectiveFrom', 'id'], direction: 'DESC' };

const queues = (manager: EntityManager) => manager.createQueryBuilder(routingQueueTable, 'q').where('TRUE');

/** Of the versions under the alias `q`, those in force: the latest of their key, unless it is retired. */
const IN_FORCE = `NOT q.isRetired AND NOT EXISTS (SELECT 1 FROM routing_queues later WHERE later.key = q.key AND later.number > q.number)`;

/** Loads versions of queues by id. Who handles cases sees them all: they say how work comes to everybody. */
export const routingQueuesById = byId<RoutingQueue>(({ db }) => queues(db.manager));

/** A page of the versions of queues, the latest first. */
export const listRoutingQueues = (manager: EntityManager, page: PageArgs): Promise<Connection<RoutingQueue>> =>
  readPage(queues(manager), latestFirst, page);

/**
 * The queues in force of a team and of those teams that overflow into it: all of each team, since it is the first in their order that takes a
 * case.
 */
export const queuesAround = (manager: EntityManager, teamId: string): Promise<RoutingQueue[]> =>
  queues(manager)
    .andWhere(IN_FORCE)
    .andWhere(
      `(q.teamId = :teamId OR q.teamId IN (
         SELECT o.team_id FROM routing_queues o WHERE o.overflow_team_id = :teamId AND NOT o.is_retired
           AND NOT EXISTS (SELECT 1 FROM routing_queues later WHERE later.key = o.key AND later.number > o.number)))`,
      { teamId },
    )
    .orderBy('q.position')
    .addOrderBy('q.key')
    .getMany();

/** Which of these skills nobody has defined, or nobody can gain any more. */
export async function unknownSkills(manager: EntityManager, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await manager.query<{ key: string }[]>(
    `SELECT key FROM unnest($1::text[]) AS asked (key) WHERE NOT EXISTS (SELECT 1 FROM skill_copy s WHERE s.key = asked.key AND NOT s.is_retired)`,
    [keys],
  );
  return rows.map(({ key }) => key);
}

/** Loads the ids of skills by what rules name them. */
export const skillIdsByKey: Batch<string> = async ({ db }, keys) => {
  const rows = await db.manager.query<{ key: string; id: string }[]>(
    `SELECT key, min(id) AS id FROM skill_copy WHERE key = ANY ($1) GROUP BY key`,
    [keys],
  );
  const ids = new Map(rows.map(({ key, id }) => [key, id]));
  return keys.map((key) => ids.get(key) ?? null);
};

/** Waits until nobody else changes a queue, until the transaction ends. */
export async function lockQueues(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('routing_queues'))`);
}

/** The latest version of a queue; null when there is none. */
export const latestOf = (manager: EntityManager, key: string): Promise<RoutingQueue | null> =>
  queues(manager).andWhere('q.key = :key', { key }).orderBy('q.number', 'DESC').limit(1).getOne();

/** The version under an id; null when there is none. */
export const findQueue = (manager: EntityManager, id: string): Promise<RoutingQueue | null> =>
  queues(manager).andWhere('q.id = :id', { id }).getOne();

/**
 * Adds a version, and lets the teams it speaks of, and spoke of before, be looked at: those that have a queue in force whose cases come by
 * themselves. The caller has locked the queues.
 */
export async function addQueue(manager: EntityManager, queue: RoutingQueue): Promise<void> {
  await insertRows(manager, routingQueueTable, [queue]);
  await manager.query(
    `INSERT INTO routing_teams (team_id, look_at)
     SELECT named.team_id, (SELECT max($2::timestamptz) FROM routing_queues q WHERE q.team_id = named.team_id AND q.delivery = 'PUSH'
       AND NOT q.is_retired AND NOT EXISTS (SELECT 1 FROM routing_queues later WHERE later.key = q.key AND later.number > q.number))
     FROM (SELECT team_id FROM routing_queues WHERE key = $1 UNION SELECT overflow_team_id FROM routing_queues WHERE key = $1) AS named
     WHERE named.team_id IS NOT NULL
     ORDER BY named.team_id
     ON CONFLICT (team_id) DO UPDATE SET look_at = excluded.look_at`,
    [queue.key, queue.effectiveFrom],
  );
}
