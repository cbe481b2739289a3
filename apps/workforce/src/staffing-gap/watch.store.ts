import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { staffingWatchTable, type StaffingWatch } from './watch.table.ts';

/** Has it looked at a site at this instant, or sooner where that was agreed already. */
export async function watchSite(manager: EntityManager, siteId: string, dueAt: Date): Promise<void> {
  const sooner = '(id) DO UPDATE SET due_at = least(staffing_watches.due_at, EXCLUDED.due_at)';
  await insertRows(manager, staffingWatchTable, [{ id: siteId, dueAt }], sooner);
}

/** When a site is next to be looked at; null when none ever is. */
export async function nextWatch(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ next: Date | null }[]>(`SELECT min(due_at) AS next FROM staffing_watches`);
  return row?.next ?? null;
}

/** A site that is to be looked at by now, by the database's clock too; locked until the transaction ends. Null when there is none that nobody has in hand. */
export const lockWatch = (manager: EntityManager, at: Date): Promise<StaffingWatch | null> =>
  manager
    .createQueryBuilder(staffingWatchTable, 'w')
    .where('w.dueAt <= least(:at, clock_timestamp())', { at })
    .orderBy('w.dueAt')
    .limit(1)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();

/** Puts off the next look at a site whose watch the caller has locked; never again, when null. */
export async function putOff(manager: EntityManager, siteId: string, dueAt: Date | null): Promise<void> {
  if (dueAt) await manager.query(`UPDATE staffing_watches SET due_at = $2 WHERE id = $1`, [siteId, dueAt]);
  else await manager.query(`DELETE FROM staffing_watches WHERE id = $1`, [siteId]);
}
