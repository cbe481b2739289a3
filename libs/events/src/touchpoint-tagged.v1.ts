import { touchpointShape } from './touchpoint-shape.ts';

/** A case or feedback was about a touchpoint. The subject is the tag. */
export const touchpointTaggedV1 = touchpointShape;
