import { setTimeout as delay } from 'node:timers/promises';
import type { GraphWorld } from './graph-world.ts';
import { must, run, type Who } from './verbs.ts';

/** A criterion of a scorecard, on a five-point scale unless `more` says otherwise. */
export const criterion = (key: string, weight: number, more: object = {}) => ({
  ...{ key, name: `About ${key}`, weight, scale: 'FIVE_POINT', ...more },
});

/** One category of these criteria. */
export const categories = (...criteria: object[]) => [{ key: 'contact', name: 'The contact', criteria }];

/** A contact that somebody had by telephone about a case. Returns its id. */
export async function givenContact(world: GraphWorld, who: Who, caseId: string, more: object = {}): Promise<string> {
  const LOGGED = ['logInteraction', 'InteractionLogged', 'interaction { id }'] as const;
  const said = { caseId, channel: 'PHONE', direction: 'INBOUND', personId: who.personId, body: 'About the kettle' };
  return (await must<{ interaction: { id: string } }>(world, who, LOGGED, { ...said, ...more })).interaction.id;
}

/** What is reviewed by a scorecard, and what is found: points by criterion, null for not applicable. */
export interface Finding {
  readonly scorecardId: string;
  readonly interactionId: string;
  readonly personId: string;
  readonly points: Readonly<Record<string, number | null>>;
}

/** Ratings as they are given. */
export const ratingsOf = (points: Finding['points']) =>
  Object.entries(points).map(([criterionKey, each]) => ({ criterionKey, points: each }));

/** A review that was begun, rated and published. Returns its id. The feed of cases takes a moment to tell of the contact. */
export async function givenReview(world: GraphWorld, reviewer: Who, { points, ...of }: Finding): Promise<string> {
  const BEGUN = ['beginReview', '... on ReviewBegun { review { id } }'] as const;
  for (;;) {
    const begun = await run<{ review?: { id: string } }>(world, reviewer, BEGUN, of);
    if (begun.review) {
      const reviewId = begun.review.id;
      const rated = { reviewId, ratings: ratingsOf(points), comment: 'As heard' };
      await must(world, reviewer, ['rateReview', 'ReviewRated', 'review { id }'], rated);
      await must(world, reviewer, ['publishReview', 'ReviewPublished', 'review { id }'], { reviewId });
      return reviewId;
    }
    const isUnknown = begun.__typename === 'InvalidInput' && JSON.stringify(begun).includes('is not on record');
    if (!isUnknown) throw new Error(JSON.stringify(begun));
    await delay(100);
  }
}
