import type { EntityManager } from 'typeorm';

/** How many cases of a customer, and of everybody merged into them, nobody has answered or ended: for those it matters who they are. */
export async function openCasesOf(manager: EntityManager, customerId: string): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT count(*)::integer AS count FROM case_copy WHERE customer_id = ANY (customer_family($1)) AND state = 'OPEN'`,
    [customerId],
  );
  return row?.count ?? 0;
}
