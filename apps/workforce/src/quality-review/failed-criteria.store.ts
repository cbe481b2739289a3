import type { Batch } from '@courtesy/subgraph';
import type { Criterion } from '../scorecard/scorecard.ts';
import type { PointsGiven } from './failed-criteria.ts';
import { visibleReviews } from './quality-review.store.ts';

interface Row {
  readonly clause: string;
  readonly criterion: string;
  readonly scale: Criterion['scale'];
  readonly points: number;
  readonly reviews: number;
}

/** Of the ratings that count, the one of the criterion. */
const POINTS = `(SELECT (rating ->> 'points')::integer FROM jsonb_array_elements(s.ratings) AS rating WHERE rating ->> 'criterionId' = c.id)`;

/** How the criteria that look at clauses were rated by the reviews published within a time that the caller may see. */
export const pointsByClause: Batch<readonly PointsGiven[], { readonly from: string; readonly to: string }> = async (
  { db, actor },
  clauseIds,
  { from, to },
) => {
  const rated = visibleReviews(db.manager, actor)
    .innerJoin('criteria', 'c', 'c.version_id = r.scorecard_version_id AND c.clause_id = ANY (:clauseIds)')
    .innerJoin('review_ratings', 's', 's.review_id = r.id AND s.number = r.ratings_number')
    .andWhere('r.published_at >= :from AND r.published_at < :to')
    .setParameters({ clauseIds, from, to })
    .select('c.clause_id', 'clause')
    .addSelect('c.id', 'criterion')
    .addSelect('c.scale', 'scale')
    .addSelect(POINTS, 'points');
  const rows = await db.manager
    .createQueryBuilder()
    .select(['clause', 'criterion', 'scale', 'points', 'count(*)::integer AS reviews'])
    .from(`(${rated.getQuery()})`, 'one')
    .where('points IS NOT NULL')
    .groupBy('clause, criterion, scale, points')
    .setParameters(rated.getParameters())
    .getRawMany<Row>();
  const byClause = Map.groupBy(rows, ({ clause }) => clause);
  return clauseIds.map((id) =>
    (byClause.get(id) ?? []).map(({ criterion, ...given }) => ({ ...given, criterionId: criterion })),
  );
};
