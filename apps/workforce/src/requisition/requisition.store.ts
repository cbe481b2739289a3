import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { RequisitionFilter } from '@courtesy/graph-types/workforce';
import { withinReach } from '../directory/reach.store.ts';
import type { Commitment, Requisition } from './requisition.ts';
import { requisitionTable } from './requisition.table.ts';

const latestFirst: KeysetOrder<Requisition> = { by: ['requestedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof RequisitionFilter, 'and' | 'or' | 'not'>, string>> = {
  site: 'r.siteId',
  team: 'r.teamId',
  jobRole: 'r.jobRole',
  status: 'r.status',
  requestedAt: 'r.requestedAt',
};

/** The requisitions an actor may see: those of sites within their reach, and what they asked for themselves. */
function visibleRequisitions(manager: EntityManager, actor: Actor): SelectQueryBuilder<Requisition> {
  return manager
    .createQueryBuilder(requisitionTable, 'r')
    .where(...withinReach(actor, { person: 'r.requestedById', site: 'r.siteId' }));
}

/** Loads requisitions by id, as far as the caller may see them. */
export const requisitionsById = byId(({ db, actor }) => visibleRequisitions(db.manager, actor));

/** A page of the requisitions the actor may see, the latest first. */
export function listRequisitions(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: RequisitionFilter | null | undefined; readonly now: Date },
): Promise<Connection<Requisition>> {
  const requisitions = visibleRequisitions(manager, actor);
  applyFilter(requisitions, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(requisitions, latestFirst, query);
}

/** One requisition that the actor may see, locked until the transaction ends: whoever counts its vacancies or its money holds it. */
export function lockRequisition(manager: EntityManager, actor: Actor, id: string): Promise<Requisition | null> {
  return visibleRequisitions(manager, actor).andWhere('r.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds a requisition. */
export async function addRequisition(manager: EntityManager, requisition: Requisition): Promise<void> {
  await insertRows(manager, requisitionTable, [requisition]);
}

/** Overwrites a requisition that the caller has locked. */
export const saveRequisition = (manager: EntityManager, requisition: Requisition): Promise<void> =>
  updateRows(manager, requisitionTable, [requisition]);

const COMMITTED = `
  SELECT requisition_id AS id, count(*)::integer AS offers, sum(pay_minor)::bigint AS minor
  FROM job_offers
  WHERE requisition_id = ANY ($1) AND (status = 'ACCEPTED' OR status = 'AWAITING_ANSWER' AND expires_at > $2)
  GROUP BY requisition_id`;

/** What offers that are open at an instant, or accepted, take of each of these requisitions. */
export async function commitmentsOf(
  manager: EntityManager,
  ids: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Commitment>> {
  const rows = await manager.query<{ id: string; offers: number; minor: string }[]>(COMMITTED, [ids, at]);
  return new Map(rows.map(({ id, offers, minor }) => [id, { offers, minor: BigInt(minor) }]));
}

/** What nothing takes. */
export const NOTHING: Commitment = { offers: 0, minor: 0n };

/** The same, in one statement for all that a request asks for. */
export const commitmentOfRequisition: Batch<Commitment> = async ({ db, now }, ids) => {
  const found = await commitmentsOf(db.manager, ids, now());
  return ids.map((id) => found.get(id) ?? NOTHING);
};
