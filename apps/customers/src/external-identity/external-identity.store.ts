import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Actor, Batch } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleCustomers } from '../customer/customer.store.ts';
import { belongingsOf } from '../customer/family.store.ts';
import type { Customer } from '../customer/customer.ts';
import { identityKey, type ExternalIdentity, type IdentityName } from './external-identity.ts';
import { externalIdentityTable } from './external-identity.table.ts';

/** Loads external identities by id, as far as the caller may see them. */
export const externalIdentitiesById = belongingsById(externalIdentityTable);

/** The same page of the external identities of each customer, in one statement. */
export const externalIdentityPages = belongingPages({ table: externalIdentityTable, since: 'linkedAt', until: null });

const isEarlier = (a: ExternalIdentity, b: ExternalIdentity) =>
  a.linkedAt < b.linkedAt || (a.linkedAt.getTime() === b.linkedAt.getTime() && a.id < b.id);

/** Loads, for each customer that the caller has in hand, the identity that was recorded first. */
export const firstIdentities: Batch<ExternalIdentity> = async ({ db }, customerIds) => {
  const identities = await belongingsOf(db.manager, externalIdentityTable, customerIds);
  return customerIds.map((id) => {
    const [first, ...others] = identities.get(id) ?? [];
    return first ? others.reduce((known, each) => (isEarlier(each, known) ? each : known), first) : null;
  });
};

/** The customer whom another system knows by this id, or whoever stands for them, as far as the actor may see them. */
export function findCustomerByIdentity(
  manager: EntityManager,
  actor: Actor,
  identity: IdentityName,
): Promise<Customer | null> {
  return visibleCustomers(manager, actor)
    .andWhere(
      `c.id = (SELECT customer_root(x.customer_id) FROM external_identities x WHERE x.source = :source AND x.external_id = :externalId)`,
      { source: identity.source, externalId: identity.id },
    )
    .getOne();
}

/** The record of an identity, whoever has it. */
export function findIdentity(manager: EntityManager, identity: IdentityName): Promise<ExternalIdentity | null> {
  return manager
    .createQueryBuilder(externalIdentityTable, 'x')
    .where({ source: identity.source, externalId: identity.id })
    .getOne();
}

/** Which customers have these identities, or stand for those who do, by `identityKey`. Names nobody has are left out. */
export async function ownersOf(
  manager: EntityManager,
  identities: readonly IdentityName[],
): Promise<Map<string, string>> {
  const rows = await manager.query<{ source: string; external_id: string; customer_id: string }[]>(
    `SELECT x.source, x.external_id, COALESCE(a.survivor_id, x.customer_id) AS customer_id FROM external_identities x
     JOIN unnest($1::text[], $2::text[]) AS wanted (source, external_id) USING (source, external_id)
     LEFT JOIN customer_aliases a ON a.customer_id = x.customer_id`,
    [identities.map(({ source }) => source), identities.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [identityKey({ source: row.source, id: row.external_id }), row.customer_id]));
}

const byName = (a: ExternalIdentity, b: ExternalIdentity) =>
  a.source < b.source || (a.source === b.source && a.externalId < b.externalId) ? -1 : 1;

/**
 * Adds identities, always in the same order, so that two bulks that bring the same ones never wait for each other. One that is
 * taken throws (see {@link isTakenIdentity}).
 */
export async function addIdentities(manager: EntityManager, identities: readonly ExternalIdentity[]): Promise<void> {
  await insertRows(manager, externalIdentityTable, identities.toSorted(byName));
}

/** Whether an insert failed because another customer has the identity. */
export function isTakenIdentity(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'external_identities_key';
}
