import { skillGapShape } from './skill-gap-shape.ts';

/** Somebody is short of something, by what is on record. */
export const skillGapFoundV1 = skillGapShape;
