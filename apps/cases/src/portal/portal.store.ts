import type { EntityManager } from 'typeorm';

/**
 * The site that served a customer last: of their latest case, else of their latest purchase; null when neither names one. A complaint that
 * names no site is brought there, where somebody knows them.
 */
export async function lastSiteOf(manager: EntityManager, customerId: string): Promise<string | null> {
  const [row] = await manager.query<{ site_id: string }[]>(
    `SELECT site_id FROM (
       (SELECT 1 AS choice, site_id FROM cases
        WHERE customer_id = ANY (customer_family($1)) AND site_id IS NOT NULL ORDER BY opened_at DESC, id DESC LIMIT 1)
       UNION ALL
       (SELECT 2, site_id FROM purchase_copy
        WHERE customer_id = ANY (customer_family($1)) AND site_id IS NOT NULL ORDER BY purchased_at DESC, id DESC LIMIT 1)
     ) AS last ORDER BY choice LIMIT 1`,
    [customerId],
  );
  return row?.site_id ?? null;
}
