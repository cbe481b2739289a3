import { calloutShape } from './callout-shape.ts';

/** Somebody on shift is called to the spot; said again of the next in line when they do not answer. */
export const calloutPagedV1 = calloutShape;
