import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleBelongings } from '../customer/customer.store.ts';
import { relationshipTable } from './relationship.table.ts';
import type { Relationship } from './relationship.ts';

/** What was between customers who were found to be one is between nobody while they are. */
const ofTwo = 'customer_root(b.customerId) <> customer_root(b.relatedId)';

const visibleRelationships = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Relationship> =>
  visibleBelongings(manager, actor, relationshipTable).andWhere(ofTwo);

/** Loads relationships by id, as far as the caller may see them. */
export const relationshipsById = byId(({ db, actor }) => visibleRelationships(db.manager, actor));

/** Of which time relationships are asked for; null for all. */
export interface RelationshipsAsked extends PageArgs {
  readonly at: string | null;
}

/** The page of what each customer is to others, and others to them, at an instant. One statement for all customers. */
export const relationshipPages: Batch<Connection<Relationship>, RelationshipsAsked> = (context, ids, { at, ...page }) =>
  nestedPages<Relationship>({
    rows: ({ db, actor }) => {
      const rows = visibleRelationships(db.manager, actor);
      return at === null
        ? rows
        : rows.andWhere('b.validFrom <= :at AND (b.validTo IS NULL OR b.validTo > :at)', { at });
    },
    of: (owner) => `${owner} IN (b.customerId, b.relatedId)`,
    members: 'customer_family',
    order: { by: ['validFrom', 'id'], direction: 'DESC' },
  })(context, ids, page);

/** One relationship, as far as the actor may see it. */
export const findRelationship = (manager: EntityManager, actor: Actor, id: string): Promise<Relationship | null> =>
  visibleRelationships(manager, actor).andWhere('b.id = :id', { id }).getOne();

/** Every time at which the one, or somebody merged into them, was this to the other. */
export const relationshipsBetween = (
  manager: EntityManager,
  { customerId, kind, relatedId }: Pick<Relationship, 'customerId' | 'kind' | 'relatedId'>,
): Promise<Relationship[]> =>
  manager
    .createQueryBuilder(relationshipTable, 'b')
    .where('b.customerId = ANY (customer_family(:customerId)) AND b.kind = :kind', { customerId, kind })
    .andWhere('b.relatedId = ANY (customer_family(:relatedId))', { relatedId })
    .orderBy('b.validFrom')
    .getMany();

/** Adds a relationship. */
export async function addRelationship(manager: EntityManager, added: Relationship): Promise<void> {
  await insertRows(manager, relationshipTable, [added]);
}

/** Ends a relationship whose customer the caller has locked. */
export async function endRelationshipAt(
  manager: EntityManager,
  { id, validTo, endReason }: Relationship,
): Promise<void> {
  await updateRows(manager, relationshipTable, [{ id, validTo, endReason }]);
}
