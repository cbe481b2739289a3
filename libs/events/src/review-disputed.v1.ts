import { reviewShape } from './review-shape.ts';

/** Whoever was reviewed does not agree. */
export const reviewDisputedV1 = reviewShape;
