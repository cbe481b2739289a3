import { skillGapShape } from './skill-gap-shape.ts';

/** A gap rests on something else than before, no longer follows from what is on record, or is mended. */
export const skillGapChangedV1 = skillGapShape;
