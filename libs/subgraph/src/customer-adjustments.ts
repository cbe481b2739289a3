import type { KnownEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor.ts';

/**
 * The SQL by which a service knows which adjustments are made for whom, for a migration: the table `customer_adjustments`, with a row for each
 * customer for whom some hold now. Why they are made no service but customers knows. Needs `customerFamilyV1` before it.
 */
export function customerAdjustmentsV1(appRole: string): string[] {
  return [
    `CREATE TABLE customer_adjustments (
       customer_id text COLLATE "C" NOT NULL,
       adjustments text[] NOT NULL,
       CONSTRAINT customer_adjustments_pkey PRIMARY KEY (customer_id)
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON customer_adjustments TO "${appRole}"`,
  ];
}

/** The events by which {@link adoptAdjustments} learns of adjustments; a reaction to the customers feed names them among its types. */
export const adjustmentEvents = ['courtesy.customer.adjustments-changed.v1'] as const;

/** Takes over, from a page of the customers feed, which adjustments hold. The last word on a customer holds; other events are left alone. */
export async function adoptAdjustments({ manager }: Transaction, events: readonly KnownEvent[]): Promise<void> {
  const last = new Map(
    events.flatMap((event) =>
      event.type === 'courtesy.customer.adjustments-changed.v1'
        ? [[event.data.customerId, event.data.adjustments] as const]
        : [],
    ),
  );
  if (last.size === 0) return;
  const told = [...last].map(([customer_id, adjustments]) => ({ customer_id, adjustments }));
  await manager.query(`DELETE FROM customer_adjustments WHERE customer_id = ANY ($1)`, [[...last.keys()]]);
  await manager.query(
    `INSERT INTO customer_adjustments (customer_id, adjustments)
     SELECT customer_id, adjustments FROM json_populate_recordset(NULL::customer_adjustments, $1::json)
     WHERE cardinality(adjustments) > 0`,
    [JSON.stringify(told)],
  );
}

/**
 * The adjustments that hold now for each of these customers and those merged with them, in the order of the alphabet. Customers for whom none
 * hold are not in it. One statement, however many there are.
 */
export async function adjustmentsOf(
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await manager.query<{ id: string; adjustments: string[] }[]>(
    `SELECT wanted.id, array_agg(DISTINCT each.adjustment ORDER BY each.adjustment) AS adjustments
     FROM unnest($1::text[]) AS wanted (id)
     JOIN customer_adjustments a ON a.customer_id = ANY (customer_family(wanted.id))
     CROSS JOIN LATERAL unnest(a.adjustments) AS each (adjustment)
     GROUP BY wanted.id`,
    [customerIds],
  );
  return new Map(rows.map(({ id, adjustments }) => [id, adjustments]));
}

/** Whether a caller may learn which adjustments are made for somebody: who works with customers. */
export const mayKnowAdjustments = ({ scopes }: Pick<Actor, 'scopes'>): boolean => scopes.includes('customer:write');
