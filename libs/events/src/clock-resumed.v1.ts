import { clockRow } from './clock-shape.ts';

/** A clock of a case goes on counting from `at` on. */
export const clockResumedV1 = clockRow;
