import { clockRow } from './clock-shape.ts';

/** A clock of a case began to count, from `at` on. */
export const clockStartedV1 = clockRow;
