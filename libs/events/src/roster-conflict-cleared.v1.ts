import { rosterShape } from './roster-shape.ts';

/** Nothing stands in the way of a visit any more. The subject is the visit. */
export const rosterConflictClearedV1 = rosterShape;
