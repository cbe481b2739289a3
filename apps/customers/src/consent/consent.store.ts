import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { nestedPages, type Batch } from '@courtesy/subgraph';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import type { Consent } from './consent.ts';
import { consentTable } from './consent.table.ts';

/** What was ever said by a customer and by those who are one with them. */
export interface Ledger {
  readonly members: readonly string[];
  readonly lines: readonly Consent[];
}

/** Loads lines of the ledger by id, as far as the caller may see them. */
export const consentsById = belongingsById(consentTable);

/** The pages of the ledgers of customers, the latest recorded first. */
export const consentPages = nestedPages<Consent>({
  of: 'customerId',
  order: { by: ['recordedAt', 'id'], direction: 'DESC' },
  members: 'customer_family',
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, consentTable),
});

/** Who is one with each customer, themself among them. */
export async function familiesOf(
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await manager.query<{ id: string; members: string[] }[]>(
    `SELECT wanted.id, customer_family(wanted.id) AS members FROM unnest($1::text[]) AS wanted (id)`,
    [customerIds],
  );
  return new Map(rows.map(({ id, members }) => [id, members]));
}

/** Every line of the ledgers of these customers. */
export function consentsOf(manager: EntityManager, customerIds: readonly string[]): Promise<Consent[]> {
  return manager
    .createQueryBuilder(consentTable, 'b')
    .where('b.customerId = ANY (:customerIds)', { customerIds })
    .getMany();
}

/** The whole ledger of each customer, with those who are one with them: two statements for all of them. */
export const ledgers: Batch<Ledger> = async ({ db }, customerIds) => {
  const families = await familiesOf(db.manager, customerIds);
  const all = await consentsOf(db.manager, [...new Set([...families.values()].flat())]);
  return customerIds.map((id) => {
    const members = families.get(id) ?? [id];
    return { members, lines: all.filter(({ customerId }) => members.includes(customerId)) };
  });
};

/** Adds lines to the ledger. */
export async function addConsents(manager: EntityManager, added: readonly Consent[]): Promise<void> {
  await insertRows(manager, consentTable, added);
}
