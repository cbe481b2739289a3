import { visitShape } from './visit-shape.ts';

/** A visit was planned. The subject is the visit. */
export const visitPlannedV1 = visitShape;
