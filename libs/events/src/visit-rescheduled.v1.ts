import { visitShape } from './visit-shape.ts';

/** A visit is at another time, or others go. The subject is the visit. */
export const visitRescheduledV1 = visitShape;
