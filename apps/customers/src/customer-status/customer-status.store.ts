import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { visibleBelongings } from '../customer/customer.store.ts';
import { statusChangeTable } from './customer-status.table.ts';
import type { Standing, StatusChange } from './customer-status.ts';

/** The pages of how customers came to stand as they do. */
export const statusPages = belongingPages({ table: statusChangeTable, since: 'at', until: null });

/** Loads all changes of the very records of customers. */
export const statusChanges: Batch<readonly StatusChange[]> = async ({ db, actor }, ids) => {
  const changes = await visibleBelongings(db.manager, actor, statusChangeTable)
    .andWhere('b.customerId = ANY (:ids)', { ids })
    .getMany();
  const byCustomer = Map.groupBy(changes, ({ customerId }) => customerId);
  return ids.map((id) => byCustomer.get(id) ?? []);
};

/** How these records last came to stand. Those that stand as they were registered, and those registered as served, are left out. */
export async function lastStandings(
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await manager.query<{ customer_id: string; after: Standing }[]>(
    `SELECT DISTINCT ON (customer_id) customer_id, after FROM status_changes WHERE customer_id = ANY ($1) ORDER BY customer_id, at DESC, id DESC`,
    [customerIds],
  );
  return new Map(rows.map((row) => [row.customer_id, row.after]));
}

/** Adds changes. */
export async function addStatusChanges(manager: EntityManager, added: readonly StatusChange[]): Promise<void> {
  await insertRows(manager, statusChangeTable, added);
}
