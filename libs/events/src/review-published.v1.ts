import { reviewShape } from './review-shape.ts';

/** Whoever was reviewed can read the review. */
export const reviewPublishedV1 = reviewShape;
