import { conductWarningShape } from './conduct-warning-shape.ts';

/** A warning about a customer's conduct was kept until another day, or lifted. */
export const conductWarningReviewedV1 = conductWarningShape;
