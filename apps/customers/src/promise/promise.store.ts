import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type PageArgs } from '@courtesy/persistence';
import { nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { promiseTable } from './promise.table.ts';
import type { CustomerPromise, PromiseKeeping } from './promise.ts';

/** Loads promises by id, as far as the caller may see them. */
export const promisesById = belongingsById(promiseTable);

const latestFirst = { by: ['dueAt', 'id'], direction: 'DESC' } as const;

/** The pages of what was promised to customers and to those merged into them, the latest due first. */
export const promisesOfCustomers = nestedPages<CustomerPromise>({
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, promiseTable),
  of: 'customerId',
  members: 'customer_family',
  order: latestFirst,
});

/** The pages of what was promised about cases, the latest due first. */
export const promisesOfCases = nestedPages<CustomerPromise>({
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, promiseTable),
  of: 'caseId',
  order: latestFirst,
});

/** One promise as it stands, locked until the transaction ends. */
export function lockPromise(manager: EntityManager, actor: Actor, id: string): Promise<CustomerPromise | null> {
  return visibleBelongings(manager, actor, promiseTable)
    .andWhere('b.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
}

/** Adds a promise. */
export async function addPromise(manager: EntityManager, promise: CustomerPromise): Promise<void> {
  await insertRows(manager, promiseTable, [promise]);
}

/** Says how a promise that the caller has locked ended. */
export async function savePromise(manager: EntityManager, promise: CustomerPromise): Promise<void> {
  const { id, status, endedAt, keptAt, note, version } = promise;
  await manager.query(
    `UPDATE promises SET status = $2, ended_at = $3, kept_at = $4, note = $5, version = $6 WHERE id = $1`,
    [id, status, endedAt, keptAt, note, version],
  );
}

/** The instant at which the next promise is due; null when none is open. */
export async function nextPromiseDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(due_at) AS at FROM promises WHERE status = 'OPEN'`,
  );
  return row?.at ?? null;
}

/** Ends the open promises whose time has passed, at most `limit`, each by one finder however many there are, and returns them as they are now. */
export async function breakPromises(manager: EntityManager, now: Date, limit: number): Promise<CustomerPromise[]> {
  const due = await manager
    .createQueryBuilder(promiseTable, 'p')
    .where(`p.status = 'OPEN' AND p.dueAt < :now`, { now })
    .orderBy('p.dueAt')
    .addOrderBy('p.id')
    .limit(limit)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
  const broken = due.map((each): CustomerPromise => ({
    ...each,
    ...{ status: 'BROKEN', endedAt: each.dueAt, version: each.version + 1 },
  }));
  await manager.query(
    `UPDATE promises SET status = 'BROKEN', ended_at = due_at, version = version + 1 WHERE id = ANY ($1)`,
    [broken.map(({ id }) => id)],
  );
  return broken;
}

interface KeepingRow extends PromiseKeeping {
  readonly teamId: string;
}

/** Counts, for each team, the promises that were due in a time, in one statement. */
export const promiseKeepingOfTeams: Batch<PromiseKeeping, { readonly from: string; readonly to: string }> = async (
  { db, actor },
  teamIds,
  { from, to },
) => {
  const count = (condition: string) => `(count(*) FILTER (WHERE ${condition}))::integer`;
  const rows = await visibleBelongings(db.manager, actor, promiseTable)
    .andWhere('b.teamId = ANY (:teamIds) AND b.dueAt >= :from AND b.dueAt < :to', { teamIds, from, to })
    .select('b.teamId', 'teamId')
    .addSelect('count(*)::integer', 'due')
    .addSelect(count(`b.status = 'KEPT'`), 'kept')
    .addSelect(count(`b.status = 'BROKEN' AND b.keptAt IS NOT NULL`), 'keptLate')
    .addSelect(count(`b.status = 'BROKEN'`), 'broken')
    .addSelect(count(`b.status = 'WAIVED'`), 'waived')
    .addSelect(count(`b.status = 'OPEN'`), 'open')
    .groupBy('b.teamId')
    .getRawMany<KeepingRow>();
  const byTeam = new Map(rows.map(({ teamId, ...counts }) => [teamId, counts]));
  const none: PromiseKeeping = { due: 0, kept: 0, keptLate: 0, broken: 0, waived: 0, open: 0 };
  return teamIds.map((id) => byTeam.get(id) ?? none);
};

/** Which open promises are asked for. */
export interface DueQuery extends PageArgs {
  /** Until when they are to be kept, this instant included. */
  readonly until: Date;
  readonly teamId?: string | null | undefined;
}

/** A page of the open promises to be kept until an instant, the most urgent first. */
export function promisesDue(
  manager: EntityManager,
  actor: Actor,
  query: DueQuery,
): Promise<Connection<CustomerPromise>> {
  const { until, teamId, ...page } = query;
  const due = visibleBelongings(manager, actor, promiseTable).andWhere(`b.status = 'OPEN' AND b.dueAt <= :until`, {
    until,
  });
  if (teamId) due.andWhere('b.teamId = :teamId', { teamId });
  return readPage(due, { by: ['dueAt', 'id'], direction: 'ASC' }, page);
}
