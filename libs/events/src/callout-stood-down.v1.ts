import { calloutShape } from './callout-shape.ts';

/** Nobody needs to come any more. */
export const calloutStoodDownV1 = calloutShape;
