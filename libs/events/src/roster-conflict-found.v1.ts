import { rosterShape } from './roster-shape.ts';

/** Something stands in the way of a visit: all of it, as it is now. The subject is the visit. */
export const rosterConflictFoundV1 = rosterShape;
