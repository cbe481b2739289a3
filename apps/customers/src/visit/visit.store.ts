import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type PageArgs,
} from '@courtesy/persistence';
import { nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { VisitFilter } from '@courtesy/graph-types/customers';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { visitTable } from './visit.table.ts';
import type { Visit, VisitConflict } from './visit.ts';

/** Loads visits by id, as far as the caller may see them. */
export const visitsById = belongingsById(visitTable);

const latestFirst = { by: ['startsAt', 'id'], direction: 'DESC' } as const;

/** The pages of the visits of customers and of those merged into them, the latest first. */
export const visitsOfCustomers = nestedPages<Visit>({
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, visitTable),
  of: 'customerId',
  members: 'customer_family',
  order: latestFirst,
});

/** The pages of the visits about cases, the latest first. */
export const visitsOfCases = nestedPages<Visit>({
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, visitTable),
  of: 'caseId',
  order: latestFirst,
});

const filterFields: Readonly<Record<Exclude<keyof VisitFilter, 'and' | 'or' | 'not'>, string>> = {
  startsAt: 'b.startsAt',
  status: 'b.status',
  site: 'b.siteId',
};

/** A page of the visits the actor may see, the earliest first. */
export function listVisits(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: VisitFilter | null | undefined; readonly now: Date },
): Promise<Connection<Visit>> {
  const visits = visibleBelongings(manager, actor, visitTable);
  applyFilter(visits, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(visits, { by: ['startsAt', 'id'], direction: 'ASC' }, query);
}

/** One visit as it stands, locked until the transaction ends. */
export function lockVisit(manager: EntityManager, actor: Actor, id: string): Promise<Visit | null> {
  return visibleBelongings(manager, actor, visitTable)
    .andWhere('b.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
}

/** Adds a visit. */
export async function addVisit(manager: EntityManager, visit: Visit): Promise<void> {
  await insertRows(manager, visitTable, [visit]);
}

/** Overwrites a visit that the caller has locked. */
export const saveVisit = (manager: EntityManager, visit: Visit): Promise<void> =>
  updateRows(manager, visitTable, [visit]);

/** Whether this is a postal address in use of this customer or of somebody merged into them. */
export async function isAddressOf(
  manager: EntityManager,
  contactPointId: string,
  customerId: string,
): Promise<boolean> {
  const rows = await manager.query<object[]>(
    `SELECT 1 FROM contact_points
     WHERE id = $1 AND kind = 'POSTAL' AND valid_to IS NULL AND customer_id = ANY (customer_family($2))`,
    [contactPointId, customerId],
  );
  return rows.length > 0;
}

interface ConflictRow {
  readonly personId: string;
  readonly kind: VisitConflict['kind'];
  readonly from: string;
  readonly until: string;
}

/** What is in the way of each visit, as the workforce service last found; in one statement. */
export const conflictsOfVisits: Batch<VisitConflict[]> = async ({ db }, visitIds) => {
  const rows = await db.manager.query<{ id: string; conflicts: ConflictRow[] }[]>(
    `SELECT id, conflicts FROM visit_conflicts WHERE id = ANY ($1)`,
    [visitIds],
  );
  const found = new Map(rows.map(({ id, conflicts }) => [id, conflicts]));
  return visitIds.map((id) =>
    (found.get(id) ?? []).map((each) => ({ ...each, from: new Date(each.from), until: new Date(each.until) })),
  );
};

/** What was found of a visit. */
export interface FoundConflicts {
  readonly visitId: string;
  readonly conflicts: readonly object[];
  readonly foundAt: string;
}

/** Keeps what was found last of each visit. */
export async function keepConflicts(manager: EntityManager, found: readonly FoundConflicts[]): Promise<void> {
  const last = [...new Map(found.map((each) => [each.visitId, each])).values()];
  const rows = last.map(({ visitId, conflicts, foundAt }) => ({ id: visitId, conflicts, found_at: foundAt }));
  await manager.query(
    `INSERT INTO visit_conflicts SELECT * FROM json_populate_recordset(NULL::visit_conflicts, $1::json)
     ON CONFLICT (id) DO UPDATE SET conflicts = excluded.conflicts, found_at = excluded.found_at`,
    [JSON.stringify(rows)],
  );
}
