import { reviewShape } from './review-shape.ts';

/** Whoever was reviewed has taken note of it. */
export const reviewAcknowledgedV1 = reviewShape;
