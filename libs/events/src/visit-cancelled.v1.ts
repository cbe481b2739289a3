import { visitShape } from './visit-shape.ts';

/** A visit was called off. The subject is the visit. */
export const visitCancelledV1 = visitShape;
