import { visitShape } from './visit-shape.ts';

/** A visit is over. The subject is the visit. */
export const visitCompletedV1 = visitShape;
