import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { QualityReview, KeptRatingSet, ReviewDispute } from './quality-review.ts';
import { qualityReviewTable, ratingSetTable, reviewDisputeTable } from './quality-review.table.ts';

const latestFirst: KeysetOrder<QualityReview> = { by: ['begunAt', 'id'], direction: 'DESC' };
const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = r.personId)';

/**
 * The reviews an actor may see: their own once they are published, those they make themselves, and with quality:write those of people within
 * their reach. A draft about oneself nobody sees, not even who leads others.
 */
export function visibleReviews(manager: EntityManager, actor: Actor): SelectQueryBuilder<QualityReview> {
  const leads = actor.scopes.includes('quality:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'r.personId', site: SITE_OF_PERSON })
    : (['FALSE', {}] as const);
  return manager
    .createQueryBuilder(qualityReviewTable, 'r')
    .where(`(r.reviewerId = :viewer OR CASE WHEN r.personId = :viewer THEN r.status <> 'DRAFT' ELSE ${reach} END)`, {
      ...parameters,
      viewer: actor.personId ?? '',
    });
}

const pagesOf = (of: 'personId' | 'interactionId' | 'caseId') =>
  nestedPages<QualityReview>({
    rows: ({ db, actor }) => visibleReviews(db.manager, actor),
    of,
    order: latestFirst,
  });

/** Loads reviews by id, as far as the caller may see them. */
export const reviewsById = byId(({ db, actor }) => visibleReviews(db.manager, actor));
/** The reviews of each person, the latest first. */
export const reviewsOfPeople = pagesOf('personId');
/** The reviews of each contact, the latest first. */
export const reviewsOfInteractions = pagesOf('interactionId');
/** The reviews of each case as a whole, the latest first. */
export const reviewsOfCases = pagesOf('caseId');

/** These reviews by id, as far as the actor may see them. */
export async function findReviews(
  manager: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, QualityReview>> {
  const found = await visibleReviews(manager, actor).andWhere('r.id = ANY (:ids)', { ids }).getMany();
  return new Map(found.map((review) => [review.id, review]));
}

/** One review that the actor may see, locked until the transaction ends. */
export const lockReview = (manager: EntityManager, actor: Actor, id: string): Promise<QualityReview | null> =>
  visibleReviews(manager, actor).andWhere('r.id = :id', { id }).setLock('pessimistic_write').getOne();

/** What was made of the same contact or case of the same person by a scorecard before; null for nothing. */
export const findReview = (
  manager: EntityManager,
  { scorecardId, personId, interactionId, caseId }: QualityReview,
): Promise<QualityReview | null> =>
  manager
    .createQueryBuilder(qualityReviewTable, 'r')
    .where('r.scorecardId = :scorecardId AND r.personId = :personId', { scorecardId, personId })
    .andWhere('(r.interactionId = :interactionId OR r.caseId = :caseId)', { interactionId, caseId })
    .getOne();

/** Adds a review; false when the same was added meanwhile. */
export const addReview = async (manager: EntityManager, review: QualityReview): Promise<boolean> =>
  (await insertRows(manager, qualityReviewTable, [review], 'DO NOTHING')).length > 0;

/** Overwrites a review that the caller has locked. */
export const saveReview = (manager: EntityManager, review: QualityReview): Promise<void> =>
  updateRows(manager, qualityReviewTable, [review]);

/** Adds ratings. */
export async function addRatings(manager: EntityManager, set: KeptRatingSet): Promise<void> {
  await insertRows(manager, ratingSetTable, [set]);
}

/** The sets of ratings of these reviews, the first one first. */
export const ratingSetsOf = (manager: EntityManager, ids: readonly string[]): Promise<KeptRatingSet[]> =>
  manager
    .createQueryBuilder(ratingSetTable, 's')
    .where('s.reviewId = ANY (:ids)', { ids })
    .orderBy('s.number')
    .getMany();

/** The same, by review. */
export const ratingSetsOfReviews: Batch<readonly KeptRatingSet[]> = async ({ db }, ids) => {
  const known = Map.groupBy(await ratingSetsOf(db.manager, ids), ({ reviewId }) => reviewId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The set of ratings of a review that counts; null while there is none. */
export const findRatings = (manager: EntityManager, review: QualityReview): Promise<KeptRatingSet | null> =>
  manager.createQueryBuilder(ratingSetTable, 's').where({ reviewId: review.id, number: review.ratingsNumber }).getOne();

/** The reviews of a person that were published within a time, as far as the caller may see them. */
export const publishedDuring: Batch<readonly QualityReview[], { readonly from: string; readonly to: string }> = async (
  { db, actor },
  personIds,
  { from, to },
) => {
  const found = await visibleReviews(db.manager, actor)
    .andWhere('r.personId = ANY (:personIds) AND r.publishedAt >= :from AND r.publishedAt < :to')
    .setParameters({ personIds, from, to })
    .getMany();
  const known = Map.groupBy(found, ({ personId }) => personId);
  return personIds.map((id) => known.get(id) ?? []);
};

/** The disputes that a batch of ids names, of reviews that the caller may see. */
export const disputesById = byId<ReviewDispute>(({ db, actor }) => {
  const reviews = visibleReviews(db.manager, actor).select('r.id');
  return db.manager
    .createQueryBuilder(reviewDisputeTable, 'd')
    .where(`d.reviewId IN (${reviews.getQuery()})`, reviews.getParameters());
});

/** The dispute of each review. */
export const disputesOfReviews: Batch<ReviewDispute> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(reviewDisputeTable, 'd')
    .where('d.reviewId = ANY (:ids)', { ids })
    .getMany();
  const known = new Map(found.map((each) => [each.reviewId, each]));
  return ids.map((id) => known.get(id) ?? null);
};

/** The dispute of a review that the caller has locked. */
export const findDispute = (manager: EntityManager, reviewId: string): Promise<ReviewDispute> =>
  manager.createQueryBuilder(reviewDisputeTable, 'd').where({ reviewId }).getOneOrFail();

/** Adds a dispute. */
export async function addDispute(manager: EntityManager, dispute: ReviewDispute): Promise<void> {
  await insertRows(manager, reviewDisputeTable, [dispute]);
}

/** Keeps how a dispute was resolved. */
export async function saveResolution(manager: EntityManager, dispute: ReviewDispute): Promise<void> {
  const { id, outcome, outcomeReason, resolvedById, resolvedAt } = dispute;
  await updateRows(manager, reviewDisputeTable, [{ id, outcome, outcomeReason, resolvedById, resolvedAt }]);
}
