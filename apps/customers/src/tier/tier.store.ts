import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { heldAt } from '../customer/effective.store.ts';
import { customerTierTable, tierAssignmentTable } from './tier.table.ts';
import type { CustomerTier, TierAssignment } from './tier.ts';

/** Loads tiers by id: everyone may know which there are. */
export const tiersById = byId<CustomerTier>(({ db }) =>
  db.manager.createQueryBuilder(customerTierTable, 't').where('TRUE'),
);

/** A page of the tiers, the highest first. */
export const listTiers = (manager: EntityManager, page: PageArgs): Promise<Connection<CustomerTier>> =>
  readPage(manager.createQueryBuilder(customerTierTable, 't'), { by: ['rank', 'id'], direction: 'ASC' }, page);

/** One tier; null when there is none. */
export const findTier = (manager: EntityManager, id: string): Promise<CustomerTier | null> =>
  manager.createQueryBuilder(customerTierTable, 't').where('t.id = :id', { id }).getOne();

/** The tier that has a name or a rank already; null when none has. */
export const tierLike = (manager: EntityManager, { name, rank }: CustomerTier): Promise<CustomerTier | null> =>
  manager
    .createQueryBuilder(customerTierTable, 't')
    .where('t.name = :name OR t.rank = :rank', { name, rank })
    .orderBy('t.name = :name', 'DESC')
    .limit(1)
    .getOne();

/** The tiers of these names. Nothing is asked when there are none. */
export async function tiersNamed(
  manager: EntityManager,
  names: readonly string[],
): Promise<ReadonlyMap<string, CustomerTier>> {
  if (names.length === 0) return new Map();
  const tiers = await manager
    .createQueryBuilder(customerTierTable, 't')
    .where('t.name = ANY (:names)', { names })
    .getMany();
  return new Map(tiers.map((tier) => [tier.name, tier]));
}

/** Adds a tier unless its name or rank is taken, as somebody else may do at the same time; says whether it did. */
export async function addTier(manager: EntityManager, tier: CustomerTier): Promise<boolean> {
  const { id, name, rank, version } = tier;
  const rows = await manager.query<unknown[]>(
    `INSERT INTO customer_tiers (id, name, rank, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id`,
    [id, name, rank, version],
  );
  return rows.length > 0;
}

/** The tier that counts for each customer at an instant. */
export const tiersHeld = heldAt(tierAssignmentTable);

/** The pages of the tiers each customer ever had. */
export const tierPages = belongingPages({ table: tierAssignmentTable, since: 'validFrom', until: null });

/** Adds assignments of customers who had none. */
export async function addTierAssignments(manager: EntityManager, added: readonly TierAssignment[]): Promise<void> {
  await insertRows(manager, tierAssignmentTable, added);
}
