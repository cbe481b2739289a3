import { shiftShape } from './shift-shape.ts';

/** Somebody is to work at a site for a time. */
export const shiftScheduledV1 = shiftShape;
