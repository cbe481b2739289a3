import { reviewShape } from './review-shape.ts';

/** A review of quality was begun, or its draft has other ratings. Only whoever reviews and leads can see it. */
export const reviewDraftedV1 = reviewShape;
