import { clockRow } from './clock-shape.ts';

/** A clock of a case ended at `at`, which may lie before a breach that was announced: then there was none. */
export const clockStoppedV1 = clockRow;
