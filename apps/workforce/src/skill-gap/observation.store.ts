import type { EntityManager } from 'typeorm';
import type { RatingScale } from '@courtesy/graph-types/workforce';
import { isFailed } from '../quality-review/rating.ts';
import { pointsOf } from '../scorecard/scorecard.ts';
import type { GapSubject, Observation } from './skill-gap.ts';

interface RatedRow {
  readonly id: string;
  readonly scorecardId: string;
  readonly criterionKey: string;
  readonly criterionId: string;
  readonly clauseId: string | null;
  readonly courseKey: string | null;
  readonly courseId: string | null;
  readonly scale: RatingScale;
  readonly points: number;
  readonly at: Date;
}

/** Every applicable rating that counts of a person's published reviews; `at` is when the contact was, or else when the review began. */
const RATED = `
  SELECT * FROM (
    SELECT r.id, r.scorecard_id AS "scorecardId", c.key AS "criterionKey", c.id AS "criterionId", c.clause_id AS "clauseId",
      c.course_key AS "courseKey", c.course_id AS "courseId", c.scale, x.points, coalesce(t.occurred_at, r.begun_at) AS at
    FROM quality_reviews r
    JOIN review_ratings s ON s.review_id = r.id AND s.number = r.ratings_number
    CROSS JOIN LATERAL jsonb_to_recordset(s.ratings) AS x ("criterionId" text, points integer)
    JOIN criteria c ON c.id = x."criterionId"
    LEFT JOIN reviewable_contacts t ON t.id = r.interaction_id
    WHERE r.person_id = $1 AND r.status <> 'DRAFT' AND x.points IS NOT NULL
  ) rated WHERE at >= $2 ORDER BY at, id`;

const nobodysCriterion = { scorecardId: null, criterionKey: null, criterionId: null };
const nothingElse = { ...nobodysCriterion, clauseId: null, courseKey: null, courseId: null };
const REOPENED: GapSubject = { source: 'REOPENED_CASES', ...nothingElse };
const UPHELD: GapSubject = { source: 'UPHELD_COMPLAINTS', ...nothingElse };

async function ratedOf(manager: EntityManager, personId: string, since: Date): Promise<Observation[]> {
  const rows = await manager.query<RatedRow[]>(RATED, [personId, since]);
  return rows.map(({ id, at, scale, points, ...criterion }) => ({
    subject: { source: criterion.clauseId ? 'POLICY_ERRORS' : 'REVIEWS', ...criterion },
    ...{ kind: 'REVIEW', id, at, isFailed: isFailed({ scale }, points) },
  }));
}

async function casesOf(manager: EntityManager, [sql, subject]: readonly [string, GapSubject], of: readonly unknown[]) {
  const rows = await manager.query<{ id: string; at: Date; isFailed: boolean }[]>(sql, [...of]);
  return rows.map((row): Observation => ({ ...row, subject, kind: 'CASE' }));
}

/**
 * Each time since an instant that somebody had to show that they can: every applicable rating of a published review; every case they resolved, failed
 * when it was taken up again; every case in which they had a contact, failed when a complaint about it that came after was upheld.
 */
export async function observationsOf(manager: EntityManager, personId: string, since: Date): Promise<Observation[]> {
  const of = [personId, since];
  const resolved = `SELECT id, resolved_at AS at, reopened_of_id IS NOT DISTINCT FROM $1 AS "isFailed" FROM reviewable_cases
    WHERE (resolved_by_id = $1 OR reopened_of_id = $1) AND resolved_at >= $2 ORDER BY resolved_at, id`;
  const touched = `SELECT c.id, max(t.occurred_at) AS at,
      coalesce(c.upheld_at IS NOT NULL AND min(t.occurred_at) < c.complaint_at, FALSE) AS "isFailed"
    FROM reviewable_contacts t JOIN reviewable_cases c ON c.id = t.case_id
    WHERE t.person_id = $1 AND t.occurred_at >= $2 GROUP BY c.id ORDER BY 2, c.id`;
  return [
    ...(await ratedOf(manager, personId, since)),
    ...(await casesOf(manager, [resolved, REOPENED], of)),
    ...(await casesOf(manager, [touched, UPHELD], of)),
  ];
}

/** How somebody was rated on one criterion, as shares of its scale. */
export async function sharesOf(
  manager: EntityManager,
  personId: string,
  criterion: { readonly scorecardId: string; readonly key: string },
): Promise<{ readonly at: Date; readonly share: number }[]> {
  const rows = await manager.query<RatedRow[]>(RATED, [personId, new Date(0)]);
  return rows
    .filter(({ scorecardId, criterionKey }) => scorecardId === criterion.scorecardId && criterionKey === criterion.key)
    .map(({ at, scale, points }) => ({ at, share: (points - 1) / (pointsOf(scale) - 1) }));
}

/** Who of the staff is concerned when these cases were taken up again, or complaints about them were decided. */
export async function concernedBy(
  manager: EntityManager,
  reopened: readonly string[],
  decided: readonly string[],
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT p.id FROM people p WHERE p.id IN (SELECT c.reopened_of_id FROM reviewable_cases c WHERE c.id = ANY ($1)
       UNION SELECT t.person_id FROM reviewable_contacts t WHERE t.case_id = ANY ($2)) ORDER BY p.id`,
    [reopened, decided],
  );
  return rows.map(({ id }) => id);
}
