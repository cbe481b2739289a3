import { touchpointShape } from './touchpoint-shape.ts';

/** A case or feedback was not about a touchpoint after all. The subject is the tag. */
export const touchpointUntaggedV1 = touchpointShape;
