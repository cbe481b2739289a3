import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import type { CriterionRatingInput } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';
import { pointsOf, type Criterion } from '../scorecard/scorecard.ts';

/** How one criterion was rated. */
export interface KeptRating {
  readonly criterionId: string;
  /** Null: not applicable. */
  readonly points: number | null;
  readonly rootCauses: readonly string[];
  readonly comment: string | null;
}

/** A share that is kept exact: `part` of `whole`, which is never 0. */
export interface ExactShare {
  readonly part: number;
  readonly whole: number;
}

/** The longest comment and the longest reason of a review, in characters. */
export const MAX_COMMENT = 5_000;

/** How much of a criterion a rating reaches. */
export const shareOf = ({ scale }: Pick<Criterion, 'scale'>, points: number): ExactShare => ({
  part: points - 1,
  whole: pointsOf(scale) - 1,
});

/** Whether a rating is a failure: below 50 %. */
export const isFailed = (criterion: Pick<Criterion, 'scale'>, points: number | null): boolean => {
  if (points === null) return false;
  const { part, whole } = shareOf(criterion, points);
  return 2 * part < whole;
};

/** Whether a criterion is looked at, given the ratings of those before it. */
export function applies(
  { condition }: Criterion,
  criteria: readonly Criterion[],
  ratings: ReadonlyMap<string, KeptRating>,
): boolean {
  if (!condition) return true;
  const other = criteria.find(({ key }) => key === condition.criterionKey);
  const points = other && ratings.get(other.id)?.points;
  if (points == null) return false;
  return condition.comparison === 'AT_LEAST' ? points >= condition.points : points < condition.points;
}

const byCriterion = (ratings: readonly KeptRating[]) => new Map(ratings.map((rating) => [rating.criterionId, rating]));

/** The criteria that are looked at and have no rating. */
export function missingOf(criteria: readonly Criterion[], ratings: readonly KeptRating[]): Criterion[] {
  const known = byCriterion(ratings);
  return criteria.filter((criterion) => applies(criterion, criteria, known) && !known.has(criterion.id));
}

function problemsOfRating(path: string, criterion: Criterion, given: CriterionRatingInput): Problem[] {
  const { points, comment } = given;
  const most = pointsOf(criterion.scale);
  const causes = criterion.rootCauses.map(({ key }) => key);
  const isOnScale = points == null || (Number.isInteger(points) && points >= 1 && points <= most);
  return [
    ...(isOnScale ? [] : [{ path: `${path}.points`, message: `is ${points}; give 1 to ${most}` }]),
    ...(points == null && !criterion.allowsNotApplicable
      ? [{ path: `${path}.points`, message: 'is absent, and this criterion is always applicable' }]
      : []),
    ...(given.rootCauses ?? []).flatMap((key, i) =>
      causes.includes(key)
        ? []
        : [{ path: `${path}.rootCauses[${i}]`, message: `"${key}" is no root cause of this criterion` }],
    ),
    ...(comment == null ? [] : problemsOfText(`${path}.comment`, comment, MAX_COMMENT)),
  ];
}

/** Ratings as they are kept, or what is wrong with them: each of a criterion of the version that is looked at, once, on its scale. */
export function ratingsFrom(
  criteria: readonly Criterion[],
  given: readonly CriterionRatingInput[],
): { readonly type: 'Ratings'; readonly ratings: readonly KeptRating[] } | InvalidInput {
  const problems: Problem[] = [];
  const known = new Map<string, KeptRating>();
  given.forEach((each, i) => {
    const path = `ratings[${i}]`;
    const criterion = criteria.find(({ key }) => key === each.criterionKey);
    if (!criterion) {
      problems.push({
        path: `${path}.criterionKey`,
        message: `"${each.criterionKey}" is no criterion of this version`,
      });
      return;
    }
    if (known.has(criterion.id)) problems.push({ path: `${path}.criterionKey`, message: 'is there twice' });
    problems.push(...problemsOfRating(path, criterion, each));
    const { points, rootCauses, comment } = each;
    const kept = { points: points ?? null, rootCauses: [...new Set(rootCauses ?? [])], comment: comment ?? null };
    known.set(criterion.id, { criterionId: criterion.id, ...kept });
  });
  given.forEach((each, i) => {
    const criterion = criteria.find(({ key }) => key === each.criterionKey);
    if (criterion && !applies(criterion, criteria, known))
      problems.push({ path: `ratings[${i}]`, message: 'is not looked at by what the earlier criterion was rated' });
  });
  if (problems.length > 0) return invalidInput(problems);
  return { type: 'Ratings', ratings: criteria.flatMap(({ id }) => known.get(id) ?? []) };
}

/** What a review comes to. */
export interface ReviewScore {
  /** Null when nothing was applicable or rated. */
  readonly share: ExactShare | null;
  /** The critical criteria that failed and made it nought. */
  readonly failedCritical: readonly Criterion[];
  /** The weights of what has a rating. */
  readonly weights: number;
}

/** Every scale divides this evenly, so that sums of shares stay whole numbers. */
const TWELFTHS = 12;

/**
 * The mean of the ratings by their weights. What is not applicable counts for nothing, and the others for more; a critical criterion below 50 %
 * makes the whole nought.
 */
export function scoreOf(criteria: readonly Criterion[], ratings: readonly KeptRating[]): ReviewScore {
  const known = byCriterion(ratings);
  const rated = criteria.flatMap((criterion) => {
    const points = known.get(criterion.id)?.points ?? null;
    return points === null ? [] : [{ criterion, points }];
  });
  const weights = rated.reduce((sum, { criterion }) => sum + criterion.weight, 0);
  const failedCritical = rated.flatMap(({ criterion, points }) =>
    criterion.isCritical && isFailed(criterion, points) ? [criterion] : [],
  );
  if (weights === 0) return { share: null, failedCritical, weights };
  const sum = rated.reduce((total, { criterion, points }) => {
    const { part, whole } = shareOf(criterion, points);
    return total + criterion.weight * part * (TWELFTHS / whole);
  }, 0);
  const part = failedCritical.length > 0 ? 0 : sum;
  return { share: { part, whole: weights * TWELFTHS }, failedCritical, weights };
}

/** A rating with its criterion and what all that were rated weigh. */
export interface CriterionRating extends KeptRating {
  readonly criterion: Criterion;
  readonly weights: number;
}

/** Ratings with what is to be known of each, in the order of the scorecard. */
export function shownRatings(criteria: readonly Criterion[], ratings: readonly KeptRating[]): CriterionRating[] {
  const { weights } = scoreOf(criteria, ratings);
  return criteria.flatMap((criterion) => {
    const rating = ratings.find(({ criterionId }) => criterionId === criterion.id);
    return rating ? [{ ...rating, criterion, weights }] : [];
  });
}

/** The sum of shares, as one. It grows without loss, however many there are. */
export function meanOf(shares: readonly ExactShare[]): { readonly part: bigint; readonly whole: bigint } | null {
  if (shares.length === 0) return null;
  const common = [...new Set(shares.map(({ whole }) => whole))].reduce((all, whole) => all * BigInt(whole), 1n);
  const sum = shares.reduce((all, { part, whole }) => all + (BigInt(part) * common) / BigInt(whole), 0n);
  return { part: sum, whole: common * BigInt(shares.length) };
}

const MILLIONTHS = 1_000_000n;

/** A share in millionths of one percent, rounded half up. */
const millionthsOfPercent = ({ part, whole }: { readonly part: bigint | number; readonly whole: bigint | number }) =>
  (2n * BigInt(part) * 100n * MILLIONTHS + BigInt(whole)) / (2n * BigInt(whole));

/** A share as percent with at most six decimals, such as 84.375. */
export function percentOf(share: { readonly part: bigint | number; readonly whole: bigint | number }): string {
  const all = millionthsOfPercent(share);
  const decimals = String(all % MILLIONTHS)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return decimals === '' ? String(all / MILLIONTHS) : `${all / MILLIONTHS}.${decimals}`;
}

/** A share in ten-thousandths of one, as others are told it. */
export const tenThousandthsOf = (share: ExactShare | null): number | null =>
  share && Math.floor((2 * share.part * 10_000 + share.whole) / (2 * share.whole));
