import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Offer } from './job-offer.ts';
import { jobOfferTable } from './job-offer.table.ts';

const SITE_OF_REQUISITION = '(SELECT r.site_id FROM requisitions r WHERE r.id = o.requisitionId)';

/** The offers an actor may see: those of sites within their reach. */
function visibleOffers(manager: EntityManager, actor: Actor): SelectQueryBuilder<Offer> {
  return manager
    .createQueryBuilder(jobOfferTable, 'o')
    .where(...withinReach(actor, { person: 'o.madeById', site: SITE_OF_REQUISITION }));
}

/** Loads offers by id, as far as the caller may see them. */
export const offersById = byId(({ db, actor }) => visibleOffers(db.manager, actor));

/** The offers to each applicant, the first one first. */
export const offersToApplicants: Batch<readonly Offer[]> = async ({ db, actor }, ids) => {
  const found = await visibleOffers(db.manager, actor)
    .andWhere('o.applicantId = ANY (:ids)', { ids })
    .orderBy('o.madeAt')
    .addOrderBy('o.id')
    .getMany();
  const known = Map.groupBy(found, ({ applicantId }) => applicantId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One offer that the actor may see, as it is now. Lock its requisition before it is changed, and read it again. */
export function findOffer(manager: EntityManager, actor: Actor, id: string): Promise<Offer | null> {
  return visibleOffers(manager, actor).andWhere('o.id = :id', { id }).getOne();
}

/** The requisition of what an applicant applied for; null when there is no such applicant. */
export async function requisitionOfApplicant(manager: EntityManager, applicantId: string): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT o.requisition_id AS id FROM applicants a JOIN openings o ON o.id = a.opening_id WHERE a.id = $1`,
    [applicantId],
  );
  return row?.id ?? null;
}

/** How many took the work that a requisition offered. The caller holds its lock. */
export function acceptedOf(manager: EntityManager, requisitionId: string): Promise<number> {
  return manager
    .createQueryBuilder(jobOfferTable, 'o')
    .where(`o.requisitionId = :requisitionId AND o.status = 'ACCEPTED'`, { requisitionId })
    .getCount();
}

/** Adds an offer. */
export async function addOffer(manager: EntityManager, offer: Offer): Promise<void> {
  await insertRows(manager, jobOfferTable, [offer]);
}

/** Overwrites an offer. The caller holds the lock of its requisition. */
export const saveOffer = (manager: EntityManager, offer: Offer): Promise<void> =>
  updateRows(manager, jobOfferTable, [offer]);

/** When the next open offer expires; null when none is open. */
export async function nextExpiry(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(expires_at) AS at FROM job_offers WHERE status = 'AWAITING_ANSWER'`,
  );
  return row?.at ?? null;
}

/** Some open offers whose time has passed, by the database's clock too. */
export function overdueOffers(manager: EntityManager, at: Date, atMost: number): Promise<Offer[]> {
  return manager
    .createQueryBuilder(jobOfferTable, 'o')
    .where(`o.status = 'AWAITING_ANSWER' AND o.expiresAt <= least(:at, clock_timestamp())`, { at })
    .orderBy('o.expiresAt')
    .limit(atMost)
    .getMany();
}
