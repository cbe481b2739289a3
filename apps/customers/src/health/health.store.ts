import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleCustomers } from '../customer/customer.store.ts';
import type { HealthModel } from './health-model.ts';
import { customerHealthTable, healthModelTable, type KeptHealth } from './health.table.ts';
import { healthOf, LOOK_BACK_DAYS, type CustomerHealth, type Relationship } from './health.ts';

const models = (manager: EntityManager): SelectQueryBuilder<HealthModel> =>
  manager.createQueryBuilder(healthModelTable, 'm');

/** The version of the model in force: the latest. */
export function modelInForce(manager: EntityManager): Promise<HealthModel> {
  return models(manager).orderBy('m.number', 'DESC').limit(1).getOneOrFail();
}

/** Loads versions of the model by id. */
export const healthModelsById = byId(({ db }) => models(db.manager));

/** Adds a version of the model; publishing waits its turn, so that numbers follow each other. */
export async function addModel(
  manager: EntityManager,
  next: (current: HealthModel) => HealthModel,
): Promise<HealthModel> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('health_models'))`);
  const model = next(await modelInForce(manager));
  await insertRows(manager, healthModelTable, [model]);
  return model;
}

// Everything is of the whole family: whoever was merged into a customer is that customer.
const RELATIONSHIPS = `
  SELECT c.id AS "customerId", c.registered_at AS "registeredAt",
    k.open_complaints AS "openComplaints", k.reopened AS "reopenedCases", p.broken AS "brokenPromises", f.mean AS feedback,
    b.purchases, b.of_year AS "purchasesOfYear", b.last_at AS "lastPurchaseAt", r.reachable
  FROM customers c
  CROSS JOIN LATERAL (SELECT customer_family(c.id) AS ids) AS family
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE type = 'COMPLAINT' AND state = 'OPEN')::integer AS open_complaints,
      COALESCE(sum(reopen_count) FILTER (WHERE opened_at >= $3), 0)::integer AS reopened
    FROM case_copy WHERE customer_id = ANY (family.ids)) AS k
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS broken FROM promises
    WHERE customer_id = ANY (family.ids) AND status = 'BROKEN' AND due_at >= $3 AND due_at <= $2) AS p
  CROSS JOIN LATERAL (
    SELECT avg(score)::float8 AS mean FROM feedback_copy WHERE customer_id = ANY (family.ids) AND given_at >= $3) AS f
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS purchases, count(*) FILTER (WHERE bought_at >= $3)::integer AS of_year, max(bought_at) AS last_at
    FROM purchases WHERE customer_id = ANY (family.ids)) AS b
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM contact_points
      WHERE customer_id = ANY (family.ids) AND valid_to IS NULL AND bounced_at IS NULL) AS reachable) AS r
  WHERE c.id = ANY ($1)`;

/** What is known of the relationship with each of these customers, by customer, in one statement. */
export async function relationshipsOf(
  manager: EntityManager,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, Relationship>> {
  const since = new Date(at.getTime() - LOOK_BACK_DAYS * 86_400_000);
  const rows = await manager.query<Relationship[]>(RELATIONSHIPS, [customerIds, at, since]);
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** Loads how the relationships with customers stand now; two statements, however many. */
export const healthOfCustomers: Batch<CustomerHealth> = async ({ db, now }, customerIds) => {
  const model = await modelInForce(db.manager);
  const known = await relationshipsOf(db.manager, customerIds, now());
  return customerIds.map((id) => {
    const relationship = known.get(id);
    return relationship ? healthOf(relationship, model, now()) : null;
  });
};

/** Lets the lists count these customers anew at `dueAt`, unless they are to be counted sooner. A merged one counts for whom it was merged into. */
export async function countAnew(manager: EntityManager, customerIds: readonly string[], dueAt: Date): Promise<void> {
  if (customerIds.length === 0) return;
  await manager.query(
    `INSERT INTO customer_health (customer_id, due_at)
     SELECT DISTINCT COALESCE(a.survivor_id, told.id), $2::timestamptz(3)
     FROM unnest($1::text[]) AS told (id) LEFT JOIN customer_aliases a ON a.customer_id = told.id
     ORDER BY 1
     ON CONFLICT (customer_id) DO UPDATE SET due_at = LEAST(customer_health.due_at, excluded.due_at)`,
    [customerIds, dueAt],
  );
}

/** Lets the lists count everybody anew. */
export async function countAllAnew(manager: EntityManager, dueAt: Date): Promise<void> {
  // In one order, so that it never waits for somebody who waits for it.
  await manager.query(
    `WITH later AS (SELECT customer_id FROM customer_health WHERE due_at > $1 ORDER BY customer_id FOR UPDATE)
     UPDATE customer_health h SET due_at = $1 FROM later WHERE h.customer_id = later.customer_id`,
    [dueAt],
  );
}

/** When the next customer is to be counted; null when nobody is. */
export async function nextHealthDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(`SELECT min(due_at) AS at FROM customer_health`);
  return row?.at ?? null;
}

/** Customers who are to be counted, at most `limit`, locked until the transaction ends; nobody whom another counter has in hand. */
export async function lockDue(manager: EntityManager, now: Date, limit: number): Promise<string[]> {
  const rows = await manager.query<{ customer_id: string }[]>(
    `SELECT customer_id FROM customer_health WHERE due_at <= LEAST($1::timestamptz(3), clock_timestamp())
     ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  return rows.map((row) => row.customer_id);
}

/** Overwrites what the lists say of customers that the caller has locked. */
export async function keepHealth(manager: EntityManager, kept: readonly KeptHealth[]): Promise<void> {
  const rows = kept.map((each) => ({
    ...{ customer_id: each.customerId, score: each.score, band: each.band, model_number: each.modelNumber },
    ...{ purchases: each.purchases, last_purchase_at: each.lastPurchaseAt, open_complaints: each.openComplaints },
    ...{ computed_at: each.computedAt, due_at: each.dueAt },
  }));
  await manager.query(
    `UPDATE customer_health h SET score = k.score, band = k.band, model_number = k.model_number, purchases = k.purchases,
       last_purchase_at = k.last_purchase_at, open_complaints = k.open_complaints, computed_at = k.computed_at, due_at = k.due_at
     FROM json_populate_recordset(NULL::customer_health, $1::json) AS k WHERE h.customer_id = k.customer_id`,
    [JSON.stringify(rows)],
  );
}

/** The rows of the lists whose customer the actor may see. A merged customer is on none: the one that stands for them is. */
function listed(manager: EntityManager, actor: Actor): SelectQueryBuilder<KeptHealth> {
  const customers = visibleCustomers(manager, actor).select('c.id');
  return manager
    .createQueryBuilder(customerHealthTable, 'h')
    .where(`h.customerId IN (${customers.getQuery()})`, customers.getParameters())
    .andWhere('NOT EXISTS (SELECT 1 FROM customer_aliases a WHERE a.customer_id = h.customer_id)');
}

/** A page of the customers at risk, the lowest score first. */
export const listAtRisk = (manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<KeptHealth>> =>
  readPage(
    listed(manager, actor).andWhere(`h.band = 'AT_RISK'`),
    { by: ['score', 'customerId'], direction: 'ASC' },
    page,
  );

/** A page of the customers to win back, the latest to have bought first. */
export const listLapsed = (
  manager: EntityManager,
  actor: Actor,
  page: PageArgs & { readonly before: Date },
): Promise<Connection<KeptHealth>> =>
  readPage(
    listed(manager, actor).andWhere('h.purchases >= 2 AND h.openComplaints = 0 AND h.lastPurchaseAt < :before', {
      before: page.before,
    }),
    { by: ['lastPurchaseAt', 'customerId'], direction: 'DESC' },
    page,
  );
