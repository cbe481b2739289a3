import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { legalHoldTable } from './legal-hold.table.ts';
import type { LegalHold } from './legal-hold.ts';

/** Loads holds by id, as far as the caller may see them. */
export const legalHoldsById = belongingsById(legalHoldTable);

/** The same page of the holds of each customer, in one statement. */
export const legalHoldPages = belongingPages({ table: legalHoldTable, since: 'placedAt', until: 'liftedAt' });

/** One hold as it stands, locked until the transaction ends. */
export const lockHold = (manager: EntityManager, actor: Actor, id: string): Promise<LegalHold | null> =>
  visibleBelongings(manager, actor, legalHoldTable)
    .andWhere('b.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();

/** The hold placed first that holds for a customer or anybody merged into them; null when none does. */
export const holdOver = (manager: EntityManager, customerId: string): Promise<LegalHold | null> =>
  manager
    .createQueryBuilder(legalHoldTable, 'b')
    .where('b.customerId = ANY (customer_family(:customerId)) AND b.liftedAt IS NULL', { customerId })
    .orderBy('b.placedAt')
    .addOrderBy('b.id')
    .limit(1)
    .getOne();

/** Adds a hold. */
export async function addHold(manager: EntityManager, hold: LegalHold): Promise<void> {
  await insertRows(manager, legalHoldTable, [hold]);
}

/** Lifts a hold that the caller has locked. */
export async function saveLifted(manager: EntityManager, hold: LegalHold): Promise<void> {
  await manager.query(`UPDATE legal_holds SET lifted_by = $2, lifted_at = $3, lift_reason = $4 WHERE id = $1`, [
    ...[hold.id, hold.liftedBy, hold.liftedAt, hold.liftReason],
  ]);
}
