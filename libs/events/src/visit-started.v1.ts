import { visitShape } from './visit-shape.ts';

/** A visit has begun. The subject is the visit. */
export const visitStartedV1 = visitShape;
