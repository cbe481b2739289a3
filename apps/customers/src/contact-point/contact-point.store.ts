import { QueryFailedError, type EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Actor, Batch } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { belongingsOf } from '../customer/family.store.ts';
import type { ContactPoint, Spelling } from './contact-point.ts';
import { contactPointTable } from './contact-point.table.ts';

/** Loads contact points by id, as far as the caller may see them. */
export const contactPointsById = belongingsById(contactPointTable);

/** The same page of the contact points of each customer, in one statement. */
export const contactPointPages = belongingPages({ table: contactPointTable, since: 'validFrom', until: 'validTo' });

/** One contact point, as far as the actor may see it. */
export function findContactPoint(manager: EntityManager, actor: Actor, id: string): Promise<ContactPoint | null> {
  return visibleBelongings(manager, actor, contactPointTable).andWhere('b.id = :id', { id }).getOne();
}

/** Every contact point of these customers and of those merged into them, in use or not, by the customer asked for. */
export const contactPointsByCustomer = (
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<Map<string, ContactPoint[]>> => belongingsOf(manager, contactPointTable, customerIds);

/** Every contact point of a customer who stands for themself, and of those merged into them. */
export async function contactPointsOf(manager: EntityManager, customerId: string): Promise<ContactPoint[]> {
  return (await contactPointsByCustomer(manager, [customerId])).get(customerId) ?? [];
}

/** Adds contact points. */
export async function addContactPoints(manager: EntityManager, points: readonly ContactPoint[]): Promise<void> {
  await insertRows(manager, contactPointTable, points);
}

/** Ends the use of a contact point whose customer the caller has locked. */
export async function endContactPointAt(manager: EntityManager, id: string, validTo: Date): Promise<void> {
  await updateRows(manager, contactPointTable, [{ id, validTo }]);
}

/** Whose a contact point is proved to be; null when nobody proved it. */
export async function verifiedOwner(
  manager: EntityManager,
  { kind, normalised }: Spelling,
): Promise<ContactPoint | null> {
  return manager
    .createQueryBuilder(contactPointTable, 'b')
    .where('b.kind = :kind AND b.normalised = :normalised', { kind, normalised })
    .andWhere('b.verifiedAt IS NOT NULL AND b.validTo IS NULL')
    .getOne();
}

/** Whether an error says that somebody else proved at the same time that a contact point is theirs. */
export const isTakenPoint = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string }).constraint === 'contact_points_verified_key';

/** Records what was proved or chosen of a contact point whose customer the caller has locked. */
export async function saveProof(
  manager: EntityManager,
  { id, verifiedAt, verifiedHow, verifiedBy, primarySince }: ContactPoint,
): Promise<void> {
  await updateRows(manager, contactPointTable, [{ id, verifiedAt, verifiedHow, verifiedBy, primarySince }]);
}

/** Loads, for each customer, the ids of the contact points to use first, one of a kind: those chosen last. */
export const primaryPoints: Batch<ReadonlySet<string>> = async ({ db }, customerIds) => {
  const rows = await db.manager.query<{ asked: string; id: string }[]>(
    `SELECT DISTINCT ON (w.id, p.kind) w.id AS asked, p.id FROM unnest($1::text[]) AS w (id)
     JOIN contact_points p ON p.customer_id = ANY (customer_family(w.id))
     WHERE p.primary_since IS NOT NULL AND p.valid_to IS NULL
     ORDER BY w.id, p.kind, p.primary_since DESC, p.id DESC`,
    [customerIds],
  );
  const byCustomer = Map.groupBy(rows, ({ asked }) => asked);
  return customerIds.map((id) => new Set((byCustomer.get(id) ?? []).map((row) => row.id)));
};
