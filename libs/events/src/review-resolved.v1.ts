import { reviewShape } from './review-shape.ts';

/** Somebody else has decided on the dispute: the review stands, or has other ratings. */
export const reviewResolvedV1 = reviewShape;
