import { clockRow } from './clock-shape.ts';

/** A clock of a case stands still from `at` on. */
export const clockPausedV1 = clockRow;
