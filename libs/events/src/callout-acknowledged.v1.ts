import { calloutShape } from './callout-shape.ts';

/** Whoever was called is on the way. */
export const calloutAcknowledgedV1 = calloutShape;
