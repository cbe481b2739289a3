import type { Actor } from '@courtesy/subgraph';
import { givenContacts } from './case-feed.ts';
import { must, run } from './verb.ts';
import { someWord, type Known, type World } from './workforce-world.ts';

/** A criterion as it is given; on a five-point scale and always applicable unless `more` says otherwise. */
export const criterion = (key: string, weight: number, more: object = {}) => ({
  ...{ key, name: `About ${key}`, weight, scale: 'FIVE_POINT' },
  ...more,
});

/** One category of these criteria. */
export const category = (...criteria: object[]) => [{ key: 'contact', name: 'The contact', criteria }];

/** A scorecard of these criteria, for every site. */
export async function givenScorecard(world: World, criteria: readonly object[], more: object = {}): Promise<Known> {
  const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id version }'] as const;
  const input = { name: someWord('Scorecard'), categories: category(...criteria), ...more };
  return (await must<{ scorecard: Known }>(world, DEFINED, input)).scorecard;
}

/** What is to be reviewed, by whom, and what they find: points by criterion, null for not applicable. */
export interface Finding {
  readonly scorecard: Known;
  readonly personId: string;
  readonly reviewer: Actor;
  readonly points: Readonly<Record<string, number | null>>;
  readonly interactionId?: string;
}

/** Ratings as they are given. */
export const ratingsOf = (points: Finding['points']) =>
  Object.entries(points).map(([criterionKey, each]) => ({ criterionKey, points: each }));

/** A review that was begun and rated, of a contact of its own unless one is named. */
export async function givenDraft(world: World, { scorecard, personId, reviewer, ...found }: Finding): Promise<Known> {
  const interactionId = found.interactionId ?? (await givenContacts(world, personId))[0];
  const BEGUN = ['beginReview', 'ReviewBegun', 'review { id version }'] as const;
  const input = { scorecardId: scorecard.id, interactionId, personId };
  const { review } = await must<{ review: Known }>(world, BEGUN, input, reviewer);
  const RATED = ['rateReview', 'ReviewRated', 'review { id version }'] as const;
  const rated = { reviewId: review.id, ratings: ratingsOf(found.points), comment: 'As heard' };
  return (await must<{ review: Known }>(world, RATED, rated, reviewer)).review;
}

/** The same, published. */
export async function givenReview(world: World, finding: Finding): Promise<Known> {
  const draft = await givenDraft(world, finding);
  const PUBLISHED = ['publishReview', 'ReviewPublished', 'review { id version }'] as const;
  return (await must<{ review: Known }>(world, PUBLISHED, { reviewId: draft.id }, finding.reviewer)).review;
}

/** Does something with a review and returns what came of it. */
export const act = (world: World, [verb, review]: readonly [string, Known], actor: Actor, more: object = {}) =>
  run(world, [verb, ''], { reviewId: review.id, ...more }, actor);
