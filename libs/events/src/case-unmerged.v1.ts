import { caseMergedV1 } from './case-merged.v1.ts';

/** A merged case goes its own way again, from where it stood (`to`). */
export const caseUnmergedV1 = caseMergedV1;
